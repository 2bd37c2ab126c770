/// The last `capacity` bytes of what was appended; memory grows with what came, up to the capacity.
struct ByteRing: Sendable {
    let capacity: Int
    private var storage: [UInt8] = []
    /// Where the oldest byte lies once the storage is full.
    private var start = 0

    init(capacity: Int) { self.capacity = capacity }

    var count: Int { storage.count }

    mutating func append(_ bytes: UnsafeRawBufferPointer) {
        var rest = UnsafeRawBufferPointer(rebasing: bytes.suffix(capacity))
        let room = min(rest.count, capacity - storage.count)
        if room > 0 {
            if storage.capacity < storage.count + room {
                storage.reserveCapacity(min(capacity, max(2 * storage.capacity, storage.count + room)))
            }
            storage.append(contentsOf: rest.prefix(room))
            rest = UnsafeRawBufferPointer(rebasing: rest.dropFirst(room))
        }
        while !rest.isEmpty {
            let run = min(rest.count, capacity - start)
            storage.withUnsafeMutableBytes { storage in
                UnsafeMutableRawBufferPointer(rebasing: storage[start..<start + run])
                    .copyMemory(from: UnsafeRawBufferPointer(rebasing: rest.prefix(run)))
            }
            start = (start + run) % capacity
            rest = UnsafeRawBufferPointer(rebasing: rest.dropFirst(run))
        }
    }

    var bytes: [UInt8] { Array(storage[start...] + storage[..<start]) }
}

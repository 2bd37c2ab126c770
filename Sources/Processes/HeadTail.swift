/// Decides what of a stream is kept: its first half of the limit at once, its last half when it has ended.
///
/// Pure: it owns no file. Memory is bounded by the half that is held back.
package struct HeadTail: Sendable {
    package let headLimit: Int
    package private(set) var total = 0
    private var held: ByteRing

    /// - Parameter limit: most bytes kept in all; negative counts as 0.
    package init(limit: Int) {
        let limit = max(limit, 0)
        headLimit = limit / 2
        held = ByteRing(capacity: limit - limit / 2)
    }

    /// Takes the next bytes; returns how many of them, from the front, belong to the first half and are to be written now.
    package mutating func accept(_ bytes: UnsafeRawBufferPointer) -> Int {
        let now = max(0, min(bytes.count, headLimit - total))
        total += bytes.count
        held.append(UnsafeRawBufferPointer(rebasing: bytes[now...]))
        return now
    }

    /// Bytes between the two halves that no one has any more.
    package var leftOut: Int { total - min(total, headLimit) - held.count }

    /// The bytes held back, in order: what follows the first half, or what follows the gap.
    package var last: [UInt8] { held.bytes }
}

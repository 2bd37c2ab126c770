import Foundation

/// The lines of a descriptor, each read when it is asked for, on a thread of its own: a read that waits cannot be ended. Whoever writes
/// faster than is read waits; the descriptor is shared with others, so its mode is left as it is.
struct LineInput: AsyncSequence, Sendable {
    private let wanted = DispatchSemaphore(value: 0)
    private let lines: AsyncStream<[UInt8]>

    /// - Parameters:
    ///   - limit: see ``LineSplitter/limit``.
    ///   - onEnd: is called once, when there is nothing more to read; or when nothing more will come and for a second nobody has asked for
    ///     what is left: whoever asks may be held up by somebody who has stopped reading.
    init(_ descriptor: Int32, limit: Int, onEnd: @escaping @Sendable () -> Void = {}) {
        let (lines, reader) = AsyncStream.makeStream(of: [UInt8].self)
        self.lines = lines
        let thread = Thread { [wanted] in
            var splitter = LineSplitter(limit: limit)
            var isTold = false
            while true {
                while wanted.wait(timeout: .now() + .seconds(1)) == .timedOut {
                    guard !isTold, Descriptors.hasHungUp(descriptor) else { continue }
                    isTold = true
                    onEnd()
                }
                guard let line = splitter.next({ Self.read(descriptor) }) else { break }
                reader.yield(line)
            }
            if !isTold { onEnd() }
            reader.finish()
        }
        thread.name = "upbeat.input"
        thread.start()
    }

    struct AsyncIterator: AsyncIteratorProtocol {
        fileprivate var lines: AsyncStream<[UInt8]>.AsyncIterator
        fileprivate let wanted: DispatchSemaphore

        mutating func next(isolation actor: isolated (any Actor)?) async -> [UInt8]? {
            wanted.signal()
            return await lines.next(isolation: actor)
        }
    }

    func makeAsyncIterator() -> AsyncIterator { AsyncIterator(lines: lines.makeAsyncIterator(), wanted: wanted) }

    /// What is there, waiting only while there is nothing. An error is an end.
    private static func read(_ descriptor: Int32) -> [UInt8] {
        let size = 65_536
        while true {
            var count = 0
            let bytes = [UInt8](unsafeUninitializedCapacity: size) { buffer, filled in
                count = systemRead(descriptor, buffer.baseAddress, size)
                filled = Swift.max(count, 0)
            }
            if count >= 0 { return bytes }
            switch errno {
            case EINTR: continue
            case EAGAIN, EWOULDBLOCK: Descriptors.wait(for: descriptor, POLLIN)
            default: return []
            }
        }
    }
}

private func systemRead(_ descriptor: Int32, _ bytes: UnsafeMutableRawPointer?, _ count: Int) -> Int { read(descriptor, bytes, count) }

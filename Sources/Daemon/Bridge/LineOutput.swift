import Foundation
import Synchronization

/// Writes lines to a descriptor, on a thread of its own: a write to somebody who does not read cannot be ended.
final class LineOutput: Sendable {
    private struct State {
        var waiting: [(line: [UInt8], CheckedContinuation<Void, Never>)] = []
        /// What the thread is at.
        var current: CheckedContinuation<Void, Never>?
        var isOver = false
    }

    private let state = Mutex(State())
    private let mail = DispatchSemaphore(value: 0)
    private let onClosed: @Sendable () -> Void

    /// - Parameter onClosed: is called once, when nobody reads any more.
    init(_ descriptor: Int32, onClosed: @escaping @Sendable () -> Void) {
        self.onClosed = onClosed
        let thread = Thread { [self] in
            while let line = next() {
                guard Self.write(line, to: descriptor) else {
                    onClosed()
                    return giveUp()
                }
                state.withLock { state in
                    defer { state.current = nil }
                    return state.current
                }?.resume()
            }
        }
        thread.name = "upbeat.output"
        thread.start()
    }

    /// Returns when the line has left, or will never leave.
    ///
    /// - Parameter line: with its line feed.
    func write(_ line: [UInt8]) async {
        await withCheckedContinuation { continuation in
            let isOver = state.withLock { state in
                if !state.isOver { state.waiting.append((line, continuation)) }
                return state.isOver
            }
            if isOver { continuation.resume() } else { mail.signal() }
        }
    }

    /// What has not left yet never will.
    func giveUp() {
        let left = state.withLock { state in
            let left = state.waiting.map(\.1) + [state.current].compactMap(\.self)
            (state.waiting, state.current, state.isOver) = ([], nil, true)
            return left
        }
        for continuation in left { continuation.resume() }
        mail.signal()
    }

    /// Gives up after a while, whatever else goes on: what has been begun has until then.
    func giveUp(after time: DispatchTimeInterval) {
        DispatchQueue.global().asyncAfter(deadline: .now() + time) { self.giveUp() }
    }

    private func next() -> [UInt8]? {
        mail.wait()
        return state.withLock { state in
            guard !state.waiting.isEmpty else { return nil }
            let (line, continuation) = state.waiting.removeFirst()
            state.current = continuation
            return line
        }
    }

    private static func write(_ line: [UInt8], to descriptor: Int32) -> Bool {
        var offset = 0
        while offset < line.count {
            let written = line[offset...].withUnsafeBytes { systemWrite(descriptor, $0.baseAddress, $0.count) }
            if written >= 0 {
                offset += written
                continue
            }
            switch errno {
            case EINTR: continue
            case EAGAIN, EWOULDBLOCK: Descriptors.wait(for: descriptor, POLLOUT)
            default: return false
            }
        }
        return true
    }
}

private func systemWrite(_ descriptor: Int32, _ bytes: UnsafeRawPointer?, _ count: Int) -> Int { write(descriptor, bytes, count) }

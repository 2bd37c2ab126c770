import Foundation

/// What a dying process still writes into the lock file: which signal ended it.
///
/// A signal that a program cannot survive comes in the middle of anything, so nothing here takes memory or a lock (signal-safety(7)):
/// the line is made ready beforehand, and the handler fills in digits and writes it with one call.
enum LastWord {
    /// The faults of a program of its own. A trap of the Swift runtime is SIGILL or SIGTRAP.
    private static let fatal = [SIGSEGV, SIGBUS, SIGILL, SIGFPE, SIGTRAP, SIGABRT, SIGSYS]

    /// Notes such a signal at the end of the lock file, then lets it end the process as it would have.
    ///
    /// - Parameters:
    ///   - descriptor: of the lock file; it stays open until the process ends, or `disarm`.
    ///   - offset: where the line goes.
    static func arm(_ descriptor: Int32, at offset: Int) {
        // Made now, since the handler may not.
        _ = lastWordLine
        lastWordOffset = off_t(offset)
        lastWordDescriptor = descriptor
        for number in fatal {
            var action = sigaction()
            #if os(Linux)
                action.__sigaction_handler.sa_handler = writeLastWord
            #else
                action.__sigaction_u.__sa_handler = writeLastWord
            #endif
            action.sa_flags = Int32(bitPattern: UInt32(SA_RESETHAND)) | Int32(SA_NODEFER)
            sigaction(number, &action, nil)
        }
    }

    /// The file is about to be closed.
    static func disarm() { lastWordDescriptor = -1 }
}

// Written before the handlers are in place, read by them.
nonisolated(unsafe) private var lastWordDescriptor: Int32 = -1
nonisolated(unsafe) private var lastWordOffset: off_t = 0
nonisolated(unsafe) private let lastWordLine: (bytes: UnsafeMutablePointer<UInt8>, count: Int, signal: Int, time: Int) = {
    let (head, middle, tail) = ("{\"signal\":", "00,\"at_ms\":", "0000000000000}\n")
    let text = Array((head + middle + tail).utf8)
    let bytes = UnsafeMutablePointer<UInt8>.allocate(capacity: text.count)
    bytes.initialize(from: text, count: text.count)
    return (bytes, text.count, head.utf8.count, (head + middle).utf8.count)
}()

private func writeLastWord(_ number: Int32) {
    // The system's own way of it is in force again: this ends the process.
    defer { raise(number) }
    guard lastWordDescriptor >= 0 else { return }
    let line = lastWordLine
    var time = timespec()
    clock_gettime(CLOCK_REALTIME, &time)
    // A number in JSON does not begin with 0, and no signal of these is below 10 but for those that are padded with a space.
    line.bytes[line.signal] = number < 10 ? 0x20 : UInt8(truncatingIfNeeded: 0x30 + number / 10)
    line.bytes[line.signal + 1] = UInt8(truncatingIfNeeded: 0x30 + number % 10)
    var milliseconds = Int64(time.tv_sec) * 1000 + Int64(time.tv_nsec) / 1_000_000
    var place = line.time + 12
    while place >= line.time {
        line.bytes[place] = UInt8(truncatingIfNeeded: 0x30 + milliseconds % 10)
        milliseconds /= 10
        place -= 1
    }
    _ = pwrite(lastWordDescriptor, line.bytes, line.count, lastWordOffset)
}

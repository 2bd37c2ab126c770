import Foundation

/// The standard streams of a process whose output is a protocol.
enum Descriptors {
    /// Keeps standard output for the protocol, and lets whatever else is printed go to standard error.
    ///
    /// - Returns: where the protocol is written now; nil where standard output was closed from the beginning.
    static func takeOverOutput() -> Int32? {
        let own = fcntl(STDOUT_FILENO, F_DUPFD_CLOEXEC, 3)
        guard own >= 0 else { return nil }
        if dup2(STDERR_FILENO, STDOUT_FILENO) < 0 {
            let nowhere = open("/dev/null", O_WRONLY | O_CLOEXEC)
            if nowhere >= 0 {
                dup2(nowhere, STDOUT_FILENO)
                close(nowhere)
            }
        }
        return own
    }

    /// Whether whoever wrote into a pipe has closed it; there may be something left to read.
    static func hasHungUp(_ descriptor: Int32) -> Bool {
        var state = pollfd(fd: descriptor, events: 0, revents: 0)
        return poll(&state, 1, 0) == 1 && state.revents & Int16(POLLHUP) != 0
    }

    /// Waits until something can be read or written; for one second at most.
    static func wait(for descriptor: Int32, _ events: Int32) {
        var waiting = pollfd(fd: descriptor, events: Int16(events), revents: 0)
        _ = poll(&waiting, 1, 1000)
    }
}

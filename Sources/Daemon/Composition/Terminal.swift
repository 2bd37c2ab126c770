import Foundation

/// The terminal that the process was started from, if any.
struct Terminal: Sendable {
    private let wasThere = Terminal.isThere

    /// It was there, and has hung up since.
    var isGone: Bool { wasThere && !Self.isThere }

    private static var isThere: Bool {
        let descriptor = open("/dev/tty", O_RDONLY | O_CLOEXEC | O_NOCTTY | O_NONBLOCK)
        guard descriptor >= 0 else { return false }
        close(descriptor)
        return true
    }
}

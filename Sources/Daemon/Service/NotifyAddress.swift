import Foundation

/// Where a service manager listens for datagrams: a Unix socket by its path or, on Linux, by an abstract name (unix(7)).
struct NotifyAddress: Hashable, Sendable {
    /// `sun_path`: a path with its closing NUL, or an abstract name after a leading one.
    private let name: [UInt8]

    /// Reads a value of `NOTIFY_SOCKET`: an absolute path, or `@name` (sd_notify(3)).
    init(_ text: String) throws(NotifyProblem) {
        let bytes = Array(text.utf8)
        guard !bytes.contains(0), bytes.count > 1 else { throw .badSocket(text) }
        switch bytes[0] {
        case UInt8(ascii: "/"):
            guard bytes.count <= SocketPath.limit else { throw .longSocket(text, limit: SocketPath.limit) }
            name = bytes + [0]
        #if os(Linux)
            case UInt8(ascii: "@"):
                guard bytes.count <= SocketPath.limit + 1 else { throw .longSocket(text, limit: SocketPath.limit + 1) }
                name = [0] + bytes[1...]
        #endif
        default: throw .badSocket(text)
        }
    }

    /// Sends one datagram, without waiting.
    ///
    /// - Returns: whether the system took it; false where nobody listens, the queue is full, or it is no socket.
    @discardableResult
    func send(_ bytes: [UInt8]) -> Bool {
        guard let descriptor = Self.open() else { return false }
        defer { close(descriptor) }
        return withAddress { address, length in
            while true {
                let sent = bytes.withUnsafeBytes { sendto(descriptor, $0.baseAddress, $0.count, Self.flags, address, length) }
                if sent < 0, errno == EINTR { continue }
                return sent == bytes.count
            }
        }
    }

    /// The address as the system takes it.
    func withAddress<Result>(_ body: (UnsafePointer<sockaddr>, socklen_t) -> Result) -> Result {
        var address = sockaddr_un()
        address.sun_family = sa_family_t(AF_UNIX)
        withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: name) }
        let head = MemoryLayout<sockaddr_un>.size - MemoryLayout.size(ofValue: address.sun_path)
        let length = socklen_t(head + name.count)
        return withUnsafePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { body($0, length) }
        }
    }

    private static var flags: Int32 {
        #if os(Linux)
            Int32(MSG_NOSIGNAL) | Int32(MSG_DONTWAIT)
        #else
            MSG_DONTWAIT
        #endif
    }

    /// A socket that never waits and that no child inherits; nil where the system gives none.
    static func open() -> Int32? {
        #if os(Linux)
            let descriptor = socket(AF_UNIX, Int32(SOCK_DGRAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue) | Int32(SOCK_NONBLOCK.rawValue), 0)
        #else
            let descriptor = socket(AF_UNIX, SOCK_DGRAM, 0)
            if descriptor >= 0 {
                _ = fcntl(descriptor, F_SETFD, FD_CLOEXEC)
                _ = fcntl(descriptor, F_SETFL, O_NONBLOCK)
            }
        #endif
        return descriptor >= 0 ? descriptor : nil
    }
}

/// What is wrong with the variables by which a service manager asks for word. The daemon goes on without it.
enum NotifyProblem: Error, Hashable, Sendable, CustomStringConvertible {
    case badSocket(String)
    case longSocket(String, limit: Int)
    /// There is nothing at the path, or no socket.
    case noSocket(String)
    case badWatchdogTime(String)

    var description: String {
        switch self {
        case .badSocket(let value):
            "NOTIFY_SOCKET is \(LogText.quoted(value)); it must be an absolute path or, on Linux, @ and a name; "
                + "the service manager is told nothing"
        case .longSocket(let value, let limit):
            "NOTIFY_SOCKET is \(LogText.quoted(value)), which is longer than the \(limit) bytes a socket's name can have; "
                + "the service manager is told nothing"
        case .noSocket(let path):
            "NOTIFY_SOCKET is \(LogText.quoted(path)), but there is no socket; unset it where no service manager listens"
        case .badWatchdogTime(let value):
            "WATCHDOG_USEC is \(LogText.quoted(value)); it must be a number of microseconds; the watchdog is not fed"
        }
    }
}

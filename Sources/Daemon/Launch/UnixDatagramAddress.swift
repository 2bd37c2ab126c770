import Foundation

/// The address of a datagram socket in the file system (unix(7)).
struct UnixDatagramAddress: Sendable {
    private let address: sockaddr_un

    /// Nil where the path is longer than the system takes, or holds NUL.
    init?(_ path: String) {
        guard path.utf8.count <= SocketPath.limit, !path.utf8.contains(0) else { return nil }
        var address = sockaddr_un()
        address.sun_family = sa_family_t(AF_UNIX)
        withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: path.utf8) }
        self.address = address
    }

    func withAddress<Result>(_ body: (UnsafePointer<sockaddr>, socklen_t) -> Result) -> Result {
        withUnsafePointer(to: address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { body($0, socklen_t(MemoryLayout<sockaddr_un>.size)) }
        }
    }

    /// A socket that never waits and that no child inherits; negative where the system gives none.
    static func socket() -> Int32 {
        #if canImport(Glibc)
            let kind = Int32(SOCK_DGRAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue) | Int32(SOCK_NONBLOCK.rawValue)
            return Foundation.socket(AF_UNIX, kind, 0)
        #else
            let descriptor = Foundation.socket(AF_UNIX, SOCK_DGRAM, 0)
            guard descriptor >= 0 else { return -1 }
            _ = fcntl(descriptor, F_SETFD, FD_CLOEXEC)
            _ = fcntl(descriptor, F_SETFL, O_NONBLOCK)
            return descriptor
        #endif
    }
}

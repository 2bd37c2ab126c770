import NIOCore

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#elseif canImport(Darwin)
    import Darwin
#endif

/// Who may come in by the user's own socket: programs of this user, and root. Modes of files say the same, but somebody may loosen those.
enum PeerRule {
    /// What unix(7) calls `ucred`.
    private struct Credentials: Sendable {
        var process: Int32 = 0
        var user: UInt32 = 0
        var group: UInt32 = 0
    }

    /// Whether the other side of a connection may come in. The kernel says who it is; nobody can claim to be another.
    ///
    /// Where the system has another way to tell (not Linux), the modes of the files are all there is.
    static func admits(_ channel: any Channel) -> EventLoopFuture<Bool> {
        #if os(Linux)
            guard let options = channel as? any SocketOptionProvider else { return channel.eventLoop.makeSucceededFuture(false) }
            let credentials: EventLoopFuture<Credentials> = options.unsafeGetSocketOption(
                level: .socket, name: NIOBSDSocket.Option(rawValue: SO_PEERCRED))
            return credentials.map { admits(user: $0.user) }
        #else
            return channel.eventLoop.makeSucceededFuture(true)
        #endif
    }

    static func admits(user: UInt32, own: UInt32 = geteuid()) -> Bool { user == own || user == 0 }
}

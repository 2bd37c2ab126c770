/// What the door lets in.
package struct DoorSettings: Hashable, Sendable {
    /// Names a request over TCP may be addressed to, without port; an IPv6 address in brackets.
    package private(set) var hosts: Set<String>
    /// Bytes of a body.
    package var bodyLimit: Int
    /// Connections at once, for each listener; further ones wait in the kernel's queue.
    package var connectionLimit: Int
    /// Seconds after which a connection is closed that neither sends nor waits for an answer.
    package var idleSeconds: Int
    /// Requests in a second with the token of an agent; twice as many at once. Nil: as many as it likes.
    package var agentRate: Int?
    /// Answers that last (events, output that is followed) at once.
    package var streamLimit: Int

    /// - Parameter hosts: allowed beside the names of this machine's loopback.
    package init(
        hosts: [String] = [], bodyLimit: Int = 1 << 20, connectionLimit: Int = 256, idleSeconds: Int = 75, agentRate: Int? = 20,
        streamLimit: Int = 32
    ) {
        self.hosts = Set((["localhost", "127.0.0.1", "[::1]"] + hosts).map(Self.normal))
        self.bodyLimit = bodyLimit
        self.connectionLimit = connectionLimit
        self.idleSeconds = idleSeconds
        self.agentRate = agentRate
        self.streamLimit = streamLimit
    }

    private static func normal(_ host: String) -> String {
        let lower = host.lowercased()
        return lower.contains(":") && !lower.hasPrefix("[") ? "[\(lower)]" : lower
    }
}

/// What the door lets in.
package struct DoorSettings: Hashable, Sendable {
    /// Names a request over TCP may be addressed to, without port; an IPv6 address in brackets.
    package private(set) var hosts: Set<String>
    /// Bytes of a body.
    package var bodyLimit: Int
    /// Connections at once over TCP; what comes beyond is answered 503 where all are busy.
    package var connectionLimit: Int
    /// Seconds after which a connection is closed that neither sends nor waits for an answer.
    package var idleSeconds: Int
    /// Requests in a second with the token of an agent; twice as many at once. Nil: as many as it likes.
    package var agentRate: Int?
    /// Answers that last (events, output that is followed) at once.
    package var streamLimit: Int
    /// Connections at once to the user's own socket, whatever goes on over TCP.
    package var socketConnectionLimit: Int
    /// Whether requests over TCP come through a proxy that says who asks: see ``ForwardedPlace``.
    package var isBehindProxy: Bool
    package var edge: EdgeLimits

    /// - Parameter hosts: allowed beside the names of this machine's loopback.
    package init(
        hosts: [String] = [], bodyLimit: Int = 1 << 20, connectionLimit: Int = 256, idleSeconds: Int = 75, agentRate: Int? = 20,
        socketConnectionLimit: Int = 128, isBehindProxy: Bool = false, edge: EdgeLimits = EdgeLimits(), streamLimit: Int = 32
    ) {
        self.hosts = Set((["localhost", "127.0.0.1", "[::1]"] + hosts).map(Self.normal))
        self.bodyLimit = bodyLimit
        self.connectionLimit = connectionLimit
        self.idleSeconds = idleSeconds
        self.agentRate = agentRate
        self.streamLimit = streamLimit
        self.socketConnectionLimit = socketConnectionLimit
        self.isBehindProxy = isBehindProxy
        self.edge = edge
    }

    private static func normal(_ host: String) -> String {
        let lower = host.lowercased()
        return lower.contains(":") && !lower.hasPrefix("[") ? "[\(lower)]" : lower
    }
}

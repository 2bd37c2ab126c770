import HTTPTypes

/// Refuses requests that are addressed to somebody else: a page that made a name of its own point here (DNS rebinding)
/// sends that name (field/reliability.md section 4).
struct HostRule: Sendable {
    let hosts: Set<String>

    /// - Throws: `misdirected` unless the request names one of the hosts, in exactly one Host field, and in an absolute target too.
    func check(_ head: HTTPRequest, _ target: RequestTarget?) throws(DoorError) {
        guard let authority = head.authority else { throw .misdirected("the request has no Host header") }
        // The first Host field has become the authority; any that is left is a second one.
        guard !head.headerFields.contains(.host) else {
            throw .misdirected("the request is addressed to more than one host: by two Host headers, or by its target and another Host")
        }
        try check(authority)
        if let other = target?.authority { try check(other) }
    }

    private func check(_ authority: String) throws(DoorError) {
        guard let host = Self.host(of: authority), hosts.contains(host) else {
            throw .misdirected(
                "this is no host name of this server; address it as localhost or 127.0.0.1, or add the name to http.allowed_hosts")
        }
    }

    /// The host in front of the port, in lower case; nil where there is something else than `HOST` or `HOST:PORT`.
    static func host(of authority: String) -> String? {
        let lower = authority.lowercased()
        let end: String.Index
        if lower.hasPrefix("[") {
            guard let bracket = lower.firstIndex(of: "]") else { return nil }
            end = lower.index(after: bracket)
        } else {
            end = lower.firstIndex(of: ":") ?? lower.endIndex
        }
        let port = lower[end...]
        guard port.isEmpty || (port.first == ":" && port.dropFirst().utf8.allSatisfy { (0x30...0x39).contains($0) }) else { return nil }
        return String(lower[..<end])
    }
}

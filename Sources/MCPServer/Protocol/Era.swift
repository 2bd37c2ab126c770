import StrictJSON

/// By which rules a request is carried out.
enum Era: Hashable, Sendable {
    case modern(ProtocolVersion)
    case legacy(ProtocolVersion)

    var version: ProtocolVersion {
        switch self {
        case .modern(let version), .legacy(let version): version
        }
    }

    var isModern: Bool { version.isModern }

    static let versionKey = "io.modelcontextprotocol/protocolVersion"
    static let capabilitiesKey = "io.modelcontextprotocol/clientCapabilities"
    static let clientInfoKey = "io.modelcontextprotocol/clientInfo"
    /// What no handshake-era client asks for.
    private static let modernMethods: Set<String> = ["server/discover", "subscriptions/listen"]

    /// The era of a request: modern where it says so of itself in any of its places, else the one of its transport.
    ///
    /// - Throws: `invalidParams` for a modern request that does not say all that it has to; `headerMismatch`; `unsupportedVersion`.
    ///
    /// - Parameter legacyVersion: what a connection has agreed on with a handshake.
    init(of request: RPCRequest, headers: MCPHeaders?, legacyVersion: ProtocolVersion?) throws(RPCError) {
        let meta = request.params["_meta"]
        if let meta, meta.objectValue == nil { throw RPCError(.invalidParams, "params._meta is \(meta.kindName), not an object") }
        let header = headers?.version
        guard Self.isModern(request) || header.flatMap(ProtocolVersion.init(rawValue:))?.isModern == true else {
            self = .legacy(try Self.named(header) ?? legacyVersion ?? .unnamed)
            return
        }
        guard let asked = meta?[Self.versionKey]?.stringValue else { throw Self.missing(Self.versionKey, "a string") }
        try headers?.check(against: request, version: asked)
        guard let version = ProtocolVersion(rawValue: asked), version.isModern else { throw ProtocolVersion.unsupported(asked) }
        guard meta?[Self.capabilitiesKey]?.objectValue != nil else { throw Self.missing(Self.capabilitiesKey, "an object") }
        if let info = meta?[Self.clientInfoKey], info.objectValue == nil {
            throw RPCError(.invalidParams, "params._meta[\"\(Self.clientInfoKey)\"] is \(info.kindName), not an object")
        }
        self = .modern(version)
    }

    /// Whether a request says by itself that it stands for itself.
    static func isModern(_ request: RPCRequest) -> Bool {
        let meta = request.params["_meta"]
        return meta?[versionKey] != nil || meta?[capabilitiesKey] != nil || modernMethods.contains(request.method)
    }

    private static func named(_ header: String?) throws(RPCError) -> ProtocolVersion? {
        guard let header else { return nil }
        guard let version = ProtocolVersion(rawValue: header) else { throw ProtocolVersion.unsupported(header) }
        return version
    }

    private static func missing(_ key: String, _ kind: String) -> RPCError {
        RPCError(.invalidParams, "params._meta has to hold \(kind) named \"\(key)\" in every request")
    }
}

package import StrictJSON

/// What the server says of itself without looking at anything: who it is, what it offers, its tools, prompts and resources. A bridge that has
/// not reached the daemon yet can answer with it.
package struct MCPSurface: Sendable {
    let info: MCPInfo
    let tools: [any Tool]

    /// How long a client may keep what never changes while the daemon lives, in milliseconds.
    static let lifetime: JSON = 3_600_000

    package init(info: MCPInfo) {
        self.info = info
        tools = ToolList.tools
    }

    /// The answer to a request, as far as it takes nothing but this.
    ///
    /// - Returns: nil for what takes the house, and for unknown methods.
    func result(of request: RPCRequest, _ era: Era) throws(RPCError) -> JSONObject? {
        switch (request.method, era) {
        case ("initialize", .legacy): try initialized(request)
        case ("ping", .legacy): [:]
        case ("server/discover", .modern): discovered(era)
        case ("tools/list", _):
            try page("tools", tools.map { $0.spec.document(era.version) }, request, era)
        case ("prompts/list", _): try page("prompts", PromptTemplate.all.map { $0.document(era.version) }, request, era)
        case ("prompts/get", _): framed(try PromptTemplate.result(of: request.params), era)
        case ("resources/list", _): try page("resources", [ResourceURI.upcomingDocument], request, era)
        case ("resources/templates/list", _): try page("resourceTemplates", ResourceURI.templateDocuments, request, era)
        default: nil
        }
    }

    /// All that is listed fits on one page, so there is no cursor that could be shown.
    private func page(_ name: String, _ list: [JSON], _ request: RPCRequest, _ era: Era) throws(RPCError) -> JSONObject {
        if let cursor = request.params["cursor"], cursor != .null {
            throw RPCError(.invalidParams, "params.cursor was not given out here; ask without one")
        }
        return framed([name: .array(list)], era, lifetime: Self.lifetime)
    }

    private func discovered(_ era: Era) -> JSONObject {
        framed(
            [
                "supportedVersions": .array(ProtocolVersion.modern.map { .string($0) }),
                "capabilities": Self.capabilities(canSubscribe: true),
                "instructions": .string(Self.instructions),
            ], era, lifetime: Self.lifetime)
    }

    private func initialized(_ request: RPCRequest) throws(RPCError) -> JSONObject {
        let version = try Self.negotiated(request)
        return initializeResult(version, canSubscribe: false)
    }

    /// What a handshake agrees on: the version that is asked for, where it is spoken that way, else the newest that is.
    package static func negotiated(_ request: RPCRequest) throws(RPCError) -> ProtocolVersion {
        guard let asked = request.params["protocolVersion"]?.stringValue else {
            throw RPCError(
                .invalidParams, "params.protocolVersion has to be a string, such as \"\(ProtocolVersion.newestLegacy.rawValue)\"")
        }
        guard let version = ProtocolVersion(rawValue: asked), !version.isModern else { return .newestLegacy }
        return version
    }

    /// - Parameter canSubscribe: the transport can bring what is sent unasked.
    package func initializeResult(_ version: ProtocolVersion, canSubscribe: Bool) -> JSONObject {
        [
            "protocolVersion": .string(version.rawValue), "capabilities": Self.capabilities(canSubscribe: canSubscribe),
            "serverInfo": info.json, "instructions": .string(Self.instructions),
        ]
    }

    private static func capabilities(canSubscribe: Bool) -> JSON {
        ["tools": [:], "prompts": [:], "resources": canSubscribe ? ["subscribe": true] : [:]]
    }

    /// A result as its era wants it.
    ///
    /// - Parameter lifetime: how long it may be kept, in milliseconds; nil: it is no such result. Private is what depends on who asks.
    func framed(_ result: JSONObject, _ era: Era, lifetime: JSON? = nil, isPrivate: Bool = false) -> JSONObject {
        guard era.isModern else { return result }
        var framed: JSONObject = ["resultType": "complete"]
        for (key, value) in result { framed[key] = value }
        if let lifetime {
            framed["ttlMs"] = lifetime
            framed["cacheScope"] = isPrivate ? "private" : "public"
        }
        var meta = result["_meta"]?.objectValue ?? [:]
        meta["io.modelcontextprotocol/serverInfo"] = info.json
        framed["_meta"] = .object(meta)
        return framed
    }
}

import StrictJSON

/// A client's own command lines for its servers, by the sources that `MCPClient` names. Options stand before the name, and none that takes
/// several values stands right before it.
struct ClientCommands {
    let registration: ServerRegistration

    /// Nil where the client has none that asks nobody.
    func add(to client: MCPClient) -> [String]? {
        let name = ServerRegistration.name
        let variables = registration.environment.flatMap { ["--env", "\($0.name)=\($0.value)"] }
        let call = [registration.command] + registration.arguments
        switch client {
        case .claude: return ["claude", "mcp", "add"] + variables + ["--scope", "user", name, "--"] + call
        case .codex: return ["codex", "mcp", "add"] + variables + [name, "--"] + call
        case .gemini:
            let first = call.prefix(2)
            let rest = call.dropFirst(2)
            return ["gemini", "mcp", "add"] + variables + ["--scope", "user", name] + first + (rest.isEmpty ? [] : ["--"] + rest)
        case .vscode:
            var server: JSONObject = ["name": .string(name)]
            for (key, value) in ClientEntry(client: .vscode, registration: registration).json.objectValue ?? [:] { server[key] = value }
            return ["code", "--add-mcp", JSON.object(server).serialized()]
        case .goose, .opencode, .cursor: return nil
        }
    }

    /// Nil where the client has none.
    static func remove(from client: MCPClient) -> [String]? {
        switch client {
        case .claude: ["claude", "mcp", "remove", "--scope", "user", ServerRegistration.name]
        case .codex: ["codex", "mcp", "remove", ServerRegistration.name]
        case .gemini: ["gemini", "mcp", "remove", "--scope", "user", ServerRegistration.name]
        case .vscode, .goose, .opencode, .cursor: nil
        }
    }

    /// What tells of the entry in JSON, where the file is none.
    static func get(from client: MCPClient) -> [String]? {
        client == .codex ? ["codex", "mcp", "get", ServerRegistration.name, "--json"] : nil
    }

    /// `claude mcp add` refuses a name that is there; the others replace it.
    static func addReplaces(in client: MCPClient) -> Bool { client != .claude }
}

import StrictJSON

/// A registration as one client writes it in its file, as JSON.
struct ClientEntry {
    let client: MCPClient
    let registration: ServerRegistration

    /// The keys that lead to the entry in a file with this content. A file of opencode's version 2 has its servers one level deeper; what is
    /// not of that version is read by both (opencode.ai/docs/migrate-v1).
    static func path(of client: MCPClient, in root: JSON?) -> [String] {
        switch client {
        case .claude, .gemini, .cursor: ["mcpServers", ServerRegistration.name]
        case .codex: ["mcp_servers", ServerRegistration.name]
        case .goose: ["extensions", ServerRegistration.name]
        case .vscode: ["servers", ServerRegistration.name]
        case .opencode:
            if let servers = root?["mcp"]?["servers"]?.objectValue, servers["type"]?.stringValue == nil {
                ["mcp", "servers", ServerRegistration.name]
            } else {
                ["mcp", ServerRegistration.name]
            }
        }
    }

    var json: JSON {
        let (command, arguments) = (JSON.string(registration.command), JSON.array(registration.arguments.map(JSON.string)))
        var entry: JSONObject =
            switch client {
            case .claude, .cursor, .vscode: ["type": "stdio", "command": command, "args": arguments]
            case .codex, .gemini: ["command": command, "args": arguments]
            case .opencode: ["type": "local", "command": .array(([registration.command] + registration.arguments).map(JSON.string))]
            case .goose:
                [
                    "enabled": true, "type": "stdio", "name": .string(ServerRegistration.name), "cmd": command, "args": arguments,
                    "timeout": 300,
                ]
            }
        let variables = JSON.object(JSONObject(registration.environment.map { ($0.name, .string($0.value)) }))
        if !registration.environment.isEmpty { entry[environmentKey] = variables }
        return .object(entry)
    }

    /// Whether an entry starts the same server. What else it says (a time-out, whether the person trusts it) is the person's own.
    func isSame(as entry: JSON) -> Bool {
        // `codex mcp get --json` of today has it one level deeper.
        let entry = client == .codex ? entry["transport"] ?? entry : entry
        var command = entry[client == .goose ? "cmd" : "command"]
        var arguments = entry["args"]?.arrayValue ?? []
        if client == .opencode {
            let words = command?.arrayValue ?? []
            (command, arguments) = (words.first, Array(words.dropFirst()))
        }
        guard command?.stringValue == registration.command, arguments == registration.arguments.map(JSON.string) else { return false }
        return ServerRegistration.variables.allSatisfy { name in
            entry[environmentKey]?[name]?.stringValue == registration.environment.first { $0.name == name }?.value
        }
    }

    /// Whether the person has turned it off.
    static func isTurnedOff(_ entry: JSON) -> Bool { entry["disabled"]?.boolValue == true || entry["enabled"]?.boolValue == false }

    private var environmentKey: String {
        switch client {
        case .claude, .codex, .gemini, .cursor, .vscode: "env"
        case .opencode: "environment"
        case .goose: "envs"
        }
    }

    /// The lines that a person adds to the client's file: TOML, YAML or JSON. JSON texts are texts of the two others as well: TOML's basic
    /// strings (toml.io v1.0.0) and YAML's double-quoted ones (yaml.org 1.2.2, section 7.3.1) know all its escapes but `\/`, which is never
    /// written here.
    var lines: String {
        switch client {
        case .codex:
            var lines = ["[mcp_servers.\(ServerRegistration.name)]"]
            for (key, value) in json.objectValue ?? [:] where key != environmentKey { lines.append("\(key) = \(value)") }
            if !registration.environment.isEmpty {
                lines += ["", "[mcp_servers.\(ServerRegistration.name).\(environmentKey)]"]
                lines += registration.environment.map { "\($0.name) = \(JSON.string($0.value))" }
            }
            return lines.joined(separator: "\n") + "\n"
        case .goose:
            let members = (json.objectValue ?? [:]).map { "    \($0.key): \($0.value)" }
            return (["extensions:", "  \(ServerRegistration.name):"] + members).joined(separator: "\n") + "\n"
        case .claude, .gemini, .opencode, .cursor, .vscode:
            let whole = Self.path(of: client, in: nil).reversed().reduce(json) { JSON.object([$1: $0]) }
            return whole.serialized(pretty: true) + "\n"
        }
    }
}

import Foundation

/// Where a client keeps what the user has set, by its own variables and the customs of the platform.
struct ClientPlaces {
    /// Of these one is there where the client has been used.
    var traces: [String]
    /// The files that hold its servers; the first is made where none is there.
    var files: [String]

    init(of client: MCPClient, user: String, environment: [String: String], platform: Home.Platform = .current) {
        func folder(_ variable: String, else standard: String) -> String {
            guard let value = environment[variable], value.hasPrefix("/") else { return standard }
            return value.count > 1 && value.hasSuffix("/") ? String(value.dropLast()) : value
        }
        let configuration = folder("XDG_CONFIG_HOME", else: user + "/.config")
        switch client {
        case .claude:
            let moved = environment["CLAUDE_CONFIG_DIR"].flatMap { $0.hasPrefix("/") ? $0 : nil }
            files = [(moved ?? user) + "/.claude.json"]
            traces = [moved ?? user + "/.claude"] + files
        case .codex:
            traces = [folder("CODEX_HOME", else: user + "/.codex")]
            files = [traces[0] + "/config.toml"]
        case .gemini:
            traces = [user + "/.gemini"]
            files = [traces[0] + "/settings.json"]
        case .goose:
            traces = [configuration + "/goose"]
            files = [traces[0] + "/config.yaml"]
        case .opencode:
            traces = [configuration + "/opencode"]
            files = [traces[0] + "/opencode.json", traces[0] + "/opencode.jsonc"]
        case .cursor:
            traces = [user + "/.cursor"]
            files = [traces[0] + "/mcp.json"]
        case .vscode:
            traces = [(platform == .mac ? user + "/Library/Application Support" : configuration) + "/Code"]
            files = [traces[0] + "/User/mcp.json"]
        }
    }
}

/// The programs that can be told of this server.
///
/// Where each keeps its servers, and how it is told, by its maker's documentation (November 2026):
///
/// | client | command of its own | the user's file, and the key | source |
/// |---|---|---|---|
/// | claude | `claude mcp add --scope user NAME -- COMMAND`, `claude mcp remove` | `~/.claude.json` (`CLAUDE_CONFIG_DIR`), `mcpServers`; rewritten by each session, so never by us | code.claude.com/docs/en/mcp |
/// | codex | `codex mcp add NAME -- COMMAND`, `remove`, `get --json` | `~/.codex/config.toml` (`CODEX_HOME`), `[mcp_servers.NAME]` | developers.openai.com/codex/mcp |
/// | gemini | `gemini mcp add --scope user NAME COMMAND`, `remove` | `~/.gemini/settings.json`, `mcpServers` | geminicli.com/docs/tools/mcp-server |
/// | goose | - (`goose configure` asks a person) | `~/.config/goose/config.yaml`, `extensions` | goose-docs.ai/docs/guides/config-files |
/// | opencode | - (`opencode mcp add` asks a person) | `~/.config/opencode/opencode.json` or `.jsonc`, `mcp`; of version 2 `mcp.servers` | opencode.ai/docs/mcp-servers, opencode.ai/docs/migrate-v1 |
/// | cursor | - | `~/.cursor/mcp.json`, `mcpServers` | cursor.com/docs/mcp |
/// | vscode | `code --add-mcp JSON`; none to take it out | `Code/User/mcp.json` in the user's configuration folder, `servers` | code.visualstudio.com/docs/agents/reference/mcp-configuration |
package enum MCPClient: String, CaseIterable, Sendable {
    case claude, codex, gemini, goose, opencode, cursor, vscode

    /// What its makers call it.
    package var title: String {
        switch self {
        case .claude: "Claude Code"
        case .codex: "Codex"
        case .gemini: "Gemini CLI"
        case .goose: "goose"
        case .opencode: "opencode"
        case .cursor: "Cursor"
        case .vscode: "VS Code"
        }
    }

    /// The programs of which one is there where it is installed; the first is the one that can be told.
    var programs: [String] {
        switch self {
        case .claude, .codex, .gemini, .goose, .opencode: [rawValue]
        case .cursor: ["cursor", "cursor-agent"]
        case .vscode: ["code"]
        }
    }
}

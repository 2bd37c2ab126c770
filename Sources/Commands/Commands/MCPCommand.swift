import ArgumentParser

/// `upbeat mcp`: the agent's door on this machine.
struct MCPCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "mcp",
        abstract: "The agent's door: serve it, or register it with an agent's program.",
        discussion: Examples.text(["upbeat mcp install claude", "upbeat mcp install codex --print", "upbeat mcp", "upbeat mcp --agent ann"]
        ),
        subcommands: [MCPServeCommand.self, MCPInstallCommand.self, MCPUninstallCommand.self], defaultSubcommand: MCPServeCommand.self)
}

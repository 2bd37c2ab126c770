import ArgumentParser

/// `upbeat mcp`: the agent's door on this machine.
struct MCPCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "mcp",
        abstract: "The agent's door: register it with an agent's program, or take it out.",
        discussion: Examples.text(["upbeat mcp install claude", "upbeat mcp install codex --print", "upbeat mcp uninstall cursor"]),
        subcommands: [MCPInstallCommand.self, MCPUninstallCommand.self])
}

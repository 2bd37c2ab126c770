import ArgumentParser
import Daemon

/// `upbeat mcp`, and nothing behind it: what an agent's program starts.
struct MCPServeCommand: RunnableCommand {
    static let configuration = CommandConfiguration(
        commandName: "serve",
        abstract: "Serve the Model Context Protocol on standard input and output, for an agent's program to start (default).",
        discussion: Examples.text(
            ["upbeat mcp", "upbeat mcp --agent ann"],
            """
            It hands what an agent asks to the daemon, whichever runs at that moment. Without one it plans and reads all the same, and \
            only what waits does not work. With --agent, or a token in UPBEAT_TOKEN, the agent sees and changes its own alone; else it \
            acts as you do.
            """))

    @Option(help: ArgumentHelp("Act as this agent of the configuration.", valueName: "name"))
    var agent: String?

    @OptionGroup var global: GlobalOptions

    func run(in surroundings: Surroundings) async throws(CommandError) {
        do {
            try await surroundings.doors.bridge(global.daemon, agent)
        } catch {
            throw .daemon(error)
        }
    }
}

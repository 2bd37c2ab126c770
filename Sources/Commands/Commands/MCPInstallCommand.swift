import ArgumentParser
import Daemon

/// `upbeat mcp install`: tells a client of this server.
struct MCPInstallCommand: RunnableCommand {
    static let configuration = CommandConfiguration(
        commandName: "install",
        abstract: "Register this server with an agent's program.",
        discussion: Examples.text(
            ["upbeat mcp install claude", "upbeat mcp install cursor --agent ann", "upbeat mcp install codex --print"],
            """
            It is done by the client's own command where it has one, else in its JSON file, of which a copy is made first. A file with \
            comments or of another format is left alone, and the lines to add are printed. Doing it again changes nothing; an entry \
            `upbeat` that starts something else is replaced, and printed.
            """))

    @Argument(help: "The client.")
    var client: MCPClient

    @Option(help: ArgumentHelp("The agent of the configuration as which it acts; you by default.", valueName: "name"))
    var agent: String?

    @Flag(help: "Print what would be run or written, and touch nothing.")
    var print = false

    @Flag(help: "Answer in JSON.")
    var json = false

    @OptionGroup var global: GlobalOptions

    func run(in surroundings: Surroundings) async throws(CommandError) {
        let server: RegisterServer
        do {
            server = try RegisterServer(global.registration(client, agent: agent, in: surroundings), by: surroundings.doors.clients)
        } catch {
            throw .daemon(error)
        }
        let report = print ? server.show(removal: false) : await server.install()
        try surroundings.show(report, json: json)
    }
}

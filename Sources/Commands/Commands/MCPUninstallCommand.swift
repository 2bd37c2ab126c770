import ArgumentParser
import Daemon

/// `upbeat mcp uninstall`: takes this server out of a client.
struct MCPUninstallCommand: RunnableCommand {
    static let configuration = CommandConfiguration(
        commandName: "uninstall",
        abstract: "Take this server out of an agent's program.",
        discussion: Examples.text(
            ["upbeat mcp uninstall claude", "upbeat mcp uninstall cursor --print"],
            "It takes out the entry `upbeat`, whatever that starts, and leaves everything else as it is. Exit code 5: there was none."))

    @Argument(help: "The client.")
    var client: MCPClient

    @Flag(help: "Print what would be run or changed, and touch nothing.")
    var print = false

    @Flag(help: "Answer in JSON.")
    var json = false

    @OptionGroup var global: GlobalOptions

    func run(in surroundings: Surroundings) async throws(CommandError) {
        let server: RegisterServer
        do {
            server = try RegisterServer(global.registration(client, in: surroundings), by: surroundings.doors.clients)
        } catch {
            throw .daemon(error)
        }
        let report = print ? server.show(removal: true) : await server.uninstall()
        try surroundings.show(report, json: json)
    }
}

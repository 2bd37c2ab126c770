import ArgumentParser
import Daemon

/// `upbeat run`: the daemon, in the foreground.
struct RunCommand: RunnableCommand {
    static let configuration = CommandConfiguration(
        commandName: "run",
        abstract: "Run the daemon in the foreground.",
        discussion: Examples.text(
            ["upbeat run", "upbeat run --port 9000 --log-level debug", "upbeat run --home /tmp/try"],
            "It stops with Ctrl-C: what runs may end within the drain limit; a second Ctrl-C stops it at once."))

    @Option(help: ArgumentHelp("The port for HTTP; 0 lets the system choose.", valueName: "port"))
    var port: String?

    @Option(help: ArgumentHelp("The address for HTTP.", valueName: "address"))
    var host: String?

    @Option(help: ArgumentHelp("The least important messages to log: trace, debug, info, warning, error.", valueName: "level"))
    var logLevel: String?

    @OptionGroup var global: GlobalOptions

    func run(in surroundings: Surroundings) async throws(CommandError) {
        var options = global.daemon
        options.flags["http.port"] = port
        options.flags["http.host"] = host
        options.flags["log.level"] = logLevel
        let home = global.home ?? surroundings.environment["UPBEAT_HOME"]
        let program = surroundings.program.contains("/") ? surroundings.absolute(surroundings.program) : surroundings.program
        let banner = Banner(program: program, home: home, socket: global.socket, paint: surroundings.paint(global))
        do {
            try await surroundings.doors.run(options) { announcement in
                for warning in announcement.warnings { surroundings.tell("upbeat: warning: \(warning)") }
                // A daemon whose banner nobody reads runs all the same.
                try? surroundings.print(banner.text(announcement))
            }
        } catch {
            throw .daemon(error)
        }
    }
}

import ArgumentParser
import Client
import Daemon
import StrictJSON
import WireModel

/// `upbeat start`: the daemon, in the background.
struct StartCommand: RunnableCommand {
    static let configuration = CommandConfiguration(
        commandName: "start",
        abstract: "Start the daemon in the background; return when it is ready.",
        discussion: Examples.text(
            ["upbeat start", "upbeat start -p 9000", "upbeat start --json | jq .pid"],
            """
            It goes on when this terminal closes, until `upbeat stop` or the machine stops; `upbeat install` makes a service of it. \
            The exit code is 6 where a daemon runs already.
            """))

    @OptionGroup var listen: ListenOptions

    @Flag(help: "Answer in JSON.")
    var json = false

    @OptionGroup var global: GlobalOptions

    func run(in surroundings: Surroundings) async throws(CommandError) {
        guard global.socket == nil else { throw .usage("--socket names a daemon that runs; to start one elsewhere, use --home") }
        try await surroundings.start(listen.applied(to: global.daemon), global, json: json)
    }
}

extension Surroundings {
    /// Starts a daemon and says where it listens.
    func start(_ options: DaemonOptions, _ global: GlobalOptions, json: Bool) async throws(CommandError) {
        let started: StartedDaemon
        do { started = try await doors.start(options) } catch { throw .daemon(error) }
        for warning in started.warnings { tell("upbeat: warning: \(warning)") }
        var reachable = global
        reachable.socket = started.socket
        let status = try await ask(reachable) { door throws(ClientError) in try await door.client.status() }
        let addresses = status.listening.filter { $0.hasPrefix("http") }
        if json {
            return try printJSON([
                "pid": .integer(Int64(started.pid)), "version": .string(status.version),
                "listening": .array((addresses + [started.socket]).map(JSON.string)), "home": .string(status.home),
            ])
        }
        let announcement = Announcement(
            version: status.version, pid: started.pid, addresses: addresses, socket: started.socket, home: status.home, token: "",
            warnings: [])
        try print(Banner(self, global, isInBackground: true).text(announcement))
    }
}

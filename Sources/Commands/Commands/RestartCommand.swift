import ArgumentParser
import Daemon

/// `upbeat restart`: ends the daemon, where one runs, and starts one in the background.
struct RestartCommand: RunnableCommand {
    static let configuration = CommandConfiguration(
        commandName: "restart",
        abstract: "Stop the daemon, if one runs, and start it in the background.",
        discussion: Examples.text(
            ["upbeat restart", "upbeat restart -p 9000"],
            """
            The settings are checked first: where they are wrong, the daemon goes on. What it was started with (--config, --port, \
            --host, --log-level) it is started with again, but for what is said here. `upbeat reload` takes new settings without a restart.
            """))

    @OptionGroup var listen: ListenOptions

    @Flag(help: "End what runs at once, too.")
    var now = false

    @Flag(help: "Answer in JSON.")
    var json = false

    @OptionGroup var global: GlobalOptions

    func run(in surroundings: Surroundings) async throws(CommandError) {
        let running = try await surroundings.findDaemon(global)
        var options = global.daemon
        if let running {
            options.flags = running.flags
            options.config = options.config ?? running.config
        }
        options = listen.applied(to: options)
        if let manager = running?.manager {
            throw .refused(
                "the daemon is a service, and its manager would start it a second time; restart it with `\(manager.command("restart"))`",
                exitCode: ExitCodes.conflict)
        }
        do { _ = try surroundings.doors.check(options) } catch { throw .daemon(error) }
        if let running { try await surroundings.stop(running, global, isAtOnce: now) }
        try await surroundings.start(options, global, json: json)
    }
}

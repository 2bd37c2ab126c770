import ArgumentParser
import Daemon

/// `upbeat run`: the daemon, in the foreground.
struct RunCommand: RunnableCommand {
    static let configuration = CommandConfiguration(
        commandName: "run",
        abstract: "Run the daemon in the foreground.",
        discussion: Examples.text(
            ["upbeat run", "upbeat run --port 9000 --log-level debug", "upbeat run --home /tmp/try"],
            """
            It stops with Ctrl-C: what runs may end within the drain limit; a second Ctrl-C stops it at once. \
            `upbeat start` runs it in the background.
            """))

    @OptionGroup var listen: ListenOptions

    /// What `upbeat start` calls the daemon with: nobody reads a banner, and the log goes to its file alone.
    @Flag(help: .hidden)
    var background = false

    @OptionGroup var global: GlobalOptions

    func run(in surroundings: Surroundings) async throws(CommandError) {
        var options = listen.applied(to: global.daemon)
        options.isInBackground = background
        // In the background the folder that they are relative to is left.
        options.home = options.home.map(surroundings.absolute)
        options.config = options.config.map(surroundings.absolute)
        let banner = Banner(surroundings, global)
        do {
            try await surroundings.doors.run(options) { announcement in
                for warning in announcement.warnings { surroundings.tell("upbeat: warning: \(warning)") }
                // A daemon whose banner nobody reads runs all the same.
                if !background { try? surroundings.print(banner.text(announcement)) }
            }
        } catch {
            throw .daemon(error)
        }
    }
}

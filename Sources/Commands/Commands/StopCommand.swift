import ArgumentParser
import Client
import Daemon
import WireModel

/// `upbeat stop`: ends the daemon and waits for its end.
struct StopCommand: RunnableCommand {
    static let configuration = CommandConfiguration(
        commandName: "stop",
        abstract: "Stop the daemon; return when it has ended.",
        discussion: Examples.text(
            ["upbeat stop", "upbeat stop --now"],
            """
            What runs may end within the drain limit (engine.drain_limit); what has not ended then is given back and runs again at the \
            next start. The exit code is 3 where no daemon runs, 75 where it has not ended in time.
            """))

    @Flag(help: "End what runs at once, too.")
    var now = false

    @OptionGroup var global: GlobalOptions

    func run(in surroundings: Surroundings) async throws(CommandError) {
        guard let daemon = try await surroundings.findDaemon(global) else {
            throw .needsDaemon("no daemon runs here; `upbeat status` shows where it was looked for")
        }
        try await surroundings.stop(daemon, global, isAtOnce: now)
        try surroundings.printLine("The daemon (process \(daemon.pid)) has stopped.")
        if let manager = daemon.manager { surroundings.tell("It is a service: `\(manager.command("start"))` starts it again.") }
    }
}

extension Surroundings {
    /// The daemon of the home that the options name.
    func findDaemon(_ global: GlobalOptions) async throws(CommandError) -> RunningDaemon? {
        guard global.socket == nil else { throw .usage("a daemon is found by its folder here: use --home in place of --socket") }
        do { return try await doors.find(global.daemon) } catch { throw .daemon(error) }
    }

    /// Ends a daemon; a person is told what it waits for.
    func stop(_ daemon: RunningDaemon, _ global: GlobalOptions, isAtOnce: Bool) async throws(CommandError) {
        let running = messages.isTerminal ? await running(daemon, global) : []
        do {
            try await doors.stop(daemon, global.daemon, isAtOnce) { limit in
                guard messages.isTerminal else { return }
                let most = Words.duration(milliseconds: Int64(limit / .milliseconds(1)))
                let what = running.isEmpty ? "process \(daemon.pid)" : Self.first(3, of: running)
                let hint = isAtOnce ? "" : "; in another terminal, `upbeat stop --now` ends it at once"
                tell("Waiting for \(what) to end, \(most) at most\(hint).")
            }
        } catch {
            throw .daemon(error)
        }
    }

    private static func first(_ count: Int, of words: [String]) -> String {
        words.prefix(count).joined(separator: ", ") + (words.count > count ? " and \(words.count - count) more" : "")
    }

    /// What runs; empty where the daemon does not say within a second.
    private func running(_ daemon: RunningDaemon, _ global: GlobalOptions) async -> [String] {
        var reachable = global
        reachable.socket = daemon.socket
        return await withTaskGroup(of: [String]?.self) { [reachable] group in
            group.addTask {
                let status = try? await ask(reachable) { door throws(ClientError) in try await door.client.status() }
                return status?.running.map { "pulse \($0.id) (\(DisplayWidth.cut(SafeText.line($0.action.what), to: 40)))" }
            }
            group.addTask {
                try? await Task.sleep(for: .seconds(1))
                return nil
            }
            defer { group.cancelAll() }
            return await group.next().flatMap { $0 } ?? []
        }
    }
}

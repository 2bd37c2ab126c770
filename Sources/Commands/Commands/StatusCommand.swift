import ArgumentParser
import Client
import Daemon
import WireModel

/// `upbeat status`: whether a daemon runs, and how it is.
struct StatusCommand: RunnableCommand {
    static let configuration = CommandConfiguration(
        commandName: "status",
        abstract: "Show whether the daemon runs, what it does and what is next.",
        discussion: Examples.text(
            ["upbeat status", "upbeat status --json | jq .pulses", "upbeat status > /dev/null || echo \"not running\""],
            "The exit code is 3 where no daemon runs."))

    @Flag(help: "Answer in JSON.")
    var json = false

    @OptionGroup var global: GlobalOptions

    func run(in surroundings: Surroundings) async throws(CommandError) {
        let status = try await surroundings.ask(global) { door throws(ClientError) in try await door.client.status() }
        if json {
            try surroundings.printJSON(status)
        } else {
            try surroundings.print(StatusPage(status: status, words: surroundings.words, paint: surroundings.paint(global)).text())
        }
        guard status.state == "running" else {
            if !json { surroundings.tell("No daemon runs; start one with `upbeat run`.") }
            throw .ended(code: ExitCodes.notRunning)
        }
        if status.version != upbeatVersion {
            surroundings.tell("The daemon is version \(status.version), this program is \(upbeatVersion); restart the daemon.")
        }
    }
}

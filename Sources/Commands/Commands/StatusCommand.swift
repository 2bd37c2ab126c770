import ArgumentParser
import Client
import Daemon
import StrictJSON
import WireModel

/// `upbeat status`: whether a daemon runs, and how it is.
struct StatusCommand: RunnableCommand {
    static let configuration = CommandConfiguration(
        commandName: "status",
        abstract: "Show whether the daemon runs, what it does, what is next and what needs a look.",
        discussion: Examples.text(
            [
                "upbeat status", "upbeat status --watch", "upbeat status --json | jq .pulses",
                "upbeat status > /dev/null || echo \"not running\"",
            ],
            """
            A daemon that does not answer within a second is told from one that does not run, and the page comes from the files then, \
            which are read and not changed. With --watch it comes again every two seconds until Ctrl-C, also while a daemon restarts; \
            --json --watch prints one document a line when piped. The exit code is 3 where no daemon answers, 5 where nothing has ever \
            been stored.
            """))

    @Flag(help: "Answer in JSON.")
    var json = false

    @Flag(help: "Show it again every two seconds.")
    var watch = false

    @OptionGroup var global: GlobalOptions

    private static let interval: Duration = .seconds(2)

    func run(in surroundings: Surroundings) async throws(CommandError) {
        if watch { return try await goOn(in: surroundings) }
        let status = try await surroundings.doors.status(global.daemon)
        try surroundings.print(shown(status, surroundings))
        guard status.state == "running" else {
            if !json { surroundings.tell(Self.remedy(status)) }
            throw .ended(code: ExitCodes.notRunning)
        }
        if !json, let note = Self.versionNote(status) { surroundings.tell(note) }
    }

    /// Draws the page anew in its place until the program is ended or nobody reads any more. What keeps it from being told stands there
    /// in its place: the next look may find a daemon again.
    private func goOn(in surroundings: Surroundings) async throws(CommandError) {
        repeat {
            var page: String
            do throws(CommandError) {
                let status = try await surroundings.doors.status(global.daemon)
                page = try shown(status, surroundings)
                if !json, status.state != "running" { page += Self.remedy(status) + "\n" }
            } catch {
                if json {
                    surroundings.tell("upbeat: \(error.message)")
                    continue
                }
                page = SafeText.line(error.message) + "\n"
            }
            try surroundings.print(surroundings.output.isTerminal ? Self.redrawn(page) : page)
        } while await surroundings.pause(Self.interval)
    }

    private func shown(_ status: StatusResponse, _ surroundings: Surroundings) throws(CommandError) -> String {
        json
            ? surroundings.jsonText(status.json.objectValue ?? [:]) + "\n"
            : StatusPage(
                status: status, words: surroundings.words, paint: surroundings.paint(global), width: surroundings.output.width ?? 120
            ).text()
    }

    /// From the upper left corner, each line cleared to its end and then what is below: nothing flickers, and nothing has to be restored
    /// when the program is ended (ECMA-48: CUP, EL, ED).
    private static func redrawn(_ page: String) -> String {
        "\u{1B}[H" + page.split(separator: "\n", omittingEmptySubsequences: false).map { "\($0)\u{1B}[K" }.joined(separator: "\n")
            + "\u{1B}[J"
    }

    private static func remedy(_ status: StatusResponse) -> String {
        if status.state == "stopped" { return "No daemon runs; start one with `upbeat run`." }
        let who = status.pid.map { "Process \($0)" } ?? "The daemon"
        return status.state == "starting"
            ? "\(who) is starting. This page is what the files tell."
            : "\(who) lives and does not answer; `upbeat doctor` looks why. This page is what the files tell."
    }

    private static func versionNote(_ status: StatusResponse) -> String? {
        status.version == upbeatVersion
            ? nil : "The daemon is version \(status.version), this program is \(upbeatVersion); restart the daemon."
    }
}

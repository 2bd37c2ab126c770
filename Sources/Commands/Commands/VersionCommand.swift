import ArgumentParser
import Daemon
import StrictJSON

/// `upbeat version`.
struct VersionCommand: RunnableCommand {
    static let configuration = CommandConfiguration(
        commandName: "version",
        abstract: "Print the version of this program.",
        discussion: Examples.text(
            ["upbeat version", "upbeat version --json | jq -r .version"], "The daemon's own version is in `upbeat status`."))

    @Flag(help: "Answer in JSON.")
    var json = false

    @OptionGroup var global: GlobalOptions

    func run(in surroundings: Surroundings) async throws(CommandError) {
        if json { return try surroundings.printJSON(["name": "upbeat", "version": .string(upbeatVersion)]) }
        try surroundings.printLine("upbeat \(upbeatVersion)")
    }
}

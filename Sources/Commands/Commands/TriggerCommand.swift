import ArgumentParser
import Client
import WireModel

/// `upbeat trigger`: runs schedules now.
struct TriggerCommand: RunnableCommand {
    static let configuration = CommandConfiguration(
        commandName: "trigger",
        abstract: "Run schedules now, beside their times.",
        discussion: Examples.text(["upbeat trigger mail", "upbeat logs -f $(upbeat trigger mail --quiet)"]))

    @Argument(help: ArgumentHelp("The schedules.", valueName: "name"))
    var names: [String]

    @Flag(help: "Answer in JSON.")
    var json = false

    @Flag(name: .shortAndLong, help: "Print the ids of the pulses alone.")
    var quiet = false

    @OptionGroup var global: GlobalOptions

    func run(in surroundings: Surroundings) async throws(CommandError) {
        if json, quiet { throw .usage("--json and --quiet exclude each other; leave one out") }
        let changes = ManySchedules(names: names, json: json, global: global)
        let isDaemon = try await changes.run(
            in: surroundings, list: "pulses",
            change: { client, name async throws(ClientError) in try await client.triggerSchedule(name) }, document: \.json,
            sentence: { pulse in
                if quiet { return String(pulse.id) }
                let what = pulse.pipeline.map { "pipeline \($0) is due now; see `upbeat pipeline show \($0)`" }
                return "schedule \(pulse.schedule ?? "") is triggered: " + (what ?? "pulse \(pulse.id) is due now")
            })
        if !isDaemon { surroundings.tell("No daemon runs: it runs when one starts (`upbeat run`).") }
    }
}

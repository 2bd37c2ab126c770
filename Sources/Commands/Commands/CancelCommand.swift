import ArgumentParser
import Client
import WireModel

/// `upbeat cancel`: calls pulses off.
struct CancelCommand: RunnableCommand {
    static let configuration = CommandConfiguration(
        commandName: "cancel",
        abstract: "Call pulses off; what runs is ended, with all its processes.",
        discussion: Examples.text(
            ["upbeat cancel 12", "upbeat cancel 12 13 14", "upbeat cancel --tag nightly --dry-run", "upbeat cancel --schedule backup"]))

    @Argument(help: ArgumentHelp("The pulses.", valueName: "id"))
    var ids: [String] = []

    @Option(help: ArgumentHelp("All open pulses with this tag.", valueName: "tag"))
    var tag: String?

    @Option(help: ArgumentHelp("All open pulses of this schedule; the schedule itself goes on.", valueName: "name"))
    var schedule: String?

    @Option(help: ArgumentHelp("All open pulses of this agent.", valueName: "name"))
    var agent: String?

    @Flag(help: "With --tag, --schedule or --agent: change nothing; say which ones these are.")
    var dryRun = false

    @Flag(help: "Answer in JSON.")
    var json = false

    @OptionGroup var global: GlobalOptions

    func run(in surroundings: Surroundings) async throws(CommandError) {
        let wish = CancelPulsesRequest(tag: tag, schedule: schedule, agent: agent, dryRun: dryRun ? true : nil)
        if tag != nil || schedule != nil || agent != nil {
            guard ids.isEmpty else { throw .usage("numbers do not go with --tag, --schedule and --agent; leave one of them out") }
            return try await cancelAll(wish, in: surroundings)
        }
        guard !ids.isEmpty else { throw .usage("say which pulses: their numbers, or --tag, --schedule or --agent") }
        guard !dryRun else { throw .usage("--dry-run is for --tag, --schedule and --agent; leave it out") }
        let changes = ManyPulses(ids: ids, json: json, global: global)
        try await changes.run(
            in: surroundings, change: { client, id async throws(ClientError) in try await client.cancel(id) },
            sentence: { pulse in
                PulseEnd.openStatuses.contains(pulse.status)
                    ? "pulse \(pulse.id) is being cancelled; the end of its run is not confirmed yet, see `upbeat show \(pulse.id)`"
                    : "pulse \(pulse.id) is cancelled"
            })
    }

    private func cancelAll(_ wish: CancelPulsesRequest, in surroundings: Surroundings) async throws(CommandError) {
        let answer = try await surroundings.ask(global) { door throws(ClientError) in try await door.client.cancelAll(wish) }
        if json { return try surroundings.printJSON(answer) }
        try surroundings.printLine(Self.sentence(answer))
    }

    static func sentence(_ answer: CancelPulsesResponse) -> String {
        func numbers(_ ids: [Int64]) -> String {
            let shown = ids.prefix(20).map(String.init).joined(separator: ", ")
            return "\(ids.count == 1 ? "pulse" : "\(ids.count) pulses:") \(shown)" + (ids.count > 20 ? ", ..." : "")
        }
        if answer.cancelled.isEmpty, answer.ending.isEmpty { return "no open pulse is like that" }
        if answer.dryRun { return "would cancel \(numbers(answer.cancelled))" }
        return [
            answer.cancelled.isEmpty ? nil : "cancelled \(numbers(answer.cancelled))",
            answer.ending.isEmpty ? nil : "still being ended: \(numbers(answer.ending))",
        ].compactMap(\.self).joined(separator: "\n")
    }
}

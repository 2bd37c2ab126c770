import ArgumentParser
import Client
import WireModel

/// `upbeat retry`: another chance for pulses that ended badly.
struct RetryCommand: RunnableCommand {
    static let configuration = CommandConfiguration(
        commandName: "retry",
        abstract: "Run pulses again that failed, were cancelled or missed.",
        discussion: Examples.text(["upbeat retry 12", "upbeat retry 12 && upbeat logs -f 12"]))

    @Argument(help: ArgumentHelp("The pulses.", valueName: "id"))
    var ids: [String]

    @Flag(help: "Answer in JSON.")
    var json = false

    @OptionGroup var global: GlobalOptions

    func run(in surroundings: Surroundings) async throws(CommandError) {
        let changes = ManyPulses(ids: ids, json: json, global: global)
        let words = surroundings.words
        let isDaemon = try await changes.run(
            in: surroundings, change: { client, id async throws(ClientError) in try await client.retry(id) },
            sentence: { pulse in
                pulse.status == "blocked"
                    ? "pulse \(pulse.id) waits again for \(WaitWords.of(pulse))"
                    : "pulse \(pulse.id) is due again \(words.moment(pulse.dueAt))"
            })
        if !isDaemon { surroundings.tell("No daemon runs: it runs when one starts (`upbeat run`).") }
    }
}

import ArgumentParser
import Client
import WireModel

/// `upbeat approve`: lets run what an agent made and waits for the person's word.
struct ApproveCommand: RunnableCommand {
    static let configuration = CommandConfiguration(
        commandName: "approve",
        abstract: "Let pulses and schedules of agents run that wait for your approval.",
        discussion: Examples.text(
            ["upbeat ls --status blocked", "upbeat approve 12 13", "upbeat approve mail"],
            """
            What an agent with `approval: required` makes or changes waits for this. A pulse whose time has passed runs at once; the pulses of \
            a pipeline are approved together.
            """))

    @Argument(help: ArgumentHelp("The pulses and schedules.", valueName: "id|name"))
    var things: [String]

    @Flag(help: "Answer in JSON.")
    var json = false

    @OptionGroup var global: GlobalOptions

    func run(in surroundings: Surroundings) async throws(CommandError) {
        let words = surroundings.words
        let isDaemon = try await ManyThings(things: things, json: json, global: global).run(
            in: surroundings,
            pulse: { client, id async throws(ClientError) in try await client.approve(id) },
            schedule: { client, name async throws(ClientError) in try await client.approveSchedule(name) },
            pulseSentence: { pulse in
                pulse.status == "blocked"
                    ? "pulse \(pulse.id) is approved, and waits for \(WaitWords.of(pulse))"
                    : "pulse \(pulse.id) is approved, and due \(words.moment(pulse.dueAt))"
            },
            scheduleSentence: { answer in
                let next = answer.schedule.next.map { "; it fires \(words.moment($0.at))" } ?? ""
                return "schedule \(answer.schedule.name) is approved\(next)"
            })
        if !isDaemon { surroundings.tell("No daemon runs: it runs when one starts (`upbeat run`).") }
    }
}

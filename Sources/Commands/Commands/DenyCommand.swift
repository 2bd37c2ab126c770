import ArgumentParser
import Client
import WireModel

/// `upbeat deny`: calls off what an agent made and waits for the person's word.
struct DenyCommand: RunnableCommand {
    static let configuration = CommandConfiguration(
        commandName: "deny",
        abstract: "Call off pulses and schedules of agents that wait for your approval.",
        discussion: Examples.text(
            ["upbeat deny 12", "upbeat deny mail --reason \"not on Sundays\""],
            "A pulse is cancelled, and a schedule fires no more; the reason is on record, where the agent can read it."))

    @Argument(help: ArgumentHelp("The pulses and schedules.", valueName: "id|name"))
    var things: [String]

    @Option(help: "Why, for the record.")
    var reason: String?

    @Flag(help: "Answer in JSON.")
    var json = false

    @OptionGroup var global: GlobalOptions

    func run(in surroundings: Surroundings) async throws(CommandError) {
        let wish = DenyRequest(reason: reason)
        try await ManyThings(things: things, json: json, global: global).run(
            in: surroundings,
            pulse: { client, id async throws(ClientError) in try await client.deny(id, wish) },
            schedule: { client, name async throws(ClientError) in try await client.denySchedule(name, wish) },
            pulseSentence: { pulse in "pulse \(pulse.id) is \(pulse.status) (\(SafeText.line(pulse.reason ?? "denied")))" },
            scheduleSentence: { answer in
                "schedule \(answer.schedule.name) fires no more (\(SafeText.line(answer.schedule.over ?? "denied")))"
            })
    }
}

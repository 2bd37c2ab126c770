import ArgumentParser
import Client
import WireModel

/// `upbeat snooze`: puts off what comes next.
struct SnoozeCommand: RunnableCommand {
    static let configuration = CommandConfiguration(
        commandName: "snooze",
        abstract: "Put off a pulse, or the next time of a schedule.",
        discussion: Examples.text(
            ["upbeat snooze 12 30m", "upbeat snooze mail 1h"],
            """
            It comes so much later than planned, or than now where its time has come. Times of a schedule that lie before the later one \
            run together with it, as one.
            """))

    @Argument(help: ArgumentHelp("The schedule or the pulse.", valueName: "name|id"))
    var what: String

    @Argument(help: ArgumentHelp("How long: 30m.", valueName: "duration"))
    var length: String

    @Flag(help: "Answer in JSON.")
    var json = false

    @OptionGroup var global: GlobalOptions

    func run(in surroundings: Surroundings) async throws(CommandError) {
        let words = surroundings.words
        switch try ScheduleWord.thing(what) {
        case .pulse(let id):
            let pulse = try await asking(surroundings) { client throws(ClientError) in try await client.snooze(id, by: length) }
            if json { return try surroundings.printJSON(OnePulseResponse(pulse: pulse)) }
            let wait = pulse.status == "blocked" ? ", and waits for \(WaitWords.of(pulse))" : ""
            try surroundings.printLine("pulse \(id) is due \(words.moment(pulse.dueAt))\(wait)")
        case .schedule(let name):
            let answer = try await asking(surroundings) { client throws(ClientError) in
                try await client.snoozeSchedule(name, by: length)
            }
            if json { return try surroundings.printJSON(answer) }
            let next = answer.schedule.next.map { words.moment($0.at) } ?? "later"
            try surroundings.printLine("schedule \(name) fires \(next)")
        }
    }

    private func asking<Answer: Sendable>(
        _ surroundings: Surroundings, _ body: (UpbeatClient) async throws(ClientError) -> Answer
    ) async throws(CommandError) -> Answer {
        try await Complaint.explaining(SnoozeRequest(length: length)) { () throws(CommandError) in
            try await surroundings.ask(global) { door throws(ClientError) in try await body(door.client) }
        }
    }
}

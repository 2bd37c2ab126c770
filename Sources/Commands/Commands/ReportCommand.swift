import ArgumentParser
import Client
import WireModel

/// `upbeat report`: a run says how it went.
struct ReportCommand: RunnableCommand {
    /// As they are typed.
    enum Outcome: String, CaseIterable, ExpressibleByArgument {
        case done, failed
        case nothingToSay = "nothing-to-say"

        var wireName: String { rawValue.replacing("-", with: "_") }
    }

    static let configuration = CommandConfiguration(
        commandName: "report",
        abstract: "Say how a run went: done, failed, or nothing-to-say.",
        discussion: Examples.text(
            [
                "upbeat report done \"the backup is complete\"", "upbeat report failed \"the build is red\" --next-check-in 2h",
                "upbeat report nothing-to-say --run 12.1",
            ],
            """
            Inside a run that Upbeat started, this run is meant. A run that reports failed has failed, whatever its exit code, and is tried \
            again by its rules. A later report takes the place of the one before; one that comes after the end of the run is kept, and \
            changes nothing about it.
            """))

    @Argument(help: ArgumentHelp("done, failed or nothing-to-say.", valueName: "outcome"))
    var outcome: Outcome

    @Argument(help: ArgumentHelp("For the person: 1 to 4000 characters.", valueName: "message"))
    var message: String?

    @Option(help: ArgumentHelp("Do the same once more after this time: 2h.", valueName: "duration"))
    var nextCheckIn: String?

    @Option(help: ArgumentHelp("Another run: 12.1.", valueName: "run"))
    var run: String?

    @Flag(help: "Answer in JSON.")
    var json = false

    @OptionGroup var global: GlobalOptions

    func run(in surroundings: Surroundings) async throws(CommandError) {
        let named = try run.map { text throws(CommandError) in try RunNumber.parse(text) }
        let wish = NewReportRequest(outcome: outcome.wireName, message: message, nextCheckIn: nextCheckIn)
        let answer = try await Complaint.explaining(wish) { () throws(CommandError) in
            try await surroundings.withDoor(global) { door throws(CommandError) in
                guard let (pulse, attempt) = named ?? door.client.run.map({ ($0.pulse, $0.attempt) }) else {
                    throw .usage("this is no run of that daemon, which could be meant; name one with --run 12.1")
                }
                do throws(ClientError) {
                    return try await door.client.report(pulse, attempt: attempt, wish)
                } catch {
                    throw .client(error)
                }
            }
        }
        if json { return try surroundings.printJSON(answer) }
        let next = answer.next.map { "; pulse \($0.id) looks again \(surroundings.words.moment($0.dueAt))" } ?? ""
        let late = answer.report.late ? "; it had ended already, and its outcome stays as it is" : ""
        try surroundings.printLine("run \(answer.pulse).\(answer.attempt) reported: \(outcome.rawValue)\(next)\(late)")
    }
}

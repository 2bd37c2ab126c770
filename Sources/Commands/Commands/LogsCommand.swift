import ArgumentParser
import Client
import WireModel

/// `upbeat logs`: what a run wrote.
struct LogsCommand: RunnableCommand {
    static let configuration = CommandConfiguration(
        commandName: "logs",
        abstract: "Print what a pulse wrote: its stdout to stdout, its stderr to stderr.",
        discussion: Examples.text(
            ["upbeat logs 12", "upbeat logs -f 12", "upbeat logs 12 --attempt 1 --stderr", "upbeat logs 12 --stdout > answer.txt"],
            "Bytes go out as they are, but for a terminal, where control characters are escaped."))

    @Argument(help: ArgumentHelp("The pulse.", valueName: "id"))
    var id: String

    @Flag(name: .shortAndLong, help: "Go on until the attempt has ended.")
    var follow = false

    @Option(help: ArgumentHelp("Which attempt; the latest, if none is named.", valueName: "number"))
    var attempt: String?

    @Flag(help: "Its stdout alone.")
    var stdout = false

    @Flag(help: "Its stderr alone, on stderr.")
    var stderr = false

    @OptionGroup var global: GlobalOptions

    private var streams: [OutputName] {
        stdout == stderr ? OutputName.allCases : (stdout ? [.stdout] : [.stderr])
    }

    func run(in surroundings: Surroundings) async throws(CommandError) {
        let id = try PulseNumber.parse(id)
        let attempt = try attemptNumber()
        if !follow {
            let parts = try await surroundings.ask(global) { door throws(ClientError) in
                try await StoredOutput.read(id, attempt, streams, door.client)
            }
            guard let parts else { throw try await missing(id, attempt, surroundings) }
            for (stream, bytes) in parts { try OutputPrinter(stream, surroundings).printAll(bytes) }
            return
        }
        try await surroundings.withDoor(global) { door throws(CommandError) in
            guard door.isDaemon else {
                throw .needsDaemon(
                    "no daemon runs, so there is nothing to follow; start one with `upbeat run`, or leave -f out to read what is kept")
            }
            try await FollowedOutput(id: id, client: door.client, surroundings: surroundings).follow(attempt, streams)
        }
    }

    private func attemptNumber() throws(CommandError) -> Int64? {
        guard let attempt else { return nil }
        guard let number = Int64(attempt), number > 0 else {
            throw .usage("--attempt \(Words.quoted(attempt)) is no number of an attempt; they count from 1, as `upbeat show` lists them")
        }
        return number
    }

    /// Why there is no output.
    private func missing(_ id: Int64, _ attempt: Int64?, _ surroundings: Surroundings) async throws(CommandError) -> CommandError {
        let detail = try await surroundings.ask(global) { door throws(ClientError) in try await door.client.show(id) }
        return OutputAbsence.error(detail, attempt: attempt, surroundings.words)
    }
}

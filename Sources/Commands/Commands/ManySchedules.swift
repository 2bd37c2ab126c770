import Client
import StrictJSON
import WireModel

/// One change to each of several schedules; what fails for one does not stop the others.
struct ManySchedules {
    let names: [String]
    let json: Bool
    let global: GlobalOptions

    /// - Parameter list: the name of the list in JSON.
    /// - Returns: whether a daemon answered.
    /// - Throws: `ended` with the first failure's exit code, after all of them were said.
    @discardableResult
    func run<Value: Sendable>(
        in surroundings: Surroundings, list: String = "schedules",
        change: (UpbeatClient, String) async throws(ClientError) -> Value, document: (Value) -> JSON,
        sentence: (Value) -> String
    ) async throws(CommandError) -> Bool {
        var wanted: [String] = []
        for text in names { wanted.append(try ScheduleWord.parse(text)) }
        let outcome = try await surroundings.each(of: wanted, global, ask: change) { json ? nil : sentence($0) }
        if json { try surroundings.printJSON([list: .array(outcome.done.map(document))]) }
        try outcome.finish()
        return outcome.isDaemon
    }
}

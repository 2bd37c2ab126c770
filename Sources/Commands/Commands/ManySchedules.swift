import Client
import StrictJSON
import WireModel

/// One change to each of several schedules; what fails for one does not stop the others.
struct ManySchedules {
    let names: [String]
    let json: Bool
    let global: GlobalOptions

    private enum Result<Value: Sendable>: Sendable {
        case done(Value)
        case failed(ClientError)
    }

    /// - Parameter list: the name of the list in JSON.
    /// - Returns: whether a daemon answered.
    /// - Throws: `ended` with the first failure's exit code, after all of them were said.
    @discardableResult
    func run<Value: Sendable>(
        in surroundings: Surroundings, list: String = "schedules",
        change: (UpbeatClient, String) async throws(ClientError) -> Value, document: (Value) -> JSON,
        sentence: (Value) -> String
    ) async throws(CommandError) -> Bool {
        var unique: [String] = []
        for text in names {
            let name = try ScheduleWord.parse(text)
            if !unique.contains(name) { unique.append(name) }
        }
        let wanted = unique
        let (results, isDaemon) = try await surroundings.ask(global) { door throws(ClientError) in
            var results: [Result<Value>] = []
            for name in wanted {
                do throws(ClientError) {
                    results.append(.done(try await change(door.client, name)))
                } catch .problem(let problem, let status) {
                    results.append(.failed(.problem(problem, status: status)))
                }
            }
            return (results, door.isDaemon)
        }
        var done: [JSON] = []
        var code = ExitCodes.ok
        for result in results {
            switch result {
            case .done(let value):
                done.append(document(value))
                if !json { try surroundings.printLine(sentence(value)) }
            case .failed(let error):
                surroundings.tell("upbeat: \(CommandError.client(error).message)")
                if code == ExitCodes.ok { code = error.exitCode }
            }
        }
        if json { try surroundings.printJSON([list: .array(done)]) }
        if code != ExitCodes.ok { throw .ended(code: code) }
        return isDaemon
    }
}

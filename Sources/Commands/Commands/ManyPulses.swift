import Client
import StrictJSON
import WireModel

/// One change to each of several pulses; what fails for one does not stop the others.
struct ManyPulses {
    let ids: [String]
    let json: Bool
    let global: GlobalOptions

    private enum Result: Sendable {
        case done(PulseResponse)
        case failed(ClientError)
    }

    /// - Returns: whether a daemon answered.
    /// - Throws: `ended` with the first failure's exit code, after all of them were said.
    @discardableResult
    func run(
        in surroundings: Surroundings, change: (UpbeatClient, Int64) async throws(ClientError) -> PulseResponse,
        sentence: (PulseResponse) -> String
    ) async throws(CommandError) -> Bool {
        var numbers: [Int64] = []
        for text in ids {
            let number = try PulseNumber.parse(text)
            if !numbers.contains(number) { numbers.append(number) }
        }
        let (results, isDaemon) = try await surroundings.ask(global) { door throws(ClientError) in
            var results: [Result] = []
            for number in numbers {
                do throws(ClientError) {
                    results.append(.done(try await change(door.client, number)))
                } catch .problem(let problem, let status) {
                    results.append(.failed(.problem(problem, status: status)))
                }
            }
            return (results, door.isDaemon)
        }
        try report(results, surroundings, sentence)
        return isDaemon
    }

    private func report(
        _ results: [Result], _ surroundings: Surroundings, _ sentence: (PulseResponse) -> String
    ) throws(CommandError) {
        var done: [PulseResponse] = []
        var code = ExitCodes.ok
        for result in results {
            switch result {
            case .done(let pulse):
                done.append(pulse)
                if !json { try surroundings.printLine(sentence(pulse)) }
            case .failed(let error):
                surroundings.tell("upbeat: \(CommandError.client(error).message)")
                if code == ExitCodes.ok { code = error.exitCode }
            }
        }
        if json { try surroundings.printJSON(["pulses": .array(done.map(\.json))]) }
        if code != ExitCodes.ok { throw .ended(code: code) }
    }
}

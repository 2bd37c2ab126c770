import Client
import StrictJSON
import WireModel

/// One change to each of several pulses; what fails for one does not stop the others.
struct ManyPulses {
    let ids: [String]
    let json: Bool
    let global: GlobalOptions

    /// - Returns: whether a daemon answered.
    /// - Throws: `ended` with the first failure's exit code, after all of them were said.
    @discardableResult
    func run(
        in surroundings: Surroundings, change: (UpbeatClient, Int64) async throws(ClientError) -> PulseResponse,
        sentence: (PulseResponse) -> String
    ) async throws(CommandError) -> Bool {
        var numbers: [Int64] = []
        for text in ids { numbers.append(try PulseNumber.parse(text)) }
        let outcome = try await surroundings.each(of: numbers, global, ask: change) { json ? nil : sentence($0) }
        if json { try surroundings.printJSON(["pulses": .array(outcome.done.map(\.json))]) }
        try outcome.finish()
        return outcome.isDaemon
    }
}

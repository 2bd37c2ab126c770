import Client

/// What became of one word about each of several things.
struct EachOutcome<Value: Sendable>: Sendable {
    var done: [Value]
    /// The first failure's exit code.
    var code: Int32
    /// Whether a daemon answered.
    var isDaemon: Bool

    /// - Throws: `ended` with the first failure's exit code.
    func finish() throws(CommandError) {
        if code != ExitCodes.ok { throw .ended(code: code) }
    }
}

extension Surroundings {
    /// Says one word about each thing, once for each, at one door; what is refused for one does not stop the others. What became of them is
    /// told in their order.
    ///
    /// - Parameter sentence: nil for what is not to be told, where it went well.
    /// - Throws: what is no refusal: then nothing more was asked.
    func each<Thing: Sendable & Hashable, Value: Sendable>(
        of things: [Thing], _ global: GlobalOptions, ask: (UpbeatClient, Thing) async throws(ClientError) -> Value,
        sentence: (Value) -> String?
    ) async throws(CommandError) -> EachOutcome<Value> {
        var known: Set<Thing> = []
        let wanted = things.filter { known.insert($0).inserted }
        let (results, isDaemon) = try await self.ask(global) { door throws(ClientError) in
            var results: [Result<Value, ClientError>] = []
            for thing in wanted {
                do throws(ClientError) {
                    results.append(.success(try await ask(door.client, thing)))
                } catch .problem(let problem, let status) {
                    results.append(.failure(.problem(problem, status: status)))
                }
            }
            return (results, door.isDaemon)
        }
        var outcome = EachOutcome<Value>(done: [], code: ExitCodes.ok, isDaemon: isDaemon)
        for result in results {
            switch result {
            case .success(let value):
                outcome.done.append(value)
                if let line = sentence(value) { try printLine(line) }
            case .failure(let error):
                tell("upbeat: \(CommandError.client(error).message)")
                if outcome.code == ExitCodes.ok { outcome.code = error.exitCode }
            }
        }
        return outcome
    }
}

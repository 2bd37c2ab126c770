import Client
import StrictJSON
import WireModel

/// One word about each of several pulses and schedules; what fails for one does not stop the others.
struct ManyThings {
    let things: [String]
    let json: Bool
    let global: GlobalOptions

    private enum Result: Sendable {
        case pulse(PulseResponse)
        case schedule(OneScheduleResponse)
        case failed(ClientError)
    }

    /// - Returns: whether a daemon answered.
    /// - Throws: `ended` with the first failure's exit code, after all of them were said.
    @discardableResult
    func run(
        in surroundings: Surroundings, pulse: (UpbeatClient, Int64) async throws(ClientError) -> PulseResponse,
        schedule: (UpbeatClient, String) async throws(ClientError) -> OneScheduleResponse,
        pulseSentence: (PulseResponse) -> String, scheduleSentence: (OneScheduleResponse) -> String
    ) async throws(CommandError) -> Bool {
        var wanted: [ScheduleWord.Thing] = []
        for text in things {
            let thing = try ScheduleWord.thing(text)
            if !wanted.contains(thing) { wanted.append(thing) }
        }
        let all = wanted
        let (results, isDaemon) = try await surroundings.ask(global) { door throws(ClientError) in
            var results: [Result] = []
            for thing in all {
                do throws(ClientError) {
                    switch thing {
                    case .pulse(let id): results.append(.pulse(try await pulse(door.client, id)))
                    case .schedule(let name): results.append(.schedule(try await schedule(door.client, name)))
                    }
                } catch .problem(let problem, let status) {
                    results.append(.failed(.problem(problem, status: status)))
                }
            }
            return (results, door.isDaemon)
        }
        var (pulses, schedules, code): ([JSON], [JSON], Int32) = ([], [], ExitCodes.ok)
        for result in results {
            switch result {
            case .pulse(let value):
                pulses.append(value.json)
                if !json { try surroundings.printLine(pulseSentence(value)) }
            case .schedule(let value):
                schedules.append(value.schedule.json)
                if !json { try surroundings.printLine(scheduleSentence(value)) }
            case .failed(let error):
                surroundings.tell("upbeat: \(CommandError.client(error).message)")
                if code == ExitCodes.ok { code = error.exitCode }
            }
        }
        if json { try surroundings.printJSON(["pulses": .array(pulses), "schedules": .array(schedules)]) }
        if code != ExitCodes.ok { throw .ended(code: code) }
        return isDaemon
    }
}

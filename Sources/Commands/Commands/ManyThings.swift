import Client
import StrictJSON
import WireModel

/// One word about each of several pulses and schedules; what fails for one does not stop the others.
struct ManyThings {
    let things: [String]
    let json: Bool
    let global: GlobalOptions

    private enum Answer: Sendable {
        case pulse(PulseResponse)
        case schedule(OneScheduleResponse)
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
        for text in things { wanted.append(try ScheduleWord.thing(text)) }
        let outcome = try await surroundings.each(of: wanted, global) { (client, thing) async throws(ClientError) -> Answer in
            switch thing {
            case .pulse(let id): .pulse(try await pulse(client, id))
            case .schedule(let name): .schedule(try await schedule(client, name))
            }
        } sentence: { answer in
            switch answer {
            case _ where json: nil
            case .pulse(let value): pulseSentence(value)
            case .schedule(let value): scheduleSentence(value)
            }
        }
        if json {
            var (pulses, schedules): ([JSON], [JSON]) = ([], [])
            for answer in outcome.done {
                switch answer {
                case .pulse(let value): pulses.append(value.json)
                case .schedule(let value): schedules.append(value.schedule.json)
                }
            }
            try surroundings.printJSON(["pulses": .array(pulses), "schedules": .array(schedules)])
        }
        try outcome.finish()
        return outcome.isDaemon
    }
}

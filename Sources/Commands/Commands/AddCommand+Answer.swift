import Client
import StrictJSON
import WireModel

extension AddCommand {
    /// Makes the pulse and says so.
    func add(_ request: NewPulseRequest, _ surroundings: Surroundings) async throws(CommandError) {
        let (answer, isDaemon) = try await surroundings.ask(global) { door throws(ClientError) in
            (try await door.client.schedule(request), door.isDaemon)
        }
        if !isDaemon { surroundings.tell("No daemon runs: the pulse is stored and runs when one starts (`upbeat run`).") }
        if json { return try surroundings.printJSON(answer) }
        try say(answer, surroundings)
    }

    /// Makes the pulse, says so, and waits until it has ended.
    func addAndWait(_ request: NewPulseRequest, _ surroundings: Surroundings) async throws(CommandError) {
        let (answer, end) = try await surroundings.withDoor(global) { door throws(CommandError) in
            guard door.isDaemon else {
                throw .needsDaemon(
                    "no daemon runs, so there would be no end to wait for, and nothing was stored; start one with `upbeat run`, "
                        + "or leave --wait out")
            }
            let answer = try await added(request, door)
            if !json { try say(answer, surroundings) }
            let end = try await PulseEnd(surroundings: surroundings).wait(for: answer.pulse, door.client)
            return (answer, end)
        }
        try report(answer, end, surroundings)
    }

    private func added(_ request: NewPulseRequest, _ door: OpenDoor) async throws(CommandError) -> NewPulseResponse {
        do {
            return try await door.client.schedule(request)
        } catch {
            throw .client(error)
        }
    }

    private func say(_ answer: NewPulseResponse, _ surroundings: Surroundings) throws(CommandError) {
        try surroundings.printLine(quiet ? String(answer.pulse.id) : sentence(answer, surroundings.words))
    }

    private func sentence(_ answer: NewPulseResponse, _ words: Words) -> String {
        let pulse = answer.pulse
        let time = "\(words.moment(pulse.dueAt)), read in the zone \(SafeText.line(pulse.zone))"
        if !answer.replaced.isEmpty {
            let old = answer.replaced.map(String.init).joined(separator: ", ")
            let isAsked = pulse.reason == "approval"
            let start =
                isAsked
                ? "waits for \(WaitWords.of(pulse))"
                : pulse.status == "blocked" ? "begins when what runs of that has ended" : "is due \(time)"
            return "pulse \(pulse.id) takes the place of \(old) with the key \(Words.quoted(pulse.key ?? "")), and \(start)"
        }
        if answer.created, pulse.status == "blocked", !pulse.after.isEmpty || pulse.reason == "approval" {
            return "pulse \(pulse.id) waits for \(pulse.reason == "approval" ? WaitWords.of(pulse) : WaitWords.of(pulse.after))"
        }
        if answer.created { return "pulse \(pulse.id) is due \(time)" }
        return "pulse \(pulse.id) with the key \(Words.quoted(pulse.key ?? "")) is open already and was kept; it is due \(time)"
    }

    private func report(
        _ answer: NewPulseResponse, _ end: PulseDetailResponse, _ surroundings: Surroundings
    ) throws(CommandError) {
        if json {
            var object = answer.json.objectValue ?? [:]
            for (key, value) in end.json.objectValue ?? [:] { object[key] = value }
            try surroundings.printJSON(object)
        } else if !quiet {
            try surroundings.print(ShowPage(detail: end, words: surroundings.words, paint: surroundings.paint(global)).end())
        }
        guard end.pulse.status == "completed" else {
            let id = end.pulse.id
            if !json { surroundings.tell("upbeat: pulse \(id) ended as \(end.pulse.status); `upbeat show \(id)` says why") }
            throw .ended(code: ExitCodes.error)
        }
    }
}

import Logging
import Pulses
import Recurrence

/// What the log says.
extension Engine {
    func write(_ note: EngineCore.Note) {
        switch note {
        case .started(let claim):
            log.info("pulse \(claim.key.pulse) started", metadata: ["attempt": "\(claim.key.attempt)"])
        case .ended(let key, let end, let disposition):
            let line = "pulse \(key.pulse) \(Self.words(for: end, disposition))"
            if case .finish(.completed, _) = disposition {
                log.info("\(line)", metadata: ["attempt": "\(key.attempt)"])
            } else {
                log.warning("\(line)", metadata: ["attempt": "\(key.attempt)"])
            }
        case .recovered(let key, let disposition):
            let line = "pulse \(key.pulse) was running when an earlier daemon ended; \(Self.words(for: disposition))"
            log.warning("\(line)", metadata: ["attempt": "\(key.attempt)"])
        case .reportedFailed(let key, let status):
            let fate = status.isOpen ? "is tried again" : "is \(status.name) all the same"
            let line = "pulse \(key.pulse) \(fate): its run reported that it failed"
            log.warning("\(line)", metadata: ["attempt": "\(key.attempt)"])
        case .stale(let key): log.warning("a late word about pulse \(key.pulse), attempt \(key.attempt), was dropped")
        case .fenced(let key):
            let line = "pulse \(key.pulse) was taken over while this daemon stood still; its run here is ended"
            log.warning("\(line)", metadata: ["attempt": "\(key.attempt)"])
        case .storeRefused(let error): log.error("the store refused a write; it is tried again: \(error)")
        case .judged(let judged): log.log(level: Self.level(of: judged), "\(Self.words(for: judged))")
        case .clockStepped(let step):
            let line = "the wall clock was set \(step < .zero ? "back" : "forward") by \(HumanDuration(ClockWatch.size(of: step)))"
            log.log(level: ClockWatch.isCorrection(step) ? .warning : .debug, "\(line)")
        case .described(let state): log.info("\(Self.words(for: state))")
        case .draining(let running): log.info("stopping; \(running) running")
        case .stopping(let running): if running > 0 { log.warning("ending \(running) that still run") }
        }
    }

    /// One line: `engine: 2 of 4 slots in use (pulses 12, 15), nothing to write, next pulse at …, next schedule at …`.
    static func words(for state: EngineCore.Description) -> String {
        let pulses = state.running.prefix(20).map { "\($0.pulse)" }.joined(separator: ", ")
        var parts = ["\(state.running.count) of \(state.slots) slots in use" + (pulses.isEmpty ? "" : " (pulses \(pulses))")]
        if state.endsToWrite > 0 { parts.append("\(state.endsToWrite) ends to write") }
        if state.orphans > 0 { parts.append("\(state.orphans) of an earlier daemon to recover") }
        parts.append("next pulse \(state.nextDue.map { "at \($0)" } ?? "not known")")
        parts.append("next schedule \(state.nextLook.map { "at \($0)" } ?? "not known")")
        if state.isTurnUnderWay { parts.append("at the store now") }
        if state.isDraining { parts.append("stopping") }
        return "engine: \(parts.joined(separator: ", "))"
    }

    /// What becomes of a pulse whose daemon died.
    private static func words(for disposition: Disposition) -> String {
        switch disposition {
        case .again: "it runs again"
        case .finish(.failed, "poison"): "it is put aside, since that was the third time in a row (poison)"
        case .finish(let status, let reason): "it is \(status.name)\(reason.map { " (\($0))" } ?? "")"
        }
    }

    private static func words(for end: AttemptEnd, _ disposition: Disposition) -> String {
        switch disposition {
        case .finish(.completed, _): "completed"
        case .finish(let status, let reason): "\(status.name)\(reason.map { " (\($0))" } ?? ""): \(end.error ?? end.outcome.name)"
        case .again where end.stopped == .shutdown: "was given back"
        case .again(let due): "\(end.outcome.name), again at \(due): \(end.error ?? "")"
        }
    }

    /// What nobody need know unless he looks for it is a schedule that fired.
    static func level(of judged: JudgedSchedule) -> Logger.Level {
        let hasMissed = judged.records.contains { if case .missed = $0.fate { true } else { false } }
        return hasMissed ? .warning : judged.records.isEmpty && judged.schedule.state.over == nil ? .debug : .info
    }

    /// One line, however much became of it: `schedule nightly: pulse 12 made, 2 skipped (overlap), 34560000 missed (coalesced)`.
    static func words(for judged: JudgedSchedule) -> String {
        var parts: [String] = []
        if let first = judged.makes.first {
            parts.append(judged.makes.count == 1 ? "pulse \(first) made" : "\(judged.makes.count) pulses made from \(first) on")
        }
        var counts: [(fate: Judgement.Record.Fate, count: Int)] = []
        for record in judged.records {
            if let index = counts.firstIndex(where: { $0.fate == record.fate }) {
                counts[index].count += record.count
            } else {
                counts.append((record.fate, record.count))
            }
        }
        for (fate, count) in counts {
            switch fate {
            case .skipped(let reason): parts.append("\(count) skipped (\(reason.rawValue))")
            case .missed(let reason): parts.append("\(count) missed (\(reason.rawValue))")
            }
        }
        if let over = judged.schedule.state.over { parts.append("it will not fire again (\(over))") }
        return "schedule \(judged.schedule.spec.name): \(parts.joined(separator: ", "))"
    }
}

import Pulses
import Recurrence

// For reports: what a person wants to see of a fact.

extension Fact: CustomStringConvertible {
    package var description: String { "\(at.inSeconds) \(wall) \(event.words)" }

    /// Whether it tells of the pulse or the schedule, or of what everything depends on.
    package func concerns(_ breach: Breach) -> Bool {
        let (pulse, schedule) = subject
        guard pulse != nil || schedule != nil else { return true }
        return pulse != nil && pulse == breach.pulse || schedule != nil && schedule == breach.schedule
    }

    private var subject: (PulseID?, ScheduleID?) {
        switch event {
        case .scheduleMade(let schedule), .scheduleChanged(let schedule): (nil, schedule.id)
        case .scheduleRemoved(let id), .schedulePaused(let id, _), .scheduleOver(let id, _): (nil, id)
        case .judged(let judged): (nil, judged.schedule.id)
        case .stopWished(let id), .revived(let id), .progressed(let id, _): (id, nil)
        case .applied(let key, _, _), .started(let key, _), .ended(let key, _, _), .gone(let key, _), .unendable(let key): (key.pulse, nil)
        case .made(let pulse): (pulse.id, pulse.spec.schedule)
        case .claimed(let taken): (taken.claims.first?.key.pulse, taken.claims.first?.spec.schedule)
        case .turned: (PulseID(-1), nil)
        case .waits(let id, _): (id, nil)
        case .pools, .standstill, .up, .draining, .down, .frozen, .thawed, .storeTroubled, .storeWell, .slept, .clockSet, .calm: (nil, nil)
        }
    }
}

extension Fact.Event {
    fileprivate var words: String {
        switch self {
        case .scheduleMade(let schedule): "made \(schedule.words)"
        case .scheduleChanged(let schedule): "changed \(schedule.words)"
        case .scheduleRemoved(let id): "removed schedule \(id)"
        case .scheduleOver(let id, let why): "schedule \(id) is over: \(why)"
        case .schedulePaused(let id, let pause):
            "schedule \(id) " + (pause.map { "paused (\($0.kind)) until \($0.until?.description ?? "resumed")" } ?? "resumed")
        case .standstill(let standstill):
            standstill.map { "standstill since \($0.since) until \($0.until?.description ?? "ended")" } ?? "standstill ended"
        case .stopWished(let id): "pulse \(id) is to stop"
        case .revived(let id): "pulse \(id) asked for again"
        case .applied(let key, let end, let progress): "on record: \(key) \(end.outcome.name); \(progress.words)"
        case .judged(let judged):
            "judged schedule \(judged.schedule.id): made \(judged.makes), "
                + judged.records.map { "\($0.count) \($0.fate) \($0.first) to \($0.last)" }.joined(separator: ", ") + "; "
                + judged.schedule.state.words
        case .made(let pulse):
            "made pulse \(pulse.id) \(pulse.spec.pools) of \(pulse.spec.schedule as Any) for \(pulse.spec.nominal as Any); \(pulse.progress.words)"
        case .pools(let pools): "pools \(pools.map { "\($0.name) \($0.limits)" })"
        case .waits(let id, let dependencies): "pulse \(id) waits for \(dependencies.map { "\($0.on) (\($0.condition))" })"
        case .progressed(let id, let progress): "pulse \(id): \(progress.words)"
        case .claimed(let taken): "\(taken.owner) took \(taken.claims.map(\.key))"
        case .turned(let boot, let asked): "turn of \(boot), asked at \(asked)"
        case .started(let key, let boot): "START \(key) for \(boot)"
        case .ended(let key, let boot, let outcome): "END \(key) for \(boot): \(outcome.name)"
        case .gone(let key, let boot): "killed \(key) of \(boot)"
        case .unendable(let key): "\(key) cannot be ended"
        case .up(let boot): "\(boot) up"
        case .draining(let boot): "\(boot) drains"
        case .down(let boot): "\(boot) down"
        case .frozen(let boot): "\(boot) stopped"
        case .thawed(let boot): "\(boot) continued"
        case .storeTroubled: "store in trouble"
        case .storeWell: "store well"
        case .slept(let duration): "slept for \(duration.inSeconds)"
        case .clockSet(let step): "clock set by \(step.inSeconds)"
        case .calm: "calm"
        }
    }
}

extension Schedule {
    fileprivate var words: String {
        "schedule \(id) (\(spec.timing.rule), \(spec.timing.active), \(spec.timing.onBlocked), jitter \(spec.timing.jitter.inSeconds), "
            + "\(spec.timing.isAfterCompletion ? "after completion, " : "")\(spec.policies.misfire), \(spec.policies.overlap)); \(state.words)"
    }
}

extension ScheduleState {
    fileprivate var words: String {
        "cursor \(cursor), next \(next.map { "\($0.nominal) at \($0.at)" } ?? "none")"
            + (pause.map { ", paused \($0.since)-\($0.until as Any)" } ?? "")
            + (over.map { ", over: \($0)" } ?? "")
    }
}

extension PulseProgress {
    fileprivate var words: String { "\(status.name)\(reason.map { " (\($0))" } ?? "") due \(dueAt)" }
}

extension Duration {
    /// With three decimals.
    package var inSeconds: String {
        let (size, sign) = (milliseconds.magnitude, milliseconds < 0 ? "-" : "")
        let rest = String(size % 1000)
        return "\(sign)\(size / 1000).\(String(repeating: "0", count: 3 - rest.count))\(rest) s"
    }
}

import Pulses
import Recurrence
import TestSupport
import Testing

@testable import Engine

/// Steps that the tests of the core share.
protocol CoreTesting {}

extension CoreTesting {
    static var boot: BootID { BootID("now") }
    static var settings: EngineCore.Settings {
        EngineCore.Settings(slots: 2, sleepBound: .seconds(30), drainLimit: .seconds(30), grace: .seconds(5))
    }

    /// A core that has found nothing to recover, and its first, empty turn behind it.
    func ready(
        _ settings: EngineCore.Settings = settings, nextDue: Instant? = nil, nextLook: Instant? = nil, judges: Int = 256
    ) -> EngineCore {
        var core = EngineCore(settings: settings, boot: Self.boot, seed: 1)
        #expect(core.step([.begin], at: at(0)) == [.findOrphans])
        #expect(core.step([.found([], alive: [])], at: at(0)) == [.turn(turn(limit: settings.slots, judges: judges))])
        #expect(core.step([.turned(result(nextDue: nextDue, nextLook: nextLook))], at: at(0)) == [])
        return core
    }

    func at(_ seconds: Double) -> EngineCore.Moment {
        EngineCore.Moment(wall: wall(seconds), monotonic: .milliseconds(Int64(seconds * 1000)))
    }

    func wall(_ seconds: Double) -> Instant { StoreContract.start + .milliseconds(Int64(seconds * 1000)) }

    func turn(_ ends: [EndedRun] = [], limit: Int, judges: Int = 256, at seconds: Double = 0, seeksOrphans: Bool = false) -> Turn {
        Turn(ends: ends, limit: limit, judges: judges, owner: Self.boot, now: wall(seconds), seeksOrphans: seeksOrphans)
    }

    func result(
        _ claims: [Claim] = [], applied: [RunKey: PulseStatus] = [:], nextDue: Instant? = nil, nextLook: Instant? = nil,
        judged: [JudgedSchedule] = [], stops: [Judgement.Stop] = [], held: Set<RunKey>? = nil, hasOrphans: Bool = false
    ) -> TurnResult {
        TurnResult(
            claims: claims, applied: applied, nextDue: nextDue, nextLook: nextLook, judged: judged, stops: stops, held: held,
            hasOrphans: hasOrphans)
    }

    func claim(_ id: Int64, attempt: Int = 1, lost: Int = 0) -> Claim {
        Claim(
            key: RunKey(pulse: PulseID(id), attempt: attempt), spec: StoreContract.spec(), dueAt: wall(0), startedAt: wall(0),
            spent: 0, lost: lost)
    }

    func success(_ seconds: Double = 1) -> AttemptEnd { AttemptEnd(outcome: .succeeded, endedAt: wall(seconds)) }

    /// A schedule about which a turn did something.
    func judged(
        _ records: [Judgement.Record] = [], makes: [Int64] = [], over: String? = nil, name: String = "nightly"
    ) -> JudgedSchedule {
        let spec = ScheduleSpec(
            name: name, timing: ScheduleTiming(rule: "every 60s", zone: "UTC", anchor: wall(0)), template: StoreContract.spec())
        let state = ScheduleState(createdAt: wall(0), cursor: wall(0), over: over)
        return JudgedSchedule(
            schedule: Schedule(id: ScheduleID(1), spec: spec, state: state), records: records, makes: makes.map { PulseID($0) })
    }

    func record(_ fate: Judgement.Record.Fate, count: Int = 1) -> Judgement.Record {
        Judgement.Record(first: wall(0), last: wall(Double(count) * 60), count: count, fate: fate)
    }

    func doing(_ effects: [EngineCore.Effect]) -> [EngineCore.Effect] {
        effects.filter { if case .note = $0 { false } else { true } }
    }

    func notes(_ effects: [EngineCore.Effect]) -> [EngineCore.Note] {
        effects.compactMap { if case .note(let note) = $0 { note } else { nil } }
    }
}

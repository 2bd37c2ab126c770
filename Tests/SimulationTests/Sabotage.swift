import Pulses
import Recurrence
import TestSupport

/// A way in which a build could be broken. Each must be found.
enum Sabotage: String, CaseIterable, Sendable {
    // The engine.

    /// It wakes when it likes.
    case sleepsOn
    /// It does not look at schedules.
    case neverLooks
    /// It takes two more than it has slots.
    case takesTooMany
    /// It starts last what goes first.
    case startsBackwards
    /// It takes what is due in a minute.
    case takesEarly
    /// It carries out a start twice.
    case startsTwice
    /// It forgets some of what it took.
    case forgetsStarts
    /// It does not hear some of its children end.
    case missesEnds
    /// It takes the end of some children for a loss.
    case callsItLost
    /// It does not ask a run to stop.
    case deafToStops
    /// It does not look for what a dead daemon left behind.
    case leavesLeftovers
    /// It takes runs from engines whose leases last.
    case rescuesTheLiving
    /// It goes on with what others took from it.
    case keepsWhatWasTaken
    /// It tries what was lost for ever.
    case neverPoison
    /// It puts aside what was lost once.
    case poisonsAtOnce
    /// It tries again at once.
    case retriesAtOnce
    /// It runs again what did well.
    case repeatsSuccess

    // The store.

    /// It takes every pool for a wide one.
    case ignoresPools
    /// It makes the steps of pipelines without what they wait for.
    case forgetsDependencies

    // The judge.

    case judgeForgets
    case judgeCountsTwice
    case judgeIgnoresOverlap
    case judgeIgnoresPauses
    case judgeFiresEarly

    /// The promise that it breaks.
    var breaks: Breach.Kind {
        switch self {
        case .sleepsOn, .neverLooks: .late
        case .takesTooMany: .overConcurrency
        case .takesEarly, .retriesAtOnce, .judgeFiresEarly: .early
        case .startsTwice, .judgeCountsTwice, .leavesLeftovers: .double
        case .forgetsStarts, .missesEnds: .stuck
        case .callsItLost, .repeatsSuccess, .rescuesTheLiving: .unjustifiedRerun
        case .deafToStops, .keepsWhatWasTaken: .ignored
        case .ignoresPools: .overPool
        case .forgetsDependencies: .outOfOrder
        case .neverPoison, .poisonsAtOnce: .poison
        case .startsBackwards: .inversion
        case .judgeForgets: .lost
        case .judgeIgnoresOverlap: .overlap
        case .judgeIgnoresPauses: .forbidden
        }
    }

    /// The judge of that build, where it is what is broken.
    func spoil(_ judge: any ScheduleJudging) -> (any ScheduleJudging)? {
        switch self {
        case .judgeForgets, .judgeCountsTwice, .judgeIgnoresOverlap, .judgeIgnoresPauses, .judgeFiresEarly:
            SpoiledJudge(judge: judge, sabotage: self)
        default: nil
        }
    }
}

private struct SpoiledJudge: ScheduleJudging {
    var judge: any ScheduleJudging
    var sabotage: Sabotage

    func day(in zone: String, at now: Instant) -> Range<Instant> { judge.day(in: zone, at: now) }

    func judge(_ due: DueSchedule, at now: Instant) -> Judgement {
        var due = due
        switch sabotage {
        case .judgeIgnoresOverlap: (due.open, due.buffered) = ([], [])
        case .judgeIgnoresPauses: due.schedule.state.pause = nil
        default: break
        }
        var judgement = judge.judge(due, at: now)
        switch sabotage {
        case .judgeForgets: judgement.records = judgement.records.filter { $0.count < 3 }
        case .judgeCountsTwice:
            for index in judgement.records.indices where judgement.records[index].count > 1 { judgement.records[index].count += 1 }
        case .judgeFiresEarly:
            if let next = judgement.state.next, judgement.makes.isEmpty, judgement.records.isEmpty {
                judgement.makes = [Judgement.Make(nominal: next.nominal, dueAt: now)]
            }
        default: break
        }
        return judgement
    }

    func plan(_ schedule: Schedule, standstill: Standstill?, at now: Instant) -> ScheduleState {
        var schedule = schedule
        if sabotage == .judgeIgnoresPauses { schedule.state.pause = nil }
        return judge.plan(schedule, standstill: standstill, at: now)
    }

    func maintenance(at now: Instant) -> (isClosed: Bool, until: Instant?) { judge.maintenance(at: now) }
}

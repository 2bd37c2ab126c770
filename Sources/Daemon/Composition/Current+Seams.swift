import Pulses
import Recurrence

/// The performer in force when a run begins does it to its end.
extension Current: Performer where Value: Performer {
    func perform(_ run: Run) async -> AttemptEnd { await value.perform(run) }

    func leftovers(notOf boot: BootID) -> Set<RunKey> { value.leftovers(notOf: boot) }

    func endLeftovers(_ keys: Set<RunKey>, notOf boot: BootID, grace: Duration) async -> Set<RunKey> {
        await value.endLeftovers(keys, notOf: boot, grace: grace)
    }
}

extension Current: ScheduleJudging where Value: ScheduleJudging {
    func judge(_ due: DueSchedule, at now: Instant) -> Judgement { value.judge(due, at: now) }

    func plan(_ schedule: Schedule, standstill: Standstill?, at now: Instant) -> ScheduleState {
        value.plan(schedule, standstill: standstill, at: now)
    }

    func maintenance(at now: Instant) -> (isClosed: Bool, until: Instant?) { value.maintenance(at: now) }

    func day(in zone: String, at now: Instant) -> Range<Instant> { value.day(in: zone, at: now) }
}

package import Recurrence

/// What becomes of the occurrences of a schedule (spec/schedules.md, section 6; DESIGN.md, small decisions): a pure function of what is
/// asked of it, how far it has come, what is open, and the time.
package struct ScheduleJudge: ScheduleJudging {
    let zones: any ZoneSource
    let upkeep: Maintenance?

    /// When nothing may start by the configuration.
    package struct Maintenance: Hashable, Sendable {
        package var windows: Windows
        package var zone: Zone

        /// - Parameter windows: closed during maintenance, open otherwise.
        package init(windows: Windows, zone: Zone) {
            self.windows = windows
            self.zone = zone
        }
    }

    package init(zones: any ZoneSource, maintenance: Maintenance? = nil) {
        self.zones = zones
        upkeep = maintenance
    }

    package func judge(_ due: DueSchedule, at now: Instant) -> Judgement {
        guard let calendar = ScheduleCalendar(due.schedule, zones: zones) else { return Judgement(state: unreadable(due.schedule)) }
        let backlog = Backlog(due, calendar, upkeep, now: now)
        var after = due.schedule
        if let until = after.state.pause?.until, until <= now { after.state.pause = nil }
        guard let newest = backlog.newest else { return Judgement(state: plan(after, standstill: due.standstill, at: now)) }
        var docket = Docket(due, calendar, backlog, now: now)
        docket.decide()
        after.state.cursor = newest
        after.state.fires += docket.makes.count
        let isWaiting = after.spec.timing.isAfterCompletion && !docket.makes.isEmpty
        // What counts from ends has none to count from: it counts from now, not through all that might have been.
        if after.spec.timing.isAfterCompletion, docket.makes.isEmpty { after.state.cursor = max(newest, now) }
        var state = plan(after, standstill: nil, at: now)
        if isWaiting, state.over == nil { state.next = nil }
        return Judgement(records: docket.records, makes: docket.makes, stops: docket.stops, state: state)
    }

    package func plan(_ schedule: Schedule, standstill: Standstill?, at now: Instant) -> ScheduleState {
        guard let calendar = ScheduleCalendar(schedule, zones: zones) else { return unreadable(schedule) }
        var state = schedule.state
        if let limit = schedule.spec.timing.maxRuns, state.fires >= limit {
            state.over = "max_runs"
            state.next = nil
            return state
        }
        guard !calendar.isReboot else {
            (state.over, state.next) = (nil, nil)
            return state
        }
        guard var next = calendar.coming(after: state.cursor) else {
            (state.over, state.next) = ("end", nil)
            return state
        }
        state.over = nil
        if let pause = state.pause {
            guard let until = pause.until else {
                state.next = nil
                return state
            }
            next.at = max(next.at, until)
        }
        state.next = next
        return state
    }

    package func maintenance(at now: Instant) -> (isClosed: Bool, until: Instant?) {
        guard let upkeep else { return (false, nil) }
        let isClosed = !upkeep.windows.isOpen(at: now, in: upkeep.zone)
        let change =
            isClosed ? upkeep.windows.nextOpening(after: now, in: upkeep.zone) : upkeep.windows.nextClosing(after: now, in: upkeep.zone)
        return (isClosed, change)
    }

    package func day(in zone: String, at now: Instant) -> Range<Instant> {
        let zone = (try? zones.zone(named: zone)) ?? .utc
        return zone.day(at: now)
    }

    /// One rule that cannot be read does not stop the others.
    private func unreadable(_ schedule: Schedule) -> ScheduleState {
        var state = schedule.state
        (state.over, state.next) = (ScheduleState.unreadable, nil)
        return state
    }
}

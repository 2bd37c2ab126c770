package import Pulses
package import Recurrence

/// What is going to happen within a span: pulses that wait and the next times of schedules, in one order.
package struct ReadUpcoming: Sendable {
    let plane: ControlPlane

    /// As many times of one schedule are listed; how many more there are is told.
    static let firesOfOne = 24
    /// As many schedules are looked at.
    static let schedulesRead = 500
    package static let longest = Duration.seconds(366 * 86_400)

    package struct Answer: Hashable, Sendable {
        package var from: Instant
        package var to: Instant
        package var entries: [Entry]
        /// Schedules with more times in the span than are listed.
        package var more: [More]
        /// There is more in the span than is listed.
        package var isCut: Bool
        package var standstill: Standstill?
    }

    package enum Entry: Hashable, Sendable {
        case pulse(Pulse)
        case fire(Schedule, Fire)

        package var at: Instant {
            switch self {
            case .pulse(let pulse): pulse.progress.dueAt
            case .fire(_, let fire): fire.at
            }
        }
    }

    package struct More: Hashable, Sendable {
        package var schedule: String
        package var count: Int
    }

    /// - Parameter from: what is due before is left out; nil: nothing is, what is overdue included.
    package func callAsFunction(from: Instant?, to end: Instant, limit: Int) async throws(RequestError) -> Answer {
        let now = plane.clock.now()
        let pulses = try await asking { () async throws(StoreError) in
            try await plane.reading.pulses(PulseQuery(.upcoming, limit: limit + 1))
        }
        let schedules = try await asking { () async throws(StoreError) in
            try await plane.schedules.schedulesByNext(until: end, limit: Self.schedulesRead)
        }
        let begin = from ?? .distantPast
        var entries = pulses.filter { $0.progress.dueAt <= end && $0.progress.dueAt >= begin }.map(Entry.pulse)
        var more: [More] = []
        for schedule in schedules {
            guard let times = ScheduleTimes(schedule, zones: plane.zones) else { continue }
            let fires = fires(of: times, from: begin, until: end, now: now)
            entries += fires.map { .fire(schedule, $0) }
            let left = times.count(until: end) - fires.count - (from == nil ? 0 : times.count(until: begin - .milliseconds(1)))
            if fires.count == Self.firesOfOne, left > 0 { more.append(More(schedule: schedule.spec.name, count: left)) }
        }
        entries.sort { $0.at < $1.at }
        let isCut = entries.count > limit || pulses.count > limit || schedules.count == Self.schedulesRead
        return Answer(
            from: from ?? now, to: end, entries: Array(entries.prefix(limit)), more: more, isCut: isCut,
            standstill: try await plane.standstill(at: now))
    }

    /// Where the span begins later, the times before it are passed over without going through them.
    private func fires(of times: ScheduleTimes, from begin: Instant, until end: Instant, now: Instant) -> [Fire] {
        let first = times.coming(Self.firesOfOne, from: now, until: end)
        guard let next = first.last, next.at < begin, times.timetable.mode == .fixedRate else { return first.filter { $0.at >= begin } }
        var later = times.schedule
        guard let nominal = times.timetable.next(after: begin - .milliseconds(1)) else { return [] }
        later.state.pause = nil
        later.state.next = NextOccurrence(nominal: nominal, at: times.timetable.due(nominal, schedule: later.spec.name))
        return ScheduleTimes(later, zones: plane.zones)?.coming(Self.firesOfOne, from: now, until: end) ?? []
    }
}

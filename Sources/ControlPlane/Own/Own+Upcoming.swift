import Pulses
package import Recurrence

extension Own {
    /// What comes next of what a caller is shown, soonest first: pulses that wait and the times of schedules.
    ///
    /// - Parameters:
    ///   - end: what is due later is left out; nil: nothing is.
    ///   - tag: what has not got it is left out; nil: nothing is.
    /// - Returns: at most `limit`, and whether there is more.
    package func upcoming(
        until end: Instant? = nil, tag: String? = nil, limit: Int, for sight: Sight
    ) async throws(RequestError) -> (entries: [ReadUpcoming.Entry], isCut: Bool) {
        let now = plane.clock.now()
        let end = end ?? .distantFuture
        let pulses = try await soonest(limit + 1, tag, for: sight).filter { $0.progress.dueAt <= end }
        var entries = pulses.map(ReadUpcoming.Entry.pulse)
        for schedule in try await soonestSchedules(limit + 1, until: end, tag, for: sight) {
            let fires = ScheduleTimes(schedule, zones: plane.zones)?.coming(limit + 1, from: now, until: end) ?? []
            entries += fires.map { .fire(schedule, $0) }
        }
        entries.sort { $0.at < $1.at }
        return (Array(entries.prefix(limit)), entries.count > limit)
    }

    private func soonest(_ count: Int, _ tag: String?, for sight: Sight) async throws(RequestError) -> [Pulse] {
        try await growing(count) { (limit) async throws(StoreError) in
            try await plane.reading.pulses(PulseQuery(.upcoming, limit: limit))
        } where: {
            sight.shows($0.spec.owner) && (tag.map($0.spec.tags.contains) ?? true)
        }
    }

    private func soonestSchedules(
        _ count: Int, until end: Instant, _ tag: String?, for sight: Sight
    ) async throws(RequestError) -> [Schedule] {
        try await growing(count) { (limit) async throws(StoreError) in
            try await plane.schedules.schedulesByNext(until: end, limit: limit)
        } where: {
            sight.shows($0.spec.template.owner) && (tag.map($0.spec.template.tags.contains) ?? true)
        }
    }

    /// The first so many of a list that can only be read from its beginning: more of it is read while too few match.
    private func growing<Element: Sendable>(
        _ count: Int, _ read: (Int) async throws(StoreError) -> [Element], where matches: (Element) -> Bool
    ) async throws(RequestError) -> [Element] {
        var limit = max(count, Self.pageSize)
        while true {
            let (asked, all) = (limit, try await asking { () async throws(StoreError) in try await read(limit) })
            let found = all.filter(matches)
            if found.count >= count || all.count < asked || limit >= Self.lookLimit { return Array(found.prefix(count)) }
            limit = min(limit * 8, Self.lookLimit)
        }
    }
}

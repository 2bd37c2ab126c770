package import Pulses
import Recurrence

extension Own {
    /// - Throws: `notFound`, for what is another's too.
    package func schedule(_ name: String, for sight: Sight) async throws(RequestError) -> ShowSchedule.Answer {
        let found = try await asking { () async throws(StoreError) in try await plane.schedules.schedule(named: name) }
        guard let found, sight.shows(found.spec.template.owner) else { throw ControlPlane.noSchedule(name) }
        return try await plane.showSchedule(name)
    }

    /// A page of those that match, by name, after `name`.
    package func schedules(
        after name: String? = nil, limit: Int, for sight: Sight, where matches: (Schedule) -> Bool = { _ in true }
    ) async throws(RequestError) -> ListSchedules.Page {
        let now = plane.clock.now()
        var found: [Schedule] = []
        var next = name
        var (looked, isMore) = (0, true)
        while isMore, looked < Self.lookLimit {
            let start = next
            let page = try await asking { () async throws(StoreError) in
                try await plane.schedules.schedules(after: start, limit: Self.pageSize)
            }
            looked += page.count
            isMore = page.count == Self.pageSize
            next = page.last?.spec.name
            for schedule in page where sight.shows(schedule.spec.template.owner) && matches(schedule) {
                guard found.count < limit else { return views(found, nextAfter: found.last?.spec.name, at: now) }
                found.append(schedule)
            }
        }
        return views(found, nextAfter: isMore ? next : nil, at: now)
    }

    private func views(_ schedules: [Schedule], nextAfter: String?, at now: Instant) -> ListSchedules.Page {
        ListSchedules.Page(schedules: schedules.map { plane.view($0, fires: 1, at: now) }, nextAfter: nextAfter)
    }
}

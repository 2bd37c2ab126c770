import Pulses

/// A page of schedules, by name.
package struct ListSchedules: Sendable {
    let plane: ControlPlane

    package struct Page: Hashable, Sendable {
        package var schedules: [ScheduleView]
        /// Where the next page begins; nil on the last one.
        package var nextAfter: String?
    }

    package func callAsFunction(after name: String?, limit: Int) async throws(RequestError) -> Page {
        // One more than asked for tells whether there is another page.
        let found = try await asking { () async throws(StoreError) in
            try await plane.schedules.schedules(after: name, limit: limit + 1)
        }
        let now = plane.clock.now()
        let page = found.prefix(limit).map { plane.view($0, fires: 1, at: now) }
        return Page(schedules: page, nextAfter: found.count > limit ? page.last?.schedule.spec.name : nil)
    }
}

package import Pulses
import Recurrence

/// Has nothing start anywhere (`pause --all`), until a time or until somebody resumes. What runs may end.
package struct PauseEverything: Sendable {
    let plane: ControlPlane

    /// - Throws: `denied` for an agent; `invalid` for a time that cannot be read.
    package func callAsFunction(_ wish: PauseSchedule.Wish, by caller: Caller) async throws(RequestError) -> Standstill {
        let principal = try await plane.principal(caller)
        try principal.mayDo("pause everything")
        let now = plane.clock.now()
        let until = try plane.until(wish, at: now)
        // Paused again: it has been so since the first time.
        let since = try await plane.standstill(at: now)?.since ?? now
        let standstill = Standstill(by: principal.agent?.name ?? caller.creator, why: wish.why, since: since, until: until)
        try await asking { () async throws(StoreError) in try await plane.schedules.standStill(standstill, at: now) }
        plane.engine.wake(dueAt: now)
        return standstill
    }

    /// Lets everything go on; answers with the standstill that has ended.
    ///
    /// - Throws: `denied` for an agent; `conflict` where nothing is paused.
    package func end(by caller: Caller) async throws(RequestError) -> Standstill {
        let principal = try await plane.principal(caller)
        try principal.mayDo("resume everything")
        let now = plane.clock.now()
        guard let standstill = try await plane.standstill(at: now) else {
            throw .conflict("not everything is paused; a schedule that is paused by itself is resumed by its name")
        }
        try await asking { () async throws(StoreError) in try await plane.schedules.standStill(nil, at: now) }
        plane.engine.wake(dueAt: now)
        return standstill
    }
}

extension ControlPlane {
    /// The standstill that is in force; nil where everything may start.
    func standstill(at now: Instant) async throws(RequestError) -> Standstill? {
        let latest = try await asking { () async throws(StoreError) in try await schedules.standstill() }
        return latest.flatMap { $0.isInForce(at: now) ? $0 : nil }
    }
}

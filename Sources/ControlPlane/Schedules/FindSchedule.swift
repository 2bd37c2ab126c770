package import Pulses
import Recurrence
import StrictJSON

extension ControlPlane {
    /// - Throws: `notFound`.
    func find(_ name: String) async throws(RequestError) -> Schedule {
        let found = try await asking { () async throws(StoreError) in try await schedules.schedule(named: name) }
        guard let found else { throw Self.noSchedule(name) }
        return found
    }

    /// Nil where there is none of that name.
    package func scheduleID(of name: String) async throws(RequestError) -> ScheduleID? {
        try await asking { () async throws(StoreError) in try await schedules.schedule(named: name) }?.id
    }

    static func noSchedule(_ name: String) -> RequestError {
        .notFound("there is no schedule \(JSON.string(String(name.prefix(64))).serialized())")
    }

    /// What is declared in a file is changed there.
    static func refuseDeclared(_ schedule: Schedule, to what: String) throws(RequestError) {
        guard let file = schedule.spec.origin.file else { return }
        throw .conflict("the schedule \(schedule.spec.name) is declared in \(file); \(what) it there, and restart the daemon")
    }

    /// The names of schedules, those that were removed left out.
    package func names(of ids: some Sequence<ScheduleID>) async throws(RequestError) -> [ScheduleID: String] {
        var names: [ScheduleID: String] = [:]
        for id in Set(ids) {
            names[id] = try await asking { () async throws(StoreError) in try await schedules.schedule(id) }?.spec.name
        }
        return names
    }

    /// The names of the schedules that pulses come from.
    package func scheduleNames(of pulses: some Sequence<Pulse>) async throws(RequestError) -> [ScheduleID: String] {
        try await names(of: pulses.compactMap(\.spec.schedule))
    }
}

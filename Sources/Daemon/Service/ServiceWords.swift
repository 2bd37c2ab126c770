import Pulses

/// What a service manager shows of this daemon: one line.
enum ServiceWords {
    static let stopping = "stopping"

    /// `next mail at 2026-11-22T09:00:00.000Z; 12 active schedules`: the pulse or schedule whose time comes first.
    ///
    /// What the store does not tell is left out.
    static func now(of store: any PulseReading & ScheduleKeeping) async -> String {
        let pulse = (try? await store.pulses(PulseQuery(.upcoming, limit: 1)))?.first
        let schedule = (try? await store.schedulesByNext(until: nil, limit: 1))?.first
        let counts = (try? await store.scheduleCounts()) ?? ScheduleCounts()
        return line(pulse, schedule, active: counts.total - counts.paused - counts.over)
    }

    /// A schedule goes before a pulse of the same time.
    static func line(_ pulse: Pulse?, _ schedule: Schedule?, active: Int) -> String {
        let fires = [
            schedule.flatMap { schedule in schedule.state.next.map { (at: $0.at, what: "\(schedule.spec.name)") } },
            pulse.map { (at: $0.progress.dueAt, what: "pulse \($0.id)") },
        ].compactMap { $0 }
        let next = fires.min { $0.at < $1.at }.map { "next \($0.what) at \($0.at)" } ?? "nothing is planned"
        return "\(next); \(active) active schedule\(active == 1 ? "" : "s")"
    }
}

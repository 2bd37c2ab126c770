import Foundation
import Pulses
import Recurrence
import SQLiteStore

/// Schedules for the rows that need many.
struct ScheduleSet: Sendable {
    var count: Int
    var prefix = "schedule"
    /// By number, from 0: the rule and what it counts from.
    var timing: @Sendable (Int) -> ScheduleTiming
    var priority: @Sendable (Int) -> Priority = { _ in .normal }

    func spec(_ number: Int, at now: Instant) -> ScheduleSpec {
        let template = PulseSpec(
            action: .prompt(Prompt(text: "Check the inbox and answer what is urgent", runner: "echo")), scheduledAt: now,
            priority: priority(number), createdBy: "person", door: .schedule, createdAt: now)
        return ScheduleSpec(name: "\(prefix)-\(number)", timing: timing(number), template: template)
    }

    /// Makes them as 256 callers at once would.
    func make(in store: SQLiteStore, at now: Instant) async throws {
        let callers = 256
        try await withThrowingTaskGroup(of: Void.self) { group in
            for caller in 0..<callers {
                group.addTask {
                    for number in stride(from: caller, to: count, by: callers) { _ = try await store.make(spec(number, at: now), at: now) }
                }
            }
            try await group.waitForAll()
        }
    }

    /// Each fires once in so many seconds, a like number in each second: on the second itself, or spread over it by jitter.
    static func steady(_ count: Int, period: Int64, jitter: Duration = .zero, from start: Instant) -> ScheduleSet {
        ScheduleSet(count: count) { number in
            let offset = Int64(number) % period - period
            return ScheduleTiming(
                rule: "every \(period)s", zone: "Europe/Berlin", jitter: jitter, anchor: start + .seconds(offset))
        }
    }

    /// All of them are due in a year.
    static func asleep(_ count: Int, from start: Instant) -> ScheduleSet {
        ScheduleSet(count: count, prefix: "asleep") { _ in ScheduleTiming(rule: "0 0 1 1 *", zone: "Europe/Berlin", anchor: start) }
    }
}

func now() -> Instant { Instant(milliseconds: Int64(Date().timeIntervalSince1970 * 1000)) }

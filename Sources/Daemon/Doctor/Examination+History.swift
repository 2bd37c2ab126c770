import Pulses
import Recurrence
import SQLiteStore

/// What went wrong lately.
extension Examination {
    private static let window: Duration = .seconds(86_400)
    /// How many of the latest events are looked at.
    private static let lookBack = 200_000

    func history() async -> [Finding] {
        guard case .success(let store) = store else { return [] }
        do throws(StoreError) {
            let events = try await store.latestEvents(
                of: [.scheduleMissed, .pulseMissed, .clockStepped], since: now - Self.window, lookingBack: Self.lookBack)
            return try await missed(events, store) + steps(events) + crash(try await store.lastCrash())
        } catch {
            return [Finding(.history, "events", .warning, "what happened lately could not be read: \(error)")]
        }
    }

    private func missed(_ events: [EventRecord], _ store: SQLiteStore) async throws(StoreError) -> [Finding] {
        let pulses = events.filter { $0.kind == .pulseMissed }
        var findings: [Finding] = []
        let bySchedule = Dictionary(grouping: events.filter { $0.kind == .scheduleMissed }) { $0.schedule }
        for (schedule, missed) in bySchedule.sorted(by: { $0.value.count > $1.value.count }).prefix(10) {
            guard let schedule, let latest = missed.first else { continue }
            let name = try await store.schedule(schedule)?.spec.name ?? "\(schedule)"
            findings.append(
                Finding(
                    .history, "missed", .warning,
                    "the schedule \(name) missed times in the last 24 h, at \(latest.at) last\(latest.detail.map { " (\($0))" } ?? "")",
                    remedy: "upbeat show \(name); `misfire: run_once` or `run_all` in it makes up for what was missed"))
        }
        if let latest = pulses.first {
            findings.append(
                Finding(
                    .history, "missed", .warning,
                    "\(pulses.count) pulse\(pulses.count == 1 ? "" : "s") expired in the last 24 h before they could run",
                    remedy: "upbeat show \(latest.pulse.map { "\($0)" } ?? ""); upbeat ls --status missed"))
        }
        return findings.isEmpty ? [Finding(.history, "missed", .ok, "nothing was missed in the last 24 h")] : findings
    }

    private func steps(_ events: [EventRecord]) -> [Finding] {
        let steps = events.filter { $0.kind == .clockStepped }
        guard let latest = steps.first else { return [Finding(.history, "clock", .ok, "the clock was not set in the last 24 h")] }
        return [
            Finding(
                .history, "clock", .note,
                "the clock was set \(steps.count == 1 ? "once" : "\(steps.count) times") in the last 24 h, at \(latest.at) last"
                    + (latest.detail.map { " (\($0))" } ?? ""))
        ]
    }

    private func crash(_ crash: Crash?) -> [Finding] {
        guard let crash else { return [Finding(.history, "crash", .ok, "no daemon has crashed")] }
        let isRecent = crash.noticedAt >= now - Self.window
        let ran = crash.runningCount == 0 ? "nothing" : "pulses " + crash.running.prefix(5).map { "\($0)" }.joined(separator: ", ")
        return [
            Finding(
                .history, "crash", isRecent ? .warning : .note,
                "the daemon (process \(crash.pid), version \(crash.version)) ended at \(crash.lastSeenAt): \(crash.cause); it was running \(ran)",
                remedy: "its log: tail -n 200 \(ShellText.word(settings.log.file))")
        ]
    }
}

import Logging
import Performers
import Pulses
import Recurrence

/// Tells people of each webhook that a schedule fired: what came of it, and when the next one is.
struct FiredLog: Sendable {
    let log: Logger
    /// Nil where it is gone.
    let schedule: @Sendable (ScheduleID) async -> Schedule?

    func tell(_ call: WebhookCall) async {
        guard let id = call.schedule, let schedule = await schedule(id) else { return }
        for line in Self.lines(call, schedule) { log.info("\(line)") }
    }

    /// ``entry 0 `0 9 * * *` fired webhook https://example.com/hook → status=200 (11 bytes)``, and when it fires next. A schedule that
    /// stands by itself is entry 0.
    static func lines(_ call: WebhookCall, _ schedule: Schedule) -> [String] {
        let entry = "entry 0 `\(schedule.spec.timing.rule)`"
        let fired = "\(entry) fired webhook \(call.url) → \(words(call.result))"
        // Who answers that it wants no more of it has paused it.
        if case .answered(410, _) = call.result { return [fired] }
        guard let next = schedule.state.next else { return [fired] }
        return [fired, "\(entry) next fire \(time(next.at))"]
    }

    private static func words(_ result: WebhookCall.Result) -> String {
        switch result {
        case .answered(let status, let bytes): ((200..<300).contains(status) ? "" : "failed: ") + "status=\(status) (\(bytes) bytes)"
        case .failed(let why): "failed: \(why)"
        }
    }

    /// `2026-05-03 09:23:35 UTC`
    private static func time(_ instant: Instant) -> String {
        Instant(seconds: instant.seconds).description.replacing("T", with: " ").replacing("Z", with: " UTC")
    }
}

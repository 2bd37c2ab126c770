package import Pulses
import Recurrence

extension InMemoryStore {
    package func report(_ order: ReportOrder) async throws(StoreError) -> Reported { try access { $0.report(order) } }
}

extension InMemoryState {
    fileprivate mutating func report(_ order: ReportOrder) -> Reported {
        let key = order.key
        guard let pulse = pulses[key.pulse], key.attempt >= 1, key.attempt <= pulse.progress.attempt else { return .unknown }
        guard key.attempt == pulse.progress.attempt else { return .stale(latest: pulse.progress.attempt) }
        let made = order.next.map { wish in overLimit([wish])?.first ?? make(wish) }
        if let made, made.pulse == nil { return .refused(made) }
        let report = RunReport(
            outcome: order.outcome, message: order.message, nextCheck: made?.pulse?.id ?? reports[key]?.nextCheck, at: order.at,
            isLate: running[key.pulse] == nil)
        reports[key] = report
        record(.pulseReported, at: order.at, pulse, attempt: key.attempt, detail: order.outcome.name)
        return .kept(report, next: made)
    }
}

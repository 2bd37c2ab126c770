import Pulses
import Recurrence
import TestSupport
import Testing

@testable import Daemon

@Suite("what a service manager shows of the daemon")
struct ServiceWordsTests {
    private func schedule(at: Instant?) -> Schedule {
        let spec = ScheduleSpec(
            name: "mail", timing: ScheduleTiming(rule: "every 1h", zone: "UTC", anchor: StoreContract.start), template: StoreContract.spec()
        )
        return Schedule(
            id: ScheduleID(3), spec: spec,
            state: ScheduleState(
                createdAt: StoreContract.start, cursor: StoreContract.start, next: at.map { NextOccurrence(nominal: $0, at: $0) }))
    }

    private func pulse(due: Instant) -> Pulse {
        Pulse(id: PulseID(7), spec: StoreContract.spec(), progress: PulseProgress(status: .pending, dueAt: due))
    }

    @Test func `it names what comes first, pulse or schedule`() throws {
        let early = try #require(Instant(rfc3339: "2026-05-03T09:00:00Z"))
        let late = try #require(Instant(rfc3339: "2026-05-03T10:00:00Z"))
        #expect(ServiceWords.line(pulse(due: early), schedule(at: late), active: 1) == "next pulse 7 at \(early); 1 active schedule")
        #expect(ServiceWords.line(pulse(due: late), schedule(at: early), active: 2) == "next mail at \(early); 2 active schedules")
        #expect(ServiceWords.line(pulse(due: early), nil, active: 0) == "next pulse 7 at \(early); 0 active schedules")
        #expect(ServiceWords.line(nil, schedule(at: late), active: 1) == "next mail at \(late); 1 active schedule")
        #expect(ServiceWords.line(nil, schedule(at: nil), active: 0) == "nothing is planned; 0 active schedules")
    }
}

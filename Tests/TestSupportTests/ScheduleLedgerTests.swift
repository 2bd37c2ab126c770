import Pulses
import Recurrence
import TestSupport
import Testing

/// What the checker says of schedules, and of a wall clock that is set.
struct ScheduleLedgerTests {
    private let checker = LedgerChecker(policy: LedgerPolicy(slots: 4))
    private static let start = Instant(milliseconds: 1_800_000_000_000)

    /// Boot time and wall time begin together here.
    private static func at(_ seconds: Double) -> BootTime { BootTime(nanoseconds: Int64(seconds * 1_000_000_000)) }
    private static func wall(_ seconds: Double) -> Instant { start + .milliseconds(Int64(seconds * 1000)) }

    /// Seconds 1, 2 and 5 fire, 3 and 4 are missed, 6 is skipped; at 7 it is paused.
    private static var correct: Ledgers {
        let boot = BootID("b")
        var ledgers = Ledgers(
            client: [], children: [], lives: [DaemonLife(boot: boot, startedAt: at(0), readyAt: at(0), end: nil)],
            dump: FinalDump(readAt: at(60), pulses: []))
        var rows: [Occurrence] = []
        for (number, second) in [1.0, 2, 5].enumerated() {
            let id = PulseID(Int64(number + 1))
            let run = RunKey(pulse: id, attempt: 1)
            func note(_ event: ChildEntry.Event, _ seconds: Double) {
                ledgers.children.append(
                    ChildEntry(at: at(seconds), key: "tick#\(id)", run: run, boot: boot, pid: Int32(number + 100), event: event))
            }
            note(.start, second + 0.1)
            note(.end(exit: 0), second + 0.5)
            ledgers.dump.pulses.append(
                DumpedPulse(
                    id: id, key: "tick#\(id)", occurrence: DumpedOccurrence(schedule: "tick", nominal: wall(second), nominalAt: at(second)),
                    status: .completed, due: at(second), attempts: [DumpedAttempt(number: 1, outcome: .succeeded, due: at(second))]))
            rows.append(row(second, second, 1, .fired(id)))
        }
        rows.insert(row(3, 4, 2, .missed(.coalesced)), at: 2)
        rows.append(row(6, 6, 1, .skipped(.overlap)))
        ledgers.dump.schedules = [
            DumpedSchedule(
                name: "tick", times: NominalTimes(first: wall(1), every: 1000), mayOverlap: false, madeAt: wall(0.4), cursor: wall(6),
                heldAt: wall(7), occurrences: rows)
        ]
        return ledgers
    }

    private static func row(_ first: Double, _ last: Double, _ count: Int, _ fate: Occurrence.Fate) -> Occurrence {
        Occurrence(schedule: ScheduleID(1), first: wall(first), last: wall(last), count: count, fate: fate, at: wall(last + 0.05))
    }

    @Test func `a correct record of a schedule raises no alarm`() {
        #expect(checker.violations(in: Self.correct) == [])
    }

    struct Fault: Sendable, CustomStringConvertible {
        var description: String
        var kind: Violation.Kind
        var plant: @Sendable (inout Ledgers) -> Void
    }

    private static let faults = [
        Fault(description: "a row is gone", kind: .lost) { $0.dump.schedules[0].occurrences.remove(at: 1) },
        Fault(description: "a row tells of one less", kind: .lost) { $0.dump.schedules[0].occurrences[2].last = wall(3) },
        Fault(description: "a time is told of twice", kind: .double) {
            $0.dump.schedules[0].occurrences.append(row(5, 5, 1, .missed(.late)))
        },
        Fault(description: "a time that is none", kind: .phantom) { $0.dump.schedules[0].occurrences[4].first = wall(6.5) },
        Fault(description: "a pulse is gone", kind: .lost) { $0.dump.pulses.remove(at: 1) },
        Fault(description: "a pulse never started", kind: .lost) { $0.children.removeAll { $0.run.pulse == PulseID(2) } },
        Fault(description: "a second pulse for one time", kind: .double) { ledgers in
            var twin = ledgers.dump.pulses[0]
            (twin.id, twin.key) = (PulseID(9), "tick#9")
            ledgers.dump.pulses.append(twin)
        },
        Fault(description: "judged too soon", kind: .early) { $0.dump.schedules[0].occurrences[3].at = wall(4.9) },
        Fault(description: "started too soon", kind: .early) { $0.children[4].at = at(4.9) },
        Fault(description: "due before its nominal time", kind: .early) { ledgers in
            ledgers.children[4].at = at(4.9)
            ledgers.dump.pulses[2].due = at(4.8)
            ledgers.dump.pulses[2].attempts[0].due = at(4.8)
        },
        Fault(description: "it came to a stand", kind: .lost) { $0.dump.schedules[0].heldAt = wall(11) },
        Fault(description: "two runs at once", kind: .overlap) { $0.children[1].at = at(2.3) },
        Fault(description: "two trees at once", kind: .overlap) { $0.children[2].event = .crowd },
    ]

    @Test(arguments: faults) func `a fault in a schedule's record is found`(fault: Fault) {
        var ledgers = Self.correct
        fault.plant(&ledgers)
        #expect(checker.violations(in: ledgers).contains { $0.kind == fault.kind })
    }

    @Test func `a start is early or not by the clock that was set`() {
        var ledgers = Self.correct
        // Until 2.05 s the clock was 3 s behind how it stood later.
        ledgers.clock.note(WallSteps.Step(at: Self.at(2.05), ahead: .seconds(3)))
        ledgers.children[4].at = Self.at(2.1)
        ledgers.children[5].at = Self.at(2.5)
        ledgers.shift(by: .seconds(3))
        func early() -> [PulseID?] { checker.violations(in: ledgers).filter { $0.kind == .early }.map(\.pulse) }
        #expect(early() == [])
        // By its own clock that was at 4.9 s, and it was due at 5.
        ledgers.clock = WallSteps()
        ledgers.clock.note(WallSteps.Step(at: Self.at(2.05), ahead: .seconds(2.8)))
        ledgers.shift(by: .seconds(-0.2))
        #expect(early() == [PulseID(3)])
    }

    @Test func `what was asked for in a minute may come at once when the clock is set on`() {
        var ledgers = Self.correct
        let key = "w1"
        ledgers.client = [
            ClientEntry(at: Self.at(10), key: key, event: .invoke(notBefore: Self.at(70))),
            ClientEntry(at: Self.at(11), key: key, event: .ok(PulseID(7), due: Self.at(70))),
        ]
        let run = RunKey(pulse: PulseID(7), attempt: 1)
        for (event, second) in [(ChildEntry.Event.start, 20.0), (.end(exit: 0), 21)] {
            ledgers.children.append(ChildEntry(at: Self.at(second), key: key, run: run, boot: BootID("b"), pid: 7, event: event))
        }
        ledgers.dump.pulses.append(
            DumpedPulse(
                id: PulseID(7), key: key, status: .completed, due: Self.at(10.5),
                attempts: [DumpedAttempt(number: 1, outcome: .succeeded, due: Self.at(10.5))]))
        #expect(checker.violations(in: ledgers).map(\.kind) == [.early])
        ledgers.clock.note(WallSteps.Step(at: Self.at(19), ahead: .seconds(59.5)))
        let asked = ledgers.dump.pulses.removeLast()
        ledgers.shift(by: .seconds(59.5))
        ledgers.dump.pulses.append(asked)
        #expect(checker.violations(in: ledgers) == [])
    }

    static let kinds = Set(faults.map(\.kind))
}

extension Ledgers {
    /// Wall times on record, given by a clock that is so much further ahead at the end.
    fileprivate mutating func shift(by ahead: Duration) {
        dump.pulses = dump.pulses.map { pulse in
            var shifted = pulse
            shifted.due = pulse.due - ahead
            shifted.attempts[0].due = pulse.attempts[0].due - ahead
            if let occurrence = pulse.occurrence { shifted.occurrence?.nominalAt = occurrence.nominalAt - ahead }
            return shifted
        }
    }
}

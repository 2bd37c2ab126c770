import Pulses
import TestSupport
import Testing

struct LedgerCheckerTests {
    private static let histories = LedgerSimulation.histories
    private let checker = LedgerChecker(policy: LedgerSimulation.policy)

    @Test(arguments: 0..<40) func `a correct history with crashes, retries and lost answers raises no alarm`(number: Int) {
        let violations = checker.violations(in: Self.histories[number])
        #expect(violations.isEmpty, "\(violations.map(\.description).joined(separator: "\n"))")
    }

    @Test func `the correct histories hold what they are to prove the checker on`() {
        for history in Self.histories {
            #expect(history.lives.count > 5)
            #expect(history.dump.pulses.count > 100)
            #expect(history.client.contains { $0.event == .info("no answer") })
            #expect(history.dump.pulses.contains { $0.attempts.contains { $0.outcome == .lost } })
            #expect(history.children.contains { $0.event == .end(exit: 1) })
        }
        let pulses = Self.histories.flatMap(\.dump.pulses)
        #expect(pulses.contains { $0.reason == "failed" })
        #expect(pulses.contains { $0.attempts.contains { $0.outcome == .cancelled } })
        #expect(Self.histories.flatMap(\.lives).contains { $0.end?.how == .killed })
        #expect(Self.histories.flatMap(\.lives).contains { $0.end?.how == .terminated })
    }

    @Test(arguments: LedgerFault.all) func `a planted fault is found in every history`(fault: LedgerFault) {
        var caught = 0
        for (number, history) in Self.histories.enumerated() {
            var random = SeededGenerator(seed: UInt64(number))
            var ledgers = history
            guard let key = fault.plant(&ledgers, &random) else {
                Issue.record("history \(number) has no place for this fault")
                continue
            }
            let violations = checker.violations(in: ledgers)
            if violations.contains(where: { $0.kind == fault.kind && ($0.key == key || key.hasPrefix("invented")) }) {
                caught += 1
            } else {
                Issue.record("history \(number), \(key): found only \(violations)")
            }
        }
        #expect(caught == Self.histories.count)
    }

    @Test func `every kind of violation is planted at least once`() {
        #expect(
            Set(LedgerFault.all.map(\.kind)).union(ScheduleLedgerTests.kinds).union(WorkLedgerTests.kinds) == Set(Violation.Kind.allCases))
    }

    @Test func `the verdict on a history is always the same`() {
        var ledgers = Self.histories[3]
        ledgers.dump.pulses.removeAll { $0.id.value.isMultiple(of: 5) }
        let verdicts = (0..<3).map { _ in checker.violations(in: ledgers) }
        #expect(verdicts[0] == verdicts[1] && verdicts[1] == verdicts[2])
        #expect(verdicts[0].count > 10)
    }
}

import Pulses
import TestSupport
import Testing

/// What the checker says of retries, cancels, pools and pipelines.
struct WorkLedgerTests {
    private static let policy = LedgerPolicy(
        slots: 4,
        pools: [
            "one": PoolLimits(capacity: 1), "three": PoolLimits(capacity: 3),
            "slow": PoolLimits(rate: PoolLimits.Rate(count: 3, window: .seconds(1))),
        ])
    private let checker = LedgerChecker(policy: policy)

    private static func at(_ seconds: Double) -> BootTime { BootTime(nanoseconds: Int64((seconds * 1000).rounded()) * 1_000_000) }

    /// A history that kept every promise: one daemon, and a little of everything.
    private static var correct: Ledgers {
        var ledgers = Ledgers(
            client: [], children: [], lives: [DaemonLife(boot: BootID("b"), startedAt: at(0), readyAt: at(0.5), end: nil)],
            dump: FinalDump(readAt: at(60), pulses: []))
        let retry = RetryTerms(attempts: 3, waits: [.milliseconds(300), .milliseconds(500)], fatalExits: [7])
        ledgers.add("mends", Terms(retry: retry), [(1, 1.1, 1), (1.5, 1.6, 1), (2.2, 2.3, 0)])
        ledgers.add("spent", Terms(retry: retry), [(1, 1.1, 1), (1.5, 1.6, 1), (2.2, 2.3, 1)], .failed)
        ledgers.add("fatal", Terms(retry: retry), [(1, 1.1, 1), (1.5, 1.6, 7)], .failed)

        ledgers.add("waiting", Terms(), [], .cancelled)
        ledgers.cancel("waiting", 1.2, .ended(.cancelled))
        ledgers.add("running", Terms(), [(1, nil, nil)], .cancelled)
        ledgers.cancel("running", 1.2, .ending)
        ledgers.add("quick", Terms(), [(1, 1.1, 0)])
        ledgers.cancel("quick", 1.2, .tooLate)

        for (number, begin) in [1.0, 1.2, 1.4].enumerated() {
            ledgers.add("one\(number)", Terms(pools: ["one"]), [(begin, begin + 0.19, 0)])
        }
        for number in 0..<3 { ledgers.add("three\(number)", Terms(pools: ["three"]), [(1 + Double(number) / 100, 1.3, 0)]) }
        for (number, begin) in [1.0, 1.1, 1.2, 2.0, 2.1].enumerated() {
            ledgers.add("slow\(number)", Terms(pools: ["slow"]), [(begin, begin + 0.05, 0)])
        }

        ledgers.add("p.a", step([]), [(1, 1.5, 0)])
        ledgers.add("p.b", step(["p.a"]), [(1.6, 1.8, 0)])
        ledgers.add("p.c", step(["p.a"]), [(1.6, 1.9, 0)])
        ledgers.add("p.d", step(["p.b", "p.c"]), [(2, 2.1, 0)])
        ledgers.add("q.a", step([], of: "q"), [(1, 1.1, 1), (1.3, 1.4, 1), (1.6, 1.7, 1)], .failed)
        ledgers.add("q.b", step(["q.a"], of: "q"), [], .cancelled, Dependency.reason)
        ledgers.add("q.c", step(["q.b"], of: "q"), [], .cancelled, Dependency.reason)
        ledgers.add("q.d", step(["q.a"], of: "q", needsSuccess: false), [(1.8, 1.9, 0)])
        return ledgers
    }

    private static func step(_ after: [String], of pipeline: String = "p", needsSuccess: Bool = true) -> Terms {
        Terms(step: StepTerms(pipeline: pipeline, after: after.map { StepTerms.After(key: $0, needsSuccess: needsSuccess) }))
    }

    @Test func `a correct history of retries, cancels, pools and pipelines raises no alarm`() {
        #expect(checker.violations(in: Self.correct) == [])
    }

    struct Fault: Sendable, CustomStringConvertible {
        var description: String
        var kind: Violation.Kind
        /// Of which pulse or pipeline it must be said.
        var key: String
        var plant: @Sendable (inout Ledgers) -> Void
    }

    private static let faults = retries + cancels + pools + pipelines

    private static let retries = [
        Fault(description: "one attempt more than the policy allows", kind: .retry, key: "spent") { $0.add("spent", [(3, 3.1, 1)]) },
        Fault(description: "again after the last one, and lost", kind: .retry, key: "spent") { ledgers in
            ledgers.add("spent", [(3, nil, nil)])
            ledgers.change("spent") { $0.attempts[3].outcome = .lost }
        },
        Fault(description: "again after a fatal end", kind: .retry, key: "fatal") { ledgers in
            ledgers.add("fatal", [(2.2, 2.3, 0)])
            ledgers.change("fatal") { $0.status = .completed }
        },
        Fault(description: "open after its attempts were used up", kind: .retry, key: "spent") {
            $0.change("spent") { $0.status = .pending }
        },
        Fault(description: "failed with attempts left", kind: .lost, key: "fatal") { $0.terms["fatal"]?.retry?.fatalExits = [] },
        Fault(description: "tried again too soon", kind: .early, key: "mends") { ledgers in
            ledgers.move("mends", attempt: 2, to: 1.3, 1.31)
            ledgers.change("mends") { $0.attempts[1].due = at(1.2) }
        },
        Fault(description: "the second wait no longer than the first", kind: .early, key: "mends") { ledgers in
            ledgers.move("mends", attempt: 3, to: 1.95, 1.96)
            ledgers.change("mends") { $0.attempts[2].due = at(1.9) }
        },
    ]

    private static let cancels = [
        Fault(description: "called off, and started", kind: .cancel, key: "waiting") { $0.add("waiting", [(1.3, 1.4, 0)]) },
        Fault(description: "called off, and completed", kind: .cancel, key: "waiting") { ledgers in
            ledgers.change("waiting") { $0.status = .completed }
        },
        Fault(description: "said to have ended, and alive", kind: .cancel, key: "quick") { $0.move("quick", attempt: 1, to: 1, 1.3) },
        Fault(description: "being ended, and tried again", kind: .cancel, key: "running") { $0.add("running", [(1.5, 1.6, 0)]) },
        Fault(description: "being ended, and completed later", kind: .cancel, key: "running") { ledgers in
            ledgers.move("running", attempt: 1, to: 1, 1.7)
            ledgers.change("running") { ($0.status, $0.attempts[0].outcome) = (.completed, .succeeded) }
        },
        Fault(description: "being ended, and open for ever", kind: .cancel, key: "running") { ledgers in
            ledgers.change("running") { ($0.status, $0.attempts[0].outcome) = (.pending, .lost) }
        },
        Fault(description: "acknowledged, and unknown to the one who cancels", kind: .cancel, key: "quick") { ledgers in
            ledgers.cancel("quick", 1.4, .unknown)
        },
        Fault(description: "cancelled though nobody asked", kind: .lost, key: "waiting") { $0.cancels.removeAll { $0.key == "waiting" } },
        Fault(description: "cancelled though the request was refused", kind: .lost, key: "waiting") { $0.cancels[0].answer = .refused },
    ]

    private static let pools = [
        Fault(description: "two at once in a pool of one", kind: .crowded, key: "one1") { $0.move("one1", attempt: 1, to: 1.1, 1.25) },
        Fault(description: "four at once in a pool of three", kind: .crowded, key: "four") { ledgers in
            ledgers.add("four", Terms(pools: ["three"]), [(1.2, 1.3, 0)])
        },
        Fault(description: "a refused place", kind: .crowded, key: "three0") { ledgers in
            guard var entry = ledgers.children.first(where: { $0.key == "three0" }) else { return }
            entry.event = .full
            ledgers.children.append(entry)
        },
        Fault(description: "one start too many in a second", kind: .rushed, key: "slow3") { $0.move("slow3", attempt: 1, to: 1.9, 2) },
        Fault(description: "a start too many after the clock was set", kind: .rushed, key: "slow3") { ledgers in
            // Long enough before.
            ledgers.clock.note(WallSteps.Step(at: at(-3), ahead: .zero))
            ledgers.move("slow3", attempt: 1, to: 1.9, 2)
        },
        Fault(description: "held up by a pool that it does not need", kind: .heldUp, key: "quick") { ledgers in
            ledgers.move("quick", attempt: 1, to: 8.2, 8.3)
            ledgers.cancels.removeAll { $0.key == "quick" }
        },
    ]

    private static let pipelines = [
        Fault(description: "a step that did not wait", kind: .disorder, key: "p.b") { $0.move("p.b", attempt: 1, to: 1.4, 1.45) },
        Fault(description: "a step that waited for one of two", kind: .disorder, key: "p.d") { $0.move("p.d", attempt: 1, to: 1.85, 1.95) },
        Fault(description: "a step that runs while what it waits for is tried again", kind: .disorder, key: "q.d") { ledgers in
            ledgers.move("q.d", attempt: 1, to: 1.45, 1.5)
        },
        Fault(description: "released by a failure", kind: .disorder, key: "q.b") { ledgers in
            ledgers.add("q.b", [(1.8, 1.9, 0)])
            ledgers.change("q.b") { ($0.status, $0.reason) = (.completed, nil) }
        },
        Fault(description: "tried, and then called off", kind: .disorder, key: "q.b") { $0.add("q.b", [(1.8, nil, nil)]) },
        Fault(description: "blocked for ever on a step that failed", kind: .disorder, key: "q.c") { ledgers in
            ledgers.change("q.c") { ($0.status, $0.reason) = (.blocked, Dependency.reason) }
        },
        Fault(description: "blocked for ever on a step that completed", kind: .lost, key: "p.d") { ledgers in
            ledgers.children.removeAll { $0.key == "p.d" }
            ledgers.change("p.d") { ($0.status, $0.reason, $0.attempts) = (.blocked, Dependency.reason, []) }
        },
        Fault(description: "called off though what it needs completed", kind: .lost, key: "p.d") { ledgers in
            ledgers.children.removeAll { $0.key == "p.d" }
            ledgers.change("p.d") { ($0.status, $0.reason, $0.attempts) = (.cancelled, Dependency.reason, []) }
        },
        Fault(description: "a pipeline without one of its steps", kind: .torn, key: "p") { ledgers in
            ledgers.dump.pulses.removeAll { $0.key == "p.c" }
        },
    ]

    @Test(arguments: faults) func `a fault in retries, cancels, pools or pipelines is found`(fault: Fault) {
        var ledgers = Self.correct
        fault.plant(&ledgers)
        let violations = checker.violations(in: ledgers)
        #expect(violations.contains { $0.kind == fault.kind && $0.key == fault.key }, "\(violations)")
    }

    @Test func `what began on both sides of a setting of the clock is not counted together`() {
        var ledgers = Self.correct
        ledgers.move("slow3", attempt: 1, to: 1.9, 2)
        ledgers.clock.note(WallSteps.Step(at: Self.at(1.5), ahead: .zero))
        #expect(checker.violations(in: ledgers) == [])
    }

    @Test func `a start by a clock that was set back just before is not early`() {
        var ledgers = Self.correct
        ledgers.add("late", Terms(), [(1.2, 1.3, 0)])
        for index in ledgers.client.indices where ledgers.client[index].key == "late" {
            if case .invoke = ledgers.client[index].event { ledgers.client[index].event = .invoke(notBefore: Self.at(2)) }
        }
        func early() -> [String?] { checker.violations(in: ledgers).filter { $0.kind == .early }.map(\.key) }
        #expect(early() == ["late"])
        ledgers.clock.note(WallSteps.Step(at: Self.at(-9), ahead: .seconds(60)))
        ledgers.clock.note(WallSteps.Step(at: Self.at(1.19), ahead: .zero))
        #expect(early() == [])
    }

    @Test func `nobody is held up while all slots are taken`() {
        var ledgers = Self.correct
        ledgers.move("quick", attempt: 1, to: 8.2, 8.3)
        ledgers.cancels.removeAll { $0.key == "quick" }
        for number in 0..<4 { ledgers.add("long\(number)", Terms(), [(1, 7.1, 0)]) }
        #expect(checker.violations(in: ledgers) == [])
    }

    static let kinds = Set(faults.map(\.kind))
}

import Pulses
import Recurrence

/// What runs say of themselves.
extension StoreContract {
    private static func order(
        _ key: RunKey, _ outcome: RunReport.Outcome = .failed, _ message: String? = "it is red", at delay: Duration = .milliseconds(500),
        next: PulseOrder? = nil
    ) -> ReportOrder {
        ReportOrder(key: key, outcome: outcome, message: message, at: start + delay, next: next)
    }

    /// An end that went well, as an engine judges it.
    private static func judged(_ claim: Claim) -> EndedRun {
        let end = AttemptEnd(outcome: .succeeded, exitCode: 0, endedAt: claim.startedAt + .seconds(1))
        return EndedRun(end, of: claim, now: end.endedAt, luck: 0.5)
    }

    private static func reports(_ store: Store, _ id: PulseID) async throws -> [RunReport?] {
        try await store.attempts(of: id).map(\.report)
    }

    static let reporting: [Case] = [
        Case(name: "a report is kept with its attempt, while it runs and once it has ended, and told as an event") { store in
            let claim = try await running(store)
            let report = RunReport(outcome: .done, message: "all is well \u{1F389}", at: start + .milliseconds(500))
            let answer = try await store.report(order(claim.key, .done, report.message))
            try expectEqual(answer, .kept(report, next: nil), "the answer")
            try expectEqual(try await reports(store, claim.key.pulse), [report], "while it runs")
            let event = try await store.events(after: 0, limit: 9).last
            try expectEqual(event?.kind, .pulseReported, "the event")
            try expectEqual(event?.attempt, 1, "the attempt of the event")
            try expectEqual(event?.detail, "done", "its detail")
            try expectEqual(try await Self.claim(store, limit: 0, ends: [judged(claim)]).applied, [claim.key: .completed], "the end")
            try expectEqual(try await reports(store, claim.key.pulse), [report], "afterwards")
        },
        Case(name: "a later report takes the place of the earlier; the pulse that looks again stays named") { store in
            let claim = try await running(store)
            let wish = PulseOrder(spec: spec(in: .seconds(60), key: "check"), onKey: .replace)
            guard case .kept(let first, next: .created(let pulse)?) = try await store.report(order(claim.key, .failed, nil, next: wish))
            else { throw Violation(description: "no pulse that looks again was made") }
            try expectEqual(first.nextCheck, pulse.id, "the pulse that looks again")
            try expectEqual(try await store.pulse(pulse.id), pulse, "as it is read")
            let second = RunReport(outcome: .done, message: "b", nextCheck: pulse.id, at: start + .milliseconds(600))
            let answer = try await store.report(order(claim.key, .done, "b", at: .milliseconds(600)))
            try expectEqual(answer, .kept(second, next: nil), "the second")
            guard case .kept(let third, next: .replaced(let other, let old)?) = try await store.report(order(claim.key, next: wish)) else {
                throw Violation(description: "the pulse that looks again did not take the other's place")
            }
            try expectEqual(old, [pulse.id], "what was replaced")
            try expectEqual(third.nextCheck, other.id, "the pulse that looks again now")
            try expectEqual(try await reports(store, claim.key.pulse), [third], "what is kept")
        },
        Case(name: "a run that reported that it failed has failed, though it ended well, and is tried again by its rules") { store in
            var wish = spec()
            wish.retry = RetryPolicy(attempts: 2, backoff: .exponential(.seconds(10)), ceiling: .seconds(60))
            let first = try await running(store, wish)
            _ = try await store.report(order(first.key))
            let end = judged(first)
            try expectEqual(end.verdict.disposition, .finish(.completed, reason: nil), "the end by itself")
            let statuses = try await Self.claim(store, limit: 0, at: .seconds(1), ends: [end]).applied
            try expectEqual(statuses, [first.key: .pending], "the first end")
            let attempt = try await store.attempts(of: first.key.pulse).first?.end
            try expectEqual(attempt?.outcome, .failed, "its outcome")
            try expectEqual(attempt?.exitCode, 0, "its exit code")
            try expectEqual(attempt?.error, "the run reported that it failed: it is red", "its error")
            guard let second = try await Self.claim(store, at: .seconds(100)).claims.first else {
                throw Violation(description: "it was not tried again")
            }
            _ = try await store.report(order(second.key, .failed, nil, at: .seconds(100)))
            let applied = try await Self.claim(store, limit: 0, at: .seconds(101), ends: [judged(second)]).applied
            try expectEqual(applied, [second.key: .failed], "the last end")
            try expectEqual(try await store.pulse(first.key.pulse)?.progress.reason, "reported", "the reason")
            let last = try await store.events(after: 0, limit: 20).last
            try expectEqual(last?.kind, .pulseFailed, "the event")
            try expectEqual(last?.detail, "reported", "its detail")
            try expectEqual(try await store.tally().byOutcome, [.failed: 2], "the count")
            try expectEqual(try await store.attempts(of: first.key.pulse).last?.end?.error, "the run reported that it failed", "the error")
        },
        Case(name: "what failed stays failed whatever it reported; a report speaks for its own attempt alone") { store in
            let first = try await running(store)
            _ = try await store.report(order(first.key, .nothingToSay))
            let failure = ended(first, .failed, .again(at: start + .seconds(5)))
            let statuses = try await Self.claim(store, limit: 0, at: .seconds(1), ends: [failure]).applied
            try expectEqual(statuses, [first.key: .pending], "the end")
            guard let second = try await Self.claim(store, at: .seconds(5)).claims.first else { throw Violation(description: "no second") }
            try expectEqual(
                try await store.report(order(first.key)), .stale(latest: 2), "a report of the first while the second runs")
            try expectEqual(
                try await Self.claim(store, limit: 0, at: .seconds(6), ends: [judged(second)]).applied, [second.key: .completed],
                "the second end")
        },
        Case(name: "a report of a run that was called off does not bring it back") { store in
            let claim = try await running(store)
            _ = try await store.report(order(claim.key))
            _ = try await store.cancel(claim.key.pulse, at: start)
            try expectEqual(
                try await Self.claim(store, limit: 0, at: .seconds(1), ends: [judged(claim)]).applied, [claim.key: .cancelled], "the end")
        },
        Case(name: "a report after the end is kept as late and changes nothing about it") { store in
            let claim = try await running(store)
            _ = try await Self.claim(store, limit: 0, at: .seconds(1), ends: [judged(claim)])
            let before = try await store.pulse(claim.key.pulse)
            let late = RunReport(outcome: .failed, message: "it is red", at: start + .seconds(2), isLate: true)
            try expectEqual(try await store.report(order(claim.key, at: .seconds(2))), .kept(late, next: nil), "the answer")
            try expectEqual(try await store.pulse(claim.key.pulse), before, "the pulse")
            try expectEqual(try await store.attempts(of: claim.key.pulse).first?.end, judged(claim).end, "the end")
            try expectEqual(try await reports(store, claim.key.pulse), [late], "the report")
        },
        Case(name: "the pulse that looks again is held to its owner's limits, and nothing is kept where it is one too many") { store in
            let claim = try await running(store)
            try await store.keep(Agent(name: "ann", limits: Agent.Limits(pulsesPerDay: 0), createdAt: start))
            var look = spec(in: .seconds(60), key: "check")
            (look.owner, look.createdAt) = ("ann", start)
            let fault = LimitFault(agent: "ann", kind: .pulsesPerDay, limit: 0, has: 0, asked: 1)
            let answer = try await store.report(order(claim.key, next: PulseOrder(spec: look, onKey: .replace)))
            try expectEqual(answer, .refused(.overLimit(fault)), "the answer")
            try expectEqual(try await reports(store, claim.key.pulse), [nil], "what is kept")
        },
        Case(name: "what is not there cannot be reported, and nothing is made") { store in
            let pulse = try await create(store, spec())
            let wish = PulseOrder(spec: spec(key: "check"))
            for key in [
                RunKey(pulse: PulseID(99), attempt: 1), RunKey(pulse: pulse.id, attempt: 0), RunKey(pulse: pulse.id, attempt: -1),
                RunKey(pulse: pulse.id, attempt: 1), RunKey(pulse: pulse.id, attempt: Int.max), RunKey(pulse: PulseID(-1), attempt: 1),
            ] { try expectEqual(try await store.report(order(key, next: wish)), .unknown, "\(key)") }
            try expectEqual(try await store.events(after: 0, limit: 9).map(\.kind), [.pulseCreated], "the events")
        },
        Case(name: "where the pulse that looks again is refused nothing is kept") { store in
            let claim = try await running(store)
            let other = try await create(store, spec(in: .seconds(60), key: "check"))
            let before = try await store.events(after: 0, limit: 99)
            let wish = PulseOrder(spec: spec(in: .seconds(60), key: "check"), onKey: .refuse)
            try expectEqual(try await store.report(order(claim.key, next: wish)), .refused(.keyTaken(other)), "the answer")
            try expectEqual(try await reports(store, claim.key.pulse), [nil], "the report")
            try expectEqual(try await store.events(after: 0, limit: 99), before, "the events")
            try expectEqual(try await Self.claim(store, limit: 0, ends: [judged(claim)]).applied, [claim.key: .completed], "the end")
        },
        Case(name: "a report goes with its pulse") { store in
            let claim = try await running(store)
            _ = try await store.report(order(claim.key))
            _ = try await Self.claim(store, limit: 0, at: .seconds(1), ends: [completed(claim)])
            let pruned = try await store.prune(PruningPolicy(age: .seconds(1)), at: start + .seconds(99), batch: 9)
            try expectEqual(pruned.pulses, [claim.key.pulse], "what is gone")
            try expectEqual(try await store.report(order(claim.key)), .unknown, "a report of what is gone")
        },
    ]
}

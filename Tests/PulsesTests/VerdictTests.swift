import Pulses
import Recurrence
import Testing

@Suite struct VerdictTests {
    private let now = Instant(milliseconds: 1_000_000)
    private let due = Instant(milliseconds: 900_000)

    private func claim(spent: Int = 0, lost: Int = 0, attempts: Int = 3, onLost: LossPolicy = .retry) -> Claim {
        Claim(
            key: RunKey(pulse: PulseID(1), attempt: spent + lost + 1),
            spec: PulseSpec(
                action: .command(Command(arguments: ["true"])), scheduledAt: due, createdBy: "person", door: .commandLine,
                createdAt: due, retry: RetryPolicy(attempts: attempts, backoff: .exponential(.seconds(10)), ceiling: .seconds(60)),
                onLost: onLost),
            dueAt: due, startedAt: due, spent: spent, lost: lost)
    }

    private func verdict(
        _ outcome: AttemptOutcome, stopped: StopReason? = nil, fatal: Bool = false, of claim: Claim
    ) -> Verdict {
        Verdict.after(
            AttemptEnd(outcome: outcome, stopped: stopped, isFatal: fatal, endedAt: now), of: claim, now: now, luck: 0.5)
    }

    @Test("a success completes")
    func completes() {
        #expect(verdict(.succeeded, of: claim(lost: 2)) == Verdict(disposition: .finish(.completed, reason: nil), spent: 1, lost: 0))
    }

    @Test("a failure is tried again after a doubled wait until the attempts are used up")
    func retries() {
        #expect(verdict(.failed, of: claim()) == Verdict(disposition: .again(at: now + .seconds(10)), spent: 1, lost: 0))
        #expect(verdict(.timedOut, of: claim(spent: 1)) == Verdict(disposition: .again(at: now + .seconds(20)), spent: 2, lost: 0))
        #expect(verdict(.failed, of: claim(spent: 2)) == Verdict(disposition: .finish(.failed, reason: nil), spent: 3, lost: 0))
        #expect(verdict(.timedOut, of: claim(attempts: 1)).disposition == .finish(.failed, reason: "timed_out"))
    }

    @Test("a fatal failure is not tried again")
    func fatal() {
        #expect(verdict(.failed, fatal: true, of: claim()).disposition == .finish(.failed, reason: nil))
    }

    @Test("a cancel is final, whatever the run said", arguments: [AttemptOutcome.failed, .cancelled, .lost, .timedOut])
    func cancelIsFinal(_ outcome: AttemptOutcome) {
        #expect(verdict(outcome, stopped: .cancelled, of: claim()).disposition == .finish(.cancelled, reason: "cancelled"))
    }

    @Test("what shutdown stopped counts nowhere and keeps its place")
    func givesBack() {
        #expect(
            verdict(.cancelled, stopped: .shutdown, of: claim(spent: 2, lost: 1))
                == Verdict(disposition: .again(at: due), spent: 2, lost: 1))
    }

    @Test("lost attempts use up nothing, but three in a row are poison")
    func lost() {
        #expect(verdict(.lost, of: claim(spent: 2)) == Verdict(disposition: .again(at: due), spent: 2, lost: 1))
        #expect(verdict(.lost, of: claim(lost: 1)) == Verdict(disposition: .again(at: due), spent: 0, lost: 2))
        #expect(verdict(.lost, of: claim(lost: 2)) == Verdict(disposition: .finish(.failed, reason: "poison"), spent: 0, lost: 3))
        #expect(verdict(.failed, of: claim(lost: 2)).lost == 0)
    }

    @Test("at most once, or an end that cannot be confirmed: a lost attempt is the last")
    func lostForGood() {
        #expect(verdict(.lost, of: claim(onLost: .fail)).disposition == .finish(.failed, reason: "lost"))
        #expect(verdict(.lost, fatal: true, of: claim()).disposition == .finish(.failed, reason: "lost"))
    }

    @Test("waits double, stop at the ceiling, spread by a fifth, and never overflow")
    func waits() {
        let policy = RetryPolicy(attempts: 100, backoff: .exponential(.seconds(10)), ceiling: .seconds(60))
        #expect([1, 2, 3, 4, 5, 90].map { policy.delay(afterFailures: $0, luck: 0.5) } == [10, 20, 40, 60, 60, 60].map { .seconds($0) })
        #expect(policy.delay(afterFailures: 1, luck: 0) == .seconds(8))
        #expect(policy.delay(afterFailures: 1, luck: 0.999999) < .seconds(12))
        let huge = RetryPolicy(attempts: 2, backoff: .exponential(.seconds(1 << 40)), ceiling: .seconds(1 << 41))
        #expect(huge.delay(afterFailures: 30, luck: 0.5) > .zero)
    }

    @Test("other waits: fixed, one after another, and what the other side asks for where it is longer")
    func otherWaits() {
        let list = RetryPolicy(attempts: 9, backoff: .list([.seconds(1), .seconds(5)]))
        #expect([1, 2, 3, 8].map { list.delay(afterFailures: $0, luck: 0.9) } == [1, 5, 5, 5].map { .seconds($0) })
        let fixed = RetryPolicy(attempts: 3, backoff: .fixed(.seconds(7)))
        #expect(fixed.delay(afterFailures: 2, luck: 0) == .seconds(7))
        func next(_ asked: Duration?) -> Instant? { fixed.next(afterFailures: 1, scheduledAt: due, now: now, atLeast: asked, luck: 0) }
        #expect(next(.seconds(99_999_999_999)) == now + .seconds(86_400), "nobody else puts it off for longer than a day")
        #expect(next(nil) == now + .seconds(7))
        #expect(next(.seconds(3)) == now + .seconds(7))
        #expect(next(.seconds(90)) == now + .seconds(90))
    }

    @Test("no attempt begins after the window, which counts from when the pulse was asked to run")
    func window() {
        var failing = claim()
        failing.spec.retry = RetryPolicy(attempts: 50, backoff: .fixed(.seconds(10)), window: .seconds(110))
        #expect(verdict(.failed, of: failing).disposition == .again(at: now + .seconds(10)))
        failing.spec.retry.window = .seconds(109)
        #expect(verdict(.failed, of: failing).disposition == .finish(.failed, reason: nil))
        // What was lost is not a failure: it is given back its place.
        #expect(verdict(.lost, of: failing).disposition == .again(at: due))
    }

    private func ended(_ outcome: AttemptOutcome, of claim: Claim) -> EndedRun {
        EndedRun(AttemptEnd(outcome: outcome, exitCode: 0, endedAt: now), of: claim, now: now, luck: 0.5)
    }

    private func report(_ outcome: RunReport.Outcome, _ message: String? = nil) -> RunReport {
        RunReport(outcome: outcome, message: message, at: now)
    }

    @Test("a success whose run reported that it failed goes by the rules of a failure")
    func heedsReports() {
        let again = ended(.succeeded, of: claim()).heeding(report(.failed, "red"))
        #expect(again.verdict == verdict(.failed, of: claim()))
        #expect(again.end.outcome == .failed && again.end.exitCode == 0)
        #expect(again.end.error == "the run reported that it failed: red")
        let last = ended(.succeeded, of: claim(spent: 2)).heeding(report(.failed))
        #expect(last.verdict == Verdict(disposition: .finish(.failed, reason: "reported"), spent: 3, lost: 0))
        #expect(last.end.error == "the run reported that it failed")
    }

    @Test("no other report changes an end", arguments: RunReport.Outcome.allCases, AttemptOutcome.allCases)
    func leavesTheRest(_ said: RunReport.Outcome, _ outcome: AttemptOutcome) {
        let end = ended(outcome, of: claim())
        #expect((end.heeding(report(said)) == end) == !(said == .failed && outcome == .succeeded))
    }
}

package import Pulses
package import Recurrence

/// What every store must do. A conformer's tests run each case on a fresh store of its own.
package enum StoreContract {
    package typealias Store = any PulseMaking & PulseClaiming & PulseReading & AccessRecords & ScheduleKeeping & AgentKeeping & PoolKeeping
        & LifeRecords

    package struct Case: Sendable, CustomStringConvertible {
        package var name: String
        /// The judge that the store has to be given.
        package var judge: IntervalJudge
        /// Gets a store, and the clock by which that store has to measure its leases (`monotonic`).
        package var check: @Sendable (Store, ManualClock) async throws -> Void

        package var description: String { name }

        init(name: String, judge: IntervalJudge = IntervalJudge(), check: @escaping @Sendable (Store) async throws -> Void) {
            self.name = name
            self.judge = judge
            self.check = { store, _ in try await check(store) }
        }

        init(
            name: String, judge: IntervalJudge = IntervalJudge(), check: @escaping @Sendable (Store, ManualClock) async throws -> Void
        ) {
            self.name = name
            self.judge = judge
            self.check = check
        }
    }

    /// Says what a store did that it must not, or did not do.
    package struct Violation: Error, CustomStringConvertible {
        package var description: String

        package init(description: String) { self.description = description }
    }

    package static let cases: [Case] =
        making + claiming + ending + changing + reading + schedules + pausing + judging + overlap + standstills + incidents + starts
        + outcomes + agents + pruning + postponing + counting + replanning + expiry + pools + dependencies + keys + pipelines + owners
        + lives + attention + access + requests + patching + filtering + reporting + limits + approvals + scheduleApprovals

    /// 2026-01-20T09:00:00Z, the "now" of the cases.
    package static let start = Instant(milliseconds: 1_768_899_600_000)

    package static func expect(_ condition: Bool, _ words: @autoclosure () -> String) throws {
        guard condition else { throw Violation(description: words()) }
    }

    package static func expectEqual<Value: Equatable>(_ got: Value, _ wanted: Value, _ what: String) throws {
        try expect(got == wanted, "\(what): got \(got), wanted \(wanted)")
    }
}

/// Steps that the cases share.
extension StoreContract {
    package static let boot = BootID("boot-a")
    package static let otherBoot = BootID("boot-b")

    package static func spec(
        _ text: String = "say hello to the world", in delay: Duration = .zero, priority: Priority = .normal, key: String? = nil
    ) -> PulseSpec {
        PulseSpec(
            action: .prompt(Prompt(text: text, runner: "echo")), scheduledAt: start + delay, priority: priority,
            createdBy: "person", door: .commandLine, createdAt: start, key: key)
    }

    /// Makes a pulse and gives it back.
    @discardableResult
    static func create(_ store: Store, _ spec: PulseSpec) async throws -> Pulse {
        guard case .created(let pulse) = try await store.make(PulseOrder(spec: spec)) else {
            throw Violation(description: "a new pulse was not created")
        }
        return pulse
    }

    static func claim(
        _ store: Store, limit: Int = 10, at delay: Duration = .zero, owner: BootID = boot, ends: [EndedRun] = []
    ) async throws -> TurnResult {
        try await store.turn(Turn(ends: ends, limit: limit, owner: owner, now: start + delay))
    }

    /// One pulse, claimed.
    static func running(_ store: Store, _ spec: PulseSpec = spec()) async throws -> Claim {
        try await create(store, spec)
        guard let claim = try await claim(store).claims.first else { throw Violation(description: "nothing was claimed") }
        return claim
    }

    /// An end that went well.
    package static func completed(_ claim: Claim) -> EndedRun { ended(claim) }

    static func ended(
        _ claim: Claim, _ outcome: AttemptOutcome = .succeeded, _ disposition: Disposition? = nil, after delay: Duration = .seconds(1)
    ) -> EndedRun {
        let end = AttemptEnd(
            outcome: outcome, exitCode: outcome == .succeeded ? 0 : 3, error: outcome == .succeeded ? nil : "it broke",
            endedAt: claim.startedAt + delay, outputBytes: 5, errorBytes: 7)
        let status: PulseStatus = outcome == .succeeded ? .completed : .failed
        return EndedRun(
            key: claim.key, end: end,
            verdict: Verdict(
                disposition: disposition ?? .finish(status, reason: status == .failed ? "failed" : nil), spent: claim.spent + 1, lost: 0))
    }
}

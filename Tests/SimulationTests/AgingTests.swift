import Pulses
import Recurrence
import TestSupport
import Testing

/// Priority with aging: what is deferred runs within an hour, and the time of what was due before it, under constant load of what is
/// critical.
@Suite struct AgingTests {
    @Test(
        "deferred work runs within the hour while more critical work is always due", arguments: [Priority.deferred, .low, .normal, .high])
    func nothingStarves(_ priority: Priority) async throws {
        let store = InMemoryStore()
        let start = StoreContract.start
        let owner = StoreContract.boot
        for _ in 0..<5 { _ = try await store.make(PulseOrder(spec: StoreContract.spec("ahead", priority: .critical))) }
        guard case .created(let meek) = try await store.make(PulseOrder(spec: StoreContract.spec("meek", priority: priority))) else {
            return #expect(Bool(false), "it was not made")
        }
        // One slot, runs of a second, and a new critical pulse each second: something critical is due all the time.
        var ends: [EndedRun] = []
        for second in 0...4000 {
            let now = start + .seconds(second)
            var spec = StoreContract.spec("more", in: .seconds(second), priority: .critical)
            spec.createdAt = now
            _ = try await store.make(PulseOrder(spec: spec))
            let turn = try await store.turn(Turn(ends: ends, limit: 1, owner: owner, now: now))
            let claim = try #require(turn.claims.first)
            guard claim.key.pulse != meek.id else {
                let levels = priority.rawValue - Priority.critical.rawValue
                #expect(second >= levels * 900, "it waited \(second) s")
                #expect(second <= levels * 900 + 6, "it waited \(second) s")
                return
            }
            ends = [StoreContract.completed(claim)]
        }
        #expect(Bool(false), "it never ran")
    }
}

import Pulses
import Recurrence
import SQLiteStore
import TestSupport
import Testing

@Suite struct StoreContractTests {
    @Test("the SQLite store keeps the contract", arguments: StoreContract.cases)
    func keepsTheContract(_ rule: StoreContract.Case) async throws {
        try await withFolder { folder in
            let store = try SQLiteStore(path: folder + "/upbeat.db")
            defer { store.close() }
            try await rule.check(store)
        }
    }

    @Test("the store in memory keeps the contract", arguments: StoreContract.cases)
    func modelKeepsTheContract(_ rule: StoreContract.Case) async throws {
        try await rule.check(InMemoryStore())
    }

    /// Both stores get the same 400 steps of a seeded walk and must give the same answers all the way.
    @Test("the SQLite store and the model agree on random walks", arguments: [1, 2, 3, 4, 5, 6, 7, 8] as [UInt64])
    func agreesWithTheModel(_ seed: UInt64) async throws {
        try await withFolder { folder in
            let store = try SQLiteStore(path: folder + "/upbeat.db")
            defer { store.close() }
            var walk = RandomWalk(seed: seed)
            try await walk.run(steps: 400, store, InMemoryStore())
        }
    }
}

/// A walk over everything a store can be asked, the same on two stores.
private struct RandomWalk {
    private var generator: Seeded
    private var now = StoreContract.start
    private var running: [Claim] = []
    private var made: Int64 = 0

    init(seed: UInt64) { generator = Seeded(state: seed) }

    mutating func run(steps: Int, _ a: StoreContract.Store, _ b: StoreContract.Store) async throws {
        for step in 0..<steps {
            now = now + .milliseconds(Int64.random(in: 0...2000, using: &generator))
            let number = Int.random(in: 0..<100, using: &generator)
            switch number {
            case 0..<35:
                let order = order()
                #expect(try await a.make(order) == b.make(order), "make at step \(step)")
                made += 1
            case 35..<70:
                let turn = turn()
                let (first, second) = try await (a.turn(turn), b.turn(turn))
                #expect(first == second, "turn at step \(step)")
                running.removeAll { claim in turn.ends.contains { $0.key == claim.key } }
                running += first.claims
            case 70..<78:
                let id = PulseID(Int64.random(in: 1...max(made, 1), using: &generator))
                #expect(try await a.cancel(id, at: now) == b.cancel(id, at: now), "cancel at step \(step)")
            case 78..<84:
                let id = PulseID(Int64.random(in: 1...max(made, 1), using: &generator))
                #expect(try await a.revive(id, at: now) == b.revive(id, at: now), "revive at step \(step)")
            case 84..<88:
                #expect(try await a.tally() == b.tally(), "tally at step \(step)")
            case 88..<94:
                let statuses = Set(PulseStatus.allCases.filter { _ in Bool.random(using: &generator) })
                let query = PulseQuery(.newest(statuses), limit: 7, before: PulseID(made))
                #expect(try await a.pulses(query) == b.pulses(query), "newest at step \(step)")
            case 94..<97:
                let query = PulseQuery(.upcoming, limit: 5)
                #expect(try await a.pulses(query) == b.pulses(query), "upcoming at step \(step)")
            default:
                let id = PulseID(Int64.random(in: 1...max(made, 1), using: &generator))
                #expect(try await a.attempts(of: id) == b.attempts(of: id), "attempts at step \(step)")
                #expect(try await a.orphans(notOf: StoreContract.boot) == b.orphans(notOf: StoreContract.boot))
            }
        }
    }

    private mutating func order() -> PulseOrder {
        var spec = StoreContract.spec(
            "pulse \(made)", in: .zero, priority: Priority.allCases.randomElement(using: &generator) ?? .normal,
            key: Bool.random(using: &generator) ? nil : "key \(Int.random(in: 0..<6, using: &generator))")
        spec.scheduledAt = now + .milliseconds(Int64.random(in: -5000...5000, using: &generator))
        spec.createdAt = now
        var order = PulseOrder(spec: spec)
        if Int.random(in: 0..<3, using: &generator) == 0 {
            order.idempotency = Idempotency(
                scope: "s", key: "\(Int.random(in: 0..<20, using: &generator))",
                fingerprint: [UInt8.random(in: 0..<2, using: &generator)])
        }
        return order
    }

    private mutating func turn() -> Turn {
        var ends: [EndedRun] = []
        for claim in running where Bool.random(using: &generator) {
            let outcome = AttemptOutcome.allCases.randomElement(using: &generator) ?? .failed
            let end = AttemptEnd(
                outcome: outcome, exitCode: 1, error: "e", endedAt: now, outputBytes: 3)
            ends.append(
                EndedRun(
                    key: claim.key, end: end,
                    verdict: Verdict.after(end, of: claim, now: now, luck: Double.random(in: 0..<1, using: &generator))))
        }
        let owner = Bool.random(using: &generator) ? StoreContract.boot : StoreContract.otherBoot
        return Turn(ends: ends, limit: Int.random(in: 0..<5, using: &generator), owner: owner, now: now)
    }
}

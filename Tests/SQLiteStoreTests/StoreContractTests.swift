import Pulses
import SQLiteStore
import TestSupport
import Testing

@Suite struct StoreContractTests {
    @Test("the SQLite store keeps the contract", arguments: StoreContract.cases)
    func keepsTheContract(_ rule: StoreContract.Case) async throws {
        try await withFolder { folder in
            let clock = ManualClock(now: StoreContract.start)
            let store = try SQLiteStore(path: folder + "/upbeat.db", judge: rule.judge, leaseTime: clock.monotonic)
            defer { store.close() }
            try await rule.check(store, clock)
        }
    }

    @Test("the store in memory keeps the contract", arguments: StoreContract.cases)
    func modelKeepsTheContract(_ rule: StoreContract.Case) async throws {
        let clock = ManualClock(now: StoreContract.start)
        try await rule.check(InMemoryStore(judge: rule.judge, leaseTime: clock.monotonic), clock)
    }

    /// Both stores get the same 500 steps of each seeded walk and must give the same answers all the way.
    @Test("the SQLite store and the model agree on random walks")
    func agreesWithTheModel() async throws {
        var kinds: Set<EventKind> = []
        for seed in 1...60 as ClosedRange<UInt64> where seed <= 16 || kinds != Set(EventKind.allCases) {
            try await withFolder { folder in
                var walk = RandomWalk(seed: seed)
                let judge = walk.judge()
                let clock = walk.leaseClock
                let store = try SQLiteStore(path: folder + "/upbeat.db", judge: judge, leaseTime: clock.monotonic)
                defer { store.close() }
                try await walk.run(steps: 500, store, InMemoryStore(judge: judge, leaseTime: clock.monotonic))
                kinds.formUnion(walk.kinds)
            }
        }
        #expect(kinds == Set(EventKind.allCases), "the walks came by everything that can happen")
    }
}

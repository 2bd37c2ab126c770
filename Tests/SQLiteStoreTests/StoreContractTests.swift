import Pulses
import SQLiteStore
import TestSupport
import Testing

@Suite struct StoreContractTests {
    @Test("the SQLite store keeps the contract", arguments: StoreContract.cases)
    func keepsTheContract(_ rule: StoreContract.Case) async throws {
        try await withFolder { folder in
            let store = try SQLiteStore(path: folder + "/upbeat.db", judge: rule.judge)
            defer { store.close() }
            try await rule.check(store)
        }
    }

    @Test("the store in memory keeps the contract", arguments: StoreContract.cases)
    func modelKeepsTheContract(_ rule: StoreContract.Case) async throws {
        try await rule.check(InMemoryStore(judge: rule.judge))
    }

    /// Both stores get the same 500 steps of each seeded walk and must give the same answers all the way.
    @Test("the SQLite store and the model agree on random walks")
    func agreesWithTheModel() async throws {
        var kinds: Set<EventKind> = []
        for seed in 1...12 as ClosedRange<UInt64> {
            try await withFolder { folder in
                var walk = RandomWalk(seed: seed)
                let judge = walk.judge()
                let store = try SQLiteStore(path: folder + "/upbeat.db", judge: judge)
                defer { store.close() }
                try await walk.run(steps: 500, store, InMemoryStore(judge: judge))
                kinds.formUnion(walk.kinds)
            }
        }
        #expect(kinds == Set(EventKind.allCases), "the walks came by everything that can happen")
    }
}

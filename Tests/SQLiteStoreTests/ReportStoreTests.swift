import GRDB
import Pulses
import Recurrence
import TestSupport
import Testing

@testable import SQLiteStore

/// What the contract cannot see of reports.
@Suite struct ReportStoreTests {
    private func reports(_ store: SQLiteStore) async throws -> Int {
        try await store.read { db in try Int.fetchOne(db, sql: "SELECT count(*) FROM report") ?? 0 }
    }

    @Test("no report outlives its pulse")
    func pruned() async throws {
        try await withFolder { folder in
            let store = try SQLiteStore(path: folder + "/upbeat.db", judge: IntervalJudge())
            defer { store.close() }
            _ = try await store.make(PulseOrder(spec: StoreContract.spec()))
            let (start, owner) = (StoreContract.start, StoreContract.boot)
            let claim = try #require(try await store.turn(Turn(ends: [], limit: 1, owner: owner, now: start)).claims.first)
            _ = try await store.report(ReportOrder(key: claim.key, outcome: .done, at: start))
            #expect(try await reports(store) == 1)
            _ = try await store.turn(Turn(ends: [StoreContract.completed(claim)], limit: 0, owner: owner, now: start + .seconds(1)))
            _ = try await store.prune(PruningPolicy(age: .seconds(1)), at: start + .seconds(99), batch: 9)
            #expect(try await reports(store) == 0)
        }
    }

    @Test("what is reported is there after a restart, and the end that comes then heeds it")
    func restarted() async throws {
        try await withFolder { folder in
            let path = folder + "/upbeat.db"
            let (start, owner) = (StoreContract.start, StoreContract.boot)
            let first = try SQLiteStore(path: path, judge: IntervalJudge())
            _ = try await first.make(PulseOrder(spec: StoreContract.spec()))
            let claim = try #require(try await first.turn(Turn(ends: [], limit: 1, owner: owner, now: start)).claims.first)
            _ = try await first.report(ReportOrder(key: claim.key, outcome: .failed, message: "red", at: start))
            first.close()
            let store = try SQLiteStore(path: path, judge: IntervalJudge())
            defer { store.close() }
            #expect(try await store.attempts(of: claim.key.pulse).last?.report?.message == "red")
            let end = EndedRun(AttemptEnd(outcome: .succeeded, endedAt: start), of: claim, now: start, luck: 0)
            let result = try await store.turn(Turn(ends: [end], limit: 0, owner: owner, now: start))
            #expect(result.applied == [claim.key: .pending])
        }
    }
}

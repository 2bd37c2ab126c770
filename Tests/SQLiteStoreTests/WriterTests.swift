import GRDB
import Pulses
import Recurrence
import TestSupport
import Testing

@testable import SQLiteStore

@Suite struct WriterTests {
    /// Filled tables, so that SQLite plans as it would in life.
    private func withStore(_ body: (SQLiteStore) async throws -> Void) async throws {
        try await withFolder { folder in
            let store = try SQLiteStore(path: folder + "/upbeat.db", judge: IntervalJudge())
            defer { store.close() }
            try await body(store)
        }
    }

    @Test("no hot statement scans a table", arguments: StoreStatement.hot.map(\.text) + ScheduleStatement.hot.map(\.text))
    func plansHaveNoScan(_ sql: String) async throws {
        try await withStore { store in
            let plan = try await store.pool.read { db in
                let statement = try db.makeStatement(sql: "EXPLAIN QUERY PLAN " + sql)
                statement.setUncheckedArguments(StatementArguments())
                return try Row.fetchAll(statement).map { $0["detail"] as String }
            }
            // A constant row is no table.
            let scans = plan.filter {
                $0.hasPrefix("SCAN") && !$0.contains("USING COVERING INDEX idempotency_at") && $0 != "SCAN CONSTANT ROW"
            }
            #expect(scans.isEmpty, "\(plan)")
            #expect(!plan.contains { $0.contains("TEMP B-TREE") }, "\(plan)")
        }
    }

    @Test("a pulse costs ten statements from insert to completion, beside what a batch costs")
    func statementsPerPulse() async throws {
        try await withStore { store in
            func cost(of count: Int) async throws -> Int {
                let before = store.statementCount
                try await withThrowingTaskGroup(of: Void.self) { group in
                    for _ in 0..<count { group.addTask { _ = try await store.make(PulseOrder(spec: StoreContract.spec())) } }
                    try await group.waitForAll()
                }
                let made = store.statementCount
                let turn = Turn(ends: [], limit: count, owner: StoreContract.boot, now: StoreContract.start)
                let claims = try await store.turn(turn).claims
                #expect(claims.count == count)
                let ends = claims.map { claim in
                    EndedRun(
                        key: claim.key, end: AttemptEnd(outcome: .succeeded, endedAt: StoreContract.start),
                        verdict: Verdict(disposition: .finish(.completed, reason: nil), spent: 1, lost: 0))
                }
                _ = try await store.turn(Turn(ends: ends, limit: 0, owner: StoreContract.boot, now: StoreContract.start))
                // Inserts share transactions as they come; three statements each are their own, the rest is the batches'.
                #expect(made - before >= 3 * count)
                return store.statementCount - made
            }
            _ = try await cost(of: 10)
            let (few, many) = try await (cost(of: 100), cost(of: 300))
            #expect(many - few == 7 * 200, "claims and ends of 200 more pulses took \(many - few) statements")
        }
    }

    @Test("callers that come together share transactions")
    func groupsCommits() async throws {
        try await withStore { store in
            let before = store.statementCount
            try await withThrowingTaskGroup(of: Void.self) { group in
                for _ in 0..<500 { group.addTask { _ = try await store.make(PulseOrder(spec: StoreContract.spec())) } }
                try await group.waitForAll()
            }
            let perTransaction = 3
            let transactions = (store.statementCount - before - 3 * 500) / perTransaction
            #expect(transactions < 250, "\(transactions) transactions for 500 inserts")
            #expect(try await store.tally().byStatus[.pending] == 500)
        }
    }

    @Test("the writer syncs each commit, whatever GRDB set")
    func isDurable() async throws {
        try await withStore { store in
            let mode = try await store.writer.submit { session throws(Failure) in
                try session.statement(text: "PRAGMA synchronous").first { $0.integer(0) }
            }
            #expect(mode == 2)
        }
    }

    @Test("a write that fails takes nobody else's with it")
    func isolatesFaults() async throws {
        try await withStore { store in
            try await withThrowingTaskGroup(of: Bool.self) { group in
                for index in 0..<60 {
                    group.addTask {
                        if index % 7 != 0 {
                            _ = try await store.make(PulseOrder(spec: StoreContract.spec()))
                            return true
                        }
                        do throws(StoreError) {
                            try await store.writer.submit { session throws(Failure) in
                                _ = try session.statement(.insertDue).bind(1, 9).bind(2, 9).bind(3, 9).run()
                                _ = try session.statement(.insertDue).bind(1, 9).bind(2, 9).bind(3, 9).run()
                            }
                            return false
                        } catch {
                            guard case .malformed = error else { return false }
                            return true
                        }
                    }
                }
                for try await isRight in group { #expect(isRight) }
            }
            #expect(try await store.tally().byStatus[.pending] == 51)
            let strays = try await store.pool.read { try Int.fetchOne($0, sql: "SELECT count(*) FROM due WHERE priority = 9") }
            #expect(strays == 0)
        }
    }

    @Test("a full disk is an answer, and it heals")
    func healsWhenThereIsRoom() async throws {
        try await withStore { store in
            func limit(_ pages: Int) async throws {
                try await store.writer.submit { session throws(Failure) in
                    _ = try session.statement(text: "PRAGMA max_page_count = \(pages)").first { $0.integer(0) }
                }
            }
            func fill() async -> StoreError? {
                do throws(StoreError) {
                    for _ in 0..<2000 {
                        _ = try await store.make(PulseOrder(spec: StoreContract.spec(String(repeating: "x", count: 3000))))
                    }
                    return nil
                } catch {
                    return error
                }
            }
            try await limit(200)
            let error = await fill()
            guard case .full = error else { return #expect(Bool(false), "\(String(describing: error))") }
            let kept = try await store.tally().byStatus[.pending]
            try await limit(1_000_000)
            _ = try await store.make(PulseOrder(spec: StoreContract.spec()))
            #expect(try await store.tally().byStatus[.pending] == (kept ?? 0) + 1)
        }
    }

    @Test("after a failure for good nothing is acknowledged, and whoever waits for it is told")
    func breaksForGood() async throws {
        try await withStore { store in
            async let told = store.failure()
            store.writer.breakDown(.broken("the disk is gone"))
            #expect(await told == .broken("the disk is gone"))
            await #expect(throws: StoreError.broken("the disk is gone")) { try await store.make(PulseOrder(spec: StoreContract.spec())) }
            #expect(await store.failure() == .broken("the disk is gone"))
        }
    }

    @Test("a spec whose transaction was taken back is not taken for another pulse's")
    func cacheFollowsTransactions() {
        var cache = SpecCache()
        cache.noteMade(1, StoreContract.spec("taken back"), bytes: 10)
        cache.settle(isDurable: false)
        #expect(cache.find(1) == nil)
        cache.noteMade(1, StoreContract.spec("kept"), bytes: 10)
        cache.noteMade(2, StoreContract.spec("too long"), bytes: 10_000)
        #expect(cache.find(1) == nil, "not before its transaction is durable")
        cache.settle(isDurable: true)
        #expect(cache.find(1 + 1024) == nil, "another pulse at the same place")
        #expect(cache.find(1) == StoreContract.spec("kept"))
        cache.forget(1)
        #expect(cache.find(1) == nil && cache.find(2) == nil)
    }

    @Test("one stored row that cannot be read is put aside and hides no other")
    func putsMalformedRowsAside() async throws {
        try await withStore { store in
            guard case .created(let bad) = try await store.make(PulseOrder(spec: StoreContract.spec())),
                case .created(let good) = try await store.make(PulseOrder(spec: StoreContract.spec()))
            else { return #expect(Bool(false)) }
            try await store.writer.submit { session throws(Failure) in
                _ = try session.statement(text: "UPDATE pulse SET spec = '{' WHERE id = ?1").bind(1, bad.id.value).run()
                // As after a restart: what was just made is still at hand.
                session.specs.forget(bad.id.value)
            }
            let turn = Turn(ends: [], limit: 10, owner: StoreContract.boot, now: StoreContract.start)
            #expect(try await store.turn(turn).claims.map(\.key.pulse) == [good.id])
            #expect(try await store.tally().byStatus == [.failed: 1, .processing: 1])
            #expect(try await store.pulses(PulseQuery(.newest([]), limit: 10)).map(\.id) == [good.id])
            await #expect(throws: StoreError.self) { try await store.pulse(bad.id) }
        }
    }
}

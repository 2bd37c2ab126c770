import Foundation
import GRDB
import Pulses
import Recurrence
import TestSupport
import Testing

@testable import SQLiteStore

/// What schedules cost: a file with many of them opens at once, and a fire costs the same whatever else is kept.
@Suite struct ManySchedulesTests {
    private let start = StoreContract.start

    /// A file with so many schedules, of which one falls due each millisecond from `start` on.
    private func withSchedules(_ count: Int, _ body: (String) async throws -> Void) async throws {
        try await withFolder { folder in
            let path = folder + "/upbeat.db"
            try SQLiteStore(path: path, judge: IntervalJudge()).close()
            let queue = try DatabaseQueue(path: path)
            let spec = String(decoding: StoreContract.scheduleSpec("any", "every 1000s").stored, as: UTF8.self)
            let now = start.milliseconds
            try await queue.write { db in
                try db.execute(
                    sql: """
                        WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < ?1)
                        INSERT INTO schedule (id, name, created_at, updated_at, at_start, spec) SELECT i, 'n' || i, ?2, ?2, 0, ?3 FROM n
                        """, arguments: [count, now, spec])
                try db.execute(
                    sql: """
                        INSERT INTO progress (schedule, priority, revision, cursor, next_nominal, next_at, fires, failures, incident)
                        SELECT id, 2, 1, ?1 - 1, ?1, ?1 + id, 0, 0, 0 FROM schedule
                        """, arguments: [now])
            }
            try queue.close()
            try await body(path)
        }
    }

    private func turn(at delay: Int, ends: [EndedRun] = []) -> Turn {
        Turn(ends: ends, limit: 100, judges: 100, owner: StoreContract.boot, now: start + .milliseconds(delay))
    }

    @Test("a file with 100,000 schedules opens and takes its first turn within two seconds")
    func opensQuickly() async throws {
        try await withSchedules(100_000) { path in
            let clock = ContinuousClock()
            let began = clock.now
            let store = try SQLiteStore(path: path, judge: IntervalJudge())
            defer { store.close() }
            let result = try await store.turn(turn(at: 64))
            #expect(clock.now - began < .seconds(2), "\(clock.now - began)")
            #expect(result.claims.count == 64)
            #expect(result.nextLook == start + .milliseconds(65))
        }
    }

    /// Of each fire five statements are the store's own, and one reads a spec that is not at hand; its claim costs three, its end four
    /// and one for the schedule.
    @Test("a fire costs fourteen statements to its end, among 200 schedules and among 20,000", arguments: [200, 20_000])
    func costIsConstant(_ count: Int) async throws {
        try await withSchedules(count) { path in
            let store = try SQLiteStore(path: path, judge: IntervalJudge())
            defer { store.close() }
            func statements(_ turn: Turn) async throws -> (count: Int, claims: [Claim]) {
                let before = store.statementCount
                let claims = try await store.turn(turn).claims
                return (store.statementCount - before, claims)
            }
            _ = try await store.turn(turn(at: 1))
            let (few, many) = try await (statements(turn(at: 21)), statements(turn(at: 85)))
            #expect(few.claims.count == 20 && many.claims.count == 64)
            #expect(many.count - few.count == 9 * 44, "44 more fires took \(many.count - few.count) statements")
            let first = try await statements(turn(at: 85, ends: few.claims.map(StoreContract.completed))).count
            let second = try await statements(turn(at: 85, ends: many.claims.map(StoreContract.completed))).count
            // The first of them also looked whether any pulse waits for another.
            #expect(second - first == 5 * 44 - 1, "44 more ends took \(second - first) statements")
        }
    }

    @Test("a schedule that fires again is not read from text again")
    func specsAreAtHand() async throws {
        try await withSchedules(10) { path in
            let store = try SQLiteStore(path: path, judge: IntervalJudge())
            defer { store.close() }
            func fire(_ delay: Int) async throws -> Int {
                let before = store.statementCount
                let claims = try await store.turn(turn(at: delay)).claims
                _ = try await store.turn(turn(at: delay, ends: claims.map(StoreContract.completed)))
                return store.statementCount - before
            }
            let first = try await fire(10)
            let second = try await fire(1_000_010)
            // Beside ten specs the first read the standstill, what waits in which lane (lanes, runs, pools and their starts, five heads), and whether any
            // pulse waits for another.
            #expect(first - second == 21, "\(first) statements, then \(second)")
        }
    }
}

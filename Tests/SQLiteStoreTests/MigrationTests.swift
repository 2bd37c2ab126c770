import Foundation
import GRDB
import Pulses
import Recurrence
import TestSupport
import Testing

@testable import SQLiteStore

@Suite struct MigrationTests {
    /// A file as the version before schedules left it: one pulse that has ended, one that runs, one that waits.
    private func makeOldFile(_ path: String) async throws {
        var migrator = DatabaseMigrator()
        Migration001.register(in: &migrator)
        Migration002.register(in: &migrator)
        let queue = try DatabaseQueue(path: path)
        try await queue.writeWithoutTransaction { db in
            try db.execute(sql: "PRAGMA journal_mode = DELETE; PRAGMA application_id = \(Schema.applicationID)")
        }
        try migrator.migrate(queue)
        let spec = String(decoding: StoreContract.spec().stored, as: UTF8.self)
        let now = StoreContract.start.milliseconds
        try await queue.write { db in
            for _ in 1...3 {
                try db.execute(
                    sql: "INSERT INTO pulse (created_at, scheduled_at, due_at, priority, spec) VALUES (?1, ?1, ?1, 2, ?2)",
                    arguments: [now, spec])
                try db.execute(sql: "INSERT INTO event (at, kind, pulse) VALUES (?, 1, last_insert_rowid())", arguments: [now])
            }
            try db.execute(sql: "UPDATE pulse SET status = 3, attempt = 1, spent = 1, finished_at = \(now) WHERE id = 1")
            try db.execute(sql: "INSERT INTO running (id, attempt, owner, due_at, started_at) VALUES (2, 1, 'old', \(now), \(now))")
            try db.execute(sql: "INSERT INTO due (priority, due_at, id) VALUES (2, \(now), 3)")
            try db.execute(sql: "INSERT INTO tally (name, count) VALUES ('open', 2), ('status.completed', 1)")
        }
        try await queue.writeWithoutTransaction { db in _ = try String.fetchOne(db, sql: "PRAGMA journal_mode = WAL") }
        try queue.close()
        try Data().write(to: URL(fileURLWithPath: path + ".made"))
    }

    @Test("a file from before schedules is taken over with all that is in it, and a copy is kept")
    func takesOver() async throws {
        try await withFolder { folder in
            let path = folder + "/upbeat.db"
            try await makeOldFile(path)
            let store = try SQLiteStore(path: path, judge: IntervalJudge())
            defer { store.close() }
            #expect(try await store.tally().byStatus == [.completed: 1, .processing: 1, .pending: 1])
            #expect(try await store.pulse(PulseID(3))?.spec == StoreContract.spec())
            #expect(try await store.events(after: 0, limit: 9).map(\.pulse) == [PulseID(1), PulseID(2), PulseID(3)])
            let orphan = try #require(try await store.orphans(notOf: StoreContract.boot).first)
            let result = try await store.turn(
                Turn(
                    ends: [StoreContract.completed(orphan.claim)], limit: 5, judges: 5, owner: StoreContract.boot, now: StoreContract.start)
            )
            #expect(result.applied == [orphan.claim.key: .completed])
            #expect(result.claims.map(\.key.pulse) == [PulseID(3)])
            guard case .created = try await store.make(StoreContract.scheduleSpec(), at: StoreContract.start) else {
                return #expect(Bool(false), "no schedule was made")
            }
            let fired = try await store.turn(
                Turn(ends: [], limit: 5, judges: 5, owner: StoreContract.boot, now: StoreContract.start + .seconds(60)))
            #expect(fired.claims.map(\.key.pulse) == [PulseID(4)])

            let copy = try DatabaseQueue(path: path + ".before-3")
            let (tables, pulses) = try await copy.read { db in
                (
                    try String.fetchAll(db, sql: "SELECT name FROM sqlite_master WHERE type = 'table'"),
                    try Int.fetchOne(db, sql: "SELECT count(*) FROM pulse")
                )
            }
            #expect(!tables.contains("schedule") && tables.contains("due"))
            #expect(pulses == 3)
        }
    }

    @Test("schedules of a file from before importance had a column are judged by it, and declared ones are found")
    func takesOverSchedules() async throws {
        try await withFolder { folder in
            let path = folder + "/upbeat.db"
            try await makeOldFile(path)
            let queue = try DatabaseQueue(path: path)
            var migrator = DatabaseMigrator()
            Migration001.register(in: &migrator)
            Migration002.register(in: &migrator)
            Migration003.register(in: &migrator)
            try migrator.migrate(queue)
            let now = StoreContract.start.milliseconds
            var critical = StoreContract.scheduleSpec("critical") { $0.template.priority = .critical }
            critical.origin = .declared("/etc/upbeat.yaml")
            let texts = [
                ("normal", String(decoding: StoreContract.scheduleSpec("normal") { $0.template.priority = .normal }.stored, as: UTF8.self)),
                ("critical", String(decoding: critical.stored, as: UTF8.self)), ("odd", "no JSON"),
            ]
            try await queue.write { db in
                for (name, text) in texts {
                    try db.execute(
                        sql: "INSERT INTO schedule (name, created_at, updated_at, at_start, spec) VALUES (?1, ?2, ?2, 0, ?3)",
                        arguments: [name, now, text])
                    try db.execute(
                        sql: """
                            INSERT INTO progress (schedule, revision, cursor, next_nominal, next_at, fires, failures, incident)
                            VALUES (last_insert_rowid(), 1, ?1, ?1 + 60000, ?1 + 60000, 0, 0, 0)
                            """, arguments: [now])
                }
            }
            try queue.close()
            let store = try SQLiteStore(path: path, judge: IntervalJudge())
            defer { store.close() }
            #expect(try await store.declaredSchedules().map(\.spec.name) == ["critical"])
            let turn = try await store.turn(
                Turn(ends: [], limit: 0, judges: 1, owner: StoreContract.boot, now: StoreContract.start + .seconds(60)))
            #expect(turn.judged.map(\.schedule.spec.name) == ["critical"])
        }
    }

    @Test("each migration is on record by the name that it shipped with")
    func namesStay() async throws {
        #expect(
            Schema.migrator.migrations == [
                "001 pulses, due, running, attempts, tally, access", "002 events", "003 schedules, occurrences, agents",
                "004 expiry, importance and files of schedules", "005 pools, lanes, dependencies", "006 lives",
                "007 scopes of tokens", "008 answers of requests", "009 reports of runs", "010 limits and approval",
            ])
    }
}

import Foundation
import GRDB
import Pulses
import Recurrence
import TestSupport
import Testing

@testable import SQLiteStore

/// A database that is read beside whoever writes it, or after he is gone.
@Suite struct ReadingFileTests {
    private static let start = StoreContract.start

    private func reading(_ path: String) throws(OpenError) -> SQLiteStore { try SQLiteStore(reading: path, judge: IntervalJudge()) }

    /// Every file with its bytes and when it was last changed.
    private func state(_ folder: String) throws -> [String: String] {
        var state: [String: String] = [:]
        for name in try FileManager.default.contentsOfDirectory(atPath: folder) {
            let path = folder + "/" + name
            var facts = stat()
            #expect(lstat(path, &facts) == 0)
            let bytes = FileManager.default.contents(atPath: path) ?? Data()
            state[name] = "\(facts.st_mtim.tv_sec).\(facts.st_mtim.tv_nsec) \(facts.st_mode) \(bytes.base64EncodedString())"
        }
        return state
    }

    private func fill(_ store: SQLiteStore) async throws {
        try await store.declare([Pool(name: "llm", limits: PoolLimits(capacity: 1, daily: 5), file: "f")])
        for index in 1...3 {
            var spec = StoreContract.spec("the thing to do, number \(index)")
            spec.pools = ["llm"]
            _ = try await store.make(PulseOrder(spec: spec))
        }
        _ = try await store.turn(Turn(ends: [], limit: 5, owner: StoreContract.boot, now: Self.start))
    }

    /// The same questions to both, and no change by them.
    private func compare(_ reader: SQLiteStore, _ writer: SQLiteStore) async throws {
        #expect(try await reader.tally() == writer.tally())
        #expect(try await reader.pools(at: Self.start) == writer.pools(at: Self.start))
        #expect(try await reader.pulses(PulseQuery(.newest([]), limit: 9)) == writer.pulses(PulseQuery(.newest([]), limit: 9)))
        #expect(try await reader.events(after: 0, limit: 99) == writer.events(after: 0, limit: 99))
    }

    @Test func `beside a writer it sees what is stored, and changes no file`() async throws {
        try await withFolder { folder in
            let path = folder + "/upbeat.db"
            let writer = try SQLiteStore(path: path, judge: IntervalJudge())
            defer { writer.close() }
            try await fill(writer)
            _ = try await writer.tally()
            let before = try state(folder)
            let reader = try reading(path)
            #expect(try await reader.tally().byStatus == [.pending: 2, .processing: 1])
            #expect(try await reader.pools(at: Self.start).map(\.running) == [1])
            reader.close()
            #expect(try state(folder) == before)
            let again = try reading(path)
            defer { again.close() }
            try await compare(again, writer)
            _ = try await writer.make(PulseOrder(spec: StoreContract.spec()))
            #expect(try await again.tally().byStatus[.pending] == 3)
        }
    }

    @Test func `after a crash the log is read, on a folder that cannot be written too`() async throws {
        try await withFolder { folder in
            let writer = try SQLiteStore(path: folder + "/upbeat.db", judge: IntervalJudge())
            defer { writer.close() }
            try await fill(writer)
            // What a dead process leaves: its files, and nobody's locks.
            let dead = folder + "/dead"
            try FileManager.default.createDirectory(atPath: dead, withIntermediateDirectories: true)
            for name in ["upbeat.db", "upbeat.db-wal", "upbeat.db-shm", "upbeat.db.made"] {
                try FileManager.default.copyItem(atPath: "\(folder)/\(name)", toPath: "\(dead)/\(name)")
            }
            try FileManager.default.setAttributes([.posixPermissions: 0o500], ofItemAtPath: dead)
            defer { try? FileManager.default.setAttributes([.posixPermissions: 0o700], ofItemAtPath: dead) }
            let before = try state(dead)
            let reader = try reading(dead + "/upbeat.db")
            try await compare(reader, writer)
            reader.close()
            #expect(try state(dead) == before)
        }
    }

    @Test func `after an orderly end neither log nor index is needed`() async throws {
        try await withFolder { folder in
            let path = folder + "/upbeat.db"
            let writer = try SQLiteStore(path: path, judge: IntervalJudge())
            try await fill(writer)
            writer.close()
            for name in ["-wal", "-shm"] { try? FileManager.default.removeItem(atPath: path + name) }
            try FileManager.default.setAttributes([.posixPermissions: 0o500], ofItemAtPath: folder)
            defer { try? FileManager.default.setAttributes([.posixPermissions: 0o700], ofItemAtPath: folder) }
            let before = try state(folder)
            let reader = try reading(path)
            #expect(try await reader.tally().byStatus == [.pending: 2, .processing: 1])
            reader.close()
            #expect(try state(folder) == before)
        }
    }

    @Test func `an empty log keeps its mode, and one that is gone is not made again`() async throws {
        try await withFolder { folder in
            let path = folder + "/upbeat.db"
            let writer = try SQLiteStore(path: path, judge: IntervalJudge())
            try await fill(writer)
            writer.close()
            chmod(path, 0o640)
            for isGone in [false, true] {
                if isGone { unlink(path + "-wal") }
                let before = try state(folder)
                let reader = try reading(path)
                #expect(try await reader.tally().byStatus == [.pending: 2, .processing: 1])
                reader.close()
                #expect(try state(folder) == before)
            }
        }
    }

    @Test func `it writes nothing, whatever it is asked`() async throws {
        try await withFolder { folder in
            let path = folder + "/upbeat.db"
            let writer = try SQLiteStore(path: path, judge: IntervalJudge())
            try await fill(writer)
            writer.close()
            let reader = try reading(path)
            defer { reader.close() }
            await #expect(throws: StoreError.closed) { try await reader.make(PulseOrder(spec: StoreContract.spec())) }
            await #expect(throws: StoreError.closed) { try await reader.sign(of: StoreContract.boot, at: Self.start) }
        }
    }

    @Test func `what cannot be read is refused with its reason`() async throws {
        try await withFolder { folder in
            let path = folder + "/upbeat.db"
            #expect(throws: OpenError.absent(path: path)) { try reading(path) }
            #expect(try FileManager.default.contentsOfDirectory(atPath: folder) == [])
            let writer = try SQLiteStore(path: path, judge: IntervalJudge())
            try await fill(writer)
            let orphaned = folder + "/orphaned.db"
            try FileManager.default.copyItem(atPath: path, toPath: orphaned)
            try FileManager.default.copyItem(atPath: path + "-wal", toPath: orphaned + "-wal")
            #expect(throws: OpenError.logWithoutIndex(path: orphaned)) { try reading(orphaned) }
            writer.close()
            let older = try DatabaseQueue(path: path)
            let last = try #require(Schema.migrator.migrations.last)
            try await older.write { try $0.execute(sql: "DELETE FROM grdb_migrations WHERE identifier = ?", arguments: [last]) }
            try older.close()
            #expect(throws: OpenError.older(path: path)) { try reading(path) }
            try FileManager.default.removeItem(atPath: path)
            #expect(throws: OpenError.vanished(path: path, marker: path + ".made")) { try reading(path) }
            try Data("no database at all".utf8).write(to: URL(fileURLWithPath: path))
            #expect(throws: OpenError.notADatabase(path: path)) { try reading(path) }
        }
    }

    @Test func `a damaged page is found, and a check without time for it says so`() async throws {
        try await withFolder { folder in
            let path = folder + "/upbeat.db"
            let writer = try SQLiteStore(path: path, judge: IntervalJudge())
            for index in 1...400 { _ = try await writer.make(PulseOrder(spec: StoreContract.spec("the thing to do, number \(index)"))) }
            writer.close()
            let whole = try reading(path)
            #expect(try await whole.integrity(within: .seconds(60)) == .whole)
            #expect(try await whole.integrity(within: .zero) == .unfinished)
            whole.close()
            try damage(path)
            let damaged = try reading(path)
            defer { damaged.close() }
            guard case .damaged = try await damaged.integrity(within: .seconds(60)) else {
                Issue.record("the damage was not seen")
                return
            }
        }
    }

    /// Writes over some of the last pages, where the rows that were made last are.
    private func damage(_ path: String) throws {
        let file = try #require(FileHandle(forUpdatingAtPath: path))
        let size = try file.seekToEnd()
        for page in stride(from: size - 4096 * 12, to: size, by: 4096 * 2) {
            try file.seek(toOffset: page)
            try file.write(contentsOf: Data(repeating: 0x5A, count: 512))
        }
        try file.close()
    }

    @Test func `what a page of trouble asks for goes through no table`() async throws {
        try await withFolder { folder in
            let store = try SQLiteStore(path: folder + "/upbeat.db", judge: IntervalJudge())
            defer { store.close() }
            for sql in [
                "SELECT kind FROM event WHERE sequence > 5 AND kind IN (4, 26) AND at >= 9 ORDER BY sequence DESC",
                "SELECT id FROM due WHERE lane = 1 AND priority = 2 AND due_at < 5 ORDER BY due_at, id LIMIT 5",
            ] {
                let plan = try await store.pool.read { db in
                    try Row.fetchAll(db, sql: "EXPLAIN QUERY PLAN " + sql).map { $0["detail"] as String }
                }
                #expect(plan.allSatisfy { $0.hasPrefix("SEARCH") }, "\(plan)")
            }
        }
    }
}

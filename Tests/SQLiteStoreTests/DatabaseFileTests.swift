import Foundation
import GRDB
import Pulses
import Recurrence
import TestSupport
import Testing

@testable import SQLiteStore

@Suite struct DatabaseFileTests {
    private func withDatabase(_ body: (String) async throws -> Void) async throws {
        try await withFolder { folder in
            let path = folder + "/upbeat.db"
            let store = try SQLiteStore(path: path, judge: IntervalJudge())
            for _ in 0..<50 { _ = try await store.make(PulseOrder(spec: StoreContract.spec(String(repeating: "y", count: 500)))) }
            store.close()
            try await body(path)
        }
    }

    /// Opening must fail as told and leave every byte as it was.
    private func expectRefusal(_ path: String, _ isRight: (OpenError) -> Bool) {
        let before = FileManager.default.contents(atPath: path)
        do throws(OpenError) {
            let store = try SQLiteStore(path: path, judge: IntervalJudge())
            store.close()
            #expect(Bool(false), "\(path) was opened")
        } catch {
            #expect(isRight(error), "\(error)")
        }
        #expect(FileManager.default.contents(atPath: path) == before)
    }

    @Test("what was written is there after opening again")
    func opensAgain() async throws {
        try await withDatabase { path in
            let store = try SQLiteStore(path: path, judge: IntervalJudge())
            defer { store.close() }
            #expect(try await store.tally().byStatus == [.pending: 50])
        }
    }

    @Test("the files are the user's alone")
    func isPrivate() async throws {
        try await withFolder { folder in
            let path = folder + "/upbeat.db"
            let store = try SQLiteStore(path: path, judge: IntervalJudge())
            _ = try await store.make(PulseOrder(spec: StoreContract.spec()))
            for file in ["", "-wal", "-shm", ".made"] {
                let mode = try FileManager.default.attributesOfItem(atPath: path + file)[.posixPermissions] as? Int
                #expect(mode == 0o600, "upbeat.db\(file)")
            }
            store.close()
        }
    }

    @Test("a database that was there and is missing is not made anew")
    func refusesVanished() async throws {
        try await withDatabase { path in
            try FileManager.default.removeItem(atPath: path)
            do throws(OpenError) {
                _ = try SQLiteStore(path: path, judge: IntervalJudge())
                #expect(Bool(false), "made anew")
            } catch {
                guard case .vanished = error else { return #expect(Bool(false), "\(error)") }
            }
            #expect(!FileManager.default.fileExists(atPath: path))
        }
    }

    @Test("an empty file is refused")
    func refusesEmpty() async throws {
        try await withDatabase { path in
            try Data().write(to: URL(fileURLWithPath: path))
            expectRefusal(path) { $0 == .empty(path: path) }
        }
    }

    @Test("a file that is no database is refused")
    func refusesText() async throws {
        try await withDatabase { path in
            try Data(String(repeating: "hello ", count: 100).utf8).write(to: URL(fileURLWithPath: path))
            expectRefusal(path) { $0 == .notADatabase(path: path) }
        }
    }

    @Test("another program's database is refused")
    func refusesForeign() async throws {
        try await withFolder { folder in
            let path = folder + "/upbeat.db"
            let other = try DatabaseQueue(path: path)
            try await other.write { try $0.execute(sql: "CREATE TABLE pulse (id INTEGER)") }
            try other.close()
            expectRefusal(path) { $0 == .foreign(path: path) }
        }
    }

    @Test("a database of a newer version is refused")
    func refusesNewer() async throws {
        try await withDatabase { path in
            let other = try DatabaseQueue(path: path)
            try await other.write { try $0.execute(sql: "INSERT INTO grdb_migrations VALUES ('999 from the future')") }
            try other.close()
            expectRefusal(path) { $0 == .newer(path: path) }
        }
    }

    @Test("a damaged database is refused", arguments: [4096, 8192, 16384, 24576])
    func refusesDamaged(_ offset: Int) async throws {
        try await withDatabase { path in
            var bytes = try #require(FileManager.default.contents(atPath: path))
            bytes.replaceSubrange(offset..<(offset + 4096), with: Data(repeating: 0, count: 4096))
            try bytes.write(to: URL(fileURLWithPath: path))
            expectRefusal(path) { if case .damaged = $0 { true } else { false } }
        }
    }

    @Test(
        "a database that lost a table, or the memory of the numbers that it gave, is refused",
        arguments: [
            "DROP TABLE occurrence", "DROP TABLE progress", "DELETE FROM sqlite_sequence WHERE name = 'schedule'",
            "DELETE FROM sqlite_sequence WHERE name = 'pulse'",
        ])
    func refusesLosses(_ loss: String) async throws {
        try await withFolder { folder in
            let path = folder + "/upbeat.db"
            let store = try SQLiteStore(path: path, judge: IntervalJudge())
            _ = try await store.make(PulseOrder(spec: StoreContract.spec()))
            _ = try await store.make(StoreContract.scheduleSpec(), at: StoreContract.start)
            store.close()
            let other = try DatabaseQueue(path: path)
            try await other.write { try $0.execute(sql: loss) }
            try other.close()
            expectRefusal(path) { if case .damaged = $0 { true } else { false } }
        }
    }

    @Test("a file cut short is refused")
    func refusesTruncated() async throws {
        try await withDatabase { path in
            let bytes = try #require(FileManager.default.contents(atPath: path))
            try bytes.prefix(bytes.count / 2).write(to: URL(fileURLWithPath: path))
            expectRefusal(path) { if case .damaged = $0 { true } else { false } }
        }
    }

    @Test("a folder in the place of the file is refused")
    func refusesFolder() async throws {
        try await withFolder { folder in
            let path = folder + "/upbeat.db"
            try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
            do throws(OpenError) {
                _ = try SQLiteStore(path: path, judge: IntervalJudge())
                #expect(Bool(false), "opened")
            } catch {
                guard case .unreadable = error else { return #expect(Bool(false), "\(error)") }
            }
        }
    }

    @Test("a link in the place of the file is not followed")
    func refusesLink() async throws {
        try await withDatabase { path in
            let real = path + ".real"
            try FileManager.default.moveItem(atPath: path, toPath: real)
            try FileManager.default.createSymbolicLink(atPath: path, withDestinationPath: real)
            expectRefusal(path) { if case .unreadable = $0 { true } else { false } }
        }
    }

    @Test("a draft that a crash left behind is no database")
    func ignoresDrafts() async throws {
        try await withFolder { folder in
            let path = folder + "/upbeat.db"
            try Data("half a file".utf8).write(to: URL(fileURLWithPath: path + ".new"))
            let store = try SQLiteStore(path: path, judge: IntervalJudge())
            #expect(try await store.tally() == Tally())
            store.close()
        }
    }

    @Test("a file that is removed or replaced under the store ends it, and nothing more is acknowledged", arguments: ["", "-wal"])
    func seesRemoval(_ end: String) async throws {
        try await withFolder { folder in
            let path = folder + "/upbeat.db"
            let store = try SQLiteStore(path: path, judge: IntervalJudge())
            defer { store.close() }
            _ = try await store.make(PulseOrder(spec: StoreContract.spec()))
            _ = try await store.make(PulseOrder(spec: StoreContract.spec()))
            try FileManager.default.removeItem(atPath: path + end)
            do throws(StoreError) {
                _ = try await store.make(PulseOrder(spec: StoreContract.spec()))
                return #expect(Bool(false), "acknowledged into a file that is gone")
            } catch {
                #expect(error.isFatal, "\(error)")
            }
            #expect(await store.failure()?.isFatal == true)
        }
    }
}

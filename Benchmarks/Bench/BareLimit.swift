import Bare
import Foundation
import SQLiteStore

/// The C side, with the statements of the store.
enum BareLimit {
    static func fdatasync(_ folder: String) -> Double { bare_fdatasync(folder + "/sync", 500) }

    static func lifeCycle(_ path: String, count: Int, batch: Int, spec: [UInt8]) -> Double {
        withStatements { bare_life_cycle(path, &$0, Int32(count), Int32(batch), text(spec)) }
    }

    static func singleInserts(_ path: String, count: Int, spec: [UInt8]) -> Double {
        withStatements { bare_single_inserts(path, &$0, Int32(count), text(spec)) }
    }

    private static func text(_ spec: [UInt8]) -> String { String(decoding: spec, as: UTF8.self) }

    private static func withStatements(_ body: (inout bare_statements) -> Double) -> Double {
        let texts = [
            StoreStatement.insertPulse, StoreStatement.insertDue, StoreStatement.claimable, StoreStatement.nextDue,
            StoreStatement.deleteDue, StoreStatement.insertRunning, StoreStatement.takeRunning,
            StoreStatement.insertAttempt, StoreStatement.finishPulse, StoreStatement.addToTally, StoreStatement.insertEvent,
        ].map { statement in statement.text.withCString { strdup($0) } }
        defer { for text in texts { free(text) } }
        var statements = bare_statements(
            insert_pulse: UnsafePointer(texts[0]), insert_due: UnsafePointer(texts[1]), claimable: UnsafePointer(texts[2]),
            next_due: UnsafePointer(texts[3]), delete_due: UnsafePointer(texts[4]),
            insert_running: UnsafePointer(texts[5]), take_running: UnsafePointer(texts[6]), insert_attempt: UnsafePointer(texts[7]),
            finish_pulse: UnsafePointer(texts[8]),
            add_to_tally: UnsafePointer(texts[9]), insert_event: UnsafePointer(texts[10]))
        return body(&statements)
    }
}

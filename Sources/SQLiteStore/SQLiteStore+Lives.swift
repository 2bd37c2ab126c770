internal import GRDB
package import Pulses
package import Recurrence
import StrictJSON

extension SQLiteStore: LifeRecords {
    package func keep(_ crash: Crash) async throws(StoreError) -> Crash {
        try await writer.submit { session throws(Failure) in
            var crash = crash
            var running: [PulseID] = []
            try session.statement(.runningOfOwner).bind(1, crash.boot.text).rows { running.append(PulseID($0.integer(0))) }
            crash.running = Array(running.prefix(Crash.runningLimit))
            crash.runningCount = running.count
            let (cause, detail) = crash.cause.stored
            let ids = JSON.array(crash.running.map { .integer($0.value) }).serialized()
            let changed = try session.statement(.saveCrash).bind(1, crash.boot.text).bind(2, Int(crash.pid)).bind(3, crash.version)
                .bind(4, crash.startedAt.milliseconds).bind(5, crash.lastSeenAt.milliseconds).bind(6, crash.noticedAt.milliseconds)
                .bind(7, cause).bind(8, detail).bind(9, ids).bind(10, crash.runningCount).run()
            guard changed > 0 else { return crash }
            try session.statement(.forgetCrashes).run()
            try session.record(.daemonCrashed, at: crash.noticedAt.milliseconds, detail: crash.cause.description)
            return crash
        }
    }

    package func lastCrash() async throws(StoreError) -> Crash? {
        try await read { db in
            try Row.fetchOne(db, sql: "SELECT * FROM crash ORDER BY noticed_at DESC, rowid DESC LIMIT 1").map { row in
                let running = (try? JSON(parsing: Array((row["running"] as String).utf8)))?.arrayValue ?? []
                return Crash(
                    boot: BootID(row["boot"]), pid: row["pid"], version: row["version"],
                    startedAt: Instant(milliseconds: row["started_at"]), lastSeenAt: Instant(milliseconds: row["last_seen_at"]),
                    noticedAt: Instant(milliseconds: row["noticed_at"]), cause: Crash.Cause(stored: row["cause"], row["detail"]),
                    running: running.compactMap { $0.integerValue.map { PulseID($0) } }, runningCount: row["running_count"])
            }
        }
    }

    package func sign(of boot: BootID, at now: Instant) async throws(StoreError) {
        try await writer.submit { session throws(Failure) in
            _ = try session.statement(.signOfBoot).bind(1, boot.text).bind(2, now.milliseconds).run()
        }
    }

    package func lastSign(of boot: BootID) async throws(StoreError) -> Instant? {
        try await read { db in
            try Int64.fetchOne(db, sql: "SELECT seen_at FROM boot WHERE boot = ? AND seen_at IS NOT NULL", arguments: [boot.text])
                .map { Instant(milliseconds: $0) }
        }
    }
}

extension Crash.Cause {
    fileprivate var stored: (cause: String, detail: String?) {
        switch self {
        case .signal(let number): ("signal", String(number))
        case .error(let text): ("error", text)
        case .machine: ("machine", nil)
        case .unknown: ("unknown", nil)
        }
    }

    fileprivate init(stored cause: String, _ detail: String?) {
        switch (cause, detail, detail.flatMap(Int32.init)) {
        case ("signal", _, let number?): self = .signal(number)
        case ("error", let text?, _): self = .error(text)
        case ("machine", _, _): self = .machine
        default: self = .unknown
        }
    }
}

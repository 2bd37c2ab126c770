import SQLiteStore
import WireModel

extension Examination {
    /// This program and the daemon are of one version.
    func versions() -> [Finding] {
        switch answer {
        case .answered(let status) where status.version != version:
            [
                Finding(
                    .program, "version", .warning, "the daemon is version \(status.version), this program is \(version)",
                    remedy: "restart the daemon: `upbeat restart`, or `systemctl --user restart upbeat` where a unit runs it")
            ]
        case .answered(let status):
            [Finding(.program, "version", .ok, "this program and the daemon (process \(status.pid ?? 0)) are version \(version)")]
        case .silent, .nobody, .refused: [Finding(.program, "version", .ok, "this program is version \(version)")]
        }
    }

    func sqliteVersion() -> [Finding] { [SQLiteHazards.finding(SQLiteStore.libraryNumber, SQLiteStore.libraryVersion)] }
}

/// What is known to be wrong with versions of SQLite, of what Upbeat uses of it.
///
/// - Tables are STRICT, which is known since 3.37.0 (sqlite.org/stricttables.html); RETURNING since 3.35.0.
/// - The WAL-reset bug (sqlite.org/wal.html#walresetbug): from 3.7.0 to 3.51.2 a file in WAL mode can be damaged when two connections write
///   or checkpoint at the same moment. Fixed in 3.51.3, and in 3.50.7 and 3.44.6 for those who stay there. Upbeat has one connection that
///   writes and does every checkpoint, so it takes another program to bring it about.
/// - 3.52.0 was withdrawn by its makers a week after it came out (sqlite.org/changes.html).
enum SQLiteHazards {
    static func finding(_ number: Int, _ version: String) -> Finding {
        if number < 3_037_000 {
            return Finding(
                .program, "sqlite", .error, "SQLite \(version) is too old: tables of this layout need 3.37.0",
                remedy: "install a newer libsqlite3 by the system's package manager")
        }
        if number == 3_052_000 {
            return Finding(
                .program, "sqlite", .warning, "SQLite 3.52.0 was withdrawn by its makers",
                remedy: "install SQLite 3.51.3, or 3.53.0 and later")
        }
        if hasResetBug(number) {
            return Finding(
                .program, "sqlite", .note,
                "SQLite \(version) has the WAL-reset bug, which Upbeat's single writer does not meet; other programs that write "
                    + "the database, or checkpoint it, while the daemon runs could damage it",
                remedy: "leave writing to the daemon; 3.51.3, 3.50.7 and 3.44.6 are without it")
        }
        return Finding(.program, "sqlite", .ok, "SQLite \(version) has no known hazard for Upbeat")
    }

    static func hasResetBug(_ number: Int) -> Bool {
        let (series, patch) = (number / 1000, number % 1000)
        switch series {
        case 3_044: return patch < 6
        case 3_050: return patch < 7
        case 3_051: return patch < 3
        default: return number >= 3_007_000 && series < 3_051
        }
    }
}

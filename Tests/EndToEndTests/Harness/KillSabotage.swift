import Foundation
import TestSupport

/// A fault planted behind the daemon's back, in place of a build that is broken in that way: the harness must see it.
enum KillSabotage: String, CaseIterable, Sendable {
    /// A pulse's row is gone.
    case dropPulse = "drop-pulse"
    /// A pulse is there but nobody will ever look at it.
    case dropDue = "drop-due"
    /// The file is as it was a cycle ago.
    case rollBack = "roll-back"
    /// A pulse is called completed that never ran.
    case pretend
    /// What the dead daemon left is not known as this house's, so nobody ends it.
    case forgetRuns = "forget-runs"
    /// A request has a second pulse.
    case clone
    /// A pulse that completed is run again.
    case repeatRun = "repeat-run"
    /// A pulse runs before its time.
    case hasten
    /// A pulse that nobody asked for.
    case invent
    /// A pulse is on record as running for ever.
    case wedge

    /// What became of one of a schedule's times is not on record.
    case dropOccurrence = "drop-occurrence"
    /// One of a schedule's times has a second pulse.
    case fireTwice = "fire-twice"
    /// Pulses of a schedule that allows no overlap run at once.
    case crowd

    /// A pulse that was called off is run.
    case reviveCancelled = "revive-cancelled"
    /// What waits for a pool needs none.
    case leavePools = "leave-pools"
    /// A step runs whatever it waits for.
    case releaseStep = "release-step"

    /// What the checker must call it.
    var kind: Violation.Kind {
        switch self {
        case .dropPulse, .dropDue, .rollBack, .pretend, .dropOccurrence: .lost
        case .forgetRuns, .clone, .fireTwice: .double
        case .crowd: .overlap
        case .repeatRun: .unjustifiedRerun
        case .hasten: .early
        case .invent: .phantom
        case .wedge: .stuck
        case .reviveCancelled: .cancel
        case .leavePools: .rushed
        case .releaseStep: .disorder
        }
    }

    /// Whether it needs a living daemon; all others are done while none lives.
    var isForTheLiving: Bool { self == .wedge }

    /// Whether it needs a schedule that has fired.
    var isOfSchedules: Bool { self == .dropOccurrence || self == .fireTwice || self == .crowd }

    /// Whether it needs something that is rare, and so a longer history.
    var isRare: Bool { isOfSchedules || self == .reviveCancelled || self == .releaseStep }

    /// Plants it; false where there is no place for it yet.
    func plant(_ home: KillHome, boot: String? = nil) throws -> Bool {
        switch self {
        case .rollBack: return try rollBack(home)
        case .forgetRuns: return try forgetRuns(home)
        default: break
        }
        let probe = try DatabaseProbe(home.database, writable: true)
        defer { probe.close() }
        guard let id = try probe.value(victim) else { return false }
        try probe.rows("BEGIN IMMEDIATE")
        for statement in statements(id, boot: boot ?? "") { try probe.rows(statement) }
        try probe.rows("COMMIT")
        return true
    }

    /// How many cycles it is tried in: what must have an effect on each of them alone.
    var isRepeated: Bool { self == .forgetRuns || self == .leavePools }

    // MARK: by statements

    /// Far pulses, those due in an hour, are told by their due time.
    private var victim: String {
        let soon = Self.now + 60_000
        switch self {
        case .dropPulse, .dropDue, .pretend, .clone, .invent:
            return """
                SELECT d.id FROM due AS d JOIN pulse AS p ON p.id = d.id
                WHERE d.due_at < \(soon) AND p.attempt = 0 AND p.schedule IS NULL ORDER BY d.due_at DESC LIMIT 1
                """
        case .repeatRun: return "SELECT id FROM pulse WHERE status = 3 AND schedule IS NULL ORDER BY id DESC LIMIT 1"
        case .dropOccurrence: return "SELECT first FROM occurrence WHERE pulse IS NOT NULL ORDER BY first LIMIT 1"
        case .fireTwice: return "SELECT id FROM pulse WHERE nominal IS NOT NULL ORDER BY id DESC LIMIT 1"
        case .crowd:
            return """
                SELECT s.id FROM schedule AS s JOIN pulse AS p ON p.schedule = s.id
                WHERE s.name IN ('buffering', 'earliest') AND p.status = 3 GROUP BY s.id HAVING count(*) > 1 ORDER BY s.name
                """
        case .hasten, .wedge: return "SELECT id FROM due WHERE due_at > \(soon) ORDER BY due_at DESC LIMIT 1"
        case .reviveCancelled:
            return "SELECT id FROM pulse WHERE status = 5 AND due_at < \(soon) AND reason = 'cancelled' ORDER BY id DESC LIMIT 1"
        case .leavePools: return "SELECT id FROM due WHERE lane > 0 LIMIT 1"
        case .releaseStep:
            // Rather one that waits for what waits itself: what is about to end may end before the step begins.
            return """
                SELECT pulse FROM dependency WHERE met = 0 AND pulse IN (SELECT id FROM pulse WHERE status = 0)
                ORDER BY on_pulse IN (SELECT id FROM pulse WHERE status = 0) DESC LIMIT 1
                """
        case .rollBack, .forgetRuns: return "SELECT NULL"
        }
    }

    private static var now: Int64 { Int64(Date().timeIntervalSince1970 * 1000) }

    private func statements(_ id: String, boot: String) -> [String] {
        let now = Self.now
        let twin = "(SELECT max(id) FROM pulse)"
        let columns = "created_at, scheduled_at, due_at, priority"
        let copy = "INSERT INTO pulse (\(columns), spec) SELECT \(columns),"
        let twinDue = "INSERT INTO due (lane, priority, due_at, id) SELECT lane, priority, due_at, id FROM pulse WHERE id = \(twin)"
        let noDue = "DELETE FROM due WHERE id = \(id)"
        switch self {
        case .dropPulse: return [noDue, "DELETE FROM pulse WHERE id = \(id)"]
        case .dropDue: return [noDue]
        case .pretend: return [noDue, "UPDATE pulse SET status = 3, finished_at = \(now) WHERE id = \(id)"]
        case .clone: return ["\(copy) spec FROM pulse WHERE id = \(id)", twinDue]
        case .invent: return ["\(copy) replace(spec, '\"w', '\"ghost-w') FROM pulse WHERE id = \(id)", twinDue]
        case .leavePools: return ["UPDATE due SET lane = 0"]
        case .repeatRun, .reviveCancelled, .releaseStep:
            return [
                "UPDATE pulse SET status = 1, finished_at = NULL WHERE id = \(id)",
                "INSERT INTO due (lane, priority, due_at, id) SELECT lane, priority, due_at, id FROM pulse WHERE id = \(id)",
            ]
        case .dropOccurrence: return ["DELETE FROM occurrence WHERE first = \(id)"]
        case .fireTwice:
            return [
                """
                INSERT INTO pulse (\(columns), spec, schedule, nominal)
                SELECT \(columns), spec, schedule, nominal FROM pulse WHERE id = \(id)
                """, twinDue,
            ]
        case .crowd:
            return [
                """
                UPDATE pulse SET status = 1, finished_at = NULL, priority = 0
                WHERE id IN (SELECT id FROM pulse WHERE schedule = \(id) AND status = 3 ORDER BY id DESC LIMIT 2)
                """,
                """
                INSERT INTO due (lane, priority, due_at, id) SELECT lane, priority, due_at, id FROM pulse
                WHERE schedule = \(id) AND status = 1 AND id NOT IN (SELECT id FROM due) AND id NOT IN (SELECT id FROM running)
                """,
            ]
        case .hasten:
            return [
                "UPDATE due SET due_at = \(now) WHERE id = \(id)",
                "UPDATE pulse SET due_at = \(now), scheduled_at = \(now) WHERE id = \(id)",
            ]
        case .wedge:
            return [
                noDue,
                "INSERT INTO running (id, attempt, owner, due_at, started_at) VALUES (\(id), 1, '\(boot)', \(now), \(now))",
            ]
        case .rollBack, .forgetRuns: return []
        }
    }

    // MARK: by files

    private func rollBack(_ home: KillHome) throws -> Bool {
        let manager = FileManager.default
        let files = ["upbeat.db", "upbeat.db-wal"]
        let saved = home.folder + "/saved"
        guard manager.fileExists(atPath: saved) else {
            try manager.createDirectory(atPath: saved, withIntermediateDirectories: false)
            for file in files { try manager.copyItem(atPath: "\(home.state)/\(file)", toPath: "\(saved)/\(file)") }
            return false
        }
        for file in files + ["upbeat.db-shm"] { try? manager.removeItem(atPath: "\(home.state)/\(file)") }
        for file in files { try manager.copyItem(atPath: "\(saved)/\(file)", toPath: "\(home.state)/\(file)") }
        return true
    }

    /// A run's marker names the house by the device and inode of the lock file; another file in its place makes it another house.
    private func forgetRuns(_ home: KillHome) throws -> Bool {
        let other = home.lockFile + ".other"
        guard FileManager.default.createFile(atPath: other, contents: nil, attributes: [.posixPermissions: 0o600]) else {
            throw HarnessError.system("making \(other)")
        }
        guard rename(other, home.lockFile) == 0 else { throw HarnessError.system("replacing the lock file") }
        return !ProcessCensus.runs(ofHome: home.state).isEmpty
    }
}

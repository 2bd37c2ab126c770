/// The statements of the writer about schedules. Tests assert the plans of those that are hot: none of them scans a table.
package enum ScheduleStatement: Int, CaseIterable, Sendable {
    case dueSchedules, nextLook, selectProgress, saveProgress, selectSpec
    case savePriority, schedulesToReplan, openPulses, insertFired, insertOccurrence, nameOccurrence, releasePulse
    case insertSchedule, insertProgress, updateSchedule, deleteSchedule, deleteProgress, scheduleNamed, schedulesAtStart
    case selectStandstill, saveStandstill, selectBoot, saveBoot
    case signOfBoot, saveCrash, forgetCrashes, runningOfOwner
    case saveAgent, deleteAgent, selectAgents, schedulesOfOwner
    case prunePulse, pruneDependencies, pruneAttempts, pruneReports, pruneRequests, pruneOccurrence, pruneEvents

    /// Those whose cost must not grow with what is stored.
    static let hot: [ScheduleStatement] = [
        .dueSchedules, .nextLook, .selectProgress, .saveProgress, .selectSpec, .savePriority, .schedulesToReplan, .openPulses, .insertFired,
        .insertOccurrence, .nameOccurrence,
        .releasePulse, .insertSchedule, .insertProgress, .updateSchedule, .deleteSchedule, .deleteProgress, .scheduleNamed,
        .schedulesAtStart, .selectStandstill, .selectBoot, .deleteAgent, .prunePulse, .pruneDependencies, .pruneAttempts, .pruneReports,
        .pruneRequests, .pruneOccurrence, .pruneEvents,
    ]

    /// The columns of `ProgressRow`, the last of which says whether a pulse of the schedule has not ended.
    private static let progress = """
        p.schedule, p.revision, p.cursor, p.next_nominal, p.next_at, p.pause, p.over, p.fires, p.failures, p.incident,
            EXISTS (SELECT 1 FROM pulse WHERE pulse.schedule = p.schedule AND pulse.schedule IS NOT NULL AND pulse.status < 3)
        """

    /// The columns of `SpecRow`.
    static let spec = "s.name, s.created_at, s.updated_at, s.spec"

    /// Both, for readers.
    static let whole = "SELECT \(progress), \(spec) FROM schedule AS s CROSS JOIN progress AS p ON p.schedule = s.id"
    static let wholeByNext = "SELECT \(progress), \(spec) FROM progress AS p CROSS JOIN schedule AS s ON s.id = p.schedule"

    package var text: String {
        switch self {
        case .dueSchedules:
            """
            SELECT \(Self.progress) FROM progress AS p WHERE p.priority = ?1 AND p.next_at <= ?2 ORDER BY p.next_at, p.schedule LIMIT ?3
            """
        case .nextLook: "SELECT next_at FROM progress WHERE priority = ?1 AND next_at IS NOT NULL ORDER BY next_at LIMIT 1"
        case .selectProgress: "SELECT \(Self.progress) FROM progress AS p WHERE p.schedule = ?1"
        case .saveProgress:
            """
            UPDATE progress SET revision = ?2, cursor = ?3, next_nominal = ?4, next_at = ?5, pause = ?6, over = ?7, fires = ?8,
                failures = ?9, incident = ?10 WHERE schedule = ?1
            """
        case .schedulesToReplan:
            """
            SELECT \(Self.progress) FROM progress AS p WHERE p.schedule > ?1 AND (p.next_at > ?2 OR p.over = ?3) ORDER BY p.schedule LIMIT ?4
            """
        case .selectSpec: "SELECT \(Self.spec) FROM schedule AS s WHERE s.id = ?1"
        case .openPulses:
            """
            SELECT p.id, p.status, p.due_at, p.attempt, p.priority, p.reason, r.attempt, p.nominal, p.lane, p.pipeline
            FROM pulse AS p LEFT JOIN running AS r ON r.id = p.id
            WHERE p.schedule = ?1 AND p.schedule IS NOT NULL AND p.status < 3 ORDER BY p.id
            """
        // Makes nothing where the nominal time is on record.
        case .insertFired:
            """
            INSERT INTO pulse (created_at, scheduled_at, due_at, priority, spec, schedule, nominal, owner, status, reason, lane)
            SELECT ?1, ?2, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10
            WHERE NOT EXISTS (SELECT 1 FROM occurrence WHERE schedule = ?5 AND first = ?6)
            """
        case .insertOccurrence:
            """
            INSERT OR IGNORE INTO occurrence (schedule, first, last, count, fate, reason, pulse, at)
            VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)
            """
        case .nameOccurrence: "UPDATE occurrence SET pulse = ?3 WHERE schedule = ?1 AND first = ?2"
        case .releasePulse: "UPDATE pulse SET status = 1, reason = NULL, due_at = ?2 WHERE id = ?1"
        case .insertSchedule:
            """
            INSERT INTO schedule (name, created_at, updated_at, at_start, owner, file, spec) VALUES (?1, ?2, ?2, ?3, ?4, ?5, ?6) RETURNING id
            """
        case .insertProgress:
            """
            INSERT INTO progress (schedule, revision, cursor, next_nominal, next_at, pause, over, fires, failures, incident, priority)
            VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11)
            """
        case .savePriority: "UPDATE progress SET priority = ?2 WHERE schedule = ?1"
        case .updateSchedule:
            "UPDATE schedule SET name = ?2, updated_at = ?3, at_start = ?4, owner = ?5, file = ?6, spec = ?7 WHERE id = ?1"
        case .deleteSchedule: "DELETE FROM schedule WHERE id = ?1"
        case .deleteProgress: "DELETE FROM progress WHERE schedule = ?1"
        case .scheduleNamed: "SELECT id FROM schedule WHERE name = ?1"
        case .schedulesAtStart: "SELECT id FROM schedule WHERE at_start = 1 ORDER BY id"
        case .selectStandstill: "SELECT by, why, since, until, ended FROM standstill WHERE id = 1"
        case .saveStandstill: "INSERT OR REPLACE INTO standstill (id, by, why, since, until, ended) VALUES (1, ?1, ?2, ?3, ?4, ?5)"
        case .selectBoot: "SELECT boot FROM boot WHERE id = 1"
        case .saveBoot: "INSERT OR REPLACE INTO boot (id, boot, at) VALUES (1, ?1, ?2)"
        case .signOfBoot: "UPDATE boot SET seen_at = ?2 WHERE id = 1 AND boot = ?1"
        case .saveCrash:
            """
            INSERT OR IGNORE INTO crash (boot, pid, version, started_at, last_seen_at, noticed_at, cause, detail, running, running_count)
            VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)
            """
        case .forgetCrashes:
            "DELETE FROM crash WHERE noticed_at < (SELECT noticed_at FROM crash ORDER BY noticed_at DESC LIMIT 1 OFFSET 99)"
        case .runningOfOwner: "SELECT id FROM running WHERE owner = ?1 ORDER BY id"
        case .saveAgent:
            """
            INSERT OR REPLACE INTO agent (name, scope, open_pulses, schedules, shortest_interval, pulses_per_day, zone, runner, file,
                created_at, furthest, schedule_lifetime, needs_approval) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13)
            """
        case .selectAgents:
            """
            SELECT name, scope, open_pulses, schedules, shortest_interval, pulses_per_day, zone, runner, file, created_at, furthest,
                schedule_lifetime, needs_approval FROM agent ORDER BY name
            """
        case .schedulesOfOwner: "SELECT count(*) FROM schedule WHERE owner = ?1 AND owner IS NOT NULL"
        case .deleteAgent: "DELETE FROM agent WHERE name = ?1"
        case .prunePulse:
            """
            DELETE FROM pulse WHERE id = ?1 AND status >= 3 AND NOT EXISTS (SELECT 1 FROM dependency AS d
                CROSS JOIN pulse AS p ON p.id = d.pulse WHERE d.on_pulse = ?1 AND p.status < 3) RETURNING status
            """
        case .pruneDependencies: "DELETE FROM dependency WHERE pulse = ?1"
        case .pruneAttempts: "DELETE FROM attempt WHERE pulse = ?1"
        case .pruneReports: "DELETE FROM report WHERE pulse = ?1"
        case .pruneRequests: "DELETE FROM idempotency WHERE pulse = ?1"
        case .pruneOccurrence:
            """
            DELETE FROM occurrence WHERE schedule = ?1 AND first = ?2
                AND NOT EXISTS (SELECT 1 FROM pulse WHERE pulse.id = occurrence.pulse AND pulse.status < 3)
            """
        case .pruneEvents: "DELETE FROM event WHERE sequence <= ?1"
        }
    }
}

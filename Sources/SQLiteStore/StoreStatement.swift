/// The statements of the writer about pulses (`ScheduleStatement` has the others). Tests assert the plans of those that are hot: none of
/// them scans a table.
///
/// A case is an index: the writer finds the prepared form without hashing a text.
package enum StoreStatement: Int, CaseIterable, Sendable {
    case begin, commit, rollback
    case insertPulse, insertDue, openPulsesWithKey, rememberedRequest, rememberRequest, forgetRequests
    case claimable, nextDue, deleteDue, insertRunning, noteProcess, orphans, ownerOfRun, runsOfOwner
    case takeRunning, insertAttempt, finishPulse, retryPulse
    case insertExpiry, expired, nextExpiry, deleteExpiry, missPulse
    case askToCancel, cancelPulse, revivePulse, postponePulse, changePulse, selectPulse
    case selectPools, selectLanes, insertLane, runningByLane, insertStart, forgetStarts, forgetStrayStarts, pullStarts, recentStarts,
        countStarts
    case deletePools, insertPool, laneIsOpen, scheduleNeeds
    case insertDependency, dependents, dependencies, meetDependency, unmetDependencies, anyDependency, inputs, releaseDependent
    case namePipeline, pulsesOfPipeline, openOfPipeline, endsOfPipeline
    case addToTally, insertToken, revokeToken, noteTokenUse, insertEvent
    case requestAnswer, beginRequest, finishRequest, abandonRequest
    case noteReport, keepReport, selectReport
    case awaitApproval, giveApproval, awaitingOfPipeline
    case insertRevival, forgetRevivals, countRevivals, openOfOwner, recentOfOwner

    /// Those whose cost must not grow with what is stored.
    static let hot: [StoreStatement] = [
        .insertPulse, .insertDue, .openPulsesWithKey, .rememberedRequest, .forgetRequests, .claimable, .nextDue, .deleteDue, .insertRunning,
        .noteProcess, .takeRunning, .insertAttempt, .finishPulse, .retryPulse, .askToCancel, .cancelPulse, .revivePulse, .postponePulse,
        .ownerOfRun, .selectPulse, .addToTally, .insertEvent, .insertStart, .forgetStarts, .recentStarts, .countStarts, .insertDependency,
        .dependents, .dependencies, .meetDependency, .unmetDependencies, .inputs, .releaseDependent, .namePipeline, .openOfPipeline,
        .endsOfPipeline, .expired, .nextExpiry, .deleteExpiry, .missPulse, .changePulse, .requestAnswer, .finishRequest, .abandonRequest,
        .noteReport, .selectReport,
        .awaitApproval, .giveApproval, .awaitingOfPipeline, .insertRevival, .forgetRevivals, .countRevivals, .openOfOwner, .recentOfOwner,
    ]

    package var text: String {
        switch self {
        case .begin: "BEGIN IMMEDIATE"
        case .commit: "COMMIT"
        case .rollback: "ROLLBACK"
        case .insertPulse:
            """
            INSERT INTO pulse (created_at, scheduled_at, due_at, priority, key, spec, schedule, nominal, owner, lane, awaits, status,
                reason, pipeline, approval) VALUES (?1, ?2, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14)
            """
        case .insertDue: "INSERT INTO due (priority, due_at, id, lane) VALUES (?1, ?2, ?3, ?4)"
        case .openPulsesWithKey: "SELECT id FROM pulse WHERE key = ?1 AND key IS NOT NULL AND status < 3 ORDER BY id DESC"
        case .rememberedRequest: "SELECT fingerprint, pulse, created, at FROM idempotency WHERE scope = ?1 AND key = ?2"
        case .rememberRequest:
            """
            INSERT OR REPLACE INTO idempotency (scope, key, fingerprint, pulse, created, at) VALUES (?1, ?2, ?3, ?4, ?5, ?6)
            """
        // Each new key drops at most two that have expired, so that the table stays bounded and no sweep is ever long.
        case .forgetRequests:
            """
            DELETE FROM idempotency WHERE (scope, key) IN (SELECT scope, key FROM idempotency WHERE at < ?1 ORDER BY at LIMIT 2)
            """
        case .claimable:
            """
            SELECT d.due_at, d.id, p.spec, p.created_at, p.scheduled_at, p.key, p.attempt, p.spent, p.lost, p.schedule, p.nominal, p.owner,
                p.awaits, p.pipeline
            FROM due AS d CROSS JOIN pulse AS p ON p.id = d.id
            WHERE d.lane = ?4 AND d.priority = ?1 AND d.due_at <= ?2 ORDER BY d.due_at, d.id LIMIT ?3
            """
        case .nextDue: "SELECT due_at FROM due WHERE lane = ?2 AND priority = ?1 ORDER BY due_at LIMIT 1"
        case .deleteDue: "DELETE FROM due WHERE lane = ?4 AND priority = ?1 AND due_at = ?2 AND id = ?3"
        case .insertRunning:
            "INSERT INTO running (id, attempt, owner, due_at, started_at, schedule, lane, pipeline) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)"
        case .noteProcess:
            """
            UPDATE running SET pid = ?3, process_start = ?4, process_group = ?5 WHERE id = ?1 AND attempt = ?2
            """
        case .orphans:
            """
            SELECT r.id, r.attempt, r.owner, r.due_at, r.started_at, r.pid, r.process_start, r.process_group, r.cancel,
                p.spec, p.created_at, p.scheduled_at, p.key, p.priority, p.spent, p.lost, p.schedule, p.nominal, p.owner
            FROM running AS r CROSS JOIN pulse AS p ON p.id = r.id WHERE r.owner <> ?1 ORDER BY r.id
            """
        case .ownerOfRun: "SELECT owner FROM running WHERE id = ?1 AND attempt = ?2"
        case .runsOfOwner: "SELECT id, attempt FROM running WHERE owner = ?1"
        case .takeRunning:
            """
            DELETE FROM running WHERE id = ?1 AND attempt = ?2 AND owner = ?3
            RETURNING owner, due_at, started_at, cancel, schedule, lane, pipeline, reported
            """
        case .insertAttempt:
            """
            INSERT INTO attempt (pulse, number, owner, due_at, started_at, ended_at, outcome, stopped, exit_code, signal, error,
                output_bytes, error_bytes) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13)
            """
        case .finishPulse:
            """
            UPDATE pulse SET status = ?2, reason = ?3, attempt = ?4, spent = ?5, lost = ?6, finished_at = ?7 WHERE id = ?1
            """
        case .retryPulse:
            """
            UPDATE pulse SET due_at = ?2, attempt = ?3, spent = ?4, lost = ?5 WHERE id = ?1 RETURNING priority, lane
            """
        case .askToCancel: "UPDATE running SET cancel = 1 WHERE id = ?1 AND cancel = 0"
        case .insertExpiry: "INSERT INTO expiry (at, id) VALUES (?1, ?2)"
        case .expired: "SELECT at, id FROM expiry WHERE at <= ?1 ORDER BY at, id LIMIT ?2"
        case .nextExpiry: "SELECT at FROM expiry WHERE at > ?1 ORDER BY at LIMIT 1"
        case .deleteExpiry: "DELETE FROM expiry WHERE at = ?1 AND id = ?2"
        case .missPulse: "UPDATE pulse SET status = 6, reason = ?3, finished_at = ?2 WHERE id = ?1 AND status < 3"
        case .cancelPulse: "UPDATE pulse SET status = 5, reason = ?3, finished_at = ?2 WHERE id = ?1 AND status < 3"
        case .revivePulse:
            """
            UPDATE pulse SET status = ?3, reason = ?4, finished_at = NULL, due_at = ?2, spent = 0, lost = 0, approval = ?5 WHERE id = ?1
            """
        case .postponePulse: "UPDATE pulse SET due_at = ?2 WHERE id = ?1"
        case .selectPulse:
            """
            SELECT p.id, p.created_at, p.scheduled_at, p.due_at, p.priority, p.status, p.reason, p.attempt, p.spent, p.lost,
                p.finished_at, p.key, p.spec, r.attempt, p.schedule, p.nominal, p.owner, p.lane, p.pipeline, p.awaits, p.approval
            FROM pulse AS p LEFT JOIN running AS r ON r.id = p.id WHERE p.id = ?1
            """
        case .selectPools: "SELECT name, capacity, rate, rate_window, daily, zone, file FROM pool ORDER BY name"
        case .selectLanes: "SELECT id, pools FROM lane ORDER BY id"
        case .insertLane: "INSERT INTO lane (id, pools) VALUES (?1, ?2)"
        case .runningByLane: "SELECT lane, count(*) FROM running GROUP BY lane"
        case .insertStart: "INSERT OR IGNORE INTO pool_start (pool, at, pulse, attempt) VALUES (?1, ?2, ?3, ?4)"
        // Each start drops at most two that count no more.
        case .forgetStarts:
            """
            DELETE FROM pool_start WHERE pool = ?1 AND (at, pulse, attempt) IN
                (SELECT at, pulse, attempt FROM pool_start WHERE pool = ?1 AND at < ?2 ORDER BY at LIMIT 2)
            """
        case .forgetStrayStarts: "DELETE FROM pool_start WHERE pool NOT IN (SELECT name FROM pool)"
        case .pullStarts: "UPDATE pool_start SET at = ?1 WHERE at > ?1"
        case .recentStarts: "SELECT at FROM pool_start WHERE pool = ?1 ORDER BY at DESC LIMIT ?2"
        case .countStarts: "SELECT count(*) FROM pool_start WHERE pool = ?1 AND at >= ?2"
        case .deletePools: "DELETE FROM pool"
        case .insertPool:
            """
            INSERT OR IGNORE INTO pool (name, capacity, rate, rate_window, daily, zone, file) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)
            """
        case .laneIsOpen:
            """
            SELECT EXISTS (SELECT 1 FROM due WHERE lane = ?1) OR EXISTS (SELECT 1 FROM running WHERE lane = ?1)
                OR EXISTS (SELECT 1 FROM pulse WHERE status = 0 AND lane = ?1)
            """
        case .scheduleNeeds: "SELECT EXISTS (SELECT 1 FROM schedule WHERE instr(spec, ?1) > 0)"
        case .insertDependency: "INSERT INTO dependency (pulse, place, on_pulse, condition, met) VALUES (?1, ?2, ?3, ?4, ?5)"
        case .dependents: "SELECT pulse, place, condition, met FROM dependency WHERE on_pulse = ?1 ORDER BY pulse, place"
        case .dependencies: "SELECT on_pulse, condition, met FROM dependency WHERE pulse = ?1 ORDER BY place"
        case .meetDependency: "UPDATE dependency SET met = 1 WHERE pulse = ?1 AND place = ?2"
        case .unmetDependencies: "SELECT EXISTS (SELECT 1 FROM dependency WHERE pulse = ?1 AND met = 0)"
        case .anyDependency: "SELECT EXISTS (SELECT 1 FROM dependency)"
        case .inputs:
            """
            SELECT d.on_pulse, p.attempt, p.spec FROM dependency AS d CROSS JOIN pulse AS p ON p.id = d.on_pulse
            WHERE d.pulse = ?1 AND p.status = 3 ORDER BY d.place
            """
        case .releaseDependent: "UPDATE pulse SET status = 1, reason = NULL, due_at = ?2 WHERE id = ?1"
        case .namePipeline: "UPDATE pulse SET pipeline = id WHERE id = ?1"
        case .pulsesOfPipeline: "SELECT id FROM pulse WHERE pipeline = ?1 AND pipeline IS NOT NULL ORDER BY id"
        case .openOfPipeline: "SELECT 1 FROM pulse WHERE pipeline = ?1 AND pipeline IS NOT NULL AND status < 3 LIMIT 1"
        case .endsOfPipeline: "SELECT DISTINCT status FROM pulse WHERE pipeline = ?1 AND pipeline IS NOT NULL"
        case .addToTally:
            """
            INSERT INTO tally (name, count) VALUES (?1, ?2) ON CONFLICT (name) DO UPDATE SET count = count + excluded.count
            """
        case .insertEvent: "INSERT INTO event (at, kind, pulse, attempt, detail, schedule) VALUES (?1, ?2, ?3, ?4, ?5, ?6)"
        // A name is unique among the living; files from before that rule may hold two of one name.
        case .insertToken:
            """
            INSERT OR IGNORE INTO token (hash, name, created_at, scope, agent, expires_at, revoked_at, last_used_at)
            SELECT ?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8
            WHERE NOT EXISTS (SELECT 1 FROM token WHERE name = ?2 AND revoked_at IS NULL AND (expires_at IS NULL OR expires_at > ?3))
            """
        case .revokeToken:
            """
            UPDATE token SET revoked_at = ?2 WHERE name = ?1 AND revoked_at IS NULL AND (expires_at IS NULL OR expires_at > ?2)
            RETURNING name, hash, created_at, scope, agent, expires_at, revoked_at, last_used_at
            """
        case .requestAnswer: "SELECT fingerprint, pulse, at, owner, status, location, body FROM idempotency WHERE scope = ?1 AND key = ?2"
        case .beginRequest:
            """
            INSERT OR REPLACE INTO idempotency (scope, key, fingerprint, pulse, created, at, owner) VALUES (?1, ?2, ?3, 0, 0, ?4, ?5)
            """
        case .finishRequest:
            """
            UPDATE idempotency SET owner = NULL, status = ?4, location = ?5, body = ?6 WHERE scope = ?1 AND key = ?2 AND owner = ?3
            """
        case .abandonRequest: "DELETE FROM idempotency WHERE scope = ?1 AND key = ?2 AND owner = ?3"
        case .noteReport: "UPDATE running SET reported = 1 WHERE id = ?1 AND attempt = ?2"
        case .keepReport:
            """
            INSERT INTO report (pulse, attempt, outcome, message, next_check, at, late) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)
            ON CONFLICT (pulse, attempt) DO UPDATE SET outcome = excluded.outcome, message = excluded.message,
                next_check = coalesce(excluded.next_check, next_check), at = excluded.at, late = excluded.late
            """
        case .selectReport: "SELECT outcome, message, next_check, at, late FROM report WHERE pulse = ?1 AND attempt = ?2"
        case .changePulse:
            "UPDATE pulse SET scheduled_at = ?2, due_at = ?3, priority = ?4, spec = ?5, lane = ?6 WHERE id = ?1"
        case .awaitApproval: "UPDATE pulse SET status = 0, reason = ?2, approval = 1 WHERE id = ?1"
        case .giveApproval: "UPDATE pulse SET status = ?2, reason = ?3, due_at = ?4, approval = 2 WHERE id = ?1"
        case .awaitingOfPipeline:
            "SELECT id FROM pulse WHERE pipeline = ?1 AND pipeline IS NOT NULL AND status = 0 AND approval = 1 ORDER BY id"
        case .insertRevival: "INSERT OR IGNORE INTO revival (owner, at, pulse) VALUES (?1, ?2, ?3)"
        // Each new one drops at most two that count no more.
        case .forgetRevivals:
            """
            DELETE FROM revival WHERE owner = ?1 AND (at, pulse) IN
                (SELECT at, pulse FROM revival WHERE owner = ?1 AND at < ?2 ORDER BY at LIMIT 2)
            """
        case .countRevivals: "SELECT count(*) FROM revival WHERE owner = ?1 AND at >= ?2"
        case .openOfOwner: "SELECT count(*) FROM pulse WHERE owner = ?1 AND owner IS NOT NULL AND status < 3"
        case .recentOfOwner: "SELECT count(*) FROM pulse WHERE owner = ?1 AND owner IS NOT NULL AND created_at >= ?2"
        case .noteTokenUse: "UPDATE token SET last_used_at = ?2 WHERE hash = ?1 AND (last_used_at IS NULL OR last_used_at < ?2)"
        }
    }
}

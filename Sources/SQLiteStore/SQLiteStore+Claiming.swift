package import Pulses
import Recurrence

extension SQLiteStore: PulseClaiming {
    package func turn(_ turn: Turn) async throws(StoreError) -> TurnResult {
        let outcome = try await writer.submit(isUrgent: true) { session throws(Failure) in
            var outcome = TurnOutcome()
            let hasLapsed = session.renewLease(of: turn)
            if let step = turn.clockStep {
                try session.record(.clockStepped, at: turn.now.milliseconds, detail: "\(step.milliseconds) ms")
            }
            for ended in turn.ends {
                if let status = try Self.end(ended, of: turn, session) { outcome.applied[ended.key] = status }
            }
            if hasLapsed { outcome.held = try session.runs(of: turn.owner) }
            if turn.seeksOrphans { outcome.hasOrphans = try !session.orphans(notOf: turn.owner).isEmpty }
            let areMoreExpired = try session.expire(at: turn.now)
            let closure = try session.closure(at: turn.now)
            let nextExpiry = areMoreExpired ? turn.now : try session.nextExpiry(after: turn.now)
            guard !closure.isClosed else {
                // A clock that was set back is noticed now, not when things may start again.
                try session.withLanes(at: turn.now) { _ in }
                outcome.nextLook = [closure.until, nextExpiry].compactMap(\.self).min()
                return outcome
            }
            let (judged, stops, rest) = try session.judge(turn)
            (outcome.judged, outcome.stops) = (judged, stops)
            if turn.limit > 0, !areMoreExpired, !hasLapsed { outcome.rows = try session.claim(turn, rest) }
            for index in outcome.rows.indices where outcome.rows[index].awaits > 0 {
                outcome.rows[index].inputs = try session.inputs(of: outcome.rows[index].id)
            }
            outcome.nextDue = try session.nextDue(at: turn.now)
            outcome.nextLook = nextExpiry
            for priority in Priority.allCases {
                let look = try session.statement(.nextLook).bind(1, priority.rawValue).first { Instant(milliseconds: $0.integer(0)) }
                if let look { outcome.nextLook = min(outcome.nextLook ?? look, look) }
            }
            return outcome
        }
        var claims: [Claim] = []
        claims.reserveCapacity(outcome.rows.count)
        for row in outcome.rows {
            do {
                claims.append(try row.claim(startedAt: turn.now))
            } catch {
                try await putAside(row, error, turn)
            }
        }
        return TurnResult(
            claims: claims, applied: outcome.applied, nextDue: outcome.nextDue, nextLook: outcome.nextLook,
            judged: outcome.judged, stops: outcome.stops, held: outcome.held, hasOrphans: outcome.hasOrphans)
    }

    /// A claimed row that cannot be read has failed; the rest goes on.
    private func putAside(_ row: ClaimedRow, _ error: StoreError, _ turn: Turn) async throws(StoreError) {
        let end = AttemptEnd(outcome: .failed, isFatal: true, error: error.description, endedAt: turn.now)
        let verdict = Verdict(disposition: .finish(.failed, reason: "malformed"), spent: Int(row.spent) + 1, lost: 0)
        let ended = EndedRun(key: row.key, end: end, verdict: verdict)
        try await writer.submit(isUrgent: true) { session throws(Failure) in
            _ = try Self.end(ended, of: turn, session)
        }
    }

    package func note(_ process: ProcessRecord, of key: RunKey) async throws(StoreError) {
        try await writer.submit(isUrgent: true) { session throws(Failure) in
            _ = try session.statement(.noteProcess).bind(1, key.pulse.value).bind(2, key.attempt)
                .bind(3, Int64(process.pid)).bind(4, Int64(bitPattern: process.startTicks)).bind(5, Int64(process.group)).run()
        }
    }

    package func orphans(notOf boot: BootID) async throws(StoreError) -> [Orphan] {
        let rows = try await writer.submit(isUrgent: true) { session throws(Failure) in
            try session.orphans(notOf: boot)
        }
        var orphans: [Orphan] = []
        for row in rows { orphans.append(row.orphan()) }
        return orphans
    }

    // MARK: in the writer's transaction

    /// Writes the end of a run; nil, and no change, where the run is not on record as running (a stale worker's word), or is that of
    /// another owner that lives.
    private static func end(_ ended: EndedRun, of turn: Turn, _ session: Session) throws(Failure) -> PulseStatus? {
        let key = ended.key
        guard let running = try session.take(key, by: turn.owner) else { return nil }
        let ended = running.hasReported ? try session.report(of: key).map(ended.heeding) ?? ended : ended
        let (end, verdict) = (ended.end, ended.verdict)
        if running.lane > 0 { session.lanes?.ended(Int(running.lane)) }
        try session.statement(.insertAttempt).bind(1, key.pulse.value).bind(2, key.attempt).bind(3, running.owner)
            .bind(4, running.dueAt).bind(5, running.startedAt).bind(6, end.endedAt.milliseconds)
            .bind(7, end.outcome.rawValue).bind(8, end.stopped?.rawValue).bind(9, end.exitCode.map(Int64.init))
            .bind(10, end.signal.map(Int64.init)).bind(11, end.error).bind(12, end.outputBytes).bind(13, end.errorBytes)
            .run()
        // What was given back at shutdown counts nowhere.
        if end.stopped != .shutdown {
            session.count(.outcome(end.outcome))
            session.count(.duration, max(end.endedAt.milliseconds - running.startedAt, 0))
        }
        var disposition = verdict.disposition
        if case .again = disposition, running.isCancelled { disposition = .finish(.cancelled, reason: "cancelled") }
        func record(_ kind: EventKind, _ detail: String?) throws(Failure) {
            try session.record(
                kind, at: end.endedAt.milliseconds, pulse: key.pulse.value, schedule: running.schedule, attempt: key.attempt,
                detail: detail)
        }
        switch disposition {
        case .again(let due):
            let place = try session.statement(.retryPulse).bind(1, key.pulse.value).bind(2, due.milliseconds)
                .bind(3, key.attempt).bind(4, verdict.spent).bind(5, verdict.lost).first { (priority: $0.integer(0), lane: $0.integer(1)) }
            if let place {
                try session.insertDue(key.pulse.value, lane: place.lane, priority: place.priority, due: due.milliseconds)
            }
            try record(.pulseRetrying, end.stopped == .shutdown ? "given back" : end.outcome.name)
            return .pending
        case .finish(let status, let reason):
            try session.statement(.finishPulse).bind(1, key.pulse.value).bind(2, status.rawValue).bind(3, reason)
                .bind(4, key.attempt).bind(5, verdict.spent).bind(6, verdict.lost).bind(7, end.endedAt.milliseconds).run()
            try record(EventKind(entering: status), reason)
            session.count(.open, -1)
            session.count(.status(status))
            try session.concluded(
                key.pulse.value, status, of: running.schedule, pipeline: running.pipeline, endedAt: end.endedAt, now: turn.now,
                pauseReason: end.pauseReason)
            return status
        }
    }
}

/// What a turn's transaction leaves behind, before its texts are read.
private struct TurnOutcome: Sendable {
    var rows: [ClaimedRow] = []
    var applied: [RunKey: PulseStatus] = [:]
    var nextDue: Instant?
    var nextLook: Instant?
    var judged: [JudgedSchedule] = []
    var stops: [Judgement.Stop] = []
    var held: Set<RunKey>?
    var hasOrphans = false
}

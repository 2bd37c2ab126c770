import Pulses
import Recurrence

/// Pulses that wait for others, in the writer's transaction.
extension Session {
    // MARK: making

    /// A dependency whose pulse has its number.
    struct Wait {
        var on: Int64
        var condition: Dependency.Condition
        var isMet: Bool
    }

    /// Puts on record what a new pulse waits for.
    func insert(_ waits: [Wait], of id: Int64) throws(Failure) {
        for (place, wait) in waits.enumerated() {
            try statement(.insertDependency).bind(1, id).bind(2, place).bind(3, wait.on).bind(4, wait.condition.rawValue)
                .bind(5, wait.isMet ? 1 : 0).run()
        }
        if !waits.isEmpty { hasDependents = true }
    }

    /// What a pulse that is about to be made would wait for among those that are there; or why it cannot.
    func wait(for id: PulseID, _ condition: Dependency.Condition) throws(Failure) -> Result<Wait, DependencyRefusal> {
        guard let status = try PulseRow.find(id, self)?.status else { return .failure(DependencyRefusal(.unknown(id))) }
        if status.isOpen { return .success(Wait(on: id.value, condition: condition, isMet: false)) }
        guard condition.isMet(by: status) else { return .failure(DependencyRefusal(.ended(id, status))) }
        return .success(Wait(on: id.value, condition: condition, isMet: true))
    }

    // MARK: ends

    /// A pulse has ended for good: those that wait for it go on or are cancelled, and its schedule counts.
    func concluded(
        _ id: Int64, _ status: PulseStatus, of schedule: Int64?, pipeline: Int64?, endedAt: Instant, now: Instant,
        pauseReason: String? = nil
    ) throws(Failure) {
        try settleDependents(of: id, status, at: now)
        guard let schedule else { return }
        guard let status = pauseReason != nil ? status : try endOfAll(pipeline, status) else { return }
        try ended(status, of: ScheduleID(schedule), endedAt: endedAt, now: now, pauseReason: pauseReason)
    }

    /// Lets those go on that waited for this end alone, and cancels those, and what waits for them, that needed another one.
    func settleDependents(of id: Int64, _ status: PulseStatus, at now: Instant) throws(Failure) {
        guard try mayHaveDependents() else { return }
        var ended = [(id: id, status: status)]
        while let (id, status) = ended.popLast() {
            for dependent in try dependents(of: id) where !dependent.isMet {
                guard let row = try PulseRow.find(PulseID(dependent.pulse), self), row.status == .blocked,
                    row.reason == Dependency.reason || row.reason == Approval.reason
                else { continue }
                if dependent.condition.isMet(by: status) {
                    try statement(.meetDependency).bind(1, row.id).bind(2, dependent.place).run()
                    if row.reason == Dependency.reason, try !isWaiting(row.id) { try release(row, at: now) }
                } else if try cancelWaiting(row, reason: Dependency.reason, at: now) {
                    ended.append((row.id, .cancelled))
                }
            }
        }
    }

    /// Cancels a pulse that waits, for its time or for another one.
    ///
    /// - Returns: false where it had ended.
    func cancelWaiting(_ row: PulseRow, reason: String, at now: Instant) throws(Failure) -> Bool {
        guard try statement(.cancelPulse).bind(1, row.id).bind(2, now.milliseconds).bind(3, reason).run() > 0 else { return false }
        if row.status == .blocked {
            count(.status(.blocked), -1)
        } else {
            try deleteDue(row.id, lane: row.lane, priority: row.columns.priority, due: row.dueAt)
        }
        try record(.pulseCancelled, at: now.milliseconds, pulse: row.id, schedule: row.columns.schedule, detail: reason)
        count(.open, -1)
        count(.status(.cancelled))
        return true
    }

    private func release(_ row: PulseRow, at now: Instant) throws(Failure) {
        let due = max(row.columns.scheduledAt, now.milliseconds)
        try statement(.releaseDependent).bind(1, row.id).bind(2, due).run()
        try insertDue(row.id, lane: row.lane, priority: row.columns.priority, due: due)
        try record(.pulseReleased, at: now.milliseconds, pulse: row.id, schedule: row.columns.schedule)
        count(.status(.blocked), -1)
    }

    // MARK: asked for again

    /// Makes a pulse wait or run again that ended badly, and with it what was cancelled for its sake.
    ///
    /// - Returns: false where what it depends on has not gone well, or its key belongs to an open pulse; nothing was changed then.
    func revive(_ row: PulseRow, at now: Instant, awaitsApproval: Bool) throws(Failure) -> Bool {
        // The person's wish to have it again is their word as well.
        let approval: Approval = awaitsApproval ? .awaited : row.approval == .awaited ? .given : row.approval
        guard try reopen(row, approval, at: now) else { return false }
        try noteRevival(of: row, at: now)
        guard try mayHaveDependents() else { return true }
        var revived = [row.id]
        while let id = revived.popLast() {
            for dependent in try dependents(of: id) where !dependent.isMet && dependent.condition == .success {
                guard let row = try PulseRow.find(PulseID(dependent.pulse), self), row.status == .cancelled,
                    row.reason == Dependency.reason, try reopen(row, row.approval, at: now)
                else { continue }
                revived.append(row.id)
            }
        }
        return true
    }

    private func reopen(_ row: PulseRow, _ approval: Approval, at now: Instant) throws(Failure) -> Bool {
        if let key = row.columns.key, try !openPulses(withKey: key).isEmpty { return false }
        var isWaiting = false
        let waits = try dependencies(of: row.id)
        var met: [Int] = []
        for (place, wait) in waits.enumerated() where !wait.isMet {
            guard let status = try PulseRow.find(PulseID(wait.on), self)?.status else { return false }
            // What it waited for may have come since it was called off.
            if wait.condition.isMet(by: status) {
                met.append(place)
            } else if status.isOpen {
                isWaiting = true
            } else {
                return false
            }
        }
        for place in met { try statement(.meetDependency).bind(1, row.id).bind(2, place).run() }
        let reason = approval == .awaited ? Approval.reason : isWaiting ? Dependency.reason : nil
        let status: PulseStatus = reason == nil ? .pending : .blocked
        try statement(.revivePulse).bind(1, row.id).bind(2, now.milliseconds).bind(3, status.rawValue).bind(4, reason)
            .bind(5, approval.rawValue).run()
        if reason != nil {
            count(.status(.blocked))
        } else {
            try insertDue(row.id, lane: row.lane, priority: row.columns.priority, due: now.milliseconds)
        }
        try record(.pulseRevived, at: now.milliseconds, pulse: row.id, schedule: row.columns.schedule)
        count(.open)
        count(.status(row.status), -1)
        return true
    }

    // MARK: reading

    func dependencies(of id: Int64) throws(Failure) -> [Wait] {
        var waits: [Wait] = []
        try statement(.dependencies).bind(1, id).rows { row in
            waits.append(
                Wait(on: row.integer(0), condition: Dependency.Condition(rawValue: row.text(1)) ?? .success, isMet: row.integer(2) == 1))
        }
        return waits
    }

    /// What the pulses wrote that this one waited for, as far as they completed.
    func inputs(of id: Int64) throws(Failure) -> [InputRow] {
        var inputs: [InputRow] = []
        try statement(.inputs).bind(1, id).rows { inputs.append(InputRow($0)) }
        return inputs
    }

    /// Newest first.
    func openPulses(withKey key: String) throws(Failure) -> [PulseID] {
        var open: [PulseID] = []
        try statement(.openPulsesWithKey).bind(1, key).rows { open.append(PulseID($0.integer(0))) }
        return open
    }

    func isWaiting(_ id: Int64) throws(Failure) -> Bool {
        try statement(.unmetDependencies).bind(1, id).first { $0.integer(0) == 1 } == true
    }

    /// Where no pulse ever waited for another one nobody is looked for.
    private func mayHaveDependents() throws(Failure) -> Bool {
        if let hasDependents { return hasDependents }
        let any = try statement(.anyDependency).first { $0.integer(0) == 1 } == true
        hasDependents = any
        return any
    }

    private func dependents(of id: Int64) throws(Failure) -> [Dependent] {
        var dependents: [Dependent] = []
        try statement(.dependents).bind(1, id).rows { dependents.append(Dependent($0)) }
        return dependents
    }
}

/// A row of `StoreStatement.dependents`.
private struct Dependent {
    var pulse: Int64
    var place: Int64
    var condition: Dependency.Condition
    var isMet: Bool

    init(_ row: borrowing HotRow) {
        pulse = row.integer(0)
        place = row.integer(1)
        condition = Dependency.Condition(rawValue: row.text(2)) ?? .success
        isMet = row.integer(3) == 1
    }
}

struct DependencyRefusal: Error {
    var fault: DependencyFault

    init(_ fault: DependencyFault) { self.fault = fault }
}

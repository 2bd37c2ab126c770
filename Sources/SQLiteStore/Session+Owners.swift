import Pulses

// Runs and whose they are.
extension Session {
    /// The runs of owners other than `boot` that do not count as alive.
    func orphans(notOf boot: BootID) throws(Failure) -> [OrphanRow] {
        var rows: [OrphanRow] = []
        try statement(.orphans).bind(1, boot.text).rows { row in
            let orphan = OrphanRow(row)
            if !isLive(BootID(orphan.claimed.owner)) { rows.append(orphan) }
        }
        return rows
    }

    /// The runs that are on record as the owner's.
    func runs(of owner: BootID) throws(Failure) -> Set<RunKey> {
        var keys: Set<RunKey> = []
        try statement(.runsOfOwner).bind(1, owner.text).rows { row in
            keys.insert(RunKey(pulse: PulseID(row.integer(0)), attempt: Int(row.integer(1))))
        }
        return keys
    }

    /// Takes a run off the record that is `owner`'s, or that of an owner that does not count as alive; nil where there is none.
    func take(_ key: RunKey, by owner: BootID) throws(Failure) -> RunningRow? {
        if let own = try take(key, recordedFor: owner.text) { return own }
        let holder = try statement(.ownerOfRun).bind(1, key.pulse.value).bind(2, key.attempt).first { $0.text(0) }
        guard let holder, !isLive(BootID(holder)) else { return nil }
        return try take(key, recordedFor: holder)
    }

    private func take(_ key: RunKey, recordedFor owner: String) throws(Failure) -> RunningRow? {
        try statement(.takeRunning).bind(1, key.pulse.value).bind(2, key.attempt).bind(3, owner).first { RunningRow($0) }
    }
}

/// A row of `StoreStatement.takeRunning`.
struct RunningRow {
    var owner: String
    var dueAt: Int64
    var startedAt: Int64
    var isCancelled: Bool
    var schedule: Int64?
    var lane: Int64
    var pipeline: Int64?
    /// It has said how it went.
    var hasReported: Bool

    init(_ row: borrowing HotRow) {
        owner = row.text(0)
        dueAt = row.integer(1)
        startedAt = row.integer(2)
        isCancelled = row.integer(3) == 1
        schedule = row.optionalInteger(4)
        lane = row.integer(5)
        pipeline = row.optionalInteger(6)
        hasReported = row.integer(7) == 1
    }
}

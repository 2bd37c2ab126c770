internal import GRDB

/// The layout (DESIGN.md, storage): hot and cold apart, so that what has ended never sits in an index that is worked with.
///
/// - `pulse`: the spec of a pulse and its outcome, the schedule and nominal time that it was made by, whose it is. `status` is 1 from when it is made until it has ended; whether it waits or runs is
///   told by where its id is: in `due` or in `running`.
/// - `due`: the ids that can run, by lane (see `Lanes`) in the order in which they are claimed.
/// - `lane`: the sets of pools that pulses need; `pool`: the pools; `pool_start`: when runs began, for those with a rate or a daily limit.
/// - `dependency`: what a pulse waits or waited for.
/// - `running`: the attempts under way. Its row is what every write about a run is guarded by.
/// - `attempt`: history, only ever added to. `report`: what runs said of themselves; `running.reported` is 1 where the run under way has one,
///   so that an end need not look for it.
/// - `event`: what happened, in order. Its newest row is never removed, so that no number is given twice.
/// - `schedule`: the spec of a schedule. `progress`: how far it has come; small rows, since each occurrence changes one. Its index of the
///   times at which schedules have to be looked at is all that a turn reads of those that are not due.
/// - `occurrence`: what became of each nominal time, or of a row of them with the same fate.
/// - `standstill`: the latest; `boot`: the latest whose start was told to the schedules, with its latest sign of life; `crash`: lives that
///   did not end in order; `agent`: principals; `revival`: when their pulses were asked for again, which counts against a limit of theirs.
/// - `tally`: exact counts, changed in the same transaction as what they count.
/// - `idempotency`, `token`: records of access. What a request with a key made or was answered; `owner` is set while it is carried out.
///
/// Times are milliseconds since 1970; enums are the raw values of `Pulses`.
enum Schema {
    /// Marks a file as ours: "Upbt".
    static let applicationID: Int32 = 0x5570_6274

    /// The migrations, one file each, in order; none is changed once it has shipped.
    static var migrator: DatabaseMigrator {
        var migrator = DatabaseMigrator()
        Migration001.register(in: &migrator)
        Migration002.register(in: &migrator)
        Migration003.register(in: &migrator)
        Migration004.register(in: &migrator)
        Migration005.register(in: &migrator)
        Migration006.register(in: &migrator)
        Migration007.register(in: &migrator)
        Migration008.register(in: &migrator)
        Migration009.register(in: &migrator)
        Migration010.register(in: &migrator)
        return migrator
    }

    /// Tables that a file has to have after so many migrations: whoever lost one is damaged.
    static func tables(after migrations: Int) -> [String] {
        ["pulse", "due", "running"] + (migrations < 3 ? [] : ["schedule", "progress", "occurrence"])
    }
}

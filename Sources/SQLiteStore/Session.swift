internal import GRDBSQLite
import Pulses

/// The writer's side of the connection: its prepared statements and the counts that the open transaction will change.
///
/// It lives on the writer's thread and nowhere else.
final class Session {
    let judge: any ScheduleJudging
    private let leaseTime: @Sendable () -> Duration
    private let connection: OpaquePointer
    private let counter: StatementCounter
    private var prepared = [HotStatement?](repeating: nil, count: StoreStatement.allCases.count)
    private var preparedForSchedules = [HotStatement?](repeating: nil, count: ScheduleStatement.allCases.count)
    private var deltas: [TallyName: Int64] = [:]
    /// Whether the latest transaction told of anything that happened.
    private(set) var hasEvents = false
    private var leases = Leases()
    /// As they stood when the open transaction began.
    private var leasesBefore = Leases()
    var specs = SpecCache()
    var knownSpecs = KnownSpecs()
    /// What waits where, once it has been read; see `withLanes`.
    var lanes: Lanes?
    /// Whether any pulse waits for another one, once it has been read; see `mayHaveDependents`.
    var hasDependents: Bool?
    /// The limits of the agents there are, once they have been read; see `limits(of:)`.
    var agents: [String: Agent.Limits]?
    /// The latest standstill, once it has been read; see `latestStandstill`.
    var standstill: StandstillRow??

    /// Pages in the log after the latest commit, as SQLite tells.
    private let logPages: UnsafeMutablePointer<Int32>

    /// As many pages as the log may have before it is moved into the file: 16 MiB.
    private static let checkpointPages: Int32 = 4000

    init(
        connection: OpaquePointer, counter: StatementCounter, judge: any ScheduleJudging, leaseTime: @escaping @Sendable () -> Duration
    ) {
        self.connection = connection
        self.counter = counter
        self.judge = judge
        self.leaseTime = leaseTime
        logPages = .allocate(capacity: 1)
        logPages.initialize(to: 0)
        sqlite3_wal_hook(
            connection,
            { context, _, _, pages in
                context?.assumingMemoryBound(to: Int32.self).pointee = pages
                return SQLITE_OK
            }, logPages)
    }

    deinit {
        sqlite3_wal_hook(connection, nil, nil)
        logPages.deallocate()
    }

    /// Moves the log into the file once it is long enough. SQLite's own way to do that would swallow what goes wrong.
    func checkpointWhenDue() throws(Failure) {
        guard logPages.pointee >= Self.checkpointPages else { return }
        let code = sqlite3_wal_checkpoint_v2(connection, nil, SQLITE_CHECKPOINT_PASSIVE, nil, nil)
        guard code != SQLITE_OK, code & 0xff != SQLITE_BUSY else { return }
        throw Failure(code: sqlite3_extended_errcode(connection), message: String(cString: sqlite3_errmsg(connection)))
    }

    /// The prepared form of a statement.
    func statement(_ sql: StoreStatement) throws(Failure) -> HotStatement {
        if let known = prepared[sql.rawValue] { return known }
        let statement = try HotStatement(sql.text, on: connection, counter: counter)
        prepared[sql.rawValue] = statement
        return statement
    }

    func statement(_ sql: ScheduleStatement) throws(Failure) -> HotStatement {
        if let known = preparedForSchedules[sql.rawValue] { return known }
        let statement = try HotStatement(sql.text, on: connection, counter: counter)
        preparedForSchedules[sql.rawValue] = statement
        return statement
    }

    /// A statement that is used once.
    func statement(text: String) throws(Failure) -> HotStatement {
        try HotStatement(text, on: connection, counter: counter)
    }

    /// Counts something; it is written when the transaction ends.
    func count(_ name: TallyName, _ change: Int64 = 1) { deltas[name, default: 0] += change }

    /// Writes what happened, in the transaction that changes it.
    func record(
        _ kind: EventKind, at: Int64, pulse: Int64? = nil, schedule: Int64? = nil, attempt: Int? = nil, detail: String? = nil
    ) throws(Failure) {
        hasEvents = true
        try statement(.insertEvent).bind(1, at).bind(2, kind.rawValue).bind(3, pulse).bind(4, attempt.map(Int64.init)).bind(5, detail)
            .bind(6, schedule).run()
    }

    /// Whether the owner counts as alive.
    func isLive(_ owner: BootID) -> Bool { leases.isLive(owner, at: leaseTime()) }

    /// - Returns: whether the lease before had run out.
    func renewLease(of turn: Turn) -> Bool { leases.renew(turn.owner, for: turn.lease, at: leaseTime()) }

    func begin() throws(Failure) {
        leasesBefore = leases
        deltas.removeAll(keepingCapacity: true)
        hasEvents = false
        specs.settle(isDurable: false)
        try statement(.begin).run()
    }

    func commit() throws(Failure) {
        for (name, change) in deltas where change != 0 {
            try statement(.addToTally).bind(1, name.text).bind(2, change).run()
        }
        try statement(.commit).run()
        specs.settle(isDurable: true)
    }

    /// Takes the transaction back, where SQLite has not done so itself, and forgets what was known from inside of it.
    func rollback() {
        leases = leasesBefore
        standstill = nil
        lanes = nil
        hasDependents = nil
        agents = nil
        knownSpecs.forgetAll()
        guard isInsideTransaction(connection) else { return }
        do { try statement(.rollback).run() } catch { _ = error }
    }
}

/// What is counted.
enum TallyName: Hashable {
    /// Pulses that have not ended.
    case open
    case status(PulseStatus)
    case outcome(AttemptOutcome)
    /// Milliseconds all ended attempts took together.
    case duration
    /// Rows of occurrences.
    case occurrences
    case missed(MissReason)

    var text: String {
        switch self {
        case .open: "open"
        case .status(let status): "status.\(status.name)"
        case .outcome(let outcome): "outcome.\(outcome.name)"
        case .duration: "duration"
        case .occurrences: "occurrences"
        case .missed(let reason): "missed.\(reason.rawValue)"
        }
    }
}

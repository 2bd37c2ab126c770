import Dispatch
import Foundation
internal import GRDB
internal import GRDBSQLite
import Pulses
import Synchronization

func isInsideTransaction(_ connection: OpaquePointer) -> Bool { sqlite3_get_autocommit(connection) == 0 }

/// Group commit: callers put their writes into a mailbox; one thread takes all that came in during the last transaction, writes them
/// in one, and answers each caller after the commit. No delay is added: what arrives while the disk syncs is the next batch.
final class Writer: Sendable {
    /// One caller's write. It may run twice (see `write`), so it changes nothing but the database.
    struct Job: Sendable {
        /// Writes, and returns what tells the caller once the transaction is durable.
        var work: @Sendable (Session) throws(Failure) -> @Sendable () -> Void
        var fail: @Sendable (StoreError) -> Void
    }

    private struct State {
        var jobs: [Job] = []
        var isIdle = false
        var isClosed = false
        var broken: StoreError?
        var onBroken: [@Sendable (StoreError) -> Void] = []
    }

    /// How many writes may wait before callers are told to come back later.
    static let capacity = 20_000
    static let batchSize = 512

    private let state = Mutex(State())
    private let mail = DispatchSemaphore(value: 0)
    private let done = DispatchSemaphore(value: 0)
    private let folder: String
    private let guardian: FileGuardian
    private let judge: any ScheduleJudging
    private let leaseTime: @Sendable () -> Duration
    private let measures: Measures
    let counter = StatementCounter()
    let bell = EventBell()

    init(folder: String, path: String, judge: any ScheduleJudging, leaseTime: @escaping @Sendable () -> Duration, measures: Measures) {
        self.folder = folder
        self.judge = judge
        self.leaseTime = leaseTime
        self.measures = measures
        guardian = FileGuardian(path: path)
    }

    /// Starts the thread that owns the connection until `close`.
    func start(on pool: DatabasePool) {
        let thread = Thread { [self] in
            run(pool)
            done.signal()
        }
        thread.name = "upbeat.writer"
        thread.stackSize = 1 << 20
        thread.start()
    }

    /// Takes nothing, in place of `start`, where the file is only read.
    func refuseAll() {
        state.withLock { $0.isClosed = true }
        done.signal()
    }

    /// Puts a write into the mailbox. Internal writes (`isUrgent`) are never refused for want of room.
    func submit<R: Sendable>(
        isUrgent: Bool = false, _ work: @escaping @Sendable (Session) throws(Failure) -> R
    ) async throws(StoreError) -> R {
        let result: Result<R, StoreError> = await withCheckedContinuation { continuation in
            let job = Job(
                work: { session throws(Failure) in
                    let value = try work(session)
                    return { continuation.resume(returning: .success(value)) }
                },
                fail: { continuation.resume(returning: .failure($0)) })
            let (refusal, ring): (StoreError?, Bool) = state.withLock { state in
                if let broken = state.broken { return (broken, false) }
                if state.isClosed { return (.closed, false) }
                if !isUrgent, state.jobs.count >= Self.capacity { return (.busy, false) }
                state.jobs.append(job)
                defer { state.isIdle = false }
                return (nil, state.isIdle)
            }
            if let refusal { continuation.resume(returning: .failure(refusal)) }
            if ring { mail.signal() }
        }
        return try result.get()
    }

    /// Lets what was put in be written, then ends the thread. Blocks until it has ended; a second call does no more than that.
    func close() {
        let ring = state.withLock { state in
            state.isClosed = true
            defer { state.isIdle = false }
            return state.isIdle
        }
        if ring { mail.signal() }
        done.wait()
        done.signal()
        bell.close()
    }

    /// Calls back once, when a write or sync has failed for good; at once if it has already.
    func onBroken(_ body: @escaping @Sendable (StoreError) -> Void) {
        let broken = state.withLock { state in
            if state.broken == nil { state.onBroken.append(body) }
            return state.broken
        }
        if let broken { body(broken) }
    }

    /// Nothing more is acknowledged from here on.
    func breakDown(_ error: StoreError) {
        let (jobs, listeners) = state.withLock { state in
            guard state.broken == nil else { return ([Job](), [@Sendable (StoreError) -> Void]()) }
            state.broken = error
            defer {
                state.jobs = []
                state.onBroken = []
            }
            return (state.jobs, state.onBroken)
        }
        for job in jobs { job.fail(error) }
        for listener in listeners { listener(error) }
    }

    // MARK: the thread

    private func run(_ pool: DatabasePool) {
        var session: Session?
        while let batch = nextBatch() {
            do {
                try pool.writeWithoutTransaction { db in
                    let connection = db.sqliteConnection
                    guard let connection else { throw Failure(code: SQLITE_MISUSE, message: "the connection is closed") }
                    let current = session ?? Session(connection: connection, counter: counter, judge: judge, leaseTime: leaseTime)
                    session = current
                    write(batch, current)
                }
            } catch {
                let failure = Failure(error).storeError(folder: folder)
                for job in batch { job.fail(failure) }
                if failure.isFatal { breakDown(failure) }
            }
        }
        session = nil
        leaveTidy(pool)
    }

    /// Moves the log into the file, since GRDB closes the writer before the readers and the last to close could not. Should it fail,
    /// nothing is lost: the log is read at the next start.
    private func leaveTidy(_ pool: DatabasePool) {
        guard state.withLock({ $0.broken }) == nil else { return }
        do { try pool.writeWithoutTransaction { _ = try $0.checkpoint(.truncate) } } catch { _ = error }
    }

    /// Waits for work; nil when closed and empty.
    private func nextBatch() -> [Job]? {
        while true {
            let (batch, isOver): ([Job], Bool) = state.withLock { state in
                if state.jobs.isEmpty {
                    if state.isClosed { return ([], true) }
                    state.isIdle = true
                    return ([], false)
                }
                if state.jobs.count <= Self.batchSize {
                    defer { state.jobs = [] }
                    return (state.jobs, false)
                }
                let batch = Array(state.jobs.prefix(Self.batchSize))
                state.jobs.removeFirst(Self.batchSize)
                return (batch, false)
            }
            if isOver { return nil }
            if !batch.isEmpty { return batch }
            mail.wait()
        }
    }

    /// Writes a batch in one transaction. If one of its writes fails, the transaction is taken back and each write gets one of its
    /// own, so that one caller's fault is not another's; where the disk is the fault, all are told at once.
    private func write(_ batch: [Job], _ session: Session) {
        if let broken = state.withLock({ $0.broken }) {
            for job in batch { job.fail(broken) }
            return
        }
        if let missing = guardian.missing() {
            let broken = StoreError.broken(missing)
            for job in batch { job.fail(broken) }
            return breakDown(broken)
        }
        do {
            var answers: [@Sendable () -> Void] = []
            answers.reserveCapacity(batch.count)
            let start = ContinuousClock.now
            try session.begin()
            for job in batch { answers.append(try job.work(session)) }
            try session.commit()
            measures.commit.observe(start.duration(to: .now))
            measures.batch.observe(Double(batch.count))
            if session.hasEvents { bell.ring() }
            for answer in answers { answer() }
            checkpoint(session)
        } catch {
            session.rollback()
            let failure = error.storeError(folder: folder)
            if failure.isFatal && !error.isOfOneWrite {
                for job in batch { job.fail(failure) }
                breakDown(failure)
            } else if batch.count > 1 && error.isOfOneWrite {
                for job in batch { write([job], session) }
            } else {
                for job in batch { job.fail(error.isOfOneWrite ? .malformed(error.message) : failure) }
            }
        }
    }
}

extension Writer {
    /// What was answered is in the log and safe whatever happens here; but a disk that fails now will fail the next write as well, and a
    /// log that cannot be moved grows without end. A full disk is no failure: the log waits for room.
    private func checkpoint(_ session: Session) {
        do {
            try session.checkpointWhenDue()
        } catch {
            let failure = error.storeError(folder: folder)
            if failure.isFatal { breakDown(failure) }
        }
    }
}

extension Failure {
    /// The fault lies in what was written, not in where: a constraint, a value that is too big or of the wrong type.
    fileprivate var isOfOneWrite: Bool {
        switch code & 0xff {
        case SQLITE_CONSTRAINT, SQLITE_TOOBIG, SQLITE_MISMATCH, SQLITE_RANGE: true
        default: false
        }
    }
}

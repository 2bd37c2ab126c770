internal import GRDB
package import Pulses
import StrictJSON
import Synchronization

/// The store for one machine: one SQLite file in WAL mode with `synchronous=FULL`.
///
/// Whoever opens it holds the state folder's lock: one process writes. One connection writes and does every checkpoint; readers have
/// their own and are short. An answer means that the transaction is on the disk. After a failed write or sync it acknowledges nothing
/// more (`failure()` tells).
package final class SQLiteStore: Sendable {
    let pool: any DatabaseReader
    let writer: Writer
    /// The folder of the file, named in errors.
    let folder: String

    /// Where the file is only read: decides what a day is for the pools, in the writer's place.
    let readingJudge: (any ScheduleJudging)?

    /// How far the pruning of pulses has come through the table.
    let pruning = Mutex(PulseID(0))

    /// Opens the file at `path`, making it where there has never been one; see `DatabaseFile` for what is refused.
    ///
    /// Leases are kept by this object and not in the file: whoever opens the file holds its lock, so every owner from before is dead, and
    /// its runs are orphans at once. They are measured by a clock that nobody can set and that stands still while the machine sleeps: all
    /// owners of a file share its machine, so neither a step of the wall clock nor a night with the lid closed makes one look dead to
    /// another that looks first.
    ///
    /// - Parameters:
    ///   - judge: decides about schedules; it is asked on the writer's thread, inside of transactions.
    ///   - leaseTime: the clock of the leases.
    ///   - measures: are told of each transaction.
    package init(
        path: String, judge: any ScheduleJudging, leaseTime: @escaping @Sendable () -> Duration = SQLiteStore.timeAwake,
        measures: Measures = Measures()
    ) throws(OpenError) {
        let file = DatabaseFile(path: path)
        let pool = try file.open()
        self.pool = pool
        readingJudge = nil
        folder = file.folder
        writer = Writer(folder: file.folder, path: path, judge: judge, leaseTime: leaseTime, measures: measures)
        writer.start(on: pool)
        file.checkLater(pool, writer)
    }

    /// Opens the file for reading alone, beside whoever writes it or after he is gone. No lock is taken and no file changes; what would
    /// write fails (`closed`).
    ///
    /// - Throws: also where the layout is not this version's (`older`, `newer`), and where nothing was ever stored (`absent`).
    package init(reading path: String, judge: any ScheduleJudging) throws(OpenError) {
        let file = DatabaseFile(path: path)
        pool = try file.openForReading()
        readingJudge = judge
        folder = file.folder
        writer = Writer(folder: file.folder, path: path, judge: judge, leaseTime: SQLiteStore.timeAwake, measures: Measures())
        writer.refuseAll()
    }

    /// Time since the first use of this clock, without that in which the machine slept.
    package static func timeAwake() -> Duration { firstAwake.duration(to: .now) }

    private static let firstAwake = SuspendingClock.now

    /// Writes what is waiting, checkpoints and closes. Blocks; nothing is accepted afterwards; closing twice is closing once.
    package func close() {
        writer.close()
        do { try pool.close() } catch { _ = error }
    }

    /// Returns when a write or sync has failed for good: the daemon must end. Waits for ever otherwise; cancelling ends the wait.
    package func failure() async -> StoreError? {
        let (stream, continuation) = AsyncStream.makeStream(of: StoreError.self, bufferingPolicy: .bufferingNewest(1))
        writer.onBroken { error in
            continuation.yield(error)
            continuation.finish()
        }
        for await error in stream { return error }
        return nil
    }

    /// Statements run by the writer since the file was opened.
    package var statementCount: Int { writer.counter.value }

    /// Reads on a connection of the readers'. A disk or file that fails under a read ends the store as one that fails under a write.
    func read<R: Sendable>(_ body: @escaping @Sendable (Database) throws -> R) async throws(StoreError) -> R {
        do {
            return try await pool.read(body)
        } catch let error as StoreError {
            throw error
        } catch is CancellationError {
            // Whoever asked is being ended, as requests under way are when the daemon stops; nothing is wrong with the file.
            throw .closed
        } catch {
            let failure = Failure(error).storeError(folder: folder)
            if failure.isFatal { writer.breakDown(failure) }
            throw failure
        }
    }
}

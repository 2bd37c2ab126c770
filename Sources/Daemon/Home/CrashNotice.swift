import Foundation
import Logging
import Pulses
import Recurrence
import SQLiteStore

/// Puts on record that a daemon before this process ended out of order. The daemon does so at its start, and so does a command that works
/// without one: whoever takes the lock first.
struct CrashNotice {
    private let dead: DeadLife
    /// The last sign of life that the files bear.
    private let seenAt: Instant

    /// Nil where the one before ended in order, or is on record. To be made before the store is opened, which touches its files.
    init?(_ lock: StateLock, _ home: Home) {
        guard let dead = lock.dead else { return nil }
        self.dead = dead
        let touched = ["", "-wal"].compactMap { suffix in (try? FileFacts.of(home.database + suffix))??.touchedAt }
        seenAt = ([dead.seenAt] + touched).max() ?? dead.seenAt
    }

    /// - Returns: the crash as it is on record; nil where the store did not take it, and the next start tries again.
    func record(in store: any LifeRecords, _ lock: StateLock, at now: Instant) async -> Crash? {
        let holder = dead.holder
        let isOtherBoot = holder.machine != nil && MachineBoot.id != nil && holder.machine != MachineBoot.id
        let cause = dead.end?.cause ?? (isOtherBoot ? .machine : .unknown)
        do throws(StoreError) {
            let sign = try await store.lastSign(of: holder.boot)
            let lastSeen = dead.end?.at ?? max(sign ?? seenAt, seenAt)
            let crash = try await store.keep(
                Crash(
                    boot: holder.boot, pid: holder.pid, version: holder.version, startedAt: holder.startedAt,
                    lastSeenAt: min(lastSeen, now),
                    noticedAt: now, cause: cause))
            lock.settle()
            return crash
        } catch {
            return nil
        }
    }
}

extension Crash {
    /// One line for the log.
    var words: String {
        let pulses = running.map(\.description).joined(separator: ", ") + (runningCount > running.count ? ", …" : "")
        let work = runningCount == 0 ? "nothing was running" : "\(runningCount) running (\(pulses))"
        return "the daemon before (process \(pid), since \(startedAt)) ended out of order, last seen at \(lastSeenAt): \(cause); \(work)"
    }
}

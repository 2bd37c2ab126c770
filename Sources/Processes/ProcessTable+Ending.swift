import Synchronization

#if canImport(Glibc)
import Glibc
#elseif canImport(Darwin)
import Darwin
#endif

extension ProcessTable {
    /// Ends every process whose marker satisfies the predicate, also those that appear meanwhile: TERM, grace, KILL.
    ///
    /// A marked process that leads a group takes its whole group with it. The calling process is never signalled. Not cut short by
    /// task cancellation.
    ///
    /// - Returns: whether none is left; false at the latest one second after the grace.
    package static func endTrees(of predicate: @escaping @Sendable (RunMarker) -> Bool, grace: Duration) async -> Bool {
        guard case .success(let watcher) = Watcher.shared else { return false }
        let killAt = ContinuousClock.now + max(grace, .zero)
        let terminated = Mutex<Set<ProcessIdentity>>([])
        return await TreeEnding(
            signal: { number in
                for (process, _) in processes(markedWith: predicate) {
                    if number == SIGTERM, !terminated.withLock({ $0.insert(process).inserted }) { continue }
                    process.signal(number, withGroup: true)
                    if number == SIGTERM { process.signal(SIGCONT, withGroup: true) }
                }
            },
            isEmpty: { processes(markedWith: predicate).isEmpty },
            killAt: { killAt }
        ).perform(control: RunControl(), watcher: watcher)
    }
}

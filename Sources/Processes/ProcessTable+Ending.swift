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
        var terminated: Set<ProcessIdentity> = []
        return await TreeEnding(
            look: { () -> [ProcessIdentity]? in
                let found = await sharedProcesses(markedWith: predicate)
                return found.isEmpty ? nil : found.map(\.0)
            },
            signal: { number, found in
                for process in found {
                    if number == SIGTERM, !terminated.insert(process).inserted { continue }
                    process.signal(number, withGroup: true)
                    if number == SIGTERM { process.signal(SIGCONT, withGroup: true) }
                }
            },
            killAt: { killAt }
        ).perform(control: RunControl(), watcher: watcher)
    }
}

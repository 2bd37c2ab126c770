/// Until when each owner of runs counts as alive, by the clock of the store that keeps it.
///
/// Each turn renews its owner's lease, so an owner that takes turns may hold a run for as long as it likes. Who has none, or one that has
/// run out, is taken for dead, and its runs for orphans.
package struct Leases: Hashable, Sendable {
    private var ends: [BootID: Duration] = [:]

    package init() {}

    package func isLive(_ owner: BootID, at now: Duration) -> Bool { ends[owner].map { now < $0 } ?? false }

    /// - Returns: whether the lease before had run out. Others may have taken the owner's runs since then.
    package mutating func renew(_ owner: BootID, for lease: Duration, at now: Duration) -> Bool {
        let hasLapsed = ends[owner].map { $0 <= now } ?? false
        ends[owner] = now + lease
        return hasLapsed
    }
}

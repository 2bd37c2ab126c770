package import Pulses

/// Why a pulse that is due has not begun: a pool that it needs is closed.
package struct PoolWait: Hashable, Sendable {
    package var use: PoolUse
    package var closure: PoolUse.Closure
}

extension ControlPlane {
    /// What holds each of these pulses back; nothing for those that no pool does. Of several pools, the first by name.
    ///
    /// The pools are asked for once, and only where one of the pulses could wait for one.
    package func poolWaits(of pulses: [Pulse]) async throws(RequestError) -> [PulseID: PoolWait] {
        let now = clock.now()
        let due = pulses.filter { $0.progress.status == .pending && $0.progress.dueAt <= now && !$0.spec.pools.isEmpty }
        guard !due.isEmpty else { return [:] }
        let keeping = pools
        let known = try await asking { () async throws(StoreError) in try await keeping.pools(at: now, countsWaiting: false) }
        let uses = Dictionary(known.map { ($0.pool.name, $0) }, uniquingKeysWith: { first, _ in first })
        var waits: [PulseID: PoolWait] = [:]
        for pulse in due {
            waits[pulse.id] =
                pulse.spec.pools.lazy.compactMap { name in
                    uses[name].flatMap { use in use.closed.map { PoolWait(use: use, closure: $0) } }
                }.first
        }
        return waits
    }
}

package import Pulses

/// Has the pools be those that the files declare. One that is declared no more stays while something needs it.
package struct DeclarePools: Sendable {
    let plane: ControlPlane

    /// - Returns: what was changed, or would be.
    package func callAsFunction(_ declared: [Pool], isDryRun: Bool = false) async throws(RequestError) -> [Reconfiguration.Change] {
        let now = plane.clock.now()
        let stored = try await asking { () async throws(StoreError) in
            try await plane.pools.pools(at: now, countsWaiting: false).map(\.pool)
        }
        if !isDryRun { try await asking { () async throws(StoreError) in try await plane.pools.declare(declared) } }
        let names = Set(declared.map(\.name))
        // What has no file any more is on its way out, and was told of.
        let removed = stored.filter { $0.file != nil && !names.contains($0.name) }.map { Reconfiguration.Change(.pool, $0.name, .removed) }
        return removed
            + declared.compactMap { pool in
                guard let known = stored.first(where: { $0.name == pool.name && $0.file != nil }) else {
                    return Reconfiguration.Change(.pool, pool.name, .added)
                }
                return known == pool ? nil : Reconfiguration.Change(.pool, pool.name, .changed)
            }
    }
}

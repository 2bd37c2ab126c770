package import Pulses

/// All pools, and how they stand.
package struct ListPools: Sendable {
    let plane: ControlPlane

    /// By name; those that no file declares any more are there as long as something needs them.
    package func callAsFunction() async throws(RequestError) -> [PoolUse] {
        let (pools, now) = (plane.pools, plane.clock.now())
        return try await asking { () async throws(StoreError) in try await pools.pools(at: now) }
    }
}

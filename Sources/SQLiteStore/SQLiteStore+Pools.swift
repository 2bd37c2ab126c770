package import Pulses
package import Recurrence

extension SQLiteStore: PoolKeeping {
    package func declare(_ pools: [Pool]) async throws(StoreError) {}

    package func pools(at now: Instant) async throws(StoreError) -> [PoolUse] { [] }
}

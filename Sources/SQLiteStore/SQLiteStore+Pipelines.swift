package import Pulses
import Recurrence

extension SQLiteStore {
    package func makePipeline(_ orders: [PulseOrder], _ idempotency: Idempotency?) async throws(StoreError) -> PipelineMade {
        throw .malformed("pipelines are not made yet")
    }

    package func dependencies(of ids: [PulseID]) async throws(StoreError) -> [PulseID: [Dependency]] { [:] }
}

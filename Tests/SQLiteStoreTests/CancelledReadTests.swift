import Pulses
import Recurrence
import TestSupport
import Testing

@testable import SQLiteStore

@Suite struct CancelledReadTests {
    /// Requests under way are cancelled when the daemon stops.
    @Test("a read whose caller is being ended is refused, and the store goes on")
    func refusal() async throws {
        try await withFolder { folder in
            let store = try SQLiteStore(path: folder + "/upbeat.db", judge: IntervalJudge())
            defer { store.close() }
            let refusal = await withTaskGroup(of: StoreError?.self) { group in
                group.cancelAll()
                group.addTask {
                    do throws(StoreError) {
                        _ = try await store.pulse(PulseID(1))
                        return nil
                    } catch {
                        return error
                    }
                }
                return await group.next() ?? nil
            }
            #expect(refusal == .closed)
            _ = try await store.add(AccessToken(name: "t", hash: [1], createdAt: Instant(milliseconds: 0)))
            #expect(try await store.tokens().map(\.name) == ["t"])
        }
    }
}

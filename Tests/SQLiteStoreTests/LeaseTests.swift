import Pulses
import Recurrence
import TestSupport
import Testing

@testable import SQLiteStore

/// What the contract cannot say of leases, since it knows no file and no transaction.
@Suite struct LeaseTests {
    private let clock = ManualClock(now: StoreContract.start)

    private func turn(_ owner: BootID = StoreContract.boot, limit: Int = 0) -> Turn {
        Turn(ends: [], limit: limit, owner: owner, now: StoreContract.start)
    }

    @Test("who opens the file finds the runs of before at once, whatever leases there were")
    func openingVoidsLeases() async throws {
        try await withFolder { folder in
            let path = folder + "/upbeat.db"
            let first = try SQLiteStore(path: path, judge: IntervalJudge(), leaseTime: clock.monotonic)
            _ = try await first.make(PulseOrder(spec: StoreContract.spec()))
            let claims = try await first.turn(turn(limit: 1)).claims
            #expect(try await first.orphans(notOf: StoreContract.otherBoot) == [])
            first.close()
            let second = try SQLiteStore(path: path, judge: IntervalJudge(), leaseTime: clock.monotonic)
            defer { second.close() }
            #expect(try await second.orphans(notOf: StoreContract.otherBoot).map(\.claim) == claims)
        }
    }

    @Test("a lease that was renewed in a transaction that was taken back is as it was before")
    func leasesFollowTransactions() async throws {
        try await withFolder { folder in
            let store = try SQLiteStore(path: folder + "/upbeat.db", judge: IntervalJudge(), leaseTime: clock.monotonic)
            defer { store.close() }
            _ = try await store.make(PulseOrder(spec: StoreContract.spec()))
            let claims = try await store.turn(turn(limit: 1)).claims
            clock.advance(by: .seconds(90))
            await #expect(throws: StoreError.self) {
                try await store.writer.submit { session throws(Failure) in
                    #expect(session.renewLease(of: turn()))
                    // SQLITE_FULL
                    throw Failure(code: 13, message: "full")
                }
            }
            #expect(try await store.orphans(notOf: StoreContract.otherBoot).map(\.claim) == claims)
            #expect(try await store.turn(turn()).held == [claims[0].key])
        }
    }
}

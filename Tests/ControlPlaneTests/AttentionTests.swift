import ControlPlane
import Pulses
import Recurrence
import TestSupport
import Testing

/// Pools that stand as a test says.
private struct ClosedPool: PoolKeeping {
    func declare(_ pools: [Pool]) async throws(StoreError) {}

    func pools(at now: Instant, countsWaiting: Bool) async throws(StoreError) -> [PoolUse] {
        [
            PoolUse(pool: Pool(name: "llm", limits: PoolLimits(capacity: 1)), running: 1, waiting: 4, closed: .full),
            PoolUse(pool: Pool(name: "idle", limits: PoolLimits(capacity: 1))),
            PoolUse(pool: Pool(name: "web", limits: PoolLimits(capacity: 3)), running: 2),
        ]
    }
}

@Suite struct AttentionTests {
    private func order(_ what: String, pools: [String] = [], at: Instant = House.start) -> PulseOrder {
        PulseOrder(
            spec: PulseSpec(
                action: .prompt(Prompt(text: what, runner: "echo")), scheduledAt: at, createdBy: "person", door: .http,
                createdAt: House.start, pools: pools))
    }

    private func fail(_ house: House, _ what: String) async throws {
        _ = try await house.store.make(order(what))
        for key in try await house.claim() { try await house.end(key, .failed, .finish(.failed, reason: nil)) }
    }

    @Test func `what failed within a day is told with its last attempt, the latest first, and what is older is not`() async throws {
        let house = House()
        try await fail(house, "old")
        house.clock.advance(by: .seconds(86_400))
        try await fail(house, "first")
        house.clock.advance(by: .seconds(60))
        try await fail(house, "second")
        let failed = try await house.plane.status().attention.failed
        #expect(failed.count == 2 && !failed.isPartial)
        #expect(failed.pulses.map(\.pulse.id) == [PulseID(3), PulseID(2)])
        #expect(failed.pulses.allSatisfy { $0.attempt?.end?.outcome == .failed })
    }

    @Test func `a long list is cut, and its count is not`() async throws {
        let house = House()
        for index in 0..<30 { try await fail(house, "number \(index)") }
        let failed = try await house.plane.status().attention.failed
        #expect(failed.count == 30 && failed.pulses.count == 20 && failed.pulses.first?.pulse.id == PulseID(30))
    }

    @Test func `late is what nothing holds back: no closed pool, no pause of everything, no minute that has not passed`() async throws {
        var house = House()
        house.plane.pools = ClosedPool()
        _ = try await house.store.make(order("waits for the pool", pools: ["llm"]))
        let free = try await house.store.make(order("nothing holds it"))
        _ = try await house.store.make(order("its time has not come", at: House.start + .seconds(3600)))
        house.clock.advance(by: .seconds(60))
        #expect(try await house.plane.status().attention.late.count == 0)
        house.clock.advance(by: .seconds(1))
        let late = try await house.plane.status().attention.late
        guard case .created(let pulse) = free else { throw HouseError() }
        #expect(late.pulses.map(\.pulse.id) == [pulse.id])
        try await house.store.standStill(Standstill(by: "ann", since: house.clock.now()), at: house.clock.now())
        #expect(try await house.plane.status().attention.late.count == 0)
    }

    @Test func `pools with load are told, idle ones are not; a crash is told`() async throws {
        var house = House()
        house.plane.pools = ClosedPool()
        let crash = Crash(
            boot: BootID("dead"), pid: 9, version: "1", startedAt: House.start, lastSeenAt: House.start, noticedAt: House.start,
            cause: .signal(11))
        _ = try await house.store.keep(crash)
        let status = try await house.plane.status()
        #expect(status.loadedPools.map(\.pool.name) == ["llm", "web"] && status.closedPools.map(\.pool.name) == ["llm"])
        #expect(status.lastCrash == crash)
    }

    private struct HouseError: Error {}
}

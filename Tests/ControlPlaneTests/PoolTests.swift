import ControlPlane
import Pulses
import Recurrence
import TestSupport
import Testing

/// Pools that stand as a test says.
private struct StubPools: PoolKeeping {
    var uses: [PoolUse]

    func declare(_ pools: [Pool]) async throws(StoreError) {}

    func pools(at now: Instant, countsWaiting: Bool) async throws(StoreError) -> [PoolUse] { uses }
}

@Suite struct PoolTests {
    private let house = House(pools: ["api", "llm", "web"])

    private func use(_ name: String, _ closed: PoolUse.Closure? = nil, running: Int = 0, waiting: Int = 0) -> PoolUse {
        PoolUse(pool: Pool(name: name, limits: PoolLimits(capacity: 1)), running: running, waiting: waiting, closed: closed)
    }

    private func wish(_ pools: [String], at: String = "now") -> PulseRequest { PulseRequest(prompt: "x", at: at, pools: pools) }

    private func errors(_ house: House, _ pools: [String]) async -> [FieldError] {
        do {
            _ = try await house.plane.schedule(wish(pools), by: House.local)
            return []
        } catch RequestError.invalid(let errors) {
            return errors
        } catch {
            return [FieldError("?", "\(error)")]
        }
    }

    // MARK: what may be asked

    @Test func theyAreKeptSortedEachOnce() async throws {
        let pulse = try await house.plane.schedule(wish(["web", "api", "web"]), by: House.local).pulse
        #expect(pulse.spec.pools == ["api", "web"])
        #expect(try await house.plane.schedule(wish([]), by: House.local).pulse.spec.pools.isEmpty)
    }

    @Test func agentsMayUseThem() async throws {
        let bot = try await house.agent("bot")
        #expect(try await house.plane.schedule(wish(["llm"]), by: bot).pulse.spec.pools == ["llm"])
    }

    @Test func oneThatIsNotDeclaredIsRefusedWithTheNearest() async throws {
        #expect(
            await errors(house, ["llm", "lln", ""]) == [
                FieldError("/pools/1", "pools 1 \"lln\" is not declared; there are api, llm, web; did you mean llm?"),
                FieldError(
                    "/pools/2",
                    "pools 2 \"\" is not declared; there are api, llm, web; declare it under `pools:` in the configuration, as in `llm: 1`"),
            ])
        #expect(try await house.store.tally().byStatus.isEmpty)
    }

    @Test func whereNoneIsDeclaredItSaysHow() async {
        #expect(
            await errors(House(), ["llm"]).map(\.detail) == [
                "pools 0 \"llm\" is not declared, and no other pool is; declare it under `pools:` in the configuration, as in `llm: 1`"
            ])
    }

    @Test func manyAreTooMany() async {
        let names = (0..<9).map { "p\($0)" }
        let house = House(pools: names)
        #expect(await errors(house, names).map(\.detail) == ["pools names 9 pools; at most 8 are allowed"])
        #expect(await errors(house, names.dropLast() + names.dropLast()).isEmpty)
    }

    @Test func aScheduleKeepsReplacesAndClearsThem() async throws {
        let made = try await house.make(.hello(every: "1h").with { $0.pulse.pools = .set(["web", "llm"]) })
        #expect(made.schedule.spec.template.pools == ["llm", "web"])
        func change(_ pools: Change<[String]>, tags: Change<[String]> = .keep) async throws -> [String] {
            var request = ScheduleRequest()
            (request.pulse.pools, request.pulse.tags) = (pools, tags)
            return try await house.plane.changeSchedule("hello", request, by: House.local).schedule.spec.template.pools
        }
        #expect(try await change(.keep, tags: .set(["t"])) == ["llm", "web"])
        #expect(try await change(.set(["api"])) == ["api"])
        #expect(try await change(.reset).isEmpty)
        #expect(
            await house.errors(.hello("other", every: "1h").with { $0.pulse.pools = .set(["lllm"]) }).map(\.pointer) == ["/pools/0"])
    }

    @Test func aPoolThatIsGoneStaysWithTheScheduleUntilItIsMentioned() async throws {
        var house = house
        try await house.make(.hello(every: "1h").with { $0.pulse.pools = .set(["llm"]) })
        house.plane.poolNames = []
        var request = ScheduleRequest()
        request.pulse.tags = .set(["t"])
        let changed = try await house.plane.changeSchedule("hello", request, by: House.local)
        #expect(changed.schedule.spec.template.pools == ["llm"])
    }

    // MARK: what holds back

    @Test func aPulseThatIsDueWaitsForThePoolThatIsClosed() async throws {
        var house = house
        let until = House.start + .seconds(60)
        house.plane.pools = StubPools(uses: [use("api"), use("llm", .full, running: 1), use("web", .rate(until: until))])
        let plane = house.plane
        func wait(_ pools: [String], at: String = "now") async throws -> PoolWait? {
            let pulse = try await plane.schedule(wish(pools, at: at), by: House.local).pulse
            return try await plane.poolWaits(of: [pulse])[pulse.id]
        }
        #expect(try await wait(["api"]) == nil)
        #expect(try await wait([]) == nil)
        #expect(try await wait(["api", "llm"])?.closure == .full)
        #expect(try await wait(["web"])?.closure == .rate(until: until))
        #expect(try await wait(["llm", "web"])?.use.pool.name == "llm")
        #expect(try await wait(["llm"], at: "in 1 hour") == nil)
    }

    @Test func whatRunsOrHasEndedWaitsForNoPool() async throws {
        var house = house
        house.plane.pools = StubPools(uses: [use("llm", .full)])
        let id = try await house.plane.schedule(wish(["llm"]), by: House.local).pulse.id
        var pulse = try #require(try await house.store.pulse(id))
        for status in PulseStatus.allCases where status != .pending {
            pulse.progress.status = status
            #expect(try await house.plane.poolWaits(of: [pulse]).isEmpty)
        }
    }

    @Test func statusNamesThosePoolsThatHoldWorkBack() async throws {
        var house = house
        house.plane.pools = StubPools(uses: [use("api", .full), use("llm", .full, running: 1, waiting: 3), use("web", waiting: 2)])
        #expect(try await house.plane.status().closedPools.map(\.pool.name) == ["llm"])
    }
}

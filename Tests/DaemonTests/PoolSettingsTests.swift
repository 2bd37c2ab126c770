import ControlPlane
import Pulses
import Recurrence
import Testing

@testable import Daemon

@Suite("pools of the configuration")
struct PoolSettingsTests {
    private func settings(_ yaml: String) throws -> Settings {
        try TemporaryHome.with { temporary in
            try temporary.write("upbeat.yaml", yaml)
            return try temporary.settings()
        }
    }

    private func issues(_ files: [(name: String, text: String)]) throws -> [String] {
        try TemporaryHome.with { temporary in
            for file in files { try temporary.write(file.name, file.text) }
            return temporary.issues().map(\.description)
        }
    }

    @Test func aPoolIsANumberOrAMap() throws {
        let pools = try settings(
            """
            zone: Europe/Berlin
            pools:
              llm: 1
              api: {capacity: 4, rate: 10/minute, daily: 500, zone: America/New_York}
              web: {daily: 20}
            """
        ).pools
        #expect(pools.map(\.pool.name) == ["llm", "api", "web"])
        #expect(pools[0].pool.limits == PoolLimits(capacity: 1, zone: "Europe/Berlin"))
        #expect(
            pools[1].pool.limits
                == PoolLimits(
                    capacity: 4, rate: PoolLimits.Rate(count: 10, window: .seconds(60)), daily: 500, zone: "America/New_York"))
        #expect(pools[2].pool.limits == PoolLimits(daily: 20, zone: "Europe/Berlin"))
        #expect(pools.allSatisfy { $0.pool.file?.hasSuffix("/upbeat.yaml") == true } && pools[1].origin == .file("upbeat.yaml", line: 4))
        #expect(pools.map(\.pool.limits.words)[1] == "4 at once, 10 per minute, 500 a day (America/New_York)")
    }

    @Test func aHouseWithoutPoolsIsRight() throws {
        #expect(try settings("pools:\n").pools.isEmpty)
        #expect(try settings("pools: {}\n").pools.isEmpty)
    }

    @Test(
        "a rate is written as one says it",
        arguments: [
            ("10/minute", 10, 60), ("10/min", 10, 60), ("10/m", 10, 60), ("10 / minute", 10, 60), ("10 per minute", 10, 60),
            ("10 Per Minutes", 10, 60), ("2/s", 2, 1), ("2/second", 2, 1), ("2 per sec", 2, 1), ("10000/h", 10_000, 3600),
            ("1/hour", 1, 3600), ("1 per hr", 1, 3600),
        ])
    func rates(_ text: String, _ count: Int, _ seconds: Int) throws {
        let pool = try settings("pools: {api: {rate: \(text)}}\n").pools.first?.pool
        #expect(pool?.limits.rate == PoolLimits.Rate(count: count, window: .seconds(seconds)))
    }

    @Test(
        "what is wrong is named with line, key, value and remedy",
        arguments: [
            (
                "llm: 0",
                "llm: expected a number of runs at once from 1 to 10000, got \"0\"; to hold work back, pause it instead: `upbeat pause"
            ),
            ("llm: -1", "llm: expected a number of runs at once from 1 to 10000, got \"-1\""),
            ("llm: 1e9", "llm: expected a number of runs at once from 1 to 10000, got \"1e9\""),
            ("llm: 10001", "llm: expected a number of runs at once from 1 to 10000, got \"10001\""),
            ("llm: lots", "llm: expected a number of runs at once from 1 to 10000, got \"lots\""),
            ("llm: 99999999999999999999", "llm: expected a number of runs at once from 1 to 10000"),
            ("llm: [1]", "llm: expected a number of runs at once, or a map with capacity, rate or daily, got a list"),
            ("llm:", "llm: expected at least one limit: capacity, rate or daily; as in llm: 1"),
            ("llm: {}", "llm: expected at least one limit"),
            ("llm: {zone: UTC}", "llm: expected at least one limit"),
            ("llm: {capacity: 0}", "llm.capacity: expected a number from 1 to 10000, got \"0\"; to hold work back, pause it instead"),
            ("llm: {capacity: 1.5}", "llm.capacity: expected a number from 1 to 10000, got \"1.5\""),
            ("llm: {capacity: [1]}", "llm.capacity: expected a number from 1 to 10000, got a list"),
            ("llm: {daily: 0}", "llm.daily: expected a number from 1 to 1000000, got \"0\"; to hold work back"),
            ("llm: {daily: 1000001}", "llm.daily: expected a number from 1 to 1000000, got \"1000001\""),
            ("llm: {rate: 0/minute}", "llm.rate: expected 1 to 10000 per second, minute or hour, got \"0/minute\"; to hold work back"),
            ("llm: {rate: -1/minute}", "llm.rate: expected 1 to 10000 per second, minute or hour, got \"-1/minute\""),
            ("llm: {rate: 1e9/minute}", "llm.rate: expected 1 to 10000 per second, minute or hour, got \"1e9/minute\""),
            ("llm: {rate: 10}", "llm.rate: expected a rate such as 10/minute, got \"10\"; write how many, and in what: 10/minute"),
            ("llm: {rate: 10/}", "llm.rate: expected a rate such as 10/minute, got \"10/\""),
            ("llm: {rate: 1/2/s}", "llm.rate: expected a rate such as 10/minute"),
            ("llm: {rate: [1]}", "llm.rate: expected a rate such as 10/minute, got a list"),
            ("llm: {rate: 10/minit}", "llm.rate: expected a rate per second, minute, hour, got \"10/minit\"; did you mean minute?"),
            (
                "llm: {rate: 10/day}",
                "llm.rate: expected a rate per second, minute, hour, got \"10/day\"; runs of a day are limited by daily: 500"
            ),
            ("llm: {capcity: 1}", "llm.capcity: expected a known key; did you mean capacity?"),
            ("llm: {capacity: 1, daily: 1, zone: Europe/Berln}", "llm.zone: expected"),
            ("\"1llm\": 1", "1llm: expected a pool's name, got \"1llm\"; a name has letters"),
            ("\"a b\": 1", "a b: expected a pool's name"),
            ("? [a]\n  : 1", "expected a word as the key"),
        ])
    func mistakes(_ pool: String, _ words: String) throws {
        let said = try issues([("upbeat.yaml", "pools:\n  \(pool)\n")])
        let begin = pool.hasPrefix("?") ? "upbeat.yaml:2: pools: " : "upbeat.yaml:2: pools."
        #expect(said.count == 1 && said.first?.hasPrefix(begin + words) == true, "\(said)")
    }

    @Test func aZoneThatIsWrongHasItsHint() throws {
        let said = try issues([("upbeat.yaml", "pools: {llm: {daily: 1, zone: Europe/Berln}}\n")])
        #expect(said.first?.contains("got \"Europe/Berln\"") == true && said.first?.contains("Europe/Berlin") == true, "\(said)")
    }

    @Test func theSecondPoolOfANameIsRefusedWithBothPlaces() throws {
        let said = try issues([("upbeat.yaml", "pools: {llm: 1}\n"), ("conf.d/a.yaml", "\n\npools: {llm: 2}\n")])
        #expect(said == ["conf.d/a.yaml:3: pools.llm: expected every pool once, got it again (first at upbeat.yaml:1); remove one of them"])
        let twice = try issues([("upbeat.yaml", "pools:\n  llm: 1\n  llm: 2\n")])
        #expect(twice.count == 1 && twice.first?.contains("upbeat.yaml:3") == true, "\(twice)")
    }

    @Test(arguments: ["llm", "[llm]", "5"]) func poolsAreAMap(_ text: String) throws {
        let said = try issues([("upbeat.yaml", "pools: \(text)\n")])
        #expect(said.first?.hasPrefix("upbeat.yaml:1: pools: expected names with limits, such as \"llm: 1\"") == true, "\(said)")
    }

    @Test func aDeclaredScheduleNamesItsPools() throws {
        let settings = try settings(
            """
            pools: {llm: 1, api: 4}
            schedules:
              one: {every: 1h, prompt: x, pool: llm}
              two: {every: 1h, prompt: x, pools: [llm, api]}
              none: {every: 1h, prompt: x}
            """)
        #expect(settings.refused.isEmpty)
        #expect(settings.schedules.map(\.request.pulse.pools) == [.set(["llm"]), .set(["llm", "api"]), .keep])
    }

    @Test(
        "a schedule that names a pool wrongly is refused alone",
        arguments: [
            ("pool: lln", "schedules.tick.pools: pools 0 \"lln\" is not declared; there are api, llm; did you mean llm?"),
            ("pools: [llm, zzz]", "schedules.tick.pools: pools 1 \"zzz\" is not declared; there are api, llm; declare it under `pools:`"),
            ("pools: {llm: 1}", "schedules.tick.pools: expected a text, got a map"),
            ("{pool: llm, pools: llm}", "schedules.tick.pool: expected pool or pools, not both; name all of them below pools"),
        ])
    func wrongPoolsOfASchedule(_ line: String, _ words: String) throws {
        let inner = line.hasPrefix("{") ? String(line.dropFirst().dropLast()) : line
        let settings = try settings("pools: {llm: 1, api: 4}\nschedules:\n  tick: {every: 1h, prompt: x, \(inner)}\n")
        let said = settings.refused.flatMap(\.issues).map(\.description)
        #expect(said.count == 1 && said.first?.hasPrefix("upbeat.yaml:3: " + words) == true, "\(said)")
    }
}

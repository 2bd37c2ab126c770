import HTTPAPI
import Pulses
import Recurrence
import StrictJSON
import TestSupport
import Testing
import WireModel

/// Pools that stand as a test says.
private struct StubPools: PoolKeeping {
    var uses: [PoolUse]

    func declare(_ pools: [Pool]) async throws(StoreError) {}

    func pools(at now: Instant, countsWaiting: Bool) async throws(StoreError) -> [PoolUse] { uses }
}

@Suite struct PoolRoutesTests {
    private static let until = House.start + .seconds(42)

    private let house = House(
        pools: StubPools(uses: [
            PoolUse(
                pool: Pool(
                    name: "api",
                    limits: PoolLimits(
                        capacity: 4, rate: PoolLimits.Rate(count: 10, window: .seconds(60)), daily: 500, zone: "Europe/Berlin"),
                    file: "/etc/u.yaml"), running: 2, waiting: 5, recent: 10, today: 12, closed: .rate(until: until)),
            PoolUse(pool: Pool(name: "llm", limits: PoolLimits(capacity: 1)), running: 1, waiting: 3, closed: .full),
            PoolUse(pool: Pool(name: "web", limits: PoolLimits(daily: 7), file: "/etc/u.yaml"), today: 7, closed: .daily(until: until)),
            PoolUse(pool: Pool(name: "idle", limits: PoolLimits(capacity: 2), file: "/etc/u.yaml")),
        ]), poolNames: ["api", "idle", "llm", "web"])

    private func make(_ body: String) async -> InProcessAnswer { await house.tcp("POST", "/v1/pulses", body) }

    @Test func poolsAreListed() async throws {
        let answer = await house.tcp("GET", "/v1/pools")
        #expect(answer.status == 200)
        #expect(
            answer.json["pools"]?.arrayValue?.prefix(2) == [
                [
                    "name": "api", "capacity": 4, "rate": ["count": 10, "per": "minute"], "daily": 500, "zone": "Europe/Berlin",
                    "file": "/etc/u.yaml", "running": 2, "waiting": 5, "recent": 10, "today": 12,
                    "closed": ["why": "rate", "until": "2026-01-20T09:00:42.000Z"],
                ],
                [
                    "name": "llm", "capacity": 1, "rate": nil, "daily": nil, "zone": "UTC", "file": nil, "running": 1, "waiting": 3,
                    "recent": 0, "today": 0, "closed": ["why": "full", "until": nil],
                ],
            ])
        let list = try PoolListResponse(answer.json, unknown: .refuse)
        #expect(list.pools.map(\.closed?.why) == ["rate", "full", "daily", nil])
        #expect(await house.tcp("GET", "/v1/pools?x=1").status == 422)
        #expect(await house.tcp("POST", "/v1/pools").status == 405)
        #expect(await house.tcp("GET", "/v1/pools", token: nil).status == 401)
    }

    @Test(arguments: [(#""llm""#, ["llm"]), (#"["web","llm","web"]"#, ["llm", "web"]), ("[]", []), ("null", [])])
    func aPulseNamesItsPools(_ text: String, _ names: [String]) async throws {
        let answer = await make(#"{"prompt":"x","at":"in 1 hour","pools":\#(text)}"#)
        #expect(answer.status == 201)
        #expect(answer.json["pulse"]?["pools"] == .array(names.map(JSON.string)) && answer.json["pulse"]?["waits_for"] == .null)
    }

    @Test(arguments: [
        (#""lln""#, "/pools/0", "did you mean llm?"), (#"["llm","nope"]"#, "/pools/1", "there are api, idle, llm, web"),
        ("5", "/pools", "expected a string or an array of strings, got a number"), (#"["llm",5]"#, "/pools/1", "expected a string"),
        (#"{"a":1}"#, "/pools", "expected a string or an array of strings"),
    ])
    func wrongPoolsAreNamed(_ text: String, _ pointer: String, _ words: String) async throws {
        for (path, more) in [("/v1/pulses", ""), ("/v1/schedules", #","name":"n","every":"1h""#)] {
            let answer = await house.tcp("POST", path, #"{"prompt":"x","pools":\#(text)\#(more)}"#)
            let errors = try Problem(answer.json).errors
            #expect(answer.status == 422 && errors.map(\.pointer) == [pointer] && errors[0].detail.contains(words), "\(answer.text)")
        }
    }

    @Test(
        arguments: [
            ("llm", ["pool": "llm", "why": "full", "until": nil, "used": 1, "limit": 1]),
            ("api", ["pool": "api", "why": "rate", "until": "2026-01-20T09:00:42.000Z", "used": 10, "limit": 10]),
            ("web", ["pool": "web", "why": "daily", "until": "2026-01-20T09:00:42.000Z", "used": 7, "limit": 7]),
            ("idle", nil),
        ] as [(String, JSON?)])
    func whatIsDueSaysWhichPoolItWaitsFor(_ name: String, _ wait: JSON?) async throws {
        let made = await make(#"{"prompt":"x","pools":"\#(name)"}"#).json["pulse"]
        #expect(made?["waits_for"] == wait ?? .null)
        #expect(await house.tcp("GET", "/v1/pulses/1").json["pulse"] == made)
        #expect(await house.tcp("GET", "/v1/pulses").json["pulses"]?.arrayValue?.first == made)
        #expect(await house.tcp("GET", "/v1/upcoming").json["entries"]?.arrayValue?.first?["pulse"] == made)
        #expect(await house.tcp("GET", "/v1/status").json["next"] == made)
    }

    @Test func statusNamesThePoolsThatHoldBack() async throws {
        let status = try StatusResponse(await house.tcp("GET", "/v1/status").json, unknown: .refuse)
        #expect(status.closedPools.map(\.name) == ["api", "llm"])
    }

    @Test func aScheduleReplacesAndClearsItsPools() async throws {
        let made = await house.tcp("POST", "/v1/schedules", #"{"name":"n","every":"1h","prompt":"x","pools":"llm"}"#)
        #expect(made.status == 201 && made.json["schedule"]?["pools"] == ["llm"])
        func patch(_ body: String) async -> JSON? { await house.tcp("PATCH", "/v1/schedules/n", body).json["schedule"]?["pools"] }
        #expect(await patch(#"{"pools":["web","api"]}"#) == ["api", "web"])
        #expect(await patch(#"{"tags":["t"]}"#) == ["api", "web"])
        #expect(await patch(#"{"pools":null}"#) == [])
    }

    // MARK: keys

    @Test func aPolicyNeedsAKey() async throws {
        for (body, pointer) in [
            (#"{"prompt":"x","on_key":"replace"}"#, "/on_key"), (#"{"prompt":"x","key":"k","on_key":"replce"}"#, "/on_key"),
            (#"{"prompt":"x","key":"k","on_key":5}"#, "/on_key"),
        ] {
            let answer = await make(body)
            let errors = try Problem(answer.json).errors
            #expect(answer.status == 422 && errors.map(\.pointer) == [pointer], "\(answer.text)")
        }
        #expect(await make(#"{"prompt":"x","key":"k","on_key":"refuse"}"#).json["replaced"] == [])
    }

    @Test func aKeyIsReplacedOrRefused() async throws {
        let body = #"{"prompt":"x","at":"in 1 hour","key":"k","on_key":"#
        _ = await make(body + #""refuse"}"#)
        let taken = await make(body + #""refuse"}"#)
        #expect(taken.status == 409 && taken.problem == "conflict")
        #expect(taken.json["detail"]?.stringValue?.hasPrefix("pulse 1 with the key \"k\" is open (pending)") == true)
        let replaced = await make(body + #""replace"}"#)
        #expect(replaced.status == 201 && replaced.json["created"] == true && replaced.json["replaced"] == [1])
        #expect(replaced.json["pulse"]?["id"] == 2 && replaced.header("Location") == "/v1/pulses/2")
        #expect(await house.tcp("GET", "/v1/pulses/1").json["pulse"]?["status"] == "cancelled")
        #expect(await make(body + #""keep"}"#).json["pulse"]?["id"] == 2)
    }
}

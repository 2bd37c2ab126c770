import Client
import StrictJSON
import Testing
import WireModel

@testable import Commands

private let soon = "2026-01-20T08:00:12.000Z"

private func pool(
    _ name: String, capacity: Int64? = nil, rate: Int64? = nil, daily: Int64? = nil, file: String? = "/etc/u.yaml", running: Int64 = 0,
    waiting: Int64 = 0, recent: Int64 = 0, today: Int64 = 0, closed: PoolResponse.Closure? = nil
) -> PoolResponse {
    PoolResponse(
        name: name, capacity: capacity, rate: rate.map { PoolResponse.Rate(count: $0, per: "minute") }, daily: daily, zone: "UTC",
        file: file, running: running, waiting: waiting, recent: recent, today: today, closed: closed)
}

private let examplePools = [
    pool("api", capacity: 4, rate: 3, daily: 500, running: 2, waiting: 7, recent: 3, today: 12, closed: .init(why: "rate", until: soon)),
    pool("llm", capacity: 1, running: 1, waiting: 3, closed: .init(why: "full", until: nil)),
    pool("old", daily: 20, file: nil, running: 1, today: 4),
]

@Suite("upbeat pools, and what waits for them")
struct PoolsTests {
    private func daemon(_ pools: [PoolResponse] = examplePools, _ pulses: PulseResponse...) -> FakeDaemon {
        let daemon = FakeDaemon()
        daemon.set { state in
            state.pools = pools
            for pulse in pulses { state.pulses[pulse.id] = pulse }
        }
        return daemon
    }

    @Test("shows a table to a person")
    func table() async {
        let outcome = await Desk(daemon(), width: 120, environment: ["NO_COLOR": "1"]).run("pools")
        #expect(
            outcome.out == """
                POOL  RUNNING  WAITING  RATE            TODAY   STATE
                api   2/4            7  3/3 per minute  12/500  opens in 12s
                llm   1/1            3  -               -       full
                old   1              0  -               4/20    open          no file declares it any more

                """)
        #expect(outcome.code == 0 && outcome.err.isEmpty)
    }

    @Test("gives columns to a program, and JSON on request")
    func plain() async throws {
        let outcome = await Desk(daemon()).run("pools")
        #expect(
            outcome.out == "api\t2/4\t7\t3/3 per minute\t12/500\t\(soon)\t\nllm\t1/1\t3\t-\t-\tfull\t\n"
                + "old\t1\t0\t-\t4/20\topen\tno file declares it any more\n")
        let json = try JSON(parsing: await Desk(daemon()).run("pools", "--json").out)
        #expect(json["schema_version"] == 1 && json["pools"] == .array(examplePools.map(\.json)))
    }

    @Test("says how to declare one where there is none")
    func none() async throws {
        let outcome = await Desk(daemon([])).run("pools")
        #expect(outcome.code == 0 && outcome.out.isEmpty)
        #expect(outcome.err.hasPrefix("No pools are declared.") && outcome.err.contains("pools:\n    llm: 1"))
        #expect(try JSON(parsing: await Desk(daemon([])).run("pools", "--json").out)["pools"] == [])
        let alone = await Desk(daemon([]), isDaemon: false).run("pools")
        #expect(alone.err.hasPrefix("No daemon runs, and none has brought a pool into force. One is declared"))
    }

    @Test("what a pool is called moves no cursor")
    func hostile() async {
        var bad = pool("a\u{1B}[2Jb", closed: .init(why: "x\u{1B}y", until: nil))
        bad.rate = PoolResponse.Rate(count: 1, per: "m\u{1B}n")
        for desk in [Desk(daemon([bad])), Desk(daemon([bad]), width: 80, environment: ["NO_COLOR": "1"])] {
            #expect(await !desk.run("pools").out.contains("\u{1B}"))
        }
    }

    // MARK: pulses

    private func waiting(_ wait: PoolWaitResponse?) -> PulseResponse {
        var pulse = examplePulse(12)
        pulse.pools = ["api", "llm"]
        pulse.waitsFor = wait
        return pulse
    }

    @Test(
        "show says why a pulse waits",
        arguments: [
            (PoolWaitResponse(pool: "llm", why: "full", until: nil, used: 1, limit: 1), "waits for pool llm: 1 of 1 running\n"),
            (
                PoolWaitResponse(pool: "api", why: "rate", until: soon, used: 3, limit: 3),
                "waits for pool api: 3 of 3 begun, until Tue 09:00:12 CET\n"
            ),
            (
                PoolWaitResponse(pool: "api", why: "daily", until: "2026-01-21T00:00:00.000Z", used: 500, limit: 500),
                "waits for pool api: 500 of 500 today, until Wed 01:00 CET\n"
            ),
        ])
    func show(_ wait: PoolWaitResponse, _ words: String) async throws {
        let daemon = daemon(examplePools, waiting(wait))
        let out = await Desk(daemon).run("show", "12").out
        #expect(out.hasPrefix("pulse 12 is pending\n  \(words)\n") && out.contains("\n  pools       api, llm\n"), "\(out)")
        let json = try JSON(parsing: await Desk(daemon).run("show", "12", "--json").out)
        #expect(json["pulse"]?["waits_for"] == wait.json && json["pulse"]?["pools"] == ["api", "llm"])
    }

    @Test("a pulse that waits for none says nothing of it")
    func showsNothing() async {
        let out = await Desk(daemon(examplePools, examplePulse(12))).run("show", "12").out
        #expect(!out.contains("waits") && !out.contains("pools"))
    }

    @Test("ls names the pool; columns for programs stay as they are")
    func list() async {
        let daemon = daemon([], waiting(PoolWaitResponse(pool: "llm", why: "full", until: nil, used: 1, limit: 1)))
        #expect(await Desk(daemon, width: 120).run("ls").out.contains("pending (pool llm)"))
        #expect(await Desk(daemon).run("ls").out.hasPrefix("12\tpending\t"))
    }

    @Test("status has a line for pools that hold work back")
    func status() async {
        var status = exampleStatus
        status.closedPools = Array(examplePools.prefix(2))
        status.next = waiting(PoolWaitResponse(pool: "llm", why: "full", until: nil, used: 1, limit: 1))
        let daemon = daemon()
        let answer = status
        daemon.set { $0.status = answer }
        #expect(
            await Desk(daemon).run("status").out.contains(
                """
                  pools      api holds 7 pulses back: 3 of 3 per minute begun, until Tue 09:00:12 CET
                             llm holds 3 pulses back: 1 of 1 running
                  next       now (Tue 09:00:00 CET): pulse 12 (waits for pool llm), hello

                """))
    }

    // MARK: making

    private func sent(_ desk: Desk) throws -> NewPulseRequest {
        try NewPulseRequest(JSON(parsing: try #require(desk.daemon.requests.first { $0.method == "POST" }).body))
    }

    @Test("--pool may be given more than once, for what runs once and for schedules")
    func add() async throws {
        let desk = Desk()
        #expect(await desk.run("add", "x", "--pool", "llm", "--pool", "api").code == 0)
        #expect(try sent(desk) == NewPulseRequest(prompt: "x", pools: ["llm", "api"]))
        let schedule = Desk()
        #expect(await schedule.run("add", "x", "--every", "1h", "--name", "n", "--pool", "llm").code == 0)
        let body = try #require(schedule.daemon.requests.first { $0.method == "POST" }).body
        #expect(try NewScheduleRequest(JSON(parsing: body)).pools == ["llm"])
    }

    @Test("edit replaces pools or puts them back, show names them")
    func edit() async throws {
        let daemon = FakeDaemon()
        daemon.set { state in
            state.schedules["mail"] = exampleDetail("mail")
            state.schedules["mail"]?.schedule.pools = ["api", "llm"]
        }
        func patch(_ arguments: String...) async throws -> JSON? {
            #expect(await Desk(daemon).run(["edit", "mail"] + arguments).code == 0)
            return try JSON(parsing: try #require(daemon.requests.last { $0.method == "PATCH" }).body)
        }
        #expect(try await patch("--pool", "api") == ["pools": ["api"]])
        #expect(try await patch("--unset", "pool") == ["pools": nil])
        #expect(try await patch("--unset", "pools") == ["pools": nil])
        let wait = waiting(PoolWaitResponse(pool: "llm", why: "full", until: nil, used: 1, limit: 1))
        daemon.set { $0.schedules["mail"]?.openPulses = [wait] }
        let shown = await Desk(daemon).run("show", "mail").out
        #expect(shown.contains("  pools       api, llm\n") && shown.contains("pulse 12 is pending (pool llm), due"), "\(shown)")
    }

    @Test("--on-key needs a key, and is for what runs once")
    func onKey() async throws {
        let desk = Desk()
        #expect(await desk.run("add", "x", "--key", "k", "--on-key", "replace").code == 0)
        #expect(try sent(desk) == NewPulseRequest(prompt: "x", key: "k", onKey: "replace"))
        let lone = await Desk().run("add", "x", "--on-key", "replace")
        #expect(lone.code == 64 && lone.err.contains("--on-key says what becomes of a key, and there is none; give --key too"))
        let schedule = await Desk().run("add", "x", "--every", "1h", "--name", "n", "--on-key", "replace")
        #expect(schedule.code == 64 && schedule.err.contains("--on-key is for what runs once"))
    }

    @Test("what was replaced is said")
    func replaced() async throws {
        let daemon = FakeDaemon()
        var pulse = examplePulse(9)
        pulse.key = "k"
        let answer = FakeDaemon.json(NewPulseResponse(created: true, delayMilliseconds: 0, pulse: pulse, replaced: [4, 7]), status: 201)
        daemon.set { $0.scripted = [.success(answer), .success(answer)] }
        let outcome = await Desk(daemon).run("add", "x", "--key", "k", "--on-key", "replace")
        #expect(outcome.out.hasPrefix("pulse 9 takes the place of 4, 7 with the key \"k\", and is due now"), "\(outcome.out)")
        pulse.status = "blocked"
        let blocked = FakeDaemon.json(NewPulseResponse(created: true, delayMilliseconds: 0, pulse: pulse, replaced: [4]), status: 201)
        daemon.set { $0.scripted.insert(.success(blocked), at: 0) }
        let waits = await Desk(daemon).run("add", "x", "--key", "k", "--on-key", "replace")
        #expect(waits.out == "pulse 9 takes the place of 4 with the key \"k\", and begins when what runs of that has ended\n")
        let json = try JSON(parsing: await Desk(daemon).run("add", "x", "--key", "k", "--on-key", "replace", "--json").out)
        #expect(json["replaced"] == [4, 7] && json["created"] == true)
    }

    @Test("a key that is taken ends with the exit code of a conflict")
    func taken() async {
        let daemon = FakeDaemon()
        daemon.set { $0.scripted = [.success(FakeDaemon.problem(409, "conflict", "pulse 4 with the key \"k\" is open"))] }
        let outcome = await Desk(daemon).run("add", "x", "--key", "k", "--on-key", "refuse")
        #expect(outcome.code == 6 && outcome.err.contains("pulse 4 with the key"))
    }
}

import Client
import StrictJSON
import Testing
import WireModel

@testable import Commands

@Suite("upbeat add of a schedule")
struct AddScheduleTests {
    @Test("says what it does, in which zone, and the next times")
    func made() async throws {
        let daemon = FakeDaemon()
        let outcome = await Desk(daemon).run("add", "hello", "--every", "10m", "--name", "tick")
        #expect(
            outcome.out == """
                schedule tick is made: Every 10 minutes
                  zone  Europe/Berlin
                  next  Tue 2026-01-20 09:10:00 +01:00  in 10m
                        Sun 2026-03-29 09:10:05 +02:00  in 67d 23h

                """)
        #expect(outcome.code == 0 && outcome.err.isEmpty)
        let request = try #require(daemon.requests.first)
        #expect(request.method == "POST" && request.path == "/v1/schedules")
        #expect(try JSON(parsing: request.body) == ["name": "tick", "every": "10m", "prompt": "hello"])
    }

    @Test("every flag reaches the daemon by its name")
    func flags() async throws {
        let daemon = FakeDaemon()
        _ = await Desk(daemon).run(
            "add", "--command", "--cron", "0 9 * * *", "--name", "n", "--tz", "Asia/Tokyo", "--dialect", "quartz", "--jitter", "5s",
            "--active", "a", "--active", "b", "--quiet-hours", "c", "--on-blocked", "defer", "--start", "s", "--end", "e", "--max-runs",
            "3",
            "--after-completion", "--misfire", "run_all", "--tolerance", "1m", "--max-catch-up", "4", "--catch-up-window", "2h",
            "--overlap", "allow_all", "--buffer-limit", "5", "--pause-after", "0", "--priority", "low", "--tag", "t", "--cwd", "x",
            "--env", "A=1", "--timeout", "9s", "--agent", "bot", "--", "make", "all")
        let request = try #require(daemon.requests.first)
        #expect(
            try JSON(parsing: request.body) == [
                "name": "n", "cron": "0 9 * * *", "dialect": "quartz", "zone": "Asia/Tokyo", "jitter": "5s", "active": ["a", "b"],
                "quiet": ["c"], "on_blocked": "defer", "start": "s", "end": "e", "max_runs": 3, "after_completion": true,
                "misfire": "run_all", "tolerance": "1m", "max_catch_up": 4, "catch_up_window": "2h", "overlap": "allow_all",
                "buffer_limit": 5, "pause_after": 0, "command": ["make", "all"], "priority": "low", "tags": ["t"], "cwd": "/home/me/x",
                "env": ["A": "1"], "timeout": "9s", "agent": "bot",
            ])
    }

    @Test("answers in JSON, or with the name alone")
    func forPrograms() async throws {
        let json = await Desk().run("add", "hello", "--every", "10m", "--name", "tick", "--json")
        let document = try JSON(parsing: json.out)
        #expect(document["schema_version"] == 1 && document["schedule"]?["name"] == "tick")
        #expect(document["next_fires"]?.arrayValue?.count == 2)
        #expect(await Desk().run("add", "hello", "--every", "10m", "--name", "tick", "-q").out == "tick\n")
        let alone = await Desk(isDaemon: false).run("add", "hello", "--every", "10m", "--name", "tick")
        #expect(alone.code == 0 && alone.err.contains("No daemon runs"))
    }

    @Test("what is wrong with a rule is shown where it is")
    func complaint() async {
        let daemon = FakeDaemon()
        let field = Problem.Field(
            pointer: "/cron", detail: "cron cannot be read: x",
            cause: Problem.Field.Cause(
                code: "step_too_large", message: "minute step 90 is longer than an hour", value: "90", field: "minute", column: 3,
                length: 2,
                hint: "did you mean `every 90m`?"))
        let name = Problem.Field(pointer: "/name", detail: "name cannot be used")
        let problem = Problem(name: "invalid-request", title: "x", status: 422, detail: "y", errors: [name, field])
        daemon.set { $0.scripted = [.success(FakeDaemon.json(problem, status: 422))] }
        let outcome = await Desk(daemon).run("add", "hello", "--cron", "*/90 * * * *", "--name", "bad")
        #expect(
            outcome.err == """
                upbeat: name cannot be used
                --cron: minute step 90 is longer than an hour
                  */90 * * * *
                    ^^
                  hint: did you mean `every 90m`?

                """)
        #expect(outcome.code == 64 && outcome.out.isEmpty)
    }

    @Test(
        "what does not go together is said before anything is asked",
        arguments: [
            (["hello", "--every", "5m"], "--name hello"), (["Read my mail!", "--every", "5m"], "--name read-my-mail"),
            (["hello", "--name", "x"], "--name is for a schedule"), (["hello", "--jitter", "5s"], "--jitter is for a schedule"),
            (["hello", "--dry-run"], "--dry-run is for a schedule"),
            (["hello", "--every", "5m", "--name", "x", "--in", "5m"], "--in is for"),
            (["hello", "--cron", "@daily", "--name", "x", "--at", "now"], "--at is for"),
            (["hello", "--every", "5m", "--name", "x", "--wait"], "--wait is for"),
            (["hello", "--every", "5m", "--name", "x", "--key", "k"], "--key is for"),
            (["--every", "5m", "--name", "x"], "what is to be done?"),
        ])
    func usage(arguments: [String], expected: String) async {
        let daemon = FakeDaemon()
        let outcome = await Desk(daemon).run(["add"] + arguments)
        #expect(outcome.code == 64 && outcome.err.contains(expected), "\(outcome.err)")
        #expect(daemon.requests.isEmpty)
    }

    @Test("a dry run makes nothing and shows when it would fire")
    func dryRun() async throws {
        let daemon = FakeDaemon()
        let outcome = await Desk(daemon, width: 200).run("add", "--cron", "0 9 * * *", "--dry-run", "--color", "never")
        #expect(
            outcome.out == """
                At 09:00, every day
                  note: mind the clocks

                LOCAL (Europe/Berlin)           UTC                   FROM NOW
                Tue 2026-01-20 09:10:00 +01:00  2026-01-20T08:10:00Z  in 10m
                Sun 2026-03-29 09:10:05 +02:00  2026-03-29T07:10:05Z  in 67d 23h  the clocks change: +01:00 before; 5.0s later than its time

                """)
        #expect(daemon.requests.map(\.path) == ["/v1/schedules/preview?count=5"])
        #expect(try JSON(parsing: daemon.requests[0].body) == ["cron": "0 9 * * *"])
    }
}

@Suite("upbeat edit")
struct EditTests {
    @Test("sends what is mentioned, null for what is put back")
    func patch() async throws {
        let daemon = FakeDaemon()
        daemon.set { $0.schedules["tick"] = exampleDetail("tick") }
        let outcome = await Desk(daemon).run(
            "edit", "tick", "--every", "5m", "--rename", "tock", "--unset", "jitter", "--unset", "note", "--unset", "max-runs", "--prompt",
            "p")
        #expect(outcome.code == 0 && outcome.out.hasPrefix("schedule tick is changed: Every 10 minutes\n"))
        let request = try #require(daemon.requests.first)
        #expect(request.method == "PATCH" && request.path == "/v1/schedules/tick")
        #expect(
            try JSON(parsing: request.body) == [
                "name": "tock", "every": "5m", "prompt": "p", "jitter": nil, "max_runs": nil, "sticky_notes": nil,
            ])
        _ = await Desk(daemon).run("edit", "tick", "--command", "--", "make")
        #expect(try JSON(parsing: daemon.requests[1].body) == ["command": ["make"]])
        _ = await Desk(daemon).run("edit", "tick", "--every", "1h", "--dry-run")
        #expect(daemon.requests[2].path == "/v1/schedules/tick/preview?count=5")
    }

    @Test(
        "mistakes are told before anything is asked",
        arguments: [
            (["tick"], "say what is to change"), (["12", "--every", "5m"], "is no name of a schedule"),
            (["tick", "--unset", "jiter"], "did you mean jitter?"), (["tick", "--unset", "name"], "is no field"),
            (["tick", "--jitter", "5s", "--unset", "jitter"], "jitter is both set and unset"),
            (["tick", "--command", "--prompt", "x", "--", "y"], "goes without --prompt"), (["tick", "--", "make"], "Say --command"),
            (["tick", "--env", "A"], "NAME=VALUE"),
        ])
    func usage(arguments: [String], expected: String) async {
        let outcome = await Desk().run(["edit"] + arguments)
        #expect(outcome.code == 64 && outcome.err.contains(expected), "\(outcome.err)")
    }
}

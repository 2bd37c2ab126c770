import Client
import StrictJSON
import Synchronization
import Testing
import WireModel

@testable import Commands

@Suite("upbeat add")
struct AddTests {
    private func sent(_ desk: Desk) throws -> NewPulseRequest {
        let body = try #require(desk.daemon.requests.first { $0.method == "POST" }).body
        return try NewPulseRequest(try JSON(parsing: body))
    }

    @Test("sends every flag as a field and says when it is due")
    func allFlags() async throws {
        let desk = Desk()
        let outcome = await desk.run(
            "add", "do it", "--in", "20m", "--priority", "high", "--session", "s", "--note", "-n 1", "--note", "two", "--tag", "a", "--tag",
            "b", "--runner", "echo", "--cwd", "sub/../x", "--env", "A=1=2", "--env", "B=", "--timeout", "5m", "--key", "k", "--zone",
            "Europe/Berlin")
        #expect(outcome == Desk.Outcome(code: 0, out: "pulse 1 is due now (Tue 09:00:00 CET), read in the zone Europe/Berlin\n", err: ""))
        #expect(
            try sent(desk)
                == NewPulseRequest(
                    prompt: "do it", at: "in 20m", priority: "high", session: "s", stickyNotes: ["-n 1", "two"], tags: ["a", "b"],
                    runner: "echo", cwd: "/home/me/x", env: ["A": "1=2", "B": ""], timeout: "5m", key: "k", zone: "Europe/Berlin"))
        #expect(desk.state.withLock { $0.opened == 1 && $0.closed == 1 })
    }

    @Test("a command goes after --, whatever it looks like; a prompt may begin with a dash there")
    func afterTerminator() async throws {
        let command = Desk()
        #expect(await command.run("add", "--command", "--at", "tomorrow", "--", "sh", "-c", "echo $X", "--json").code == 0)
        #expect(try sent(command) == NewPulseRequest(command: ["sh", "-c", "echo $X", "--json"], at: "tomorrow"))
        let prompt = Desk()
        #expect(await prompt.run("add", "--", "-do it").code == 0)
        #expect(try sent(prompt) == NewPulseRequest(prompt: "-do it"))
    }

    @Test("the prompt - is read from standard input, without its last line break")
    func fromInput() async throws {
        let desk = Desk(input: "line 1\nline 2\n")
        #expect(await desk.run("add", "-").code == 0)
        #expect(try sent(desk).prompt == "line 1\nline 2")
        let long = await Desk(input: String(repeating: "x", count: 1_048_577)).run("add", "-")
        #expect(long.code == 64 && long.err.contains("longer than 1 MiB"))
        #expect(await Desk(input: String(repeating: "x", count: 1_048_576)).run("add", "-").code == 0)
    }

    @Test(
        "mistakes are told apart, and nothing is sent",
        arguments: [
            (["add"], "what is to be done?"),
            (["add", ""], "the prompt is empty"),
            (["add", " \n "], "the prompt is empty"),
            (["add", "do", "this"], "quotes"),
            (["add", "do", "--", "this"], "more than one prompt"),
            (["add", "--command"], "--command needs the program after --"),
            (["add", "--command", "--", ""], "the program after -- is empty"),
            (["add", "hi", "--command", "--", "ls"], "both a prompt (\"hi\") and --command"),
            (["add", "hi", "--in", "5m", "--at", "now"], "--in and --at exclude each other"),
            (["add", "hi", "--env", "NOPE"], "--env \"NOPE\" is not of the form NAME=VALUE"),
            (["add", "hi", "--env", "=x"], "is not of the form NAME=VALUE"),
            (["add", "hi", "--json", "--quiet"], "--json and --quiet exclude each other"),
            (["add", "hi", "--in"], "--in"),
        ])
    func mistakes(arguments: [String], expected: String) async {
        let desk = Desk()
        let outcome = await desk.run(arguments)
        #expect(outcome.code == 64 && outcome.out.isEmpty)
        #expect(outcome.err.contains(expected), "\(outcome.err)")
        #expect(outcome.err.contains("See `upbeat add --help`."))
        #expect(desk.daemon.requests.isEmpty)
    }

    @Test("--json gives the wire's names, --quiet the id")
    func otherForms() async throws {
        let json = await Desk().run("add", "hi", "--json")
        let document = try JSON(parsing: json.out)
        #expect(document["schema_version"] == 1 && document["created"] == true && document["pulse"]?["id"] == 1)
        #expect(json.out.split(separator: "\n").count == 1)
        #expect(await Desk().run("add", "hi", "-q").out == "1\n")
    }

    @Test("without a daemon it is stored, and that is said on stderr")
    func noDaemon() async {
        let outcome = await Desk(isDaemon: false).run("add", "hi", "--quiet")
        #expect(
            outcome
                == Desk.Outcome(
                    code: 0, out: "1\n", err: "No daemon runs: the pulse is stored and runs when one starts (`upbeat run`).\n"))
    }

    @Test("an open pulse with the same key is named")
    func keptKey() async {
        let desk = Desk()
        var pulse = examplePulse(3, in: 60)
        pulse.key = "k\u{1B}"
        let answer = NewPulseResponse(created: false, delayMilliseconds: 0, pulse: pulse)
        desk.daemon.set { $0.scripted = [.success(FakeDaemon.json(answer))] }
        #expect(
            await desk.run("add", "hi").out
                == "pulse 3 with the key \"k\\u{1b}\" is open already and was kept; it is due in 1m (Tue 09:01 CET), read in the zone Europe/Berlin\n"
        )
    }

    @Test(
        "what the daemon refuses is told by its sentence",
        arguments: [
            (422, "invalid-request", "in 5 parsecs: the unit is unknown", 64), (413, "body-too-large", "too much", 64),
            (507, "storage-full", "the disk is full", 75), (503, "unavailable", "stopping", 75), (500, "internal", "broken", 1),
            (422, "idempotency-key-reused", "used", 6), (401, "unauthorized", "token", 4), (409, "conflict", "key is open", 6),
        ] as [(Int, String, String, Int32)])
    func refusals(status: Int, name: String, detail: String, code: Int32) async {
        let desk = Desk()
        desk.daemon.set { $0.scripted = [.success(FakeDaemon.problem(status, name, detail))] }
        #expect(await desk.run("add", "hi") == Desk.Outcome(code: code, out: "", err: "upbeat: \(detail)\n"))
    }
}

@Suite("upbeat add --wait")
struct AddWaitTests {
    private func desk(ending status: String, after looks: Int) -> Desk {
        let desk = Desk()
        let left = Countdown(looks)
        desk.daemon.set { state in
            state.beforeAnswer = { state in
                guard left.isOver(), let last = state.pulses[1] else { return }
                var pulse = last
                pulse.status = status
                state.pulses[1] = pulse
                state.attempts[1] = [
                    exampleAttempt(1, outcome: status == "completed" ? "succeeded" : "failed", exitCode: 3, stdout: "hey\n")
                ]
            }
        }
        return desk
    }

    @Test("waits until it has completed, and shows its end")
    func completes() async {
        let desk = desk(ending: "completed", after: 5)
        let outcome = await desk.run("add", "hi", "--wait")
        #expect(outcome.code == 0)
        #expect(outcome.out.contains("pulse 1 is completed: succeeded with exit code 3 after 1.2s\nits stdout:\n  hey\n"))
        #expect(desk.slept > .milliseconds(100) && desk.slept < .seconds(10))
        #expect(desk.state.withLock { $0.opened == 1 && $0.closed == 1 })
    }

    @Test("the exit code is 1 where it did not complete, in every form", arguments: ["failed", "cancelled", "missed"])
    func fails(status: String) async throws {
        let told = await desk(ending: status, after: 3).run("add", "hi", "--wait")
        #expect(told.code == 1 && told.err.contains("pulse 1 ended as \(status)"))
        let json = await desk(ending: status, after: 3).run("add", "hi", "--wait", "--json")
        let document = try JSON(parsing: json.out)
        #expect(json.code == 1 && document["pulse"]?["status"] == .string(status) && document["attempts"]?.arrayValue?.count == 1)
        #expect(await desk(ending: status, after: 3).run("add", "hi", "--wait", "-q").out == "1\n")
    }

    @Test("without a daemon nothing is stored")
    func noDaemon() async {
        let desk = Desk(isDaemon: false)
        let outcome = await desk.run("add", "hi", "--wait")
        #expect(outcome.code == 3 && outcome.err.contains("nothing was stored"))
        #expect(desk.daemon.requests.isEmpty)
    }

    @Test("looks seldom before it is due, often afterwards, then less often")
    func pace() {
        func pause(_ status: String, in seconds: Int64, looks: Int) -> Duration {
            PulseEnd.pause(examplePulse(1, status: status, in: seconds), now: exampleNow, looks: looks)
        }
        #expect(pause("pending", in: 3600, looks: 9) == .seconds(2))
        #expect(pause("pending", in: 1, looks: 9) == .milliseconds(1050))
        #expect(pause("processing", in: -1, looks: 0) == .milliseconds(50))
        #expect(pause("processing", in: -1, looks: 2) == .milliseconds(200))
        #expect(pause("blocked", in: 3600, looks: 1000) == .milliseconds(1000))
    }
}

import StrictJSON
import Testing
import WireModel

@testable import Commands

@Suite("upbeat show")
struct ShowTests {
    private func daemon(_ status: String, _ attempts: [AttemptResponse], change: (inout PulseResponse) -> Void = { _ in }) -> FakeDaemon {
        var pulse = examplePulse(12, status: status, in: -60)
        change(&pulse)
        let daemon = FakeDaemon(pulse)
        daemon.set { $0.attempts[12] = attempts }
        return daemon
    }

    @Test("tells all about a pulse that failed, and what to do")
    func failed() async {
        var attempt = exampleAttempt(2, outcome: "failed", exitCode: 3, stdout: "out 1\nout 2\n", stderr: "no\u{1B}[2J\n")
        attempt.error = "hapi failed with exit code 3"
        attempt.stdoutBytes = 9999
        let daemon = daemon("failed", [exampleAttempt(1, outcome: "timed_out"), attempt]) { pulse in
            pulse.action = .prompt("first\nsecond")
            pulse.reason = "attempts"
            pulse.stickyNotes = ["one", "two"]
            pulse.session = "s-1"
            pulse.tags = ["a", "b"]
            pulse.env = ["B": "x y", "A": "1"]
            pulse.cwd = "/desk"
            pulse.key = "nightly"
        }
        let outcome = await Desk(daemon).run("show", "12")
        #expect(
            outcome.out == """
                pulse 12 is failed (attempts)

                  prompt      first
                              second
                  notes       one
                              two
                  runner      echo
                  session     s-1
                  folder      /desk
                  environment A=1 'B=x y'
                  priority    normal
                  tags        a, b
                  key         nightly
                  due         1m ago (Tue 08:59 CET)
                  zone        Europe/Berlin
                  made        now (Tue 09:00:00 CET) by person, through socket
                  ended       1m ago (Tue 08:59 CET)
                  attempts    1 of 3 used, each at most 1h
                  retry       3 attempts, after 30s, doubling up to 15m

                attempt 1 timed out after 1.2s; started now (Tue 09:00:00 CET), 3ms late
                attempt 2 failed with exit code 3 after 1.2s; started now (Tue 09:00:00 CET), 3ms late
                  hapi failed with exit code 3

                the end of its stdout (9999 bytes in all):
                  out 1
                  out 2
                its stderr:
                  no\\u{1b}[2J

                what to do next:
                  run it again:       upbeat retry 12
                  read all it wrote:  upbeat logs 12

                """)
        #expect(outcome.code == 0 && outcome.err.isEmpty)
    }

    @Test(
        "says the next step that fits the status",
        arguments: [
            ("processing", "upbeat logs -f 12"), ("cancelled", "upbeat retry 12"), ("missed", "upbeat retry 12"),
        ])
    func nextSteps(status: String, expected: String) async {
        #expect(await Desk(daemon(status, [])).run("show", "12").out.contains(expected))
        #expect(!(await Desk(daemon("completed", [])).run("show", "12").out.contains("what to do next")))
    }

    @Test("--json is the wire's document, tails raw")
    func json() async throws {
        let outcome = await Desk(daemon("completed", [exampleAttempt(1, outcome: "succeeded", stdout: "\u{1B}")])).run(
            "show", "12", "--json")
        let document = try JSON(parsing: outcome.out)
        #expect(document["schema_version"] == 1 && document["pulse"]?["id"] == 12)
        #expect(document["attempts"]?.arrayValue?[0]["stdout_tail"] == "\u{1B}")
    }

    @Test(
        "ids that are none are explained, and those that are not there",
        arguments: [
            ("abc", 5, "there is no schedule \"abc\"; `upbeat ls --schedules` lists the schedules there are"), ("0", 64, "is no pulse id"),
            ("+1", 64, "is no name of a schedule"), ("1.5", 64, "is no pulse id"), ("99999999999999999999", 64, "is no pulse id"),
            ("", 64, "is no name of a schedule"), ("é", 64, "is no name of a schedule"), ("..", 64, "is no name of a schedule"),
            ("\u{1B}[2J", 64, "\\u{1b}[2J"),
            ("99", 5, "there is no pulse 99; `upbeat ls --all` lists the pulses there are"),
        ] as [(String, Int32, String)])
    func ids(id: String, code: Int32, expected: String) async {
        let outcome = await Desk(daemon("completed", [])).run("show", id)
        #expect(outcome.code == code && outcome.err.contains(expected) && outcome.out.isEmpty, "\(outcome.err)")
    }
}

@Suite("upbeat cancel and retry")
struct ChangeTests {
    @Test("each id is done and told; repeated ones once")
    func cancel() async {
        let desk = Desk(FakeDaemon(examplePulse(1), examplePulse(2)))
        #expect(
            await desk.run("cancel", "1", "2", "1") == Desk.Outcome(code: 0, out: "pulse 1 is cancelled\npulse 2 is cancelled\n", err: ""))
        #expect(desk.daemon.requests.count == 2)
    }

    @Test("what fails for one does not stop the others; the exit code is the first failure's")
    func partly() async throws {
        let desk = Desk(FakeDaemon(examplePulse(1, status: "completed"), examplePulse(2)))
        let outcome = await desk.run("cancel", "9", "1", "2")
        #expect(outcome.code == 5 && outcome.out == "pulse 2 is cancelled\n")
        #expect(outcome.err.contains("there is no pulse 9") && outcome.err.contains("pulse 1 is completed already"))
        #expect(await desk.run("cancel", "2").code == 6)
        let json = await desk.run("cancel", "9", "--json")
        #expect(json.code == 5)
        #expect(try JSON(parsing: json.out)["pulses"] == [])
    }

    @Test("one id that is none: nothing is changed")
    func allOrNothing() async {
        let desk = Desk(FakeDaemon(examplePulse(1)))
        #expect(await desk.run("cancel", "1", "x").code == 64)
        #expect(desk.daemon.requests.isEmpty)
        #expect(await desk.run("cancel").code == 64)
    }

    @Test("an end that is not confirmed is told as such")
    func unconfirmed() async {
        let desk = Desk(FakeDaemon(examplePulse(1, status: "processing")))
        let answer = OnePulseResponse(pulse: examplePulse(1, status: "processing"))
        desk.daemon.set { $0.scripted = [.success(FakeDaemon.json(answer, status: 202))] }
        #expect(await desk.run("cancel", "1").out.contains("is being cancelled; the end of its run is not confirmed yet"))
    }

    @Test("retry makes it due again; without a daemon it says when it runs")
    func retry() async {
        let daemon = FakeDaemon(examplePulse(1, status: "failed"))
        #expect(
            await Desk(daemon).run("retry", "1")
                == Desk.Outcome(
                    code: 0, out: "pulse 1 is due again now (Tue 09:00:00 CET)\n", err: ""))
        #expect(await Desk(daemon).run("retry", "1").code == 6)
        let alone = await Desk(FakeDaemon(examplePulse(1, status: "missed")), isDaemon: false).run("retry", "1")
        #expect(alone.code == 0 && alone.err.contains("No daemon runs"))
    }
}

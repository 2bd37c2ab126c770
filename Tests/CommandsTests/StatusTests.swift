import Client
import Daemon
import Recurrence
import StrictJSON
import Testing
import WireModel

@testable import Commands

@Suite("upbeat status")
struct StatusTests {
    private func daemon(_ status: StatusResponse) -> FakeDaemon {
        let daemon = FakeDaemon()
        daemon.set { $0.status = status }
        return daemon
    }

    @Test("tells of a daemon that runs")
    func running() async {
        let outcome = await Desk(daemon(exampleStatus)).run("status")
        #expect(
            outcome.out == """
                upbeat 0.1.0 is running
                  process    pid 4711, up 1h, since 1h ago (Tue 08:00 CET)
                  listening  http://127.0.0.1:8765, /run/u.sock
                  state      /state
                  zone       Europe/Berlin
                  pulses     2 pending, 10 completed
                  attempts   10 succeeded, 1 timed out; they take 3.2s on average
                  next       in 3m 12s (Tue 09:03 CET): pulse 7, hello
                  running    1 of at most 4
                    pulse 5, due 12s ago (Tue 08:59:48 CET): hello

                """)
        #expect(outcome.code == 0 && outcome.err.isEmpty)
    }

    @Test("what is next stays in one line of a terminal")
    func narrow() async throws {
        var status = exampleStatus
        status.next?.action = .prompt(String(repeating: "long ", count: 20))
        let outcome = await Desk(daemon(status), width: 60).run("status", "--color", "never")
        let next = try #require(outcome.out.split(separator: "\n").first { $0.hasPrefix("  next ") })
        #expect(DisplayWidth.of(String(next)) <= 60 && next.hasSuffix("…"), "\(next)")
    }

    @Test("exits 3 where none runs, in both forms")
    func stopped() async throws {
        let status = StatusResponse(
            state: "stopped", version: "0.1.0", pid: nil, boot: nil, startedAt: nil, uptimeMilliseconds: nil, now: exampleNow.description,
            zone: "UTC", listening: [], slots: nil, home: "/state", pulses: ["pending": 0], attempts: [:], meanDurationMilliseconds: nil,
            next: nil, running: [])
        let outcome = await Desk(daemon(status), isDaemon: false).run("status")
        #expect(outcome.code == 3 && outcome.err.contains("`upbeat run`"))
        #expect(
            outcome.out == """
                upbeat 0.1.0 is not running
                  state      /state
                  zone       UTC
                  pulses     none yet
                  attempts   none has ended yet
                  next       nothing is planned

                """)
        let json = await Desk(daemon(status), isDaemon: false).run("status", "--json")
        #expect(json.code == 3 && json.err.isEmpty)
        #expect(try JSON(parsing: json.out)["state"] == "stopped")
    }

    @Test("another version of the daemon is said aloud")
    func otherVersion() async {
        var status = exampleStatus
        status.version = "9.9.9"
        #expect(await Desk(daemon(status)).run("status").err.contains("The daemon is version 9.9.9, this program is \(upbeatVersion)"))
    }

    @Test(
        "what keeps the daemon away decides the exit code",
        arguments: [
            (.notRunning(socket: "/s"), 3), (.accessDenied(socket: "/s"), 4), (.timedOut(after: .seconds(30)), 75),
            (.connectionBroken("x"), 75), (.unreadable(status: 200, "x"), 1), (.answerTooLarge(limit: 1 << 26), 1),
        ] as [(ClientError, Int32)])
    func errors(error: ClientError, code: Int32) async {
        let daemon = FakeDaemon()
        daemon.set { $0.scripted = [.failure(error)] }
        let outcome = await Desk(daemon).run("status")
        #expect(outcome == Desk.Outcome(code: code, out: "", err: "upbeat: \(error)\n"))
        let failing = await Desk(failure: CommandFailure(message: "pid 7 holds the lock", exitCode: 6)).run("status")
        #expect(failing == Desk.Outcome(code: 6, out: "", err: "upbeat: pid 7 holds the lock\n"))
    }
}

import Client
import Synchronization
import Testing
import WireModel

@testable import Commands

@Suite("upbeat logs")
struct LogsTests {
    private let daemon: FakeDaemon = {
        let daemon = FakeDaemon(examplePulse(1, status: "completed"), examplePulse(2, in: 60), examplePulse(3, status: "cancelled"))
        daemon.set { state in
            state.attempts[1] = [exampleAttempt(1, outcome: "failed"), exampleAttempt(2, outcome: "succeeded", exitCode: 0)]
            state.output["1/1/stdout"] = Array("first\n".utf8)
            state.output["1/2/stdout"] = Array("a long line of é\u{1B}[0m\n".utf8)
            state.output["1/2/stderr"] = Array("oops\n".utf8)
        }
        return daemon
    }()

    @Test("each stream goes to its own, as it is")
    func both() async {
        #expect(await Desk(daemon).run("logs", "1") == Desk.Outcome(code: 0, out: "a long line of é\u{1B}[0m\n", err: "oops\n"))
        #expect(await Desk(daemon, isDaemon: false).run("logs", "1").code == 0)
    }

    @Test("one stream, one attempt")
    func chosen() async {
        #expect(await Desk(daemon).run("logs", "1", "--stderr") == Desk.Outcome(code: 0, out: "", err: "oops\n"))
        #expect(await Desk(daemon).run("logs", "1", "--stdout").err.isEmpty)
        #expect(await Desk(daemon).run("logs", "1", "--attempt", "1").out == "first\n")
    }

    @Test("for a terminal it is made safe, across the parts in which it comes")
    func terminal() async {
        #expect(await Desk(daemon, width: 80).run("logs", "1", "--stdout").out == "a long line of é\\u{1b}[0m\n")
    }

    @Test(
        "what there is not is explained",
        arguments: [
            (["9"], 5, "there is no pulse 9"), (["2"], 5, "pulse 2 has not run yet; it is due in 1m (Tue 09:01 CET)"),
            (["3"], 5, "pulse 3 never ran: it is cancelled"),
            (["1", "--attempt", "7"], 5, "pulse 1 has no attempt 7; it has had 2 attempts"),
            (["1", "--attempt", "x"], 64, "--attempt \"x\" is no number"), (["x"], 64, "is no pulse id"),
            (["-f", "3"], 5, "never ran"), (["-f", "1", "--attempt", "7"], 5, "has no attempt 7"),
        ] as [([String], Int32, String)])
    func absent(arguments: [String], code: Int32, expected: String) async {
        let outcome = await Desk(daemon).run(["logs"] + arguments)
        #expect(outcome.code == code && outcome.err.contains(expected), "\(outcome)")
    }

    @Test("-f needs a daemon")
    func needsDaemon() async {
        let desk = Desk(daemon, isDaemon: false)
        let outcome = await desk.run("logs", "-f", "1")
        #expect(outcome.code == 3 && outcome.err.contains("no daemon runs") && outcome.err.contains("upbeat run"))
        #expect(desk.state.withLock { $0.opened == $0.closed })
    }

    @Test("-f waits for the first attempt and goes on until it has ended")
    func follow() async {
        let left = Countdown(12)
        daemon.set { state in
            state.beforeAnswer = { state in
                let isOver = left.isOver()
                let size = (state.output["2/1/stdout"] ?? []).count
                guard state.requests.count > 3 else { return }
                state.pulses[2]?.status = isOver ? "completed" : "processing"
                state.attempts[2] = [exampleAttempt(1, outcome: isOver ? "succeeded" : nil, exitCode: isOver ? 0 : nil)]
                if !isOver { state.output["2/1/stdout"] = (state.output["2/1/stdout"] ?? []) + Array("line \(size)\n".utf8) }
            }
        }
        let desk = Desk(daemon)
        let outcome = await desk.run("logs", "-f", "2")
        #expect(outcome.code == 0)
        let written = daemon.state.withLock { $0.output["2/1/stdout"] ?? [] }
        #expect(outcome.out == String(decoding: written, as: UTF8.self) && outcome.out.hasPrefix("line 0\n"))
        #expect(outcome.err == "Waiting for pulse 2, due in 1m (Tue 09:01 CET).\n")
        #expect(desk.slept > .zero)
        #expect(desk.state.withLock { $0.opened == 1 && $0.closed == 1 })
    }

    @Test("-f ends with the daemon's end, and says so")
    func daemonEnds() async {
        daemon.set {
            $0.scripted = [
                .success(FakeDaemon.json(PulseDetailResponse(pulse: examplePulse(1), attempts: [exampleAttempt(1, outcome: nil)])))
            ]
        }
        daemon.set { state in
            state.scripted.append(.failure(.notRunning(socket: "/run/u.sock")))
            state.scripted.append(.failure(.notRunning(socket: "/run/u.sock")))
        }
        let outcome = await Desk(daemon).run("logs", "-f", "1")
        #expect(outcome == Desk.Outcome(code: 3, out: "", err: "upbeat: no daemon listens on /run/u.sock; start one with `upbeat run`\n"))
    }

    @Test("nobody reads any more: no error, no message")
    func closedPipe() async {
        for arguments in [["logs", "1"], ["logs", "-f", "1"], ["ls"], ["show", "1"], ["ls", "--json"], ["--help"]] {
            let desk = Desk(daemon, refusal: .outputClosed)
            let outcome = await desk.run(arguments)
            #expect(outcome.code == 0 && outcome.out.isEmpty && !outcome.err.contains("upbeat:"), "\(arguments): \(outcome)")
            #expect(desk.state.withLock { $0.opened == $0.closed })
        }
        let full = await Desk(daemon, refusal: .outputFailed("No space left on device")).run("ls")
        #expect(full == Desk.Outcome(code: 1, out: "", err: "upbeat: standard output could not be written: No space left on device\n"))
    }
}

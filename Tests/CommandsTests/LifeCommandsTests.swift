import Daemon
import Processes
import Recurrence
import StrictJSON
import Synchronization
import Testing
import WireModel

@testable import Commands

@Suite("start, stop and restart")
struct LifeCommandsTests {
    private func running(_ manager: ServiceUnit? = nil) -> RunningDaemon {
        RunningDaemon(
            pid: 4711, startedAt: exampleNow, version: "0.1.0", socket: "/run/u.sock", manager: manager,
            identity: ProcessIdentity(pid: 4711, startTicks: 1, processGroup: 4711))
    }

    /// A daemon that answers once it was started.
    private var answering: FakeDaemon {
        let daemon = FakeDaemon()
        daemon.set { $0.status = exampleStatus }
        return daemon
    }

    @Test("start says where the daemon listens and what to try")
    func start() async {
        let desk = Desk(answering)
        let outcome = await desk.run("start", "-p", "9000", "--log-level", "debug", "--home", "/h", "--config", "/c.json")
        #expect(outcome.code == 0)
        #expect(outcome.out.hasPrefix("upbeat 0.1.0 runs in the background (pid 4712)\n  listening  http://127.0.0.1:8765\n"))
        #expect(outcome.out.contains("\nTry:\n") && outcome.out.contains("\n  upbeat stop --home /h\n"))
        #expect(!outcome.out.contains("Ctrl-C"))
        #expect(outcome.err == "upbeat: warning: the clock is odd\n")
        // What it was started with; then its door was asked.
        #expect(desk.state.withLock { $0.lifeCalls } == ["start"])
        #expect(desk.state.withLock { $0.options?.socket } == "/run/u.sock")
        #expect(desk.state.withLock { $0.options?.config } == "/c.json")
    }

    @Test("start in JSON") func startJSON() async throws {
        let outcome = await Desk(answering).run("start", "--json")
        let answer = try JSON(parsing: Array(outcome.out.utf8))
        #expect(outcome.out.hasPrefix("{\"schema_version\":1,"))
        #expect(answer["pid"]?.integerValue == 4712)
        #expect(answer["listening"]?.arrayValue?.last?.stringValue == "/run/u.sock")
    }

    @Test("a start that fails ends with the daemon's own words and code") func startFails() async {
        let desk = Desk()
        desk.state.withLock { $0.startFailure = CommandFailure(message: "a daemon already runs here: process 7", exitCode: 6) }
        let outcome = await desk.run("start")
        #expect(outcome == Desk.Outcome(code: 6, out: "", err: "upbeat: a daemon already runs here: process 7\n"))
    }

    @Test("stop ends the daemon; without one the code is 3") func stop() async {
        let desk = Desk(width: 80)
        desk.state.withLock { $0.running = running() }
        let outcome = await desk.run("stop")
        #expect(outcome.code == 0 && outcome.out == "The daemon (process 4711) has stopped.\n")
        #expect(outcome.err.hasPrefix("Waiting for process 4711 to end, 40s at most; in another terminal, `upbeat stop --now`"))
        #expect(desk.state.withLock { $0.lifeCalls } == ["stop 4711"])
        #expect(await desk.run("stop").code == 3)
        desk.state.withLock { $0.running = running() }
        #expect(await desk.run("stop", "--now").err == "Waiting for process 4711 to end, 40s at most.\n")
        #expect(desk.state.withLock { $0.lifeCalls.last } == "stop 4711 now")
    }

    @Test("a person is told what the daemon waits for") func waitsFor() async {
        let desk = Desk(answering, width: 80)
        desk.state.withLock { $0.running = running() }
        let outcome = await desk.run("stop")
        #expect(outcome.err.hasPrefix("Waiting for pulse 5 (hello) to end, 40s at most;"))
        #expect(desk.state.withLock { $0.options?.socket } == "/run/u.sock")
        var many = exampleStatus
        many.running = (1...5).map { examplePulse($0) }
        desk.daemon.set { [many] in $0.status = many }
        desk.state.withLock { $0.running = running() }
        #expect(await desk.run("stop").err.contains("pulse 1 (hello), pulse 2 (hello), pulse 3 (hello) and 2 more to end"))
    }

    @Test("nobody is told of a wait where nobody looks") func piped() async {
        let desk = Desk()
        desk.state.withLock { $0.running = running() }
        #expect(await desk.run("stop").err == "")
    }

    @Test("another user's daemon is a matter of access") func foreign() async {
        let outcome = await Desk(failure: CommandFailure(message: "/h belongs to user 7", exitCode: 4)).run("stop")
        #expect(outcome == Desk.Outcome(code: 4, out: "", err: "upbeat: /h belongs to user 7\n"))
    }

    @Test("restart stops, where there is one, and starts") func restart() async {
        let desk = Desk(answering)
        #expect(await desk.run("restart").code == 0)
        #expect(desk.state.withLock { $0.lifeCalls } == ["start"])
        desk.state.withLock { $0.running = running() }
        #expect(await desk.run("restart", "--now").code == 0)
        #expect(desk.state.withLock { $0.lifeCalls } == ["start", "stop 4711 now", "start"])
    }

    @Test("a service is restarted by its manager, and stops by TERM") func service() async {
        let desk = Desk()
        desk.state.withLock { $0.running = running(ServiceUnit(isOfUser: true, unit: "upbeat.service")) }
        let refused = await desk.run("restart")
        #expect(refused.code == 6 && refused.err.contains("`systemctl --user restart upbeat.service`"))
        #expect(desk.state.withLock { $0.lifeCalls } == [])
        let stopped = await desk.run("stop")
        #expect(stopped.code == 0 && stopped.err.contains("`systemctl --user start upbeat.service`"))
    }

    @Test("a socket is no place to start at", arguments: ["start", "stop", "restart"]) func socket(command: String) async {
        #expect(await Desk().run(command, "--socket", "/s").code == 64)
    }

    @Test("in the background run says no more than its warnings") func background() async {
        let desk = Desk()
        let outcome = await desk.run("run", "--background")
        #expect(outcome == Desk.Outcome(code: 0, out: "", err: "upbeat: warning: the clock is odd\n"))
        #expect(desk.state.withLock { $0.options?.isInBackground } == true)
        _ = await desk.run("run", "--background", "--home", "x", "--config", "c.yaml")
        #expect(desk.state.withLock { $0.options?.home } == "/home/me/x" && desk.state.withLock { $0.options?.config } == "/home/me/c.yaml")
        #expect(await Desk().run("run", "--help").out.contains("--background") == false)
    }

    @Test("--config stands before or behind the command, and is not empty") func config() async {
        let desk = Desk()
        _ = await desk.run("--config", "/c.json", "run")
        #expect(desk.state.withLock { $0.options?.config } == "/c.json")
        #expect(await desk.run("run", "--config", "").code == 64)
    }
}

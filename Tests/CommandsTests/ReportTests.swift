import Client
import Recurrence
import Testing
import WireModel

@testable import Commands

@Suite("upbeat report, and what else means the run inside which it is called")
struct ReportTests {
    private static let inside = ["UPBEAT_RUN": "home/boot/12/3"]

    private func desk(_ status: String = "processing", _ environment: [String: String] = inside) -> Desk {
        Desk(FakeDaemon(examplePulse(12, status: status), examplePulse(7, status: status)), environment: environment)
    }

    @Test("inside a run that run is meant")
    func ownRun() async {
        let desk = desk()
        let outcome = await desk.run("report", "failed", "the build is red", "--next-check-in", "2h")
        #expect(outcome == Desk.Outcome(code: 0, out: "run 12.3 reported: failed; pulse 99 looks again in 2h (Tue 11:00 CET)\n", err: ""))
        #expect(desk.daemon.requests.map(\.path) == ["/v1/pulses/12/attempts/3/report"])
        #expect(
            String(decoding: desk.daemon.requests[0].body, as: UTF8.self)
                == #"{"outcome":"failed","message":"the build is red","next_check_in":"2h"}"#)
    }

    @Test("another one is named, and a late report is told to be one")
    func namedRun() async {
        let desk = desk("failed", [:])
        let outcome = await desk.run("report", "nothing-to-say", "--run", "7.1")
        #expect(outcome.out == "run 7.1 reported: nothing-to-say; it had ended already, and its outcome stays as it is\n")
        #expect(desk.daemon.requests.map(\.path) == ["/v1/pulses/7/attempts/1/report"])
        #expect(await desk.run("report", "done", "--run", "7.1", "--json").out.contains("\"done\""))
    }

    @Test(
        "what is no run and no outcome is wrong usage",
        arguments: ["12", "12.", ".1", "0.1", "12.0", "a.b", "12.1.2", "-1.1", "12.99999999999999999999"])
    func wrongRuns(_ run: String) async {
        let outcome = await desk().run("report", "done", "--run=\(run)")
        #expect(outcome.code == 64 && outcome.err.contains("is no run"), "\(outcome)")
        #expect(await desk().run("report", "fine").code == 64)
    }

    @Test("outside of runs one has to be named")
    func noRun() async {
        for arguments in [["report", "done"], ["show"]] {
            let outcome = await desk("processing", [:]).run(arguments)
            #expect(outcome.code == 64 && outcome.err.contains("this is no run"), "\(outcome)")
        }
    }

    @Test("show without a name means the pulse of the run, and shows what attempts reported")
    func show() async {
        let desk = desk()
        var attempt = exampleAttempt(3, outcome: "failed", exitCode: 0)
        attempt.report = ReportResponse(outcome: "failed", message: "red\u{1B}[2J\nvery", nextCheck: 13, at: exampleNow.description)
        desk.daemon.set { [attempt] in $0.attempts[12] = [attempt] }
        let outcome = await desk.run("show")
        #expect(outcome.code == 0 && outcome.out.hasPrefix("pulse 12 is processing"))
        #expect(outcome.out.contains("\n  it reported failed now (Tue 09:00:00 CET); pulse 13 looks again\n    red"), "\(outcome.out)")
        #expect(!outcome.out.contains("\u{1B}") && outcome.out.contains("\n    very\n"))
    }
}

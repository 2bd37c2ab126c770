import Client
import StrictJSON
import Testing
import WireModel

@testable import Commands

@Suite("Approving and denying")
struct ApprovalCommandTests {
    private func daemon(_ answers: ClientResponse...) -> FakeDaemon {
        let daemon = FakeDaemon()
        daemon.set { $0.scripted = answers.map { .success($0) } }
        return daemon
    }

    private func pulse(_ id: Int64, _ status: String, _ reason: String? = nil) -> ClientResponse {
        var pulse = examplePulse(id)
        (pulse.status, pulse.reason) = (status, reason)
        return FakeDaemon.json(OnePulseResponse(pulse: pulse))
    }

    @Test("pulses and schedules are approved in one go, and what fails for one does not stop the others")
    func approving() async throws {
        let detail = exampleDetail("mail")
        let schedule = OneScheduleResponse(schedule: detail.schedule, nextFires: [], warnings: [])
        let daemon = daemon(
            pulse(12, "pending"), FakeDaemon.problem(409, "conflict", "pulse 13 does not wait for approval"), FakeDaemon.json(schedule))
        let outcome = await Desk(daemon).run("approve", "12", "13", "mail", "12")
        #expect(outcome.code == 6 && outcome.err.contains("pulse 13 does not wait"), "\(outcome.err)")
        #expect(outcome.out.hasPrefix("pulse 12 is approved, and due now"), "\(outcome.out)")
        #expect(outcome.out.contains("\nschedule mail is approved; it fires "))
        let asked = ["/v1/pulses/12/approve", "/v1/pulses/13/approve", "/v1/schedules/mail/approve"]
        #expect(daemon.requests.filter { $0.method == "POST" }.map(\.path) == asked)
    }

    @Test("a reason goes with a denial")
    func denying() async throws {
        let daemon = daemon(pulse(12, "cancelled", "denied: no"))
        let outcome = await Desk(daemon).run("deny", "12", "--reason", "no")
        #expect(outcome.out == "pulse 12 is cancelled (denied: no)\n" && outcome.code == 0)
        let request = try #require(daemon.requests.first { $0.method == "POST" })
        #expect(request.path == "/v1/pulses/12/deny")
        #expect(try JSON(parsing: request.body) == ["reason": "no"])
        #expect(await Desk(FakeDaemon()).run("approve").code == 64)
        #expect(await Desk(FakeDaemon()).run("deny", "a b").code == 64)
    }

    @Test("who looks at a pulse that waits for approval is told what to say")
    func next() {
        var pulse = examplePulse(12)
        (pulse.status, pulse.reason) = ("blocked", "approval")
        let lines = NextSteps.lines(PulseDetailResponse(pulse: pulse, attempts: []))
        #expect(lines.contains { $0.contains("upbeat approve 12") } && lines.contains { $0.contains("upbeat deny 12") })
    }
}

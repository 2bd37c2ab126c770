import HTTPAPI
import Pulses
import StrictJSON
import TestSupport
import Testing
import WireModel

@Suite struct ApprovalRoutesTests {
    let house = House()

    /// The headers by which a command inside a run of the agent's is known.
    private func agent() async throws -> [(name: String, value: String)] {
        try await house.store.keep(Agent(name: "bot", limits: .standard, createdAt: House.start, needsApproval: true))
        _ = await house.tcp("POST", "/v1/pulses", #"{"prompt":"x","at":"in 1 hour","agent":"bot"}"#)
        return [(name: "Upbeat-Run", value: "1/1")]
    }

    @Test func pulsesAreApprovedAndDenied() async throws {
        let bot = try await agent()
        for _ in 0..<2 {
            let made = await house.local("POST", "/v1/pulses", #"{"prompt":"x"}"#, bot)
            #expect(made.status == 201 && made.json["pulse"]?["status"] == "blocked" && made.json["pulse"]?["reason"] == "approval")
        }
        #expect(await house.tcp("GET", "/v1/pulses?status=blocked").json["pulses"]?.arrayValue?.count == 2)
        let groups = await house.tcp("GET", "/v1/status").json["groups"]?.arrayValue ?? []
        #expect(groups.first { $0["kind"] == "approval" }?["count"] == 2)
        #expect(await house.local("POST", "/v1/pulses/2/approve", nil, bot).problem == "denied")
        let approved = await house.tcp("POST", "/v1/pulses/2/approve")
        #expect(approved.status == 200 && approved.json["pulse"]?["status"] == "pending")
        #expect(await house.tcp("POST", "/v1/pulses/2/approve").problem == "conflict")
        let denied = await house.tcp("POST", "/v1/pulses/3/deny", #"{"reason":"not today"}"#)
        #expect(denied.json["pulse"]?["status"] == "cancelled" && denied.json["pulse"]?["reason"] == "denied: not today")
        #expect(await house.tcp("POST", "/v1/pulses/9/approve").status == 404)
        #expect(await house.tcp("POST", "/v1/pulses/x/deny").status == 404)
        #expect(await house.tcp("POST", "/v1/pulses/3/approve", #"{"a":1}"#).status == 422)
        #expect(await house.tcp("POST", "/v1/pulses/3/deny", #"{"reasn":"x"}"#).status == 422)
        #expect(await house.tcp("POST", "/v1/pulses/3/deny", #"{"reason":""}"#).status == 422)
        #expect(await house.tcp("POST", "/v1/pulses/3/deny", "{").status == 400)
    }

    @Test func schedulesAreApprovedAndDenied() async throws {
        let bot = try await agent()
        for name in ["a", "b"] {
            let made = await house.local("POST", "/v1/schedules", #"{"name":"\#(name)","every":"1h","prompt":"x"}"#, bot)
            #expect(made.status == 201 && made.json["schedule"]?["pause"]?["kind"] == "approval")
            let notes = (made.json["warnings"]?.arrayValue ?? []).filter { $0["code"] == "agent" }
            #expect(notes.count == 2, "the end, and the approval")
            #expect(made.json["schedule"]?["end"] == "2026-02-19T09:00:00.000Z")
        }
        #expect(await house.local("POST", "/v1/schedules/a/approve", nil, bot).problem == "denied")
        #expect(await house.local("POST", "/v1/schedules/a/resume", nil, bot).problem == "conflict")
        let approved = await house.tcp("POST", "/v1/schedules/a/approve")
        #expect(approved.status == 200 && approved.json["schedule"]?["state"] == "active")
        let denied = await house.tcp("POST", "/v1/schedules/b/deny", #"{"reason":"no"}"#)
        #expect(denied.json["schedule"]?["state"] == "over" && denied.json["schedule"]?["over"] == "denied: no")
        #expect(await house.tcp("POST", "/v1/schedules/b/approve").problem == "conflict")
        #expect(await house.tcp("POST", "/v1/schedules/c/deny").status == 404)
        let shown = await house.tcp("GET", "/v1/agents/bot").json["agent"]
        #expect(shown?["needs_approval"] == true && shown?["limits"]?["furthest_ms"] == 31_622_400_000)
        #expect(shown?["limits"]?["schedule_lifetime_ms"] == 2_592_000_000 && shown?["limits"]?["open_pulses"] == 100)
    }
}

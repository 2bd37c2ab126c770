import ControlPlane
import Pulses
import Recurrence
import StrictJSON
import TestSupport
import Testing

/// `pulse_report`, and what else means the run inside which it is called.
@Suite struct ReportToolTests {
    private let house = House()

    /// A run of a pulse that was made with these.
    private func run(_ arguments: JSONObject = [:], as caller: Caller = House.person) async throws -> RunKey {
        var all: JSONObject = ["prompt": "look at the build", "in": "1s"]
        for (key, value) in arguments { all[key] = value }
        _ = try await house.ask("pulse_schedule", all, as: caller)
        house.clock.advance(by: .seconds(1))
        return try #require(try await house.turn().first)
    }

    private func report(of key: RunKey) async throws -> RunReport? {
        try await house.store.attempts(of: key.pulse).first { $0.key == key }?.report
    }

    @Test func aRunReportsHowItEnded() async throws {
        let key = try await run(["tags": ["t"], "session": "s", "sticky_notes": ["n"], "priority": "high"])
        let inside = Caller(.local, run: key)
        let answer = try await house.ask(
            "pulse_report", ["outcome": "nothing_to_say", "message": "ok", "next_check_in": "2h"], as: inside)
        #expect(answer["run"] == "1.1" && answer["next_check"]?["id"] == "2")
        #expect(
            try await report(of: key)
                == RunReport(outcome: .nothingToSay, message: "ok", nextCheck: PulseID(2), at: house.clock.now()))
        let (first, next) = (try await house.store.pulse(PulseID(1)), try await house.store.pulse(PulseID(2)))
        let (asked, check) = (try #require(first?.spec), try #require(next?.spec))
        #expect(check.scheduledAt == house.clock.now() + .seconds(7200) && check.createdBy == "pulse 1")
        #expect(check.action == asked.action && check.tags == ["t"] && check.priority == .high && check.key == "check-after-1")
    }

    @Test func aRunOfThePersonsSpeaksOfItselfAsWhicheverAgentItAsks() async throws {
        let key = try await run()
        try await house.store.keep(Agent(name: "ann", createdAt: house.clock.now()))
        let inside = Caller(.local, run: key, agent: "ann")
        #expect(try await house.ask("pulse_get", [:], as: inside)["item"]?["id"] == "1")
        #expect(try await house.ask("pulse_report", ["outcome": "done"], as: inside)["run"] == "1.1")
        // Of another pulse of the person's it sees nothing, and of this one it changes nothing.
        _ = try await house.ask("pulse_schedule", ["prompt": "z", "in": "1h"])
        #expect(try await house.fault("pulse_get", ["id": "2"], as: inside) == "There is no pulse 2.")
        #expect(try await house.fault("pulse_report", ["outcome": "done", "run": "2.1"], as: inside).contains("no pulse 2"))
    }

    @Test func aSecondReportTakesThePlaceOfTheFirst() async throws {
        let key = try await run()
        let inside = Caller(.local, run: key)
        _ = try await house.ask("pulse_report", ["outcome": "done", "next_check_in": "2h"], as: inside)
        _ = try await house.ask("pulse_report", ["outcome": "failed", "message": "red", "next_check_in": "1h"], as: inside)
        #expect(try await report(of: key)?.nextCheck == PulseID(3))
        #expect(try await house.store.pulse(PulseID(2))?.progress.status == .cancelled)
        #expect(try await house.store.pulse(PulseID(3))?.progress.status == .pending)
    }

    @Test func theReportIsShownWithItsAttempt() async throws {
        let key = try await run()
        let inside = Caller(.local, run: key)
        _ = try await house.ask("pulse_report", ["outcome": "failed", "message": "the build is red", "next_check_in": "1h"], as: inside)
        let shown = try await house.ask("pulse_get", [:], as: inside)["attempts"]?.arrayValue?.first?["report"]
        #expect(shown?["outcome"] == "failed" && shown?["message"] == "the build is red" && shown?["next_check"] == "2")
        #expect(shown?["late"] == nil && shown?["at"]?["utc"] != nil)
        let uri: JSONObject = ["uri": "upbeat://attempts/1.1"]
        let text = await house.send(modern("resources/read", uri))["result"]?["contents"]?.arrayValue?.first?["text"]?.stringValue ?? ""
        #expect(try JSON(parsing: text)["attempt"]?["report"] == shown)
    }

    @Test func withoutAnIdTheRunsOwnPulseIsMeant() async throws {
        _ = try await house.ask("pulse_schedule", ["prompt": "another", "in": "1h"])
        let key = try await run()
        #expect(try await house.ask("pulse_get", as: Caller(.local, run: key))["item"]?["id"] == .string("\(key.pulse)"))
        #expect(try await house.fault("pulse_get", [:]).contains("id is missing"))
    }

    @Test(
        arguments: [
            (["outcome": "done"], "run is missing"), (["outcome": "done", "run": "1"], "run is"),
            (["outcome": "done", "run": "1.2"], "no run 1.2"), (["outcome": "done", "run": "9.1"], "no pulse 9"),
            (["outcome": "done", "run": "1.99999999999999999999"], "run is"), (["outcome": "done", "run": "-1.1"], "run is"),
            (["outcome": "fine", "run": "1.1"], "one of done, failed"), (["run": "1.1"], "outcome is missing"),
            (["outcome": "done", "run": "1.1", "message": ""], "message is empty"),
            (["outcome": "done", "run": "1.1", "message": .string(String(repeating: "x", count: 4001))], "message has 4001"),
            (["outcome": "done", "run": "1.1", "message": "a\u{0}b"], "message holds a NUL byte"),
            (["outcome": "done", "run": "1.1", "next_check_in": "soon"], "next_check_in cannot be read"),
            (["outcome": "done", "run": "1.1", "next_check_in": "999999d"], "next_check_in is"),
        ] as [(JSONObject, String)]) func aWrongReportIsToldSoAndKeepsNothing(_ arguments: JSONObject, _ says: String) async throws
    {
        let key = try await run()
        let fault = try await house.fault("pulse_report", arguments)
        #expect(fault.contains(says), "\(fault)")
        #expect(try await report(of: key) == nil)
        #expect(try await house.store.pulse(PulseID(2)) == nil)
    }

    @Test func anotherAgentsRunIsNotThere() async throws {
        let (ann, bob) = (try await house.agent("ann"), try await house.agent("bob"))
        let key = try await run(as: ann)
        let arguments: JSONObject = ["outcome": "done", "run": "1.1"]
        #expect(try await house.fault("pulse_report", arguments, as: bob).contains("no pulse 1"))
        #expect(try await report(of: key) == nil)
        _ = try await house.ask("pulse_report", arguments, as: ann)
        #expect(try await report(of: key)?.outcome == .done)
    }

    @Test func aReportAfterTheEndSaysThatItIsLate() async throws {
        let key = try await run()
        try await house.end(key, .succeeded)
        _ = try await house.ask("pulse_report", ["outcome": "failed", "run": "1.1"])
        #expect(try await report(of: key)?.isLate == true)
        #expect(try await house.store.pulse(key.pulse)?.progress.status == .completed)
    }
}

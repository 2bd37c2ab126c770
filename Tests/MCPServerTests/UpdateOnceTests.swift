import ControlPlane
import Pulses
import Recurrence
import StrictJSON
import TestSupport
import Testing

/// Changing a single pulse that waits.
@Suite struct UpdateOnceTests {
    private let house = House()

    @Test func aSinglePulseIsChangedInPart() async throws {
        _ = try await house.ask("pulse_schedule", ["prompt": "x", "in": "1h", "tags": ["a"], "until": "in 2 hours", "priority": "low"])
        let answer = try await house.ask("pulse_update", ["id": 1, "prompt": "y", "in": "30m", "until": "never", "sticky_notes": ["n"]])
        #expect(answer["changed"] == ["prompt", "in", "until", "sticky_notes"] && answer["item"]?["what"] == "y")
        let spec = try #require(try await house.store.pulse(PulseID(1))).spec
        #expect(spec.scheduledAt == House.start + .seconds(1800) && spec.expiresAfter == nil && spec.tags == ["a"] && spec.priority == .low)
        let snoozed = try await house.ask("pulse_update", ["id": "1", "tags": ["b"], "snooze": "30m"])
        #expect(snoozed["item"]?["next"]?.arrayValue?.first?["utc"] == "2026-01-20T10:00:00Z" && snoozed["item"]?["tags"] == ["b"])
    }

    @Test(
        arguments: [
            (["id": "1", "paused": true], "paused goes with a recurring pulse alone"), (["id": "1", "cron": "@daily"], "cron goes with"),
            (["id": "1", "at": "tomorrow 9am", "in": "1h"], "both there"), (["id": "1", "in": "soon"], "in cannot be read"),
            (["id": "1", "at": "yesterday 9am"], "at cannot be read"), (["id": "1", "prompt": ""], "prompt is empty"),
        ] as [(JSONObject, String)]) func aWrongChangeLeavesItAsItWas(_ arguments: JSONObject, _ says: String) async throws
    {
        _ = try await house.ask("pulse_schedule", ["prompt": "x", "in": "1h"])
        let before = try await house.store.pulse(PulseID(1))
        #expect(try await house.fault("pulse_update", arguments).contains(says))
        #expect(try await house.store.pulse(PulseID(1)) == before)
    }

    @Test func whatRunsIsNotChanged() async throws {
        _ = try await house.ask("pulse_schedule", ["prompt": "x", "at": "now"])
        try await house.turn()
        #expect(try await house.fault("pulse_update", ["id": "1", "prompt": "y"]).contains("only what waits can be changed"))
    }
}

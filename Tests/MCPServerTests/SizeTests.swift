import ControlPlane
import Pulses
import Recurrence
import StrictJSON
import TestSupport
import Testing

/// However much there is to say, a result stays within its bound (held by `call`), conforms, and tells where the rest is.
@Suite struct SizeTests {
    private let house = House()
    /// Each character takes six bytes where it is escaped, and more where that is escaped once again.
    private static let costly = String(repeating: "\u{1}\"\\", count: 600)

    @Test func theLargestPulseIsShownInPart() async throws {
        let tags: JSON = .array((0..<50).map { .string("\($0)" + String(repeating: "\"", count: 90)) })
        let notes: JSON = .array((0..<50).map { .string("\($0)" + String(repeating: "\\", count: 1900)) })
        let prompt = JSON.string(String(repeating: "\"\\漢", count: 30_000))
        let arguments: JSONObject = ["prompt": prompt, "tags": tags, "sticky_notes": notes, "session": "s"]
        for time: JSONObject in [["in": "1s", "key": .string(String(repeating: "\"", count: 200))], ["every": "1h", "name": "hourly"]] {
            var all = arguments
            for (key, value) in time { all[key] = value }
            let made = try await house.call("pulse_schedule", all)
            #expect(made.words.contains("Parts were left out") && made.words.contains("upbeat://pulses/"))
        }
        house.clock.advance(by: .seconds(1))
        let key = try #require(try await house.turn().first)
        house.output.set(Self.costly, of: key)
        house.output.set(Self.costly, of: key, .error)
        try await house.end(key, .failed, error: String(repeating: "\"", count: 5000))
        for id: JSON in ["1", "hourly"] {
            let shown = try await house.call("pulse_get", ["id": id, "runs": 20])
            #expect(shown.words.contains("upbeat://pulses/"))
        }
        for arguments: JSONObject in [
            ["detail": "full", "status": "all"], ["status": "all", "limit": 100], ["within": "300 days", "detail": "full"],
        ] {
            #expect(try await house.ask("pulse_list", arguments).ids.isEmpty == false)
        }
    }

    @Test func whatIsWrongIsToldInPart() async throws {
        let costly = String(repeating: "\u{1}", count: 60)
        let arguments = JSONObject((0..<30).map { ("\(costly)\($0)", JSON.string(costly)) })
        for tool in ["pulse_schedule", "pulse_list", "pulse_cancel"] {
            #expect(try await house.fault(tool, arguments).contains("And 2"))
        }
        let known: JSONObject = ["prompt": .string(Self.costly), "in": .string(Self.costly), "session": .string(Self.costly)]
        #expect(try await house.fault("pulse_schedule", known).contains("in cannot be read"))
    }

    @Test func manyThatAreCancelledAreCounted() async throws {
        for _ in 0..<120 { _ = try await house.store.make(PulseOrder(spec: StoreContract.spec())) }
        for number in 0..<60 {
            _ = try await house.ask(
                "pulse_schedule",
                ["prompt": "x", "every": "1h", "tags": ["t"], "name": .string("n\(number)" + String(repeating: "x", count: 55))])
        }
        let answer = try await house.ask("pulse_cancel", ["tag": "t"])
        #expect(answer["count"] == 60 && answer["cancelled"]?.arrayValue?.isEmpty == false)
    }
}

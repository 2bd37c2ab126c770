import ControlPlane
import StrictJSON
import TestSupport
import Testing

/// How far away a time is, as an agent is told it.
@Suite struct MomentTests {
    private let house = House()

    @Test(arguments: [
        (0, "in 20m"), (40, "in 20m"), (600, "in 19m 59s"), (1_199_800, "now"), (1_200_000, "now"), (1_200_400, "now"),
        (1_201_000, "1s ago"),
        (1_800_000, "10m ago"), (1_800_400, "10m ago"), (90_000_000, "1d ago"),
    ]) func aDistanceIsRoundedToSeconds(_ later: Int, _ relative: String) async throws {
        _ = try await house.ask("pulse_schedule", ["prompt": "x", "in": "20m"])
        house.clock.advance(by: .milliseconds(later))
        let item = try await house.ask("pulse_get", ["id": "1"])["item"]
        #expect(item?["next"]?.arrayValue?.first?["relative"] == .string(relative))
    }
}

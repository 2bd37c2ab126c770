import ControlPlane
import Pulses
import Recurrence
import TestSupport
import Testing

@Suite struct ExpiryZoneTests {
    @Test func whenItIsTooLateIsReadInTheZoneOfThePulse() async throws {
        let house = House()
        let request = PulseRequest(prompt: "x", at: "tomorrow 09:00", expires: "tomorrow 10:00", zone: "America/New_York")
        let pulse = try await house.plane.schedule(request, by: House.local).pulse
        #expect(pulse.spec.expiresAfter == .seconds(3600))
    }
}

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

        var change = PulseChange()
        change.expires = .set("tomorrow 11:00")
        let later = try #require(try await house.plane.change(pulse, change, by: House.local))
        #expect(later.spec.expiresAfter == .seconds(2 * 3600))

        change.zone = .set("Asia/Tokyo")
        change.at = .set("tomorrow 09:00")
        let moved = try #require(try await house.plane.change(later, change, by: House.local))
        #expect(moved.spec.zone == "Asia/Tokyo")
        #expect(moved.spec.expiresAfter == .seconds(2 * 3600))
    }
}

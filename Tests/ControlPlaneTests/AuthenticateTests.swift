import ControlPlane
import Pulses
import TestSupport
import Testing

@Suite struct AuthenticateTests {
    private func house() async throws -> House {
        let house = House(configured: [("PULSE_API_TOKEN", Authenticate.hash(of: "configured"))])
        try await house.store.add(AccessToken(name: "first", hash: Authenticate.hash(of: "stored"), createdAt: House.start))
        return house
    }

    @Test func tokensAreKnownByTheirHash() async throws {
        let house = try await house()
        #expect(try await house.plane.authenticate("stored") == "first")
        #expect(try await house.plane.authenticate("configured") == "PULSE_API_TOKEN")
        await #expect(throws: RequestError.unauthorized) { try await house.plane.authenticate(nil) }
        for wrong in ["", "store", "stored ", "STORED", "storedx"] {
            await #expect(throws: RequestError.forbidden) { try await house.plane.authenticate(wrong) }
        }
    }

    @Test func theStoreIsAskedOnce() async throws {
        let house = try await house()
        #expect(try await house.plane.authenticate("stored") == "first")
        house.store.fail(with: .closed)
        #expect(try await house.plane.authenticate("stored") == "first")
        house.plane.authenticate.forget()
        await #expect(throws: RequestError.self) { try await house.plane.authenticate("stored") }
    }

    @Test func withoutAnyTokenNobodyComesIn() async {
        let house = House()
        await #expect(throws: RequestError.forbidden) { try await house.plane.authenticate("") }
    }
}

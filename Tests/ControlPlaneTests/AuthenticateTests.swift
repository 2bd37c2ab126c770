import ControlPlane
import Pulses
import Recurrence
import TestSupport
import Testing

@Suite struct AuthenticateTests {
    private func house() async throws -> House {
        let house = House(configured: [("PULSE_API_TOKEN", Authenticate.hash(of: "configured"))])
        _ = try await house.store.add(AccessToken(name: "first", hash: Authenticate.hash(of: "stored"), createdAt: House.start))
        return house
    }

    private func name(_ token: String?, _ house: House) async throws -> String {
        try await house.plane.authenticate(token, at: house.clock.now()).name
    }

    @Test func tokensAreKnownByTheirHash() async throws {
        let house = try await house()
        #expect(try await name("stored", house) == "first")
        #expect(try await name("configured", house) == "PULSE_API_TOKEN")
        await #expect(throws: RequestError.unauthorized) { try await name(nil, house) }
        for wrong in ["", "store", "stored ", "STORED", "storedx"] {
            await #expect(throws: RequestError.forbidden) { try await name(wrong, house) }
        }
    }

    @Test func theStoreIsAskedOnce() async throws {
        let house = try await house()
        #expect(try await name("stored", house) == "first")
        house.store.fail(with: .closed)
        #expect(try await name("stored", house) == "first")
        house.plane.authenticate.forget()
        await #expect(throws: RequestError.self) { try await name("stored", house) }
    }

    @Test func withoutAnyTokenNobodyComesIn() async {
        let house = House()
        await #expect(throws: RequestError.forbidden) { try await name("", house) }
    }

    @Test func whatExpiresOpensNothingFromThenOn() async throws {
        let house = House()
        let token = try await house.plane.makeToken(MakeToken.Wish(name: "ci", expires: "1m"), by: House.local).token.text
        house.clock.advance(by: .milliseconds(59_999))
        #expect(try await name(token, house) == "ci")
        house.clock.advance(by: .milliseconds(1))
        await #expect(throws: RequestError.forbidden) { try await name(token, house) }
    }

    @Test func whatIsRevokedOpensNothingFromTheNextRequestOn() async throws {
        let house = House()
        let token = try await house.plane.makeToken(MakeToken.Wish(name: "ci"), by: House.local).token.text
        #expect(try await name(token, house) == "ci")
        _ = try await house.plane.revokeToken("ci", by: House.local)
        await #expect(throws: RequestError.forbidden) { try await name(token, house) }
    }

    @Test func whoSharesWhatIsKnownHearsOfARevocationByAnother() async throws {
        let (house, known) = (House(), KnownTokens())
        let old = Authenticate(access: house.store, known: known)
        let new = Authenticate(access: house.store, known: known)
        _ = try await house.store.add(AccessToken(name: "ci", hash: Authenticate.hash(of: "t"), createdAt: House.start))
        _ = try await new("t", at: House.start)
        _ = try await house.store.revokeToken(named: "ci", at: House.start)
        old.forget()
        await #expect(throws: RequestError.forbidden) { try await new("t", at: House.start) }
    }

    @Test func usesAreToldOnceAMinuteForEachToken() async throws {
        let (house, known) = (House(), KnownTokens())
        let authenticate = Authenticate(access: house.store, configured: [("setting", Authenticate.hash(of: "s"))], known: known)
        for (name, text) in [("a", "1"), ("b", "2")] {
            _ = try await house.store.add(AccessToken(name: name, hash: Authenticate.hash(of: text), createdAt: House.start))
        }
        for (text, second) in [("s", 0), ("1", 0), ("1", 1), ("2", 30), ("1", 59), ("1", 60), ("2", 61), ("1", 61), ("2", 90)] {
            _ = try await authenticate(text, at: House.start + .seconds(second))
        }
        var told: [KnownTokens.Use] = []
        for await use in known.uses {
            told.append(use)
            if told.count == 4 { break }
        }
        #expect(told.map(\.hash) == ["1", "2", "1", "2"].map(Authenticate.hash))
        #expect(told.map(\.at) == [0, 30, 60, 90].map { House.start + .seconds($0) })
    }
}

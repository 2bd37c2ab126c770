import ControlPlane
import Pulses
import TestSupport
import Testing

/// Who comes in by the user's own socket.
@Suite struct AdmitPersonTests {
    let house = House()

    private func admit(_ agent: String? = nil, token: String? = nil, run: RunKey? = nil) async throws(RequestError) -> Caller {
        try await house.plane.admitPerson(as: agent, with: token, inside: run)
    }

    private func run(of agent: Caller) async throws -> RunKey {
        let pulse = try await house.plane.schedule(PulseRequest(prompt: "x", at: "in 1 hour"), by: agent).pulse
        return RunKey(pulse: pulse.id, attempt: 1)
    }

    @Test func whoSaysNothingIsThePerson() async throws {
        #expect(try await admit() == Caller(.local))
        let inside = try await run(of: House.local)
        #expect(try await admit(run: inside) == Caller(.local, run: inside))
    }

    @Test func thePersonMayActAsADeclaredAgent() async throws {
        _ = try await house.agent("ann")
        _ = try await house.agent("bob")
        let caller = try await admit("ann")
        #expect(caller.agent == "ann")
        #expect(try await house.plane.sight(of: caller) == house.plane.sight(of: Caller(.local, agent: "ann")))
        await #expect { try await admit("nobody") } throws: {
            guard case .denied(let text)? = $0 as? RequestError else { return false }
            return text.contains("nobody") && text.contains("ann, bob")
        }
        await #expect(throws: RequestError.self) { try await admit("") }
    }

    @Test func aRunOfAnotherAgentIsNotTheirs() async throws {
        let ann = try await house.agent("ann")
        _ = try await house.agent("bob")
        let (anns, persons) = (try await run(of: ann), try await run(of: House.local))
        #expect(try await admit("ann", run: anns).run == anns)
        #expect(try await admit("bob", run: persons).agent == "bob")
        await #expect { try await admit("bob", run: anns) } throws: {
            guard case .denied(let text)? = $0 as? RequestError else { return false }
            return text.contains("ann") && text.contains("bob")
        }
    }

    @Test func aTokenNarrows() async throws {
        _ = try await house.agent("ann")
        _ = try await house.agent("bob")
        for (name, agent) in [("anns", "ann"), ("persons", nil)] as [(String, String?)] {
            let token = AccessToken(
                name: name, hash: Authenticate.hash(of: name), createdAt: house.clock.now(), scope: .read, agent: agent)
            _ = try await house.store.add(token)
        }
        #expect(try await admit(token: "anns").agent == "ann")
        let both = try await admit("bob", token: "persons")
        #expect(both.agent == "bob" && both.grant == .read)
        await #expect(throws: RequestError.self) { try await admit("bob", token: "anns") }
        await #expect(throws: RequestError.forbidden) { try await admit(token: "wrong") }
    }
}

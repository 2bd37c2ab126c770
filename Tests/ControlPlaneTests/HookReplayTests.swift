import ControlPlane
import Pulses
import Recurrence
import TestSupport
import Testing

/// An id that comes in again makes nothing.
@Suite struct HookReplayTests {
    @Test func theSameIdAndBodyAreAnsweredAgain() async throws {
        let house = HookHouse(PulseRequest(prompt: "x {{a}}"))
        guard case .pulse(let id, true, false) = try await house.call(#"{"a": 1}"#, id: "i") else { throw HookHouse.Unexpected() }
        #expect(try await house.call(#"{"a": 1}"#, id: "i") == .pulse(id, isCreated: true, isReplay: true))
        #expect(try await house.pulses == 1)
    }

    @Test func anotherBodyUnderAnIdIsRefused() async throws {
        let house = HookHouse(PulseRequest(prompt: "x {{a}}"))
        _ = try await house.call(#"{"a": 1}"#, id: "i")
        guard case .idempotencyConflict(let why) = await house.error(#"{"a": 2}"#, id: "i") else { throw HookHouse.Unexpected() }
        #expect(why.contains("nothing was made"))
        #expect(try await house.pulses == 1)
        // Another id is another call.
        _ = try await house.call(#"{"a": 2}"#, id: "j")
        #expect(try await house.pulses == 2)
    }

    @Test func aDayLaterTheIdIsForgotten() async throws {
        let house = HookHouse(PulseRequest(prompt: "x"))
        _ = try await house.call("{}", id: "i")
        house.house.clock.step(to: House.start + Idempotency.lifetime)
        guard case .pulse(_, true, false) = try await house.call("{}", id: "i") else { throw HookHouse.Unexpected() }
    }

    @Test("fifty calls with one id at once make one pulse")
    func concurrent() async throws {
        let house = HookHouse(PulseRequest(prompt: "x"))
        let answers = try await withThrowingTaskGroup(of: ReceiveHook.Answer.self) { group in
            for _ in 0..<50 { group.addTask { try await house.call("{}", id: "same") } }
            return try await group.reduce(into: [ReceiveHook.Answer]()) { $0.append($1) }
        }
        #expect(answers.count == 50 && answers.filter { if case .pulse(_, _, false) = $0 { true } else { false } }.count == 1)
        #expect(try await house.pulses == 1)
    }

    @Test("ids that cannot be kept are refused, and name their header", arguments: ["", "é", String(repeating: "i", count: 256), "a\u{7}"])
    func badIds(_ id: String) async throws {
        guard case .invalid(let errors) = await HookHouse(PulseRequest(prompt: "x")).error("{}", id: id) else {
            throw HookHouse.Unexpected()
        }
        #expect(errors.map(\.pointer) == ["Idempotency-Key"])
    }

    @Test func withoutAnIdEachCallMakesOne() async throws {
        let house = HookHouse(PulseRequest(prompt: "x"))
        _ = try await house.call("{}")
        _ = try await house.call("{}")
        #expect(try await house.pulses == 2)
    }

    @Test func hooksDoNotShareIds() async throws {
        var house = HookHouse(PulseRequest(prompt: "x"))
        let proof = Hook.Proof.token(secrets: [HookHouse.reference], header: nil)
        house.house.plane.hooks = Hooks(
            ["h", "g"].map { Hook(name: $0, proof: proof, makes: .pulse(PulseRequest(prompt: "x"))) }, secret: { _ in HookHouse.secret })
        let headers = ["authorization": ["Bearer \(HookHouse.secret)"], "idempotency-key": ["i"]]
        _ = try await house.receive([], headers, name: "h")
        guard case .pulse(_, true, false) = try await house.receive([], headers, name: "g") else { throw HookHouse.Unexpected() }
    }
}

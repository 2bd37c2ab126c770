import ControlPlane
import Pulses
import TestSupport
import Testing

@Suite struct IdempotencyTests {
    let house = House()

    private func schedule(_ key: String, _ body: String, by caller: Caller = House.local) async throws -> SchedulePulse.Answer {
        let idempotency = try house.plane.idempotency(
            key: key, caller: caller, method: "POST", path: "/v1/pulses", body: Array(body.utf8))
        return try await house.plane.schedule(PulseRequest(prompt: body), by: caller, idempotency: idempotency)
    }

    @Test func theSameRequestIsAnsweredAgainWithThePulseAsItWasMade() async throws {
        let first = try await schedule("k", "a")
        _ = try await house.claim()
        let again = try await schedule("k", "a")
        #expect(again.isReplay && again.isCreated && again.pulse == first.pulse)
        #expect(house.engine.wakes.count == 1)
    }

    @Test func anotherBodyUnderTheKeyIsRefused() async throws {
        _ = try await schedule("k", "a")
        await #expect {
            try await schedule("k", "b")
        } throws: { error in
            if case RequestError.idempotencyConflict = error { true } else { false }
        }
    }

    @Test func callersDoNotShareKeys() async throws {
        let mine = try await schedule("k", "a")
        let yours = try await schedule("k", "a", by: Caller(.network(token: "t")))
        let theirs = try await schedule("k", "a", by: Caller(.network(token: "u")))
        #expect(Set([mine, yours, theirs].map(\.pulse.id)).count == 3)
    }

    @Test func methodPathAndBodyAllCount() throws {
        func print(_ method: String, _ path: String, _ body: String) throws -> [UInt8] {
            try house.plane.idempotency(key: "k", caller: House.local, method: method, path: path, body: Array(body.utf8)).fingerprint
        }
        let prints = try [("A", "/b", "c"), ("A", "/bc", ""), ("A", "/x", "c"), ("B", "/b", "c"), ("A", "/b", "d")].map(print)
        #expect(Set(prints).count == 5)
        #expect(prints.allSatisfy { $0.count == 32 })
    }

    @Test(arguments: ["", "a\u{1}b", "é", String(repeating: "k", count: 256)])
    func badKeysAreRefused(_ key: String) {
        #expect(throws: RequestError.self) { try house.plane.idempotency(key: key, caller: House.local, method: "P", path: "/", body: []) }
    }
}

import ControlPlane
import Pulses
import TestSupport
import Testing

/// What follows where a crash came between what a request did and the note of it.
@Suite struct AnswerOnceTests {
    let house = House()

    private func begunByTheDead() async throws -> Idempotency {
        let request = try house.plane.idempotency(key: "k", caller: House.local, method: "POST", path: "/v1/x", body: [])
        #expect(try await house.store.begin(request, by: BootID("dead"), at: House.start) == .new)
        return request
    }

    @Test func whatIsHarmlessIsDoneAgain() async throws {
        let request = try await begunByTheDead()
        #expect(try await house.plane.answerOnce.begin(request, afterCrash: .again) == nil)
        await #expect(throws: RequestError.self) { try await house.plane.answerOnce.begin(request) }
        let answer = KeptAnswer(status: 200, body: [1])
        try await house.plane.answerOnce.finish(request, with: answer)
        #expect(try await house.plane.answerOnce.begin(request) == answer)
    }

    @Test func whatIsNotIsLeftToWhoAsks() async throws {
        let request = try await begunByTheDead()
        for _ in 1...3 {
            await #expect {
                try await house.plane.answerOnce.begin(request, afterCrash: .refuse)
            } throws: { error in
                if case RequestError.conflict(let text) = error { text.contains("not known") } else { false }
            }
        }
    }
}

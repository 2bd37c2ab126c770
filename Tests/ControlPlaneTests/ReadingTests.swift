import ControlPlane
import Pulses
import TestSupport
import Testing

@Suite struct ReadingTests {
    let house = House()

    private func made(_ count: Int = 1, at: String = "now") async throws {
        for index in 0..<count { _ = try await house.plane.schedule(PulseRequest(prompt: "p\(index)", at: at), by: House.local) }
    }

    @Test func pagesFollowEachOtherToTheEnd() async throws {
        try await made(5)
        var ids: [Int64] = []
        var before: PulseID?
        var pages = 0
        repeat {
            let page = try await house.plane.list.newest([], limit: 2, before: before)
            ids += page.pulses.map(\.id.value)
            before = page.nextBefore
            pages += 1
        } while before != nil && pages < 10
        #expect(ids == [5, 4, 3, 2, 1] && pages == 3)
    }

    @Test func aFullLastPageHasNoNext() async throws {
        try await made(2)
        #expect(try await house.plane.list.newest([], limit: 2, before: nil).nextBefore == nil)
    }

    @Test func showGivesTheEndOfTheOutputFromAWholeCharacterOn() async throws {
        try await made()
        let key = try #require(try await house.claim().first)
        // 2047 ASCII bytes after a character of four: the cut falls into it.
        house.output.set(String(repeating: "\u{1F4CC}", count: 2) + String(repeating: "x", count: 2046), of: key)
        let shown = try #require(try await house.plane.show(key.pulse).attempts.first)
        #expect(shown.output.text == String(repeating: "x", count: 2046))
        #expect(shown.output.bytes == 2054)
        #expect(shown.error.text.isEmpty && shown.error.bytes == 0)
        await #expect(throws: RequestError.notFound("there is no pulse 99")) { try await house.plane.show(PulseID(99)) }
    }

    @Test func outputIsWaitedForUntilThereIsSome() async throws {
        try await made()
        let key = try #require(try await house.claim().first)
        let request = ReadOutput.Request(pulse: key.pulse, offset: 0, wait: .seconds(20))
        async let waiting = house.plane.readOutput(request)
        await house.clock.sleeper()
        house.output.set("hello", of: key)
        house.clock.advance(by: .milliseconds(100))
        let answer = try await waiting
        #expect(answer.part.bytes == Array("hello".utf8) && answer.attempt == 1 && !answer.hasEnded)
    }

    @Test func theWaitEndsWithTheAttempt() async throws {
        try await made()
        let key = try #require(try await house.claim().first)
        async let waiting = house.plane.readOutput(ReadOutput.Request(pulse: key.pulse, wait: .seconds(20)))
        await house.clock.sleeper()
        try await house.end(key, .succeeded, .finish(.completed, reason: nil))
        house.clock.advance(by: .milliseconds(100))
        let answer = try await waiting
        #expect(answer.part.bytes.isEmpty && answer.hasEnded)
    }

    @Test func theWaitEndsWithItsTime() async throws {
        try await made()
        let key = try #require(try await house.claim().first)
        async let waiting = house.plane.readOutput(ReadOutput.Request(pulse: key.pulse, wait: .milliseconds(150)))
        for _ in 0..<2 {
            await house.clock.sleeper()
            house.clock.advance(by: .milliseconds(100))
        }
        let answer = try await waiting
        #expect(answer.part.bytes.isEmpty && !answer.hasEnded)
    }

    @Test func aDoorThatClosesKeepsNobody() async throws {
        try await made()
        let key = try #require(try await house.claim().first)
        let answer = try await house.plane.readOutput(ReadOutput.Request(pulse: key.pulse, wait: .seconds(20))) { true }
        #expect(!answer.hasEnded)
    }

    @Test func whatDidNotRunHasNoOutput() async throws {
        try await made(at: "in 1 hour")
        await #expect(throws: RequestError.notFound("pulse 1 has not run yet")) {
            try await house.plane.readOutput(ReadOutput.Request(pulse: PulseID(1)))
        }
        await #expect(throws: RequestError.notFound("pulse 1 has no attempt 4")) {
            try await house.plane.readOutput(ReadOutput.Request(pulse: PulseID(1), attempt: 4))
        }
        await #expect(throws: RequestError.notFound("there is no pulse 2")) {
            try await house.plane.readOutput(ReadOutput.Request(pulse: PulseID(2), wait: .seconds(20)))
        }
    }

    @Test func statusCountsAndNames() async throws {
        try await made(2)
        try await made(at: "in 1 hour")
        let keys = try await house.claim()
        house.clock.advance(by: .seconds(2))
        try await house.end(keys[0], .failed, .finish(.failed, reason: "failed"))
        let status = try await house.plane.status()
        #expect(status.tally.byStatus == [.failed: 1, .processing: 1, .pending: 1])
        #expect(status.tally.ended == 1 && status.tally.unsuccessful == 1 && status.tally.meanDuration == .seconds(2))
        #expect(status.next?.id == PulseID(3))
        #expect(status.running.map(\.id) == [keys[1].pulse])
        #expect(status.uptime == nil)
    }
}

import HTTPAPI
import Pulses
import StrictJSON
import TestSupport
import Testing
import WireModel

@Suite struct ListRouteTests {
    let house = House()

    private func list(_ query: String) async throws -> PulseListResponse {
        try PulseListResponse(await house.tcp("GET", "/v1/pulses\(query)").json, unknown: .refuse)
    }

    @Test func pagesAreFollowedByTheirCursor() async throws {
        for minutes in 1...5 { _ = await house.tcp("POST", "/v1/pulses", #"{"prompt":"x","at":"in \#(10 - minutes) minutes"}"#) }
        let first = try await list("?limit=2")
        #expect(first.pulses.map(\.id) == [5, 4] && first.nextBefore == 4)
        let second = try await list("?limit=3&before=4")
        #expect(second.pulses.map(\.id) == [3, 2, 1] && second.nextBefore == nil)
        #expect(try await list("?order=upcoming&limit=2").pulses.map(\.id) == [5, 4])
        #expect(try await list("?before=1").pulses.isEmpty)
    }

    @Test func statusesAreChosen() async throws {
        for _ in 1...3 { _ = await house.tcp("POST", "/v1/pulses", #"{"prompt":"x","at":"in 1 hour"}"#) }
        _ = await house.tcp("POST", "/v1/pulses/2/cancel")
        #expect(try await list("?status=cancelled").pulses.map(\.id) == [2])
        #expect(try await list("?status=cancelled,pending").pulses.map(\.id) == [3, 2, 1])
        #expect(try await list("?status=cancelled%2Cfailed").pulses.map(\.id) == [2])
    }

    @Test(arguments: [
        "limit=0", "limit=501", "limit=x", "limit=", "before=0", "before=-1", "before=99999999999999999999", "order=oldest", "status=",
        "status=done", "status=pending,", "statsu=pending", "limit=1&limit=2", "order=upcoming&before=3", "order=upcoming&status=failed",
        "limit=%ff", "%ff=1",
    ])
    func whatCannotBeAskedIs422(_ query: String) async {
        let answer = await house.tcp("GET", "/v1/pulses?\(query)")
        #expect(answer.status == 422 && answer.problem == "invalid-request")
    }
}

@Suite struct OutputRouteTests {
    let house = House()

    private func ran(_ bytes: [UInt8], ends: Bool = true) async throws -> RunKey {
        _ = await house.tcp("POST", "/v1/pulses", #"{"prompt":"x"}"#)
        let key = try #require(try await house.claim().first)
        house.output.set(bytes, of: key)
        if ends {
            try await house.end(key, AttemptEnd(outcome: .succeeded, endedAt: house.clock.now()), .finish(.completed, reason: nil))
        }
        return key
    }

    private func output(_ rest: String) async -> InProcessAnswer { await house.tcp("GET", "/v1/pulses/1/attempts/\(rest)") }

    private func place(_ answer: InProcessAnswer) -> [String?] {
        ["Upbeat-Attempt", "Upbeat-Output-Offset", "Upbeat-Output-Size", "Upbeat-Output-Ended"].map(answer.header)
    }

    @Test func bytesComeAsTheyAre() async throws {
        _ = try await ran([0, 0xFF, 10, 13])
        let answer = await output("latest/output")
        #expect(answer.status == 200 && answer.body == [0, 0xFF, 10, 13])
        #expect(answer.header("Content-Type") == "application/octet-stream")
        #expect(place(answer) == ["1", "0", "4", "true"])
    }

    @Test func aRangeIsChosenFromEitherEnd() async throws {
        _ = try await ran(Array("0123456789".utf8))
        let middle = await output("1/output?offset=3&limit=4")
        #expect(middle.text == "3456" && place(middle) == ["1", "3", "10", "true"])
        let last = await output("1/output?offset=-2&stream=stdout")
        #expect(last.text == "89" && place(last) == ["1", "8", "10", "true"])
        let past = await output("1/output?offset=99")
        #expect(past.text.isEmpty && past.status == 200)
        #expect(await output("1/output?stream=stderr").text.isEmpty)
    }

    @Test func waitingEndsWithMoreBytes() async throws {
        let key = try await ran(Array("01".utf8), ends: false)
        async let waiting = output("1/output?offset=2&wait_ms=20000")
        await house.clock.sleeper()
        house.output.set(Array("0123".utf8), of: key)
        house.clock.advance(by: .milliseconds(100))
        let answer = await waiting
        #expect(answer.text == "23" && place(answer) == ["1", "2", "4", "false"])
    }

    @Test(arguments: ["offset=x", "limit=0", "limit=1048577", "wait_ms=20001", "wait_ms=-1", "stream=both", "ofset=1"])
    func whatCannotBeAskedIs422(_ query: String) async throws {
        _ = try await ran([])
        #expect(await output("1/output?\(query)").problem == "invalid-request")
    }

    @Test(arguments: ["2", "0", "x", "-1", "99999999999999999999", "%31"])
    func anotherAttemptIs404(_ attempt: String) async throws {
        _ = try await ran([])
        let answer = await output("\(attempt)/output")
        #expect(answer.status == 404 && answer.problem == "not-found")
    }
}

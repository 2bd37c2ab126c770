import ControlPlane
import HTTPAPI
import Pulses
import Recurrence
import StrictJSON
import TestSupport
import Testing
import WireModel

/// Events and output as they come, on real sockets.
@Suite("answers that last")
struct EventStreamTests {
    private let house = House(settings: DoorSettings(streamLimit: 2), clock: LiveClock())

    private static func request(_ path: String, _ more: String = "") -> String {
        "GET \(path) HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer the-token\r\n\(more)\r\n"
    }

    private static let events = "Accept: text/event-stream\r\n"

    private func make(_ count: Int = 1) async throws {
        let spec = StoreContract.spec()
        for _ in 0..<count { _ = try await house.store.make(PulseOrder(spec: spec)) }
    }

    private func open(_ port: ListenAddress) throws -> RawConnection {
        guard case .tcp(_, let port) = port else { throw RawConnection.Failure(0) }
        return try RawConnection.tcp(port)
    }

    private static func ids(_ text: String) -> [Int] {
        text.split(whereSeparator: \.isNewline).compactMap { $0.hasPrefix("id: ") ? Int($0.dropFirst(4)) : nil }
    }

    /// What came by a condition that tests wait for.
    private func reached(_ condition: () -> Bool) async throws {
        for _ in 0..<4000 where !condition() { try await Task.sleep(for: .milliseconds(5)) }
        #expect(condition())
    }

    @Test("events come as they happen, with their numbers, and the daemon's stop ends them")
    func live() async throws {
        try await make(2)
        let last = try await { [house] in
            let (texts, text) = AsyncStream<String>.makeStream()
            try await house.listening { address in
                let connection = try open(address)
                let head = await connection.ask(Self.request("/v1/events", Self.events)) { $0.contains("\n\n") }
                #expect(head.contains("200 OK") && head.lowercased().contains("content-type: text/event-stream"))
                #expect(head.contains("retry: 2000") && Self.ids(head) == [])
                try await make(2)
                let two = await connection.ask { Self.ids($0).count == 2 }
                #expect(Self.ids(two) == [3, 4] && two.contains("event: pulse.created\n"))
                let data = two.split(whereSeparator: \.isNewline).first { $0.hasPrefix("data: ") }
                let event = try EventResponse(try JSON(parsing: Array((data ?? "").dropFirst(6).utf8)), unknown: .refuse)
                #expect(event.sequence == 3 && event.pulse == 3)
                text.yield("open")
                Task.detached {
                    text.yield(await connection.ask { _ in false })
                    text.finish()
                }
            }
            var last = ""
            for await text in texts { last = text }
            return last
        }()
        // The last chunk: the answer was brought to its end.
        #expect(last.hasSuffix("0\r\n\r\n"))
    }

    @Test("who comes back goes on after the last one it saw; the header counts before the query")
    func replay() async throws {
        try await make(5)
        try await house.listening { address in
            let connection = try open(address)
            let text = await connection.ask(Self.request("/v1/events?after=4", Self.events + "Last-Event-ID: 2\r\n")) {
                Self.ids($0).last == 5
            }
            #expect(Self.ids(text) == [3, 4, 5] && !text.contains("event: gap"))
            let all = try open(address)
            #expect(Self.ids(await all.ask(Self.request("/v1/events?after=0", Self.events)) { Self.ids($0).last == 5 }) == [1, 2, 3, 4, 5])
            connection.end()
            all.end()
        }
    }

    @Test("what is not kept any more is told as a gap, and so is a number that was never given", arguments: [(1, 4, [4, 5]), (99, 6, [])])
    func gap(after: Int, next: Int, ids: [Int]) async throws {
        try await make(5)
        _ = try await house.store.prune(PruningPolicy(age: .seconds(1 << 40), events: 2), at: house.clock.now(), batch: 99)
        try await house.listening { address in
            let connection = try open(address)
            let text = await connection.ask(Self.request("/v1/events?after=\(after)", Self.events)) {
                $0.contains("event: gap") && Self.ids($0) == ids
            }
            #expect(text.contains(#"{"after":\#(after),"next":\#(next)}"#) && Self.ids(text) == ids)
            connection.end()
        }
    }

    @Test("no more are followed at once than may be, and who hangs up makes room")
    func limit() async throws {
        try await house.listening { address in
            let first = try open(address)
            let second = try open(address)
            for connection in [first, second] {
                _ = await connection.ask(Self.request("/v1/events", Self.events)) { $0.contains("\n\n") }
            }
            let third = await (try open(address)).ask(Self.request("/v1/events", Self.events + "Connection: close\r\n")) { _ in false }
            #expect(third.contains("503 Service Unavailable") && third.lowercased().contains("retry-after: 5"))
            #expect(third.contains("2 answers are being followed already"))
            first.end()
            try await reached { house.streams.number == 1 }
            let fourth = try open(address)
            #expect(await fourth.ask(Self.request("/v1/events", Self.events)) { $0.contains("\n\n") }.contains("200 OK"))
            second.end()
            fourth.end()
            try await reached { house.streams.number == 0 }
        }
    }

    @Test("HEAD tells the type and keeps no place", arguments: ["/v1/events"])
    func head(path: String) async throws {
        try await house.listening { address in
            let text = await (try open(address)).ask(
                "HEAD \(path) HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer the-token\r\nConnection: close\r\n\(Self.events)\r\n"
            ) { _ in false }
            #expect(text.contains("200 OK") && text.contains("text/event-stream") && house.streams.number == 0)
        }
    }

    @Test("output is followed until its run has ended")
    func output() async throws {
        try await make()
        let turn = Turn(ends: [], limit: 1, owner: BootID("b"), now: house.clock.now())
        let claim = try #require(try await house.store.turn(turn).claims.first)
        house.output.set(Array("one\n".utf8), of: claim.key)
        try await house.listening { address in
            let connection = try open(address)
            let path = "/v1/pulses/1/attempts/latest/output?follow=true"
            let one = await connection.ask(Self.request(path)) { $0.contains("one\n") }
            #expect(one.contains("200 OK") && one.lowercased().contains("upbeat-attempt: 1") && !one.contains("0\r\n\r\n"))
            house.output.set(Array("one\ntwo\n".utf8), of: claim.key)
            #expect(await connection.ask { $0.contains("two\n") }.contains("two\n"))
            house.output.set(Array("one\ntwo\nthree\n".utf8), of: claim.key)
            try await house.end(claim.key, AttemptEnd(outcome: .succeeded, endedAt: house.clock.now()), .finish(.completed, reason: nil))
            let rest = await connection.ask { $0.hasSuffix("0\r\n\r\n") }
            #expect(rest.contains("three\n") && rest.hasSuffix("0\r\n\r\n"))
            connection.end()
        }
    }

    @Test(
        "what cannot be followed is refused with its reason",
        arguments: [
            ("/v1/events?limit=3", "Accept: text/event-stream\r\n", 422),
            ("/v1/events", "Accept: text/event-stream\r\nLast-Event-ID: x\r\n", 422),
            ("/v1/events?after=-1", "Accept: text/event-stream\r\n", 422), ("/v1/pulses/9/attempts/latest/output?follow=true", "", 404),
            ("/v1/pulses/1/attempts/latest/output?follow=perhaps", "", 422),
            ("/v1/pulses/1/attempts/latest/output?follow=true&wait_ms=3", "", 422),
        ])
    func refusals(path: String, headers: String, status: Int) async throws {
        try await house.listening { address in
            let text = await (try open(address)).ask(Self.request(path, headers + "Connection: close\r\n")) { _ in false }
            #expect(text.contains(" \(status) ") && text.contains("application/problem+json"))
        }
        #expect(house.streams.number == 0)
    }

    @Test("without a connection nothing is followed") func inProcess() async {
        let answer = await house.local("GET", "/v1/events", nil, [("Accept", "text/event-stream")])
        #expect(answer.status == 503 && answer.problem == "unavailable")
    }

    @Test(
        "only who wants a stream gets one",
        arguments: [
            ("*/*", false), ("application/json", false), ("application/json, text/event-stream", false), ("text/event-stream", true),
            ("Text/Event-Stream;q=1, */*", true), ("text/event-stream, application/json", true),
        ])
    func negotiation(accept: String, isStream: Bool) async {
        let answer = await house.local("GET", "/v1/events", nil, [("Accept", accept)])
        #expect((answer.status == 503) == isStream)
    }
}

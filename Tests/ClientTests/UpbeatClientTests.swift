import StrictJSON
import Synchronization
import Testing
import WireModel

@testable import Client

/// Answers by script and keeps what was asked.
private final class FakeTransport: ClientTransport {
    private let state: Mutex<(requests: [ClientRequest], answers: [Result<ClientResponse, ClientError>])>

    init(_ answers: Result<ClientResponse, ClientError>...) { state = Mutex(([], answers)) }

    var requests: [ClientRequest] { state.withLock { $0.requests } }

    func send(_ request: ClientRequest) async throws(ClientError) -> ClientResponse {
        let answer = state.withLock { state in
            state.requests.append(request)
            return state.answers.isEmpty ? .failure(.timedOut(after: .zero)) : state.answers.removeFirst()
        }
        return try answer.get()
    }
}

private func answer(_ json: JSON, status: Int = 200, headers: ClientHeaders = [:]) -> Result<ClientResponse, ClientError> {
    .success(ClientResponse(status: status, headers: headers, body: Array(json.serialized().utf8)))
}

private let pulse = PulseResponse(
    id: 7, status: "pending", reason: nil, action: .prompt("hi"), session: nil, stickyNotes: [], runner: "echo", priority: "normal",
    tags: [], createdBy: "person", door: "socket", key: nil, cwd: nil, env: [:], timeoutMilliseconds: 1000, zone: "UTC",
    scheduledAt: "2026-01-20T08:00:00.000Z", dueAt: "2026-01-20T08:00:00.000Z", createdAt: "2026-01-20T08:00:00.000Z",
    finishedAt: nil, attempt: 0, attemptsSpent: 0, attemptsAllowed: 3)

@Suite("The client's calls")
struct UpbeatClientTests {
    private let made = NewPulseResponse(created: true, delayMilliseconds: 0, pulse: pulse)

    @Test("schedule sends the pulse under a random key and reads the answer")
    func schedule() async throws {
        let transport = FakeTransport(answer(made.json, status: 201), answer(made.json, status: 201))
        let client = UpbeatClient(transport, environment: [:])
        #expect(try await client.schedule(NewPulseRequest(prompt: "hi")) == made)
        _ = try await client.schedule(NewPulseRequest(prompt: "hi"))
        let keys = transport.requests.compactMap { $0.headers[WireHeader.idempotencyKey] }
        #expect(Set(keys).count == 2)
        #expect(keys.allSatisfy { $0.count == 32 })
        let sent = try #require(transport.requests.first)
        #expect(sent.method == "POST" && sent.path == "/v1/pulses" && sent.headers["content-type"] == "application/json")
        #expect(String(decoding: sent.body, as: UTF8.self) == #"{"prompt":"hi"}"#)
        #expect(sent.headers[WireHeader.run] == nil)
    }

    @Test("schedule sends the same request once more after a broken connection, and no more than that")
    func retriesOnce() async throws {
        let healed = FakeTransport(.failure(.connectionBroken("x")), answer(made.json))
        #expect(try await UpbeatClient(healed, environment: [:]).schedule(NewPulseRequest(prompt: "hi")) == made)
        #expect(healed.requests.count == 2 && healed.requests[0] == healed.requests[1])

        let broken = FakeTransport(.failure(.connectionBroken("x")), .failure(.connectionBroken("y")), answer(made.json))
        await #expect(throws: ClientError.connectionBroken("y")) {
            try await UpbeatClient(broken, environment: [:]).schedule(NewPulseRequest(prompt: "hi"))
        }
        #expect(broken.requests.count == 2)
    }

    @Test(
        "schedule does not ask twice where nobody runs, time is over or the answer is no",
        arguments: [
            ClientError.notRunning(socket: "/s"), .timedOut(after: .seconds(1)),
            .problem(Problem(name: "conflict", title: "Conflict", status: 409, detail: "no"), status: 409),
        ])
    func noRetry(error: ClientError) async throws {
        let transport = FakeTransport(.failure(error), answer(made.json))
        await #expect(throws: error) {
            try await UpbeatClient(transport, environment: [:]).schedule(NewPulseRequest(prompt: "hi"), idempotencyKey: "mine")
        }
        #expect(transport.requests.map { $0.headers[WireHeader.idempotencyKey] } == ["mine"])
    }

    @Test("list asks by order, statuses, page and limit")
    func list() async throws {
        let page = PulseListResponse(pulses: [pulse], nextBefore: 7)
        let transport = FakeTransport(answer(page.json), answer(page.json), answer(page.json))
        let client = UpbeatClient(transport, environment: [:])
        #expect(try await client.list(.upcoming, limit: 5) == page)
        _ = try await client.list(.newest(statuses: ["failed", "missed"], before: 9))
        _ = try await client.list(.newest())
        #expect(
            transport.requests.map(\.path) == [
                "/v1/pulses?limit=5&order=upcoming", "/v1/pulses?limit=50&order=newest&status=failed%2Cmissed&before=9",
                "/v1/pulses?limit=50&order=newest",
            ])
    }

    @Test("show, cancel, retry and status go to their paths")
    func paths() async throws {
        let one = answer(OnePulseResponse(pulse: pulse).json)
        let transport = FakeTransport(answer(PulseDetailResponse(pulse: pulse, attempts: []).json), one, one)
        let client = UpbeatClient(transport, environment: [:])
        #expect(try await client.show(7).pulse == pulse)
        #expect(try await client.cancel(7) == pulse)
        #expect(try await client.retry(7) == pulse)
        #expect(
            transport.requests.map { "\($0.method) \($0.path)" } == [
                "GET /v1/pulses/7", "POST /v1/pulses/7/cancel", "POST /v1/pulses/7/retry",
            ])
    }

    @Test("output reads the header fields; the wait is held to what the daemon grants, and the timeout is beyond it")
    func output() async throws {
        let headers: ClientHeaders = [
            WireHeader.attempt: "2", WireHeader.outputOffset: "10", WireHeader.outputSize: "13", WireHeader.outputEnded: "true",
        ]
        let transport = FakeTransport(.success(ClientResponse(status: 200, headers: headers, body: [1, 2, 3])), answer(.null))
        let client = UpbeatClient(transport, environment: [:])
        let chunk = try await client.output(7, attempt: 2, stream: .stderr, offset: 10, wait: .seconds(90))
        #expect(chunk == OutputChunk(attempt: 2, bytes: [1, 2, 3], offset: 10, size: 13, hasEnded: true))
        #expect(chunk.isLast)
        #expect(transport.requests[0].path == "/v1/pulses/7/attempts/2/output?stream=stderr&offset=10&limit=65536&wait_ms=20000")
        #expect(transport.requests[0].timeout == .seconds(50))
        await #expect(throws: ClientError.unreadable(status: 200, "it lacks the header fields of an output")) {
            try await client.output(7, stream: .stdout)
        }
        #expect(transport.requests[1].path.hasPrefix("/v1/pulses/7/attempts/latest/output?"))
    }

    @Test("a problem is thrown with its status; what is none is called unreadable")
    func problems() async throws {
        let problem = Problem(name: "not-found", title: "Not Found", status: 404, detail: "there is no pulse 9")
        let transport = FakeTransport(
            answer(problem.json, status: 404), .success(ClientResponse(status: 502, body: Array("<html>".utf8))), answer(["odd": true]))
        let client = UpbeatClient(transport, environment: [:])
        await #expect(throws: ClientError.problem(problem, status: 404)) { try await client.show(9) }
        await #expect(throws: ClientError.unreadable(status: 502, "it is no problem document (RFC 9457)")) { try await client.show(9) }
        let error = await #expect(throws: ClientError.self) { try await client.show(9) }
        guard case .unreadable(200, _)? = error else {
            Issue.record("expected unreadable, got \(String(describing: error))")
            return
        }
    }

    @Test(
        "inside a run each request says whose run it is",
        arguments: [
            ("/home/me/.local/state/upbeat/b00t/12/3", "12/3"), ("/h/b/12/3/", nil), ("/h/b/x/3", nil), ("12/3", nil), ("/h/b/0/1", nil),
            ("", nil),
        ] as [(String, String?)])
    func runHeader(value: String, expected: String?) async throws {
        let transport = FakeTransport(answer(OnePulseResponse(pulse: pulse).json))
        _ = try await UpbeatClient(transport, environment: ["UPBEAT_RUN": value]).retry(7)
        #expect(transport.requests[0].headers[WireHeader.run] == expected)
    }

    @Test("fields of a newer daemon are ignored")
    func newerDaemon() async throws {
        var object = try #require(OnePulseResponse(pulse: pulse).json.objectValue)
        object["novelty"] = 1
        let transport = FakeTransport(answer(.object(object)))
        #expect(try await UpbeatClient(transport, environment: [:]).retry(7) == pulse)
    }
}

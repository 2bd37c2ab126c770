import Client
import Recurrence
import StrictJSON
import Synchronization
import WireModel

/// A small daemon without time or children: what it holds is set by the test, what it was asked is kept.
final class FakeDaemon: ClientTransport {
    struct State {
        var pulses: [Int64: PulseResponse] = [:]
        var attempts: [Int64: [AttemptResponse]] = [:]
        var output: [String: [UInt8]] = [:]
        var status: StatusResponse?
        var schedules: [String: ScheduleDetailResponse] = [:]
        var upcoming: UpcomingResponse?
        var standstill: PauseResponse?
        var pools: [PoolResponse] = []
        var tokens: [TokenResponse] = []
        var requests: [ClientRequest] = []
        /// Answers that go before all else, one each.
        var scripted: [Result<ClientResponse, ClientError>] = []
        /// Called before each answer, so that time can pass.
        var beforeAnswer: (@Sendable (inout State) -> Void)?
    }

    let state = Mutex(State())

    init(_ pulses: PulseResponse...) {
        state.withLock { state in
            for pulse in pulses { state.pulses[pulse.id] = pulse }
        }
    }

    func set(_ change: @Sendable (inout State) -> Void) { state.withLock { change(&$0) } }

    var requests: [ClientRequest] { state.withLock { $0.requests } }

    func send(_ request: ClientRequest) async throws(ClientError) -> ClientResponse {
        let result: Result<ClientResponse, ClientError> = state.withLock { state in
            state.requests.append(request)
            state.beforeAnswer?(&state)
            return state.scripted.isEmpty ? .success(Self.answer(request, &state)) : state.scripted.removeFirst()
        }
        return try result.get()
    }

    private static func answer(_ request: ClientRequest, _ state: inout State) -> ClientResponse {
        let target = request.path.split(separator: "?", maxSplits: 1)
        let parts = target[0].split(separator: "/").map(String.init)
        let query = Dictionary(
            target.dropFirst().joined().split(separator: "&").map { pair in
                let halves = pair.split(separator: "=", maxSplits: 1).map(String.init)
                return (halves[0], halves.count > 1 ? halves[1].split(separator: "%2C").joined(separator: ",") : "")
            }, uniquingKeysWith: { first, _ in first })
        if parts == ["v1", "status"] { return state.status.map { json($0) } ?? problem(500, "internal", "no status is set") }
        if let answer = everything(request, parts, query, &state) { return answer }
        if parts == ["v1", "pulses"] { return request.method == "POST" ? make(request, &state) : list(query, state) }
        guard let id = parts.count > 2 ? Int64(parts[2]) : nil, let pulse = state.pulses[id] else {
            return problem(404, "not-found", "there is no pulse \(parts.count > 2 ? parts[2] : "")")
        }
        let attempts = state.attempts[id] ?? []
        switch parts.dropFirst(3).first {
        case nil: return json(PulseDetailResponse(pulse: pulse, attempts: attempts))
        case "cancel": return change(pulse, from: ["blocked", "pending", "processing"], to: "cancelled", &state)
        case "retry": return change(pulse, from: ["failed", "cancelled", "missed"], to: "pending", &state)
        case "attempts" where parts.last == "report": return report(request, pulse, parts)
        case "snooze": return change(pulse, from: ["pending"], to: "pending", &state)
        default: return output(pulse, attempts, parts, query, state)
        }
    }

    /// As of the numbers in the path, with pulse 99 to look again where one is asked for.
    private static func report(_ request: ClientRequest, _ pulse: PulseResponse, _ parts: [String]) -> ClientResponse {
        guard let document = try? JSON(parsing: request.body), let wish = try? NewReportRequest(document, unknown: .refuse) else {
            return problem(400, "invalid-json", "invalid JSON")
        }
        let next = wish.nextCheckIn.map { _ in examplePulse(99, in: 7200) }
        let report = ReportResponse(
            outcome: wish.outcome, message: wish.message, nextCheck: next?.id, at: exampleNow.description, late: pulse.status == "failed")
        return json(ReportedRunResponse(pulse: pulse.id, attempt: Int64(parts[4]) ?? 0, report: report, next: next))
    }

    private static func make(_ request: ClientRequest, _ state: inout State) -> ClientResponse {
        guard let document = try? JSON(parsing: request.body), let wish = try? NewPulseRequest(document) else {
            return problem(400, "invalid-json", "invalid JSON")
        }
        var pulse = examplePulse((state.pulses.keys.max() ?? 0) + 1)
        pulse.action = wish.prompt.map { .prompt($0) } ?? .command(wish.command ?? [])
        pulse.key = wish.key
        state.pulses[pulse.id] = pulse
        return json(NewPulseResponse(created: true, delayMilliseconds: 0, pulse: pulse), status: 201)
    }

    private static func list(_ query: [String: String], _ state: State) -> ClientResponse {
        let limit = Int(query["limit"] ?? "") ?? 50
        if query["order"] == "upcoming" {
            let pending = state.pulses.values.filter { $0.status == "pending" }.sorted { ($0.dueAt, $0.id) < ($1.dueAt, $1.id) }
            return json(PulseListResponse(pulses: Array(pending.prefix(limit)), nextBefore: nil))
        }
        let statuses = query["status"]?.split(separator: ",").map(String.init) ?? []
        let before = query["before"].flatMap { Int64($0) } ?? .max
        let found = state.pulses.values.filter { $0.id < before && (statuses.isEmpty || statuses.contains($0.status)) }
            .sorted { $0.id > $1.id }
        let page = Array(found.prefix(limit))
        return json(PulseListResponse(pulses: page, nextBefore: found.count > limit ? page.last?.id : nil))
    }

    private static func change(_ pulse: PulseResponse, from: [String], to status: String, _ state: inout State) -> ClientResponse {
        guard from.contains(pulse.status) else {
            return problem(409, "conflict", "pulse \(pulse.id) is \(pulse.status) already")
        }
        state.pulses[pulse.id]?.status = status
        return state.pulses[pulse.id].map { json(OnePulseResponse(pulse: $0)) } ?? problem(500, "internal", "it is gone")
    }

    /// In parts of four bytes.
    private static func output(
        _ pulse: PulseResponse, _ attempts: [AttemptResponse], _ parts: [String], _ query: [String: String], _ state: State
    ) -> ClientResponse {
        let wanted = parts.count > 4 ? Int64(parts[4]) : nil
        let found = wanted.map { number in attempts.first { $0.number == number } } ?? attempts.last
        guard let attempt = found else { return problem(404, "not-found", "pulse \(pulse.id) has no such attempt") }
        let bytes = state.output["\(pulse.id)/\(attempt.number)/\(query["stream"] ?? "")"] ?? []
        let offset = min(Int(query["offset"] ?? "") ?? 0, bytes.count)
        let headers: ClientHeaders = [
            WireHeader.attempt: String(attempt.number), WireHeader.outputOffset: String(offset),
            WireHeader.outputSize: String(bytes.count), WireHeader.outputEnded: attempt.outcome == nil ? "false" : "true",
        ]
        return ClientResponse(status: 200, headers: headers, body: Array(bytes[offset...].prefix(4)))
    }

    static func json(_ value: some WireValue, status: Int = 200) -> ClientResponse {
        ClientResponse(status: status, body: value.bytes)
    }

    static func problem(_ status: Int, _ name: String, _ detail: String) -> ClientResponse {
        json(Problem(name: name, title: name, status: Int64(status), detail: detail), status: status)
    }
}

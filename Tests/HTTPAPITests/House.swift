import ControlPlane
import HTTPAPI
import Logging
import Pulses
import Recurrence
import StrictJSON
import Synchronization
import TestSupport
import WireModel

/// The door over doubles, asked through its own responder.
struct House {
    let store = InMemoryStore(judge: ScheduleJudge(zones: SystemZones()))
    let clock = ManualClock(now: start)
    let engine = StubEngine()
    let output = StubOutput()
    let door: HTTPDoor
    let streams = OpenStreams()

    /// 2026-01-20T09:00:00Z.
    static let start = Instant(seconds: 1_768_899_600)
    static let token = "the-token"

    init(
        settings: DoorSettings = DoorSettings(hosts: ["box.local"]), clock: (any WallClock)? = nil, pools: (any PoolKeeping)? = nil,
        poolNames: [String] = [], readiness: (@Sendable () async -> [PartFault])? = { [] }, hooks: Hooks = Hooks()
    ) {
        let daemon = HouseFacts.Daemon(
            pid: 77, boot: BootID("b00t"), startedAt: Self.start, startedMonotonic: .zero, slots: 4)
        var plane = ControlPlane(
            making: store, reading: store, schedules: store, agents: store, engine: engine, clock: clock ?? self.clock, output: output,
            zones: SystemZones(),
            zone: .utc, runners: RunnerCatalogue(), isInstalled: { $0.name == "claude" },
            facts: HouseFacts(version: "1.2.3", home: "/state", daemon: daemon) { ["http://127.0.0.1:8765"] },
            authenticate: Authenticate(access: store, configured: [("test", Authenticate.hash(of: Self.token))]), pools: pools ?? store,
            poolNames: poolNames, lives: store, access: store)
        if let readiness { plane.readiness = readiness }
        plane.hooks = hooks
        var logger = Logger(label: "test")
        logger.logLevel = .critical
        door = HTTPDoor(plane: plane, settings: settings, logger: logger, streams: streams)
    }

    /// Asks over TCP, with what a well-behaved client sends beside what is given here.
    func tcp(
        _ method: String, _ path: String, _ body: String? = nil, _ headers: [(name: String, value: String)] = [], token: String? = token,
        host: String? = "127.0.0.1:8765"
    ) async -> InProcessAnswer {
        var all = headers
        if let host { all.append(("Host", host)) }
        if let token { all.append(("Authorization", "Bearer \(token)")) }
        if body != nil, !headers.contains(where: { $0.name == "Content-Type" }) { all.append(("Content-Type", "application/json")) }
        return await door.respond(method: method, path: path, headers: all, body: Array((body ?? "").utf8), entry: .tcp)
    }

    /// Asks as a command line does.
    func local(
        _ method: String, _ path: String, _ body: String? = nil, _ headers: [(name: String, value: String)] = []
    ) async -> InProcessAnswer {
        let all = headers + (body == nil ? [] : [("Content-Type", "application/json")])
        return await door.respond(method: method, path: path, headers: all, body: Array((body ?? "").utf8))
    }

    /// Claims what is due, as an engine would.
    func claim() async throws -> [RunKey] {
        let turn = Turn(ends: [], limit: 10, owner: BootID("b"), now: clock.now())
        return try await store.turn(turn).claims.map(\.key)
    }

    /// Judges and claims what is due, as an engine would.
    func turn() async throws -> [RunKey] {
        let turn = Turn(ends: [], limit: 10, judges: 10, owner: BootID("b"), now: clock.now())
        return try await store.turn(turn).claims.map(\.key)
    }

    func end(_ key: RunKey, _ end: AttemptEnd, _ disposition: Disposition) async throws {
        let ended = EndedRun(key: key, end: end, verdict: Verdict(disposition: disposition, spent: 1, lost: 0))
        _ = try await store.turn(Turn(ends: [ended], limit: 0, owner: BootID("b"), now: clock.now()))
    }
}

extension InProcessAnswer {
    var text: String { String(decoding: body, as: UTF8.self) }

    var json: JSON { (try? JSON(parsing: body)) ?? .null }

    /// The problem's name; nil where the answer is none, or not one as it should be.
    var problem: String? {
        guard header("Content-Type") == "application/problem+json", let problem = try? Problem(json, unknown: .refuse),
            problem.status == Int64(status), problem.requestID == header("X-Request-Id"), !problem.detail.isEmpty
        else { return nil }
        return problem.name
    }

    /// The detail of an error on Reeve's routes; nil where the answer is none.
    var reeveDetail: String? {
        guard header("Content-Type") == "application/json", json.objectValue?.keys == ["detail"] else { return nil }
        return json["detail"]?.stringValue
    }
}

final class StubEngine: EngineControl {
    private let onStopBody = Mutex<(@Sendable () async -> Void)?>(nil)

    func onStop(_ body: @escaping @Sendable () async -> Void) { onStopBody.withLock { $0 = body } }

    func wake(dueAt: Instant) {}

    func stop(_ id: PulseID, patience: Duration) async { await onStopBody.withLock { $0 }?() }

    var isRunning: Bool { true }
}

/// What runs wrote, as a test says.
final class StubOutput: OutputReading {
    private let kept = Mutex<[String: [UInt8]]>([:])
    private let questions = AsyncStream<Void>.makeStream()

    /// Returns once somebody has asked.
    func asked() async {
        var iterator = questions.stream.makeAsyncIterator()
        _ = await iterator.next()
    }

    func set(_ bytes: [UInt8], of key: RunKey, _ stream: OutputStreamName = .output) {
        kept.withLock { $0["\(key) \(stream)"] = bytes }
    }

    func output(of key: RunKey, stream: OutputStreamName, offset: Int64, limit: Int) -> OutputPart? {
        questions.continuation.yield()
        guard let all = kept.withLock({ $0["\(key) \(stream)"] }) else { return nil }
        let size = Int64(all.count)
        let from = min(max(offset < 0 ? size + offset : offset, 0), size)
        return OutputPart(bytes: Array(all[Int(from)...].prefix(limit)), offset: from, size: size)
    }
}

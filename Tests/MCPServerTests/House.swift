import ControlPlane
import MCPServer
import Pulses
import Recurrence
import StrictJSON
import Synchronization
import TestSupport

/// The agent's door over doubles.
struct House {
    let store = InMemoryStore(judge: ScheduleJudge(zones: SystemZones()))
    let clock = ManualClock(now: start)
    let output = StubOutput()
    var plane: ControlPlane

    /// 2026-01-20T09:00:00Z, a Tuesday.
    static let start = Instant(seconds: 1_768_899_600)
    static let person = Caller(.local)
    static let info = MCPInfo(version: "1.2.3")

    init(engine: any EngineControl = StubEngine(), zone: String = "Europe/Berlin") {
        let zones = SystemZones()
        plane = ControlPlane(
            making: store, reading: store, schedules: store, agents: store, engine: engine, clock: clock, output: output,
            zones: zones, zone: (try? zones.zone(named: zone)) ?? .utc, runners: RunnerCatalogue(), isInstalled: { $0.name == "claude" },
            facts: HouseFacts(version: "1.2.3", home: "/home/x", daemon: nil),
            authenticate: Authenticate(access: store, configured: []), pools: store, lives: store, access: store)
    }

    var server: MCPServer { MCPServer(plane, info: Self.info) }

    /// A declared agent, and a caller that is known as it.
    func agent(_ name: String, scope: Agent.Scope = .schedule, limits: Agent.Limits = Agent.Limits()) async throws -> Caller {
        try await store.keep(Agent(name: name, scope: scope, limits: limits, createdAt: clock.now()))
        return Caller(.local, agent: name)
    }

    /// Judges and claims what is due, as an engine would.
    @discardableResult
    func turn() async throws -> [RunKey] {
        let turn = Turn(ends: [], limit: 10, judges: 10, owner: BootID("b"), now: clock.now())
        return try await store.turn(turn).claims.map(\.key)
    }

    func end(_ key: RunKey, _ outcome: AttemptOutcome, error: String? = nil) async throws {
        let end = AttemptEnd(outcome: outcome, exitCode: outcome == .succeeded ? 0 : 3, error: error, endedAt: clock.now())
        let status: PulseStatus = outcome == .succeeded ? .completed : .failed
        let verdict = Verdict(disposition: .finish(status, reason: nil), spent: 1, lost: 0)
        _ = try await store.turn(
            Turn(ends: [EndedRun(key: key, end: end, verdict: verdict)], limit: 0, owner: BootID("b"), now: clock.now()))
    }
}

final class StubEngine: EngineControl {
    func wake(dueAt: Instant) {}

    func stop(_ id: PulseID, patience: Duration) async {}

    var isRunning: Bool { true }
}

/// As where no daemon runs.
struct NoEngine: EngineControl {
    func wake(dueAt: Instant) {}

    func stop(_ id: PulseID, patience: Duration) async {}

    var isRunning: Bool { false }
}

/// What runs wrote, as a test says.
final class StubOutput: OutputReading {
    private let kept = Mutex<[String: [UInt8]]>([:])

    func set(_ text: String, of key: RunKey, _ stream: OutputStreamName = .output) {
        kept.withLock { $0["\(key) \(stream)"] = Array(text.utf8) }
    }

    func output(of key: RunKey, stream: OutputStreamName, offset: Int64, limit: Int) -> OutputPart? {
        guard let all = kept.withLock({ $0["\(key) \(stream)"] }) else { return nil }
        let size = Int64(all.count)
        let from = min(max(offset < 0 ? size + offset : offset, 0), size)
        return OutputPart(bytes: Array(all[Int(from)...].prefix(limit)), offset: from, size: size)
    }
}

/// What went out, in its order.
final class Sent: Sendable {
    private struct State {
        var messages: [JSON] = []
        var waiting: [(count: Int, continuation: CheckedContinuation<Void, Never>)] = []
    }

    private let state = Mutex(State())

    var messages: [JSON] { state.withLock { $0.messages } }

    func add(_ message: JSON) {
        let woken = state.withLock { state in
            state.messages.append(message)
            let (woken, rest) = (
                state.waiting.filter { $0.count <= state.messages.count }, state.waiting.filter { $0.count > state.messages.count }
            )
            state.waiting = rest
            return woken
        }
        for one in woken { one.continuation.resume() }
    }

    /// Returns once so many have gone out.
    func count(_ count: Int) async {
        await withCheckedContinuation { continuation in
            let isThere = state.withLock { state in
                if state.messages.count < count { state.waiting.append((count, continuation)) }
                return state.messages.count >= count
            }
            if isThere { continuation.resume() }
        }
    }

    /// The message that answers a request.
    func answer(to id: JSON) -> JSON? { messages.first { $0["id"] == id } }
}

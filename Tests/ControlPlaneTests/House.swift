import ControlPlane
import Pulses
import Recurrence
import Synchronization
import TestSupport

/// A control plane over doubles.
struct House {
    let store = InMemoryStore(judge: ScheduleJudge(zones: SystemZones()))
    let clock = ManualClock(now: start)
    let engine = StubEngine()
    let output = StubOutput()
    var plane: ControlPlane

    /// 2026-01-20T09:00:00Z, a Tuesday.
    static let start = Instant(seconds: 1_768_899_600)
    static let local = Caller(.local)

    init(
        installed: Set<String> = ["claude"], runners: RunnerCatalogue = RunnerCatalogue(),
        configured: [(name: String, hash: [UInt8])] = [], pools: [String] = []
    ) {
        plane = ControlPlane(
            making: store, reading: store, schedules: store, agents: store, engine: engine, clock: clock, output: output,
            zones: SystemZones(), zone: .utc,
            runners: runners, isInstalled: { installed.contains($0.name) },
            facts: HouseFacts(version: "1.2.3", home: "/home/x", daemon: nil),
            authenticate: Authenticate(access: store, configured: configured), pools: store, poolNames: pools, lives: store, access: store)
    }

    /// Claims what is due, as an engine would.
    func claim() async throws -> [RunKey] {
        let turn = Turn(ends: [], limit: 10, owner: BootID("b"), now: clock.now())
        return try await store.turn(turn).claims.map(\.key)
    }

    func end(_ key: RunKey, _ outcome: AttemptOutcome, _ disposition: Disposition) async throws {
        let end = AttemptEnd(outcome: outcome, endedAt: clock.now())
        let ended = EndedRun(key: key, end: end, verdict: Verdict(disposition: disposition, spent: 1, lost: 0))
        _ = try await store.turn(Turn(ends: [ended], limit: 0, owner: BootID("b"), now: clock.now()))
    }
}

/// Notes what it is asked.
final class StubEngine: EngineControl {
    private struct State {
        var wakes: [Instant] = []
        var stops: [PulseID] = []
        var onStop: (@Sendable () async -> Void)?
    }

    private let state = Mutex(State())

    var wakes: [Instant] { state.withLock { $0.wakes } }
    var stops: [PulseID] { state.withLock { $0.stops } }

    func onStop(_ body: @escaping @Sendable () async -> Void) { state.withLock { $0.onStop = body } }

    func wake(dueAt: Instant) { state.withLock { $0.wakes.append(dueAt) } }

    func stop(_ id: PulseID, patience: Duration) async {
        let body = state.withLock { state in
            state.stops.append(id)
            return state.onStop
        }
        await body?()
    }

    var isRunning: Bool { true }
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

import Logging
import Performers
import Pulses
import Recurrence
import Synchronization
import TestSupport
import Testing

@testable import Daemon

@Suite("the log of webhooks that fired")
struct FiredLogTests {
    private static let next = Instant(rfc3339: "2026-05-03T09:23:35.250Z")

    private func schedule(_ rule: String, next: Instant? = next) -> Schedule {
        let spec = ScheduleSpec(
            name: "tick", timing: ScheduleTiming(rule: rule, zone: "UTC", anchor: StoreContract.start), template: StoreContract.spec())
        return Schedule(
            id: ScheduleID(3), spec: spec,
            state: ScheduleState(
                createdAt: StoreContract.start, cursor: StoreContract.start, next: next.map { NextOccurrence(nominal: $0, at: $0) }))
    }

    private func call(_ result: WebhookCall.Result, of schedule: ScheduleID? = ScheduleID(3)) -> WebhookCall {
        WebhookCall(
            key: RunKey(pulse: PulseID(7), attempt: 1), schedule: schedule, url: "http://127.0.0.1:9000/hook", result: result)
    }

    @Test("it is in Pypes' own words")
    func words() {
        #expect(
            FiredLog.lines(call(.answered(status: 200, bytes: 11)), schedule("*/5 * * * * *")) == [
                "entry 0 `*/5 * * * * *` fired webhook http://127.0.0.1:9000/hook → status=200 (11 bytes)",
                "entry 0 `*/5 * * * * *` next fire 2026-05-03 09:23:35 UTC",
            ])
    }

    @Test("after a 410, which pauses the schedule, no next time is named")
    func noMoreOfIt() {
        #expect(
            FiredLog.lines(call(.answered(status: 410, bytes: 0)), schedule("*/5 * * * * *"))
                == ["entry 0 `*/5 * * * * *` fired webhook http://127.0.0.1:9000/hook → failed: status=410 (0 bytes)"])
    }

    @Test("what failed says so in the same form; what does not fire again names no time")
    func failures() {
        let over = schedule("every 5m", next: nil)
        #expect(
            FiredLog.lines(call(.answered(status: 503, bytes: 4)), over)
                == ["entry 0 `every 5m` fired webhook http://127.0.0.1:9000/hook → failed: status=503 (4 bytes)"])
        #expect(
            FiredLog.lines(call(.failed("127.0.0.1: Connection refused")), over)
                == ["entry 0 `every 5m` fired webhook http://127.0.0.1:9000/hook → failed: 127.0.0.1: Connection refused"])
    }

    @Test("only what a schedule fired that is still there is told, at the level info")
    func whatIsTold() async {
        let lines = Mutex<[String]>([])
        let known = schedule("every 5m")
        let log = Logger(label: "test") { _ in
            Recorder { line in lines.withLock { $0.append(line) } }
        }
        let fired = FiredLog(log: log) { id in id == known.id ? known : nil }
        await fired.tell(call(.answered(status: 204, bytes: 0), of: nil))
        await fired.tell(call(.answered(status: 204, bytes: 0), of: ScheduleID(4)))
        #expect(lines.withLock { $0.isEmpty })
        await fired.tell(call(.answered(status: 204, bytes: 0)))
        #expect(
            lines.withLock { $0.map { String($0.prefix(35)) } } == [
                "info entry 0 `every 5m` fired webho", "info entry 0 `every 5m` next fire 2",
            ])
    }
}

struct Recorder: LogHandler {
    var metadata: Logger.Metadata = [:]
    var logLevel: Logger.Level = .trace
    let write: @Sendable (String) -> Void

    init(_ write: @escaping @Sendable (String) -> Void) { self.write = write }

    subscript(metadataKey key: String) -> Logger.Metadata.Value? {
        get { metadata[key] }
        set { metadata[key] = newValue }
    }

    func log(event: LogEvent) { write("\(event.level) \(event.message)") }
}

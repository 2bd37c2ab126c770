import Recurrence
import WireModel

@testable import Commands

/// Tuesday, 9 o'clock in the zone of the tests.
let exampleNow = Instant(rfc3339: "2026-01-20T08:00:00Z") ?? Instant(milliseconds: 0)

/// One hour ahead of UTC, always.
let exampleLocal = LocalTime { _ in (3600, "CET") }

let exampleWords = Words(now: exampleNow, local: exampleLocal)

func examplePulse(_ id: Int64, status: String = "pending", in seconds: Int64 = 0, what: PulseResponse.Action = .prompt("hello"))
    -> PulseResponse
{
    let time = (exampleNow + .seconds(seconds)).description
    let isOpen = ["blocked", "pending", "processing"].contains(status)
    return PulseResponse(
        id: id, status: status, reason: nil, action: what, session: nil, stickyNotes: [], runner: "echo", priority: "normal", tags: [],
        createdBy: "person", door: "socket", key: nil, cwd: nil, env: [:], timeoutMilliseconds: 3_600_000,
        retry: RetryFields(attempts: 3, backoff: .kind("exponential"), delay: "30s", maxDelay: "15m"), zone: "Europe/Berlin",
        scheduledAt: time, dueAt: time, createdAt: exampleNow.description, finishedAt: isOpen ? nil : time,
        attempt: isOpen ? 0 : 1, attemptsSpent: isOpen ? 0 : 1, attemptsAllowed: 3)
}

func exampleAttempt(_ number: Int64, outcome: String?, exitCode: Int64? = nil, stdout: String = "", stderr: String = "") -> AttemptResponse
{
    AttemptResponse(
        number: number, outcome: outcome, startedAt: exampleNow.description, endedAt: outcome.map { _ in exampleNow.description },
        dueAt: exampleNow.description, latenessMilliseconds: 3, durationMilliseconds: outcome.map { _ in 1200 }, exitCode: exitCode,
        signal: nil, error: nil, stdoutBytes: Int64(stdout.utf8.count), stderrBytes: Int64(stderr.utf8.count), stdoutTail: stdout,
        stderrTail: stderr, pid: 99)
}

let exampleStatus = StatusResponse(
    state: "running", version: "0.1.0", pid: 4711, boot: "b", startedAt: "2026-01-20T07:00:00.000Z", uptimeMilliseconds: 3_600_000,
    now: exampleNow.description, zone: "Europe/Berlin", listening: ["http://127.0.0.1:8765", "/run/u.sock"], slots: 4, home: "/state",
    pulses: ["pending": 2, "completed": 10, "failed": 0], attempts: ["succeeded": 10, "timed_out": 1],
    meanDurationMilliseconds: 3200, next: examplePulse(7, in: 192), running: [examplePulse(5, status: "processing", in: -12)])

import StrictJSON
import Testing
import WireModel

/// What one end writes the other reads, through bytes.
@Suite struct RoundTripTests {
    private func survives<Value: WireValue>(_ value: Value) throws -> Bool {
        try Value(JSON(parsing: value.bytes), unknown: .refuse) == value
    }

    static let pulse = PulseResponse(
        id: 7, status: "failed", reason: "timed_out", action: .prompt("look \u{1F4CC}"), session: "s-1", stickyNotes: ["a", "b\nc"],
        runner: "hapi", priority: "high", tags: ["x"], createdBy: "telegram", door: "http", key: nil, cwd: "~/desk",
        env: ["A": "1", "B": ""], timeoutMilliseconds: 3_600_000, zone: "Europe/Berlin", scheduledAt: "2026-01-20T09:00:00.000Z",
        dueAt: "2026-01-20T09:00:30.000Z", createdAt: "2026-01-20T08:59:00.000Z", finishedAt: nil, attempt: 2, attemptsSpent: 1,
        attemptsAllowed: 3)

    static let attempt = AttemptResponse(
        number: 2, outcome: "failed", startedAt: "2026-01-20T09:00:00.001Z", endedAt: "2026-01-20T09:00:01.000Z",
        dueAt: "2026-01-20T09:00:00.000Z", latenessMilliseconds: 1, durationMilliseconds: 999, exitCode: 3, signal: nil,
        error: "exit code 3", stdoutBytes: 5, stderrBytes: 0, stdoutTail: "hello", stderrTail: "", pid: 42)

    @Test func everyTypeReadsWhatItWrites() throws {
        var command = Self.pulse
        command.action = .command(["echo", "", "--x"])
        command.runner = nil
        #expect(try survives(Self.pulse))
        #expect(try survives(command))
        #expect(try survives(Self.attempt))
        #expect(try survives(NewPulseResponse(created: true, delayMilliseconds: 5, pulse: Self.pulse)))
        #expect(try survives(OnePulseResponse(pulse: command)))
        #expect(try survives(PulseDetailResponse(pulse: Self.pulse, attempts: [Self.attempt])))
        #expect(try survives(PulseListResponse(pulses: [Self.pulse, command], nextBefore: 6)))
        #expect(try survives(PulseListResponse(pulses: [], nextBefore: nil)))
        #expect(try survives(HealthResponse()))
        #expect(try survives(ReeveTriggerRequest(prompt: "0123456789", tags: [])))
        #expect(try survives(ReeveTriggerResponse(pulseID: 3, scheduledAt: "2026-01-20T09:00:00+00:00")))
        #expect(try survives(ReeveError(detail: "no")))
        #expect(
            try survives(
                StatusResponse(
                    state: "running", version: "1", pid: 1, boot: "b", startedAt: "t", uptimeMilliseconds: 1, now: "n", zone: "UTC",
                    listening: ["http://127.0.0.1:1"], slots: 4, home: "/h", pulses: ["pending": 1], attempts: ["failed": 0],
                    meanDurationMilliseconds: nil, next: Self.pulse, running: [command])))
        #expect(
            try survives(
                Problem(
                    name: "conflict", title: "Conflict", status: 409, detail: "no", errors: [.init(pointer: "/a", detail: "b")],
                    requestID: "r")))
    }

    @Test func requestsLeaveOutWhatTheyDoNotSay() {
        #expect(NewPulseRequest(prompt: "hi").json == ["prompt": "hi"])
        #expect(NewPulseRequest(command: ["a"], env: [:]).json == ["command": ["a"], "env": [:]])
    }

    @Test func unknownFieldsAreRefusedOnRequestWithTheNearestName() {
        #expect {
            try NewPulseRequest(["prompt": "hi", "priorty": "low"], unknown: .refuse)
        } throws: { error in
            "\(error)".contains("did you mean \"priority\"?")
        }
        #expect(throws: Never.self) { try NewPulseRequest(["prompt": "hi", "priorty": "low"], unknown: .ignore) }
    }

    @Test func everyWrongTypeIsNamedAtOnce() {
        #expect {
            try NewPulseRequest(["prompt": 1, "tags": ["a", 2], "env": ["A": true]], unknown: .refuse)
        } throws: { error in
            (error as? JSONFieldErrors)?.errors.map(\.pointer) == ["/prompt", "/tags/1", "/env/A"]
        }
    }

    @Test func problemsKnowTheirName() throws {
        let problem = try Problem(JSON(parsing: #"{"type":"urn:upbeat:problem:not-found","title":"x","status":404,"detail":"d"}"#))
        #expect(problem.name == "not-found")
        #expect(problem.errors.isEmpty)
    }
}

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
        env: ["A": "1", "B": ""], timeoutMilliseconds: 3_600_000,
        retry: RetryFields(attempts: 4, backoff: .list(["1s", "5m"]), window: "6h", fatal: ["exit 2"], transient: ["stderr busy"]),
        onLost: "fail",
        expiresAt: "2026-01-20T10:00:00.000Z", zone: "Europe/Berlin", scheduledAt: "2026-01-20T09:00:00.000Z",
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
        var webhook = command
        webhook.action = .webhook(
            WebhookFields(
                url: "https://h/", method: "PUT", headers: ["A": "${env:B}"], payload: ["a": nil], secrets: ["${env:C}"], followRedirects: 2
            ))
        #expect(try survives(webhook))
        webhook.action = .webhook(WebhookFields(url: "https://h/", text: "{{pulse}}"))
        #expect(try survives(webhook))
        #expect(try survives(NewPulseRequest(webhook: WebhookFields(url: "u"))))
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
                    meanDurationMilliseconds: nil, next: Self.pulse, running: [command],
                    closedPools: [
                        PoolResponse(
                            name: "llm", capacity: 1, rate: nil, daily: nil, zone: "UTC", file: nil, running: 1, waiting: 2, recent: 0,
                            today: 0, closed: PoolResponse.Closure(why: "full", until: nil))
                    ],
                    lastCrash: CrashResponse(
                        cause: "signal 11 (SIGSEGV)", pid: 7, version: "1", startedAt: "s", lastSeenAt: "l", noticedAt: "n",
                        running: [3, 4],
                        runningCount: 30), lastReload: LastReloadResponse(at: "t", error: "upbeat.yaml:1: no"),
                    pools: [
                        PoolResponse(
                            name: "web", capacity: nil, rate: nil, daily: nil, zone: "UTC", file: nil, running: 1, waiting: 0, recent: 0,
                            today: 0, closed: nil)
                    ],
                    groups: [
                        StatusGroup(
                            kind: "failed", count: 2, isPartial: true,
                            entries: [
                                StatusGroup.Entry(
                                    pulse: 4, name: "n", at: "t", durationMilliseconds: 5, attempt: 2, attemptsAllowed: 3, error: "e"),
                                StatusGroup.Entry(pulse: nil, name: "s", at: "t"),
                            ])
                    ], source: "files", lockHolder: "the daemon")))
        #expect(
            try survives(
                Problem(
                    name: "conflict", title: "Conflict", status: 409, detail: "no", errors: [.init(pointer: "/a", detail: "b")],
                    requestID: "r")))
    }

    @Test func poolsAreReadAsTheyWereWritten() throws {
        let pool = PoolResponse(
            name: "llm", capacity: 1, rate: PoolResponse.Rate(count: 10, per: "minute"), daily: 500, zone: "Europe/Berlin",
            file: "/etc/u.yaml", running: 1, waiting: 2, recent: 3, today: 4, closed: PoolResponse.Closure(why: "rate", until: "t"))
        let bare = PoolResponse(
            name: "web", capacity: nil, rate: nil, daily: nil, zone: "UTC", file: nil, running: 0, waiting: 0, recent: 0, today: 0,
            closed: nil)
        #expect(try survives(PoolListResponse(pools: [pool, bare])))
        var pulse = Self.pulse
        pulse.pools = ["api", "llm"]
        pulse.waitsFor = PoolWaitResponse(pool: "llm", why: "full", until: nil, used: 1, limit: 1)
        #expect(try survives(pulse))
        #expect(try survives(NewPulseResponse(created: true, delayMilliseconds: 5, pulse: pulse, replaced: [4, 7])))
        #expect(try survives(NewPulseRequest(prompt: "x", key: "k", pools: ["llm"], onKey: "replace")))
        #expect(try NewPulseRequest(JSON(parsing: #"{"pools":"llm"}"#)) == NewPulseRequest(pools: ["llm"]))
        var wish = NewScheduleRequest()
        wish.pools = ["llm"]
        #expect(try survives(wish))
        var schedule = Self.schedule
        schedule.pools = ["llm"]
        #expect(try survives(ScheduleListResponse(schedules: [schedule], nextAfter: nil)))
    }

    static let fire = FireResponse(
        nominalAt: "2026-01-20T09:00:00.000Z", at: "2026-01-20T09:00:03.000Z", local: "2026-01-20T10:00:03+01:00", offsetBefore: "+02:00")

    static let pause = PauseResponse(
        kind: "person", by: "ann", why: "holidays", since: "2026-01-20T09:00:00.000Z", until: "2026-01-21T09:00:00.000Z")

    static let schedule = ScheduleResponse(
        id: 3, name: "backup", state: "paused",
        timing: ScheduleResponse.Timing(
            cron: nil, every: "90m", dialect: "upbeat", words: "Every 90 minutes", zone: "Europe/Berlin", jitterMilliseconds: 5000,
            active: ["mon-fri 08:00-18:00"], quiet: [], onBlocked: "defer", start: "s", end: nil, maxRuns: 4, afterCompletion: true),
        policies: ScheduleResponse.Policies(
            misfire: "run_all", toleranceMilliseconds: nil, catchUpWindowMilliseconds: 1, maxCatchUp: 2, overlap: "skip", bufferLimit: 3,
            pauseAfter: 0),
        action: .command(["a", "b"]), session: nil, stickyNotes: [], runner: nil, priority: "low", tags: ["t"], cwd: "/x",
        env: ["A": "1"], timeoutMilliseconds: 9,
        retry: RetryFields(attempts: 3, backoff: .kind("exponential"), delay: "30s", maxDelay: "15m"), onLost: "retry",
        expiresAfterMilliseconds: 60_000, agent: "bot", createdBy: "ann", door: "http", file: "/etc/u.yaml", revision: 2,
        createdAt: "c", updatedAt: "u", pause: pause, over: nil, next: fire, fires: 7, failures: 1)

    static let occurrence = OccurrenceResponse(
        nominalAt: "a", lastNominalAt: "b", count: 3, fate: "fired", reason: nil, decidedAt: "c", pulse: 7,
        run: OccurrenceResponse.Run(
            status: "failed", reason: "timed_out", attempts: 2, startedAt: "d", latenessMilliseconds: 4, outcome: "timed_out",
            durationMilliseconds: 5, finishedAt: "e"))

    @Test func schedulesAreReadAsTheyWereWritten() throws {
        let warning = WarningResponse(code: "either_day", message: "m")
        var made = Self.schedule
        (made.file, made.pause, made.next, made.timing.cron, made.timing.every) = (nil, nil, nil, "@daily", nil)
        #expect(try survives(Self.schedule))
        #expect(try survives(made) && made.json["origin"] == "made" && Self.schedule.json["origin"] == "file")
        #expect(try survives(OneScheduleResponse(schedule: made, nextFires: [Self.fire], warnings: [warning])))
        #expect(
            try survives(
                ScheduleDetailResponse(
                    schedule: made, nextFires: [], warnings: [], occurrences: [Self.occurrence], openPulses: [Self.pulse],
                    standstill: Self.pause)))
        #expect(try survives(ScheduleListResponse(schedules: [made, Self.schedule], nextAfter: "backup")))
        #expect(try survives(RemovedScheduleResponse(id: 3, name: "backup")))
        #expect(try survives(PreviewResponse(words: "w", zone: "UTC", nextFires: [Self.fire], warnings: [warning])))
        #expect(try survives(OccurrenceListResponse(occurrences: [Self.occurrence], nextBefore: nil)))
        #expect(try survives(StandstillResponse(pause: Self.pause)))
        #expect(try survives(PauseRequest(until: "tomorrow", why: nil)))
        #expect(try survives(SnoozeRequest(length: "5m")))
    }

    @Test func reportsAreReadAsTheyWereWritten() throws {
        #expect(try survives(NewReportRequest(outcome: "failed", message: "a\nb", nextCheckIn: "2h")))
        #expect(try survives(NewReportRequest(outcome: "done")))
        let report = ReportResponse(outcome: "failed", message: "m", nextCheck: 8, at: "2026-01-20T09:00:00.000Z", late: true)
        var attempt = Self.attempt
        attempt.report = report
        #expect(try survives(attempt))
        #expect(try survives(ReportedRunResponse(pulse: 7, attempt: 2, report: report, next: Self.pulse)))
        #expect(try survives(ReportedRunResponse(pulse: 7, attempt: 2, report: ReportResponse(outcome: "done", at: "a"))))
    }

    @Test func whatIsComingAndWhatHappenedIsReadAsItWasWritten() throws {
        var pulse = Self.pulse
        (pulse.agent, pulse.schedule, pulse.scheduleID, pulse.nominalAt) = ("bot", "backup", 3, "2026-01-20T09:00:00.000Z")
        #expect(try survives(pulse))
        let entries = [
            UpcomingResponse.Entry(at: "a", pulse: pulse, fire: nil, schedule: "backup", action: pulse.action),
            UpcomingResponse.Entry(at: "b", pulse: nil, fire: Self.fire, schedule: "backup", action: .command(["x"])),
        ]
        #expect(
            try survives(
                UpcomingResponse(from: "a", to: "b", entries: entries, more: ["backup": 4], hasMore: true, standstill: Self.pause)))
        let event = EventResponse(
            sequence: 9, at: "a", kind: "schedule.paused", pulse: nil, attempt: nil, schedule: "backup", scheduleID: 3, detail: "ann")
        #expect(try survives(EventListResponse(events: [event], nextAfter: 9)))
        let cause = Problem.Field.Cause(
            code: "step_too_large", message: "m", value: "90", field: "minute", column: 3, length: 2, hint: "every 90m")
        #expect(
            try survives(
                Problem(
                    name: "invalid-request", title: "t", status: 422, detail: "d",
                    errors: [.init(pointer: "/cron", detail: "d", cause: cause), .init(pointer: "/name", detail: "e")])))
    }

    @Test func everyFieldOfAScheduleTravelsAndNullIsNotAbsence() throws {
        var object = JSONObject()
        for name in NewScheduleRequest.fieldNames {
            switch name {
            case "active", "quiet", "command", "sticky_notes", "tags", "pools": object[name] = ["x"]
            case "max_runs", "max_catch_up", "buffer_limit", "pause_after": object[name] = 3
            case "after_completion": object[name] = true
            case "env": object[name] = ["A": "1"]
            case "retry":
                object[name] = ["attempts": 4, "backoff": ["1s", "5m"], "window": "6h", "fatal": ["exit 2"], "transient": ["exit 3"]]
            case "webhook": object[name] = ["url": "x"]
            default: object[name] = "x"
            }
        }
        let wish = try NewScheduleRequest(.object(object), unknown: .refuse)
        #expect(wish.json == .object(object))
        let patch = try SchedulePatch(document: ["jitter": nil, "every": "5m"])
        #expect(patch.cleared == ["jitter"] && patch.values.every == "5m" && patch.json == ["every": "5m", "jitter": nil])
        #expect(throws: JSONFieldErrors.self) { try SchedulePatch(document: ["jiter": nil]) }
        for name in NewScheduleRequest.fieldNames { #expect(try SchedulePatch(document: [name: nil]).cleared == [name]) }
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

    @Test func pipelinesReadWhatTheyWrite() throws {
        let after = [AfterField(on: .pulse(12)), AfterField(on: .step("a"), when: "end"), AfterField(on: .pulse(13), when: "success")]
        #expect(try survives(NewPulseRequest(command: ["a"], after: after)))
        let step = NewPipelineRequest.Step(name: "a", pulse: NewPulseRequest(prompt: "x", at: "now", after: after))
        #expect(
            try survives(
                NewPipelineRequest(
                    name: "p", steps: [step], at: "now", zone: "UTC", priority: "low", tags: ["t"], agent: "bot", createdBy: "me")))
        var pulse = Self.pulse
        (pulse.pipeline, pulse.pipelineName, pulse.step) = (3, "p", "a")
        pulse.after = [WaitResponse(pulse: 3, when: "end", isMet: true), WaitResponse(pulse: 4)]
        #expect(try survives(pulse))
        let shown = PipelineResponse.Step(
            name: "a", pulse: 3, status: "failed", reason: "attempts", after: [WaitResponse(pulse: 2)], dueAt: "d", startedAt: "s",
            durationMilliseconds: 5, finishedAt: "f", attempt: 2)
        #expect(try survives(PipelineResponse(id: 3, name: nil, status: "failed", createdAt: "c", steps: [shown])))
        let summary = PipelineListResponse.Summary(id: 3, name: "p", status: "failed", createdAt: "c", counts: ["failed": 1])
        #expect(try survives(PipelineListResponse(pipelines: [summary])))
    }
}

import ControlPlane
import Pulses
import Recurrence
import WireModel

extension CrashResponse {
    init(_ crash: Crash) {
        self.init(
            cause: crash.cause.description, pid: Int64(crash.pid), version: crash.version, startedAt: crash.startedAt.wire,
            lastSeenAt: crash.lastSeenAt.wire, noticedAt: crash.noticedAt.wire, running: crash.running.map(\.value),
            runningCount: Int64(crash.runningCount))
    }
}

extension StatusGroup {
    /// Those in which there is something.
    static func groups(_ answer: ReadStatus.Answer) -> [StatusGroup] {
        let attention = answer.attention
        let groups = [
            StatusGroup("running", attention.running) { Entry(running: $0, answer) },
            StatusGroup("failed", attention.failed) { Entry(ended: $0, answer) },
            StatusGroup("missed", attention.missed) { Entry(ended: $0, answer) },
            StatusGroup(
                kind: "missed_times", count: Int64(attention.missedTimes.count),
                entries: attention.missedTimes.prefix(20).map { event in
                    let name = event.schedule.flatMap { answer.names[$0] } ?? event.schedule.map { "schedule \($0)" } ?? ""
                    return Entry(pulse: nil, name: name, at: event.at.wire, error: event.detail)
                }),
            StatusGroup("late", attention.late) { Entry(late: $0, answer) },
            StatusGroup(
                kind: "paused", count: Int64(attention.paused.count), isPartial: attention.isPausedPartial,
                entries: attention.paused.map { schedule in
                    let pause = schedule.state.pause
                    return Entry(
                        pulse: nil, name: schedule.spec.name, at: (pause?.since ?? schedule.state.updatedAt).wire, error: pause?.why)
                }),
            StatusGroup(
                kind: "approval", count: Int64(attention.awaiting.count + attention.awaitingSchedules.count),
                isPartial: attention.awaiting.isPartial || attention.isAwaitingSchedulesPartial,
                entries: attention.awaitingSchedules.map { schedule in
                    let pause = schedule.state.pause
                    return Entry(
                        pulse: nil, name: schedule.spec.name, at: (pause?.since ?? schedule.state.updatedAt).wire, error: pause?.by)
                } + attention.awaiting.pulses.map { Entry(awaiting: $0, answer) }),
        ]
        return groups.filter { $0.count > 0 }
    }

    private init(_ kind: String, _ group: Attention.Group, _ entry: (Attention.Shown) -> Entry) {
        self.init(kind: kind, count: Int64(group.count), isPartial: group.isPartial, entries: group.pulses.map(entry))
    }
}

extension StatusGroup.Entry {
    fileprivate init(running shown: Attention.Shown, _ answer: ReadStatus.Answer) {
        self.init(shown, answer, at: shown.attempt?.startedAt ?? shown.pulse.progress.dueAt)
        durationMilliseconds = shown.attempt.map { max(0, (answer.now - $0.startedAt).milliseconds) }
    }

    fileprivate init(ended shown: Attention.Shown, _ answer: ReadStatus.Answer) {
        let progress = shown.pulse.progress
        self.init(shown, answer, at: progress.finishedAt ?? progress.dueAt)
        durationMilliseconds = shown.attempt?.duration?.milliseconds
        error = shown.attempt?.end.map(Self.words) ?? progress.reason
    }

    fileprivate init(late shown: Attention.Shown, _ answer: ReadStatus.Answer) {
        self.init(shown, answer, at: shown.pulse.progress.dueAt)
        durationMilliseconds = max(0, (answer.now - shown.pulse.progress.dueAt).milliseconds)
    }

    /// Who asked stands where others tell what went wrong.
    fileprivate init(awaiting shown: Attention.Shown, _ answer: ReadStatus.Answer) {
        self.init(shown, answer, at: shown.pulse.spec.createdAt)
        error = shown.pulse.spec.createdBy
    }

    private init(_ shown: Attention.Shown, _ answer: ReadStatus.Answer, at instant: Instant) {
        let (spec, progress) = (shown.pulse.spec, shown.pulse.progress)
        let step = spec.step.map { step in step.pipeline.map { "\($0), step \(step.name)" } ?? "step \(step.name)" }
        self.init(
            pulse: shown.pulse.id.value, name: spec.schedule.flatMap { answer.names[$0] } ?? step ?? Self.words(spec.action),
            at: instant.wire,
            attempt: Int64(max(progress.attempt, shown.attempt?.key.attempt ?? 0)), attemptsAllowed: Int64(spec.retry.attempts))
    }

    /// The error in its first line, else how it ended.
    private static func words(_ end: AttemptEnd) -> String {
        if let line = end.error?.split(whereSeparator: \.isNewline).first { return String(line.prefix(200)) }
        let name = end.outcome.name.split(separator: "_").joined(separator: " ")
        return end.signal.map { "\(name) by signal \($0)" } ?? end.exitCode.map { "\(name) with exit code \($0)" } ?? name
    }

    private static func words(_ action: Action) -> String {
        switch action {
        case .prompt(let prompt): String(prompt.text.prefix(200))
        case .command(let command): String(command.arguments.joined(separator: " ").prefix(200))
        case .webhook(let webhook): webhook.url
        }
    }
}

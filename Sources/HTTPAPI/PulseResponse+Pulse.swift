import ControlPlane
import Pulses
import Recurrence
import WireModel

extension PulseResponse {
    init(_ pulse: Pulse) {
        let (spec, progress) = (pulse.spec, pulse.progress)
        let action: PulseResponse.Action
        var prompt: Prompt?
        switch spec.action {
        case .prompt(let asked):
            action = .prompt(asked.text)
            prompt = asked
        case .command(let command):
            action = .command(command.arguments)
        }
        self.init(
            id: pulse.id.value, status: progress.status.name, reason: progress.reason, action: action, session: prompt?.session,
            stickyNotes: prompt?.notes ?? [], runner: prompt?.runner, priority: spec.priority.name, tags: spec.tags,
            createdBy: spec.createdBy, door: spec.door.rawValue, key: spec.key, cwd: spec.directory, env: spec.environment,
            timeoutMilliseconds: spec.timeout.milliseconds, zone: spec.zone, scheduledAt: spec.scheduledAt.wire,
            dueAt: progress.dueAt.wire, createdAt: spec.createdAt.wire, finishedAt: progress.finishedAt?.wire,
            attempt: Int64(progress.attempt), attemptsSpent: Int64(progress.spent), attemptsAllowed: Int64(spec.retry.attempts))
    }
}

extension AttemptResponse {
    init(_ shown: ShowPulse.Shown) {
        let attempt = shown.attempt
        self.init(
            number: Int64(attempt.key.attempt), outcome: attempt.end?.outcome.name, startedAt: attempt.startedAt.wire,
            endedAt: attempt.end?.endedAt.wire, dueAt: attempt.dueAt.wire,
            latenessMilliseconds: attempt.lateness.milliseconds, durationMilliseconds: attempt.duration?.milliseconds,
            exitCode: attempt.end?.exitCode.map(Int64.init), signal: attempt.end?.signal.map(Int64.init),
            error: attempt.end?.error, stdoutBytes: shown.output.bytes, stderrBytes: shown.error.bytes,
            stdoutTail: shown.output.text, stderrTail: shown.error.text, pid: attempt.process.map { Int64($0.pid) })
    }
}

extension StatusResponse {
    init(_ answer: ReadStatus.Answer) {
        let daemon = answer.facts.daemon
        self.init(
            state: answer.isRunning ? "running" : "stopped", version: answer.facts.version, pid: daemon.map { Int64($0.pid) },
            boot: daemon?.boot.text, startedAt: daemon?.startedAt.wire, uptimeMilliseconds: answer.uptime?.milliseconds,
            now: answer.now.wire, zone: answer.zone.identifier, listening: answer.facts.listening(),
            slots: daemon.map { Int64($0.slots) }, home: answer.facts.home,
            pulses: Dictionary(
                uniqueKeysWithValues: PulseStatus.allCases.map { ($0.name, answer.tally.byStatus[$0, default: 0]) }),
            attempts: Dictionary(
                uniqueKeysWithValues: AttemptOutcome.allCases.map { ($0.name, answer.tally.byOutcome[$0, default: 0]) }),
            meanDurationMilliseconds: answer.tally.meanDuration?.milliseconds, next: answer.next.map(PulseResponse.init),
            running: answer.running.map(PulseResponse.init))
    }
}

import ControlPlane
import Pulses
import Recurrence
import WireModel

extension PulseResponse {
    /// - Parameters:
    ///   - names: of the schedules that are there.
    ///   - waits: what holds pulses back that are due.
    ///   - after: what it waits or waited for.
    init(_ pulse: Pulse, _ names: [ScheduleID: String], _ waits: [PulseID: PoolWait] = [:], after: [Dependency] = []) {
        let (spec, progress) = (pulse.spec, pulse.progress)
        let (action, prompt) = spec.action.wire
        self.init(
            id: pulse.id.value, status: progress.status.name, reason: progress.reason, action: action, session: prompt?.session,
            stickyNotes: prompt?.notes ?? [], runner: prompt?.runner, priority: spec.priority.name, tags: spec.tags,
            createdBy: spec.createdBy, door: spec.door.rawValue, key: spec.key, cwd: spec.directory,
            env: HiddenValue.shown(spec.environment),
            timeoutMilliseconds: spec.timeout.milliseconds, retry: RetryFields(spec.retry), onLost: spec.onLost.rawValue,
            expiresAt: spec.expiresAt?.wire, zone: spec.zone, scheduledAt: spec.scheduledAt.wire,
            dueAt: progress.dueAt.wire, createdAt: spec.createdAt.wire, finishedAt: progress.finishedAt?.wire,
            attempt: Int64(progress.attempt), attemptsSpent: Int64(progress.spent), attemptsAllowed: Int64(spec.retry.attempts),
            agent: spec.owner,
            schedule: spec.schedule.flatMap { names[$0] }, scheduleID: spec.schedule?.value, nominalAt: spec.nominal?.wire,
            pools: spec.pools, waitsFor: waits[pulse.id].map(PoolWaitResponse.init), pipeline: pulse.pipeline?.value,
            pipelineName: spec.step?.pipeline, step: spec.step?.name, after: after.map(WaitResponse.init))
    }
}

extension ReportResponse {
    init(_ report: RunReport) {
        self.init(
            outcome: report.outcome.name, message: report.message, nextCheck: report.nextCheck?.value, at: report.at.wire,
            late: report.isLate)
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
            stdoutTail: shown.output.text, stderrTail: shown.error.text, pid: attempt.process.map { Int64($0.pid) },
            report: attempt.report.map(ReportResponse.init))
    }
}

extension StatusResponse {
    init(_ answer: ReadStatus.Answer, _ waits: [PulseID: PoolWait] = [:]) {
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
            meanDurationMilliseconds: answer.tally.meanDuration?.milliseconds,
            next: answer.next.map { PulseResponse($0, answer.names, waits) },
            running: answer.running.map { PulseResponse($0, answer.names) },
            schedules: [
                "total": Int64(answer.schedules.total), "paused": Int64(answer.schedules.paused), "over": Int64(answer.schedules.over),
                "active": Int64(max(0, answer.schedules.total - answer.schedules.paused - answer.schedules.over)),
            ], nextSchedule: answer.nextFire.map(ScheduleResponse.init), standstill: answer.standstill.map(PauseResponse.init),
            closedPools: answer.closedPools.map(PoolResponse.init), lastCrash: answer.lastCrash.map(CrashResponse.init),
            lastReload: answer.facts.lastReload().map { LastReloadResponse(at: $0.at.wire, error: $0.error) },
            pools: answer.loadedPools.map(PoolResponse.init), groups: StatusGroup.groups(answer))
    }
}

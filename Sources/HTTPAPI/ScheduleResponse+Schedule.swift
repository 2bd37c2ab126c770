import ControlPlane
import Pulses
import Recurrence
import WireModel

extension ScheduleResponse {
    init(_ view: ScheduleView) {
        let (spec, state) = (view.schedule.spec, view.schedule.state)
        let template = spec.template
        let (action, prompt) = template.action.wire
        self.init(
            id: view.schedule.id.value, name: spec.name, state: view.stateName, timing: Timing(spec.timing, words: view.words),
            policies: Policies(spec.policies), action: action, session: prompt?.session, stickyNotes: prompt?.notes ?? [],
            runner: prompt?.runner, priority: template.priority.name, tags: template.tags, cwd: template.directory,
            env: HiddenValue.shown(template.environment), timeoutMilliseconds: template.timeout.milliseconds,
            retry: RetryFields(template.retry),
            onLost: template.onLost.rawValue, expiresAfterMilliseconds: template.expiresAfter?.milliseconds, agent: template.owner,
            createdBy: template.createdBy, door: template.door.rawValue, file: spec.origin.file, revision: Int64(state.revision),
            createdAt: state.createdAt.wire, updatedAt: state.updatedAt.wire, pause: view.pause.map(PauseResponse.init),
            over: state.over, next: view.next.first.map(FireResponse.init), fires: Int64(state.fires), failures: Int64(state.failures),
            pools: template.pools, steps: spec.steps.map { PlannedStep($0, among: spec.steps) })
    }
}

extension ScheduleView {
    fileprivate var stateName: String {
        if schedule.state.over != nil { return "over" }
        guard let pause else { return "active" }
        return pause.kind == .snooze ? "snoozed" : "paused"
    }
}

extension ScheduleResponse.Timing {
    fileprivate init(_ timing: ScheduleTiming, words: String) {
        let every = EveryText(timing.rule)?.length
        self.init(
            cron: every == nil ? timing.rule : nil, every: every, dialect: timing.dialect.rawValue, words: words, zone: timing.zone,
            jitterMilliseconds: timing.jitter.milliseconds, active: timing.active, quiet: timing.quiet,
            onBlocked: timing.onBlocked.rawValue, start: timing.start?.wire, end: timing.end?.wire, maxRuns: timing.maxRuns.map(Int64.init),
            afterCompletion: timing.isAfterCompletion)
    }
}

extension ScheduleResponse.Policies {
    fileprivate init(_ policies: SchedulePolicies) {
        self.init(
            misfire: policies.misfire.rawValue, toleranceMilliseconds: policies.tolerance?.milliseconds,
            catchUpWindowMilliseconds: policies.catchUpWindow.milliseconds, maxCatchUp: Int64(policies.maxCatchUp),
            overlap: policies.overlap.rawValue, bufferLimit: Int64(policies.bufferLimit), pauseAfter: Int64(policies.pauseAfterFailures))
    }
}

extension Action {
    /// As it travels, and the prompt where it is one.
    var wire: (PulseResponse.Action, Prompt?) {
        switch self {
        case .prompt(let prompt): (.prompt(prompt.text), prompt)
        case .command(let command): (.command(command.arguments), nil)
        case .webhook(let webhook): (.webhook(WebhookFields(webhook)), nil)
        }
    }
}

extension FireResponse {
    init(_ fire: Fire) {
        self.init(
            nominalAt: fire.nominal.wire, at: fire.at.wire, local: fire.at.formatted(in: fire.zone),
            offsetBefore: fire.offsetBefore.map(Self.text(ofOffset:)))
    }

    /// `+01:00`
    private static func text(ofOffset seconds: Int) -> String {
        let minutes = abs(seconds) / 60
        func two(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
        return "\(seconds < 0 ? "-" : "+")\(two(minutes / 60)):\(two(minutes % 60))"
    }
}

extension WarningResponse {
    /// What was settled for an agent beyond what it asked.
    init(note: String) { self.init(code: "agent", message: note) }

    init(_ warning: ScheduleWarning) { self.init(code: warning.code.rawValue, message: warning.message) }
}

extension PauseResponse {
    init(_ pause: Pause) {
        self.init(kind: pause.kind.rawValue, by: pause.by, why: pause.why, since: pause.since.wire, until: pause.until?.wire)
    }

    init(_ standstill: Standstill) {
        self.init(kind: "all", by: standstill.by, why: standstill.why, since: standstill.since.wire, until: standstill.until?.wire)
    }
}

extension OneScheduleResponse {
    init(_ view: ScheduleView) {
        self.init(
            schedule: ScheduleResponse(view), nextFires: view.next.map(FireResponse.init),
            warnings: view.warnings.map(WarningResponse.init) + view.notes.map(WarningResponse.init(note:)))
    }
}

extension ScheduleDetailResponse {
    init(_ answer: ShowSchedule.Answer, _ waits: [PulseID: PoolWait]) {
        let one = OneScheduleResponse(answer.view)
        let names = [answer.view.schedule.id: answer.view.schedule.spec.name]
        self.init(
            schedule: one.schedule, nextFires: one.nextFires, warnings: one.warnings,
            occurrences: answer.outcomes.map(OccurrenceResponse.init), openPulses: answer.open.map { PulseResponse($0, names, waits) },
            standstill: answer.standstill.map(PauseResponse.init))
    }
}

extension PreviewResponse {
    init(_ answer: PreviewSchedule.Answer) {
        self.init(
            words: answer.words, zone: answer.zone.identifier, nextFires: answer.next.map(FireResponse.init),
            warnings: answer.warnings.map(WarningResponse.init) + answer.notes.map(WarningResponse.init(note:)))
    }
}

extension OccurrenceResponse {
    init(_ outcome: OccurrenceOutcome) {
        let occurrence = outcome.occurrence
        let (fate, reason, pulse): (String, String?, Int64?) =
            switch occurrence.fate {
            case .fired(let id): ("fired", nil, id.value)
            case .skipped(let reason): ("skipped", reason.rawValue, nil)
            case .missed(let reason): ("missed", reason.rawValue, nil)
            }
        self.init(
            nominalAt: occurrence.first.wire, lastNominalAt: occurrence.last.wire, count: Int64(occurrence.count), fate: fate,
            reason: reason, decidedAt: occurrence.at.wire, pulse: pulse, run: outcome.run.map(Run.init))
    }
}

extension OccurrenceResponse.Run {
    fileprivate init(_ run: OccurrenceOutcome.Run) {
        self.init(
            status: run.status.name, reason: run.reason, attempts: Int64(run.attempts), startedAt: run.startedAt?.wire,
            latenessMilliseconds: run.lateness?.milliseconds, outcome: run.outcome?.name, durationMilliseconds: run.duration?.milliseconds,
            finishedAt: run.finishedAt?.wire)
    }
}

extension UpcomingResponse {
    init(_ answer: ReadUpcoming.Answer, _ names: [ScheduleID: String], _ waits: [PulseID: PoolWait]) {
        let entries = answer.entries.map { entry in
            switch entry {
            case .pulse(let pulse):
                let response = PulseResponse(pulse, names, waits)
                return Entry(
                    at: pulse.progress.dueAt.wire, pulse: response, fire: nil, schedule: response.schedule, action: response.action)
            case .fire(let schedule, let fire):
                return Entry(
                    at: fire.at.wire, pulse: nil, fire: FireResponse(fire), schedule: schedule.spec.name,
                    action: schedule.spec.template.action.wire.0)
            }
        }
        let more = Dictionary(answer.more.map { ($0.schedule, Int64($0.count)) }, uniquingKeysWith: +)
        self.init(
            from: answer.from.wire, to: answer.to.wire, entries: entries, more: more, hasMore: answer.isCut,
            standstill: answer.standstill.map(PauseResponse.init))
    }
}

extension EventResponse {
    init(_ event: EventRecord, _ names: [ScheduleID: String]) {
        self.init(
            sequence: event.sequence, at: event.at.wire, kind: event.kind.name, pulse: event.pulse?.value,
            attempt: event.attempt.map(Int64.init), schedule: event.schedule.flatMap { names[$0] }, scheduleID: event.schedule?.value,
            detail: event.detail)
    }
}

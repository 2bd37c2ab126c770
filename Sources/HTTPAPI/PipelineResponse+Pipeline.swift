import ControlPlane
import Pulses
import Recurrence
import WireModel

extension PipelineRequest {
    init(_ wish: NewPipelineRequest) {
        let steps = wish.steps.map { StepRequest(name: $0.name, pulse: PulseRequest($0.pulse), at: $0.pulse.at) }
        self.init(
            name: wish.name, steps: steps, at: wish.at ?? "now", zone: wish.zone, priority: wish.priority, tags: wish.tags ?? [],
            agent: wish.agent, creator: wish.createdBy)
    }
}

extension AfterRequest {
    init(_ field: AfterField) {
        switch field.on {
        case .pulse(let id): self.init(on: .pulse(id), when: field.when)
        case .step(let name): self.init(on: .step(name), when: field.when)
        }
    }
}

extension WaitResponse {
    init(_ dependency: Dependency) {
        self.init(pulse: dependency.on.value, when: dependency.condition.rawValue, isMet: dependency.isMet)
    }
}

extension PipelineResponse {
    init(_ answer: ShowPipeline.Answer) {
        self.init(
            id: answer.id.value, name: answer.name, status: answer.status.rawValue, createdAt: answer.createdAt.wire,
            steps: answer.pulses.map { Step($0, answer.after[$0.id] ?? [], answer.attempts[$0.id]) })
    }
}

extension PipelineResponse.Step {
    fileprivate init(_ pulse: Pulse, _ after: [Dependency], _ attempt: Attempt?) {
        let progress = pulse.progress
        self.init(
            name: pulse.spec.step?.name, pulse: pulse.id.value, status: progress.status.name, reason: progress.reason,
            after: after.map(WaitResponse.init), dueAt: progress.dueAt.wire, startedAt: attempt?.startedAt.wire,
            durationMilliseconds: attempt?.duration?.milliseconds, finishedAt: progress.finishedAt?.wire, attempt: Int64(progress.attempt))
    }
}

extension PipelineListResponse {
    init(_ page: ListPipelines.Page) {
        self.init(
            pipelines: page.pipelines.map { pipeline in
                Summary(
                    id: pipeline.id.value, name: pipeline.name, status: pipeline.status.rawValue, createdAt: pipeline.createdAt.wire,
                    counts: Dictionary(uniqueKeysWithValues: pipeline.counts.map { ($0.key.name, Int64($0.value)) }))
            }, nextBefore: page.nextBefore?.value)
    }
}

extension PlannedStep {
    init(_ step: ScheduleStep, among steps: [ScheduleStep]) {
        let after = step.after.map { after in
            AfterField(on: .step(steps[after.step].name), when: after.condition == .success ? nil : after.condition.rawValue)
        }
        self.init(name: step.name, action: step.template.action.wire.0, after: after)
    }
}

import Pulses
import Recurrence

extension ShowPipeline {
    /// What came of a pipeline, in place of what came of its first pulse.
    func whole(_ outcome: OccurrenceOutcome) async throws(RequestError) -> OccurrenceOutcome {
        guard case .fired(let id) = outcome.occurrence.fate, var run = outcome.run else { return outcome }
        let pulses = try await asking { () async throws(StoreError) in
            try await plane.reading.pulses(PulseQuery(.pipeline(id), limit: StepGraph.limit))
        }
        guard !pulses.isEmpty else { return outcome }
        let status = PipelineStatus(of: pulses)
        let ends = pulses.compactMap(\.progress.finishedAt)
        run.status = status.pulseStatus
        run.reason = pulses.first { $0.progress.status == run.status }?.progress.reason
        run.outcome = status == .completed ? .succeeded : status == .failed ? .failed : nil
        run.finishedAt = pulses.contains { $0.progress.status.isOpen } ? nil : ends.max()
        run.duration = run.finishedAt.flatMap { end in run.startedAt.map { end - $0 } }
        return OccurrenceOutcome(occurrence: outcome.occurrence, run: run)
    }
}

extension PipelineStatus {
    /// As one pulse would stand that did all of it.
    fileprivate var pulseStatus: PulseStatus {
        switch self {
        case .running: .processing
        case .waiting: .pending
        case .failed: .failed
        case .cancelled: .cancelled
        case .completed: .completed
        }
    }
}

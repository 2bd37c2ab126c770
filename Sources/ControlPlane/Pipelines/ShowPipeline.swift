package import Pulses
package import Recurrence

/// A pipeline as it stands: its pulses, what each waits for, and how long it took.
package struct ShowPipeline: Sendable {
    let plane: ControlPlane

    /// Up to so many steps the latest attempt of each is told too.
    static let timedSteps = 200

    package struct Answer: Hashable, Sendable {
        /// In the order of the steps; never empty.
        package var pulses: [Pulse]
        package var after: [PulseID: [Dependency]]
        /// The latest of each.
        package var attempts: [PulseID: Attempt]

        package var id: PulseID { pulses[0].pipeline ?? pulses[0].id }
        package var name: String? { pulses[0].spec.step?.pipeline }
        package var createdAt: Instant { pulses[0].spec.createdAt }
        package var status: PipelineStatus { PipelineStatus(of: pulses) }
    }

    /// - Parameter id: of any of its pulses.
    /// - Throws: `notFound`, also for a pulse that was made by itself.
    package func callAsFunction(_ id: PulseID) async throws(RequestError) -> Answer {
        try await answer(try await pulses(id))
    }

    func pulses(_ id: PulseID) async throws(RequestError) -> [Pulse] {
        let pulse = try await asking { () async throws(StoreError) in try await plane.reading.pulse(id) }
        guard let pulse else { throw .notFound("there is no pulse \(id)") }
        guard let pipeline = pulse.pipeline else { throw .notFound("pulse \(id) was made by itself: it belongs to no pipeline") }
        let pulses = try await asking { () async throws(StoreError) in
            try await plane.reading.pulses(PulseQuery(.pipeline(pipeline), limit: StepGraph.limit))
        }
        guard !pulses.isEmpty else { throw .notFound("the pipeline of pulse \(id) is not there any more") }
        return pulses
    }

    /// - Parameter pulses: those of one pipeline, all of them.
    func answer(_ pulses: [Pulse]) async throws(RequestError) -> Answer {
        let after = try await asking { () async throws(StoreError) in try await plane.reading.dependencies(of: pulses.map(\.id)) }
        var answer = Answer(pulses: pulses, after: after, attempts: [:])
        guard pulses.count <= Self.timedSteps else { return answer }
        for pulse in pulses where pulse.progress.attempt > 0 {
            answer.attempts[pulse.id] = try await asking { () async throws(StoreError) in try await plane.reading.attempts(of: pulse.id) }
                .last
        }
        return answer
    }
}

/// How a pipeline stands as a whole.
package enum PipelineStatus: String, CaseIterable, Sendable {
    /// One of its pulses runs.
    case running
    /// None runs, and one will.
    case waiting
    /// All have ended, one of them in failure or too late.
    case failed
    /// All have ended, one of them called off.
    case cancelled
    /// All did well.
    case completed

    package init(of pulses: some Sequence<Pulse>) {
        let statuses = Set(pulses.map(\.progress.status))
        self =
            if statuses.contains(.processing) {
                .running
            } else if statuses.contains(where: \.isOpen) {
                .waiting
            } else {
                switch PulseStatus.ofAll(statuses) {
                case .failed, .missed: .failed
                case .cancelled: .cancelled
                case .completed, .blocked, .pending, .processing: .completed
                }
            }
    }
}

/// What a pulse waits for before it may begin: the end of another one.
package struct Dependency: Hashable, Sendable {
    package var on: PulseID
    package var condition: Condition
    /// It came, with the condition met.
    package var isMet: Bool

    package enum Condition: String, CaseIterable, Sendable {
        /// It has to complete. Where it fails, is cancelled or is missed, what waits for it is cancelled (reason `dependency`).
        case success
        /// However it ends.
        case end

        /// Whether it is by a pulse that has ended so.
        package func isMet(by status: PulseStatus) -> Bool { self == .end ? !status.isOpen : status == .completed }
    }

    package init(on: PulseID, condition: Condition = .success, isMet: Bool = false) {
        self.on = on
        self.condition = condition
        self.isMet = isMet
    }

    /// Why a pulse is blocked, or was cancelled, for the sake of another.
    package static let reason = "dependency"
}

/// A dependency of a pulse that is to be made.
package struct DependencyOrder: Hashable, Sendable {
    package var on: Target
    package var condition: Dependency.Condition

    package enum Target: Hashable, Sendable {
        case pulse(PulseID)
        /// One of those that are made together with it, by its place among them.
        case step(Int)
    }

    package init(on: Target, condition: Dependency.Condition = .success) {
        self.on = on
        self.condition = condition
    }
}

/// Why a dependency was refused.
package enum DependencyFault: Hashable, Sendable {
    /// There is no pulse with that id.
    case unknown(PulseID)
    /// It ended, and not as the condition wants.
    case ended(PulseID, PulseStatus)
}

/// The place of a pulse in a pipeline.
package struct PipelineStep: Hashable, Sendable {
    /// The pipeline's name; nil where it has none.
    package var pipeline: String?
    /// The step's name; unique among those made together.
    package var name: String

    package init(pipeline: String? = nil, name: String) {
        self.pipeline = pipeline
        self.name = name
    }
}

/// What an earlier step wrote, for the one that follows it.
package struct RunInput: Hashable, Sendable {
    /// The name of the step; nil where the pulse that it came from has none.
    package var step: String?
    /// The run whose standard output it is.
    package var key: RunKey

    package init(step: String? = nil, key: RunKey) {
        self.step = step
        self.key = key
    }
}

/// What becomes of a new pulse while one with its key is open.
package enum KeyPolicy: String, CaseIterable, Sendable {
    /// The open one stays, and nothing is made.
    case keep
    /// The open one is cancelled, with its grace where it runs; the new one begins when it has ended.
    case replace
    /// The new one is refused.
    case refuse
}

/// One of the pulses that each fire of a schedule makes, where it makes a pipeline.
package struct ScheduleStep: Hashable, Sendable {
    package var name: String
    /// What its pulse is made from; `scheduledAt`, `createdAt` and `key` are filled in.
    package var template: PulseSpec
    package var after: [After]

    /// A step before it, by its place.
    package struct After: Hashable, Sendable {
        package var step: Int
        package var condition: Dependency.Condition

        package init(step: Int, condition: Dependency.Condition = .success) {
            self.step = step
            self.condition = condition
        }
    }

    package init(name: String, template: PulseSpec, after: [After] = []) {
        self.name = name
        self.template = template
        self.after = after
    }
}

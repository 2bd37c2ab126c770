/// Pulses that are to be made together, before anything about them has been checked.
package struct PipelineRequest: Hashable, Sendable {
    /// Nil: it has none.
    package var name: String?
    package var steps: [StepRequest]
    /// When; what holds for each step that says nothing else.
    package var at: String
    package var zone: String?
    package var priority: String?
    /// Beside those of each step.
    package var tags: [String]
    package var agent: String?
    package var creator: String?

    package init(
        name: String? = nil, steps: [StepRequest], at: String = "now", zone: String? = nil, priority: String? = nil, tags: [String] = [],
        agent: String? = nil, creator: String? = nil
    ) {
        self.name = name
        self.steps = steps
        self.at = at
        self.zone = zone
        self.priority = priority
        self.tags = tags
        self.agent = agent
        self.creator = creator
    }
}

/// One of the pulses of a pipeline.
package struct StepRequest: Hashable, Sendable {
    package var name: String?
    package var pulse: PulseRequest
    /// Nil: with the pipeline. Goes before `pulse.at`.
    package var at: String?

    package init(name: String?, pulse: PulseRequest, at: String? = nil) {
        self.name = name
        self.pulse = pulse
        self.at = at
    }
}

/// What a pulse is to wait for, before it has been checked.
package struct AfterRequest: Hashable, Sendable {
    package enum Target: Hashable, Sendable {
        case pulse(Int64)
        /// One of the same pipeline, by its name.
        case step(String)
    }

    package var on: Target
    /// `success` or `end`; nil means success.
    package var when: String?

    package init(on: Target, when: String? = nil) {
        self.on = on
        self.when = when
    }
}

/// Which of its owner's limits is in the way of something new.
package struct LimitFault: Hashable, Sendable {
    package enum Kind: Hashable, Sendable {
        case openPulses
        case pulsesPerDay
        case schedules
    }

    package var agent: String
    package var kind: Kind
    package var limit: Int
    /// How many there are.
    package var has: Int
    /// How many more were asked for.
    package var asked: Int

    package init(agent: String, kind: Kind, limit: Int, has: Int, asked: Int) {
        self.agent = agent
        self.kind = kind
        self.limit = limit
        self.has = has
        self.asked = asked
    }
}

/// What a request would add to what an agent has.
package struct LimitDemand: Hashable, Sendable {
    /// New pulses.
    package var made: Int
    /// How many more would be open then: what they take the place of is open no more.
    package var opening: Int

    package init(made: Int = 0, opening: Int = 0) {
        self.made = made
        self.opening = opening
    }
}

extension Agent.Limits {
    /// The time within which `pulsesPerDay` counts.
    package static let day = Duration.seconds(86_400)

    /// Some of them are about how many pulses there are.
    package var countPulses: Bool { openPulses != nil || pulsesPerDay != nil }

    /// Why so much more may not be; nil where it may.
    ///
    /// - Parameter usage: as of the last 24 hours.
    package func fault(of agent: String, _ usage: AgentUsage, _ demand: LimitDemand) -> LimitFault? {
        if let limit = openPulses, demand.opening > 0, usage.openPulses + demand.opening > limit {
            return LimitFault(agent: agent, kind: .openPulses, limit: limit, has: usage.openPulses, asked: demand.made)
        }
        if let limit = pulsesPerDay, usage.recentPulses + demand.made > limit {
            return LimitFault(agent: agent, kind: .pulsesPerDay, limit: limit, has: usage.recentPulses, asked: demand.made)
        }
        return nil
    }

    /// How many pulses more there may be; nil: any number.
    package func room(_ usage: AgentUsage) -> Int? {
        [openPulses.map { $0 - usage.openPulses }, pulsesPerDay.map { $0 - usage.recentPulses }].compactMap(\.self).min().map { max($0, 0) }
    }
}

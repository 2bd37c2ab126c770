package import StrictJSON

/// An agent, its limits, and what it has.
package struct AgentResponse: WireValue {
    package var name: String
    package var scope: String
    /// The IANA name of its zone; nil: the house's.
    package var zone: String?
    /// Nil: the house's default.
    package var runner: String?
    /// Where it is declared; nil: nowhere.
    package var file: String?
    package var limits: Limits
    package var openPulses: Int64
    /// Made within the last 24 hours.
    package var recentPulses: Int64
    package var schedules: Int64
    /// What it makes waits for the person's word.
    package var needsApproval: Bool

    /// Nil: no bound of its own.
    package struct Limits: Hashable, Sendable {
        package var openPulses: Int64?
        package var pulsesPerDay: Int64?
        package var schedules: Int64?
        /// The shortest time between two occurrences of its schedules.
        package var shortestIntervalMilliseconds: Int64?
        /// How far ahead it may plan.
        package var furthestMilliseconds: Int64?
        /// After which a schedule ends that it makes or changes.
        package var scheduleLifetimeMilliseconds: Int64?

        package init(
            openPulses: Int64?, pulsesPerDay: Int64?, schedules: Int64?, shortestIntervalMilliseconds: Int64?,
            furthestMilliseconds: Int64? = nil, scheduleLifetimeMilliseconds: Int64? = nil
        ) {
            self.openPulses = openPulses
            self.pulsesPerDay = pulsesPerDay
            self.schedules = schedules
            self.shortestIntervalMilliseconds = shortestIntervalMilliseconds
            self.furthestMilliseconds = furthestMilliseconds
            self.scheduleLifetimeMilliseconds = scheduleLifetimeMilliseconds
        }
    }

    package init(
        name: String, scope: String, zone: String?, runner: String?, file: String?, limits: Limits, openPulses: Int64, recentPulses: Int64,
        schedules: Int64, needsApproval: Bool = false
    ) {
        self.name = name
        self.scope = scope
        self.zone = zone
        self.runner = runner
        self.file = file
        self.limits = limits
        self.openPulses = openPulses
        self.recentPulses = recentPulses
        self.schedules = schedules
        self.needsApproval = needsApproval
    }

    package init?(reading reader: inout JSONReader) {
        let name = reader.required("name", as: .string)
        let scope = reader.required("scope", as: .string)
        let zone = reader.optional("zone", as: .string)
        let runner = reader.optional("runner", as: .string)
        let file = reader.optional("file", as: .string)
        let limits = reader.requiredObject("limits") { limits in
            Limits(
                openPulses: limits.optional("open_pulses", as: .integer), pulsesPerDay: limits.optional("pulses_per_day", as: .integer),
                schedules: limits.optional("schedules", as: .integer),
                shortestIntervalMilliseconds: limits.optional("shortest_interval_ms", as: .integer),
                furthestMilliseconds: limits.optional("furthest_ms", as: .integer),
                scheduleLifetimeMilliseconds: limits.optional("schedule_lifetime_ms", as: .integer))
        }
        let open = reader.required("open_pulses", as: .integer)
        let recent = reader.required("recent_pulses", as: .integer)
        let schedules = reader.required("schedules", as: .integer)
        let needsApproval = reader.optional("needs_approval", as: .bool) ?? false
        guard let name, let scope, let limits, let open, let recent, let schedules else { return nil }
        self.init(
            name: name, scope: scope, zone: zone, runner: runner, file: file, limits: limits, openPulses: open, recentPulses: recent,
            schedules: schedules, needsApproval: needsApproval)
    }

    package var json: JSON {
        [
            "name": .string(name), "scope": .string(scope), "zone": JSON(zone), "runner": JSON(runner), "file": JSON(file),
            "limits": [
                "open_pulses": JSON(limits.openPulses), "pulses_per_day": JSON(limits.pulsesPerDay),
                "schedules": JSON(limits.schedules), "shortest_interval_ms": JSON(limits.shortestIntervalMilliseconds),
                "furthest_ms": JSON(limits.furthestMilliseconds), "schedule_lifetime_ms": JSON(limits.scheduleLifetimeMilliseconds),
            ],
            "open_pulses": .integer(openPulses), "recent_pulses": .integer(recentPulses), "schedules": .integer(schedules),
            "needs_approval": .bool(needsApproval),
        ]
    }
}

/// The answer to `GET /v1/agents`.
package struct AgentListResponse: WireValue {
    /// By name.
    package var agents: [AgentResponse]

    package init(agents: [AgentResponse]) { self.agents = agents }

    package init?(reading reader: inout JSONReader) {
        agents = reader.optionalObjects("agents") { AgentResponse(reading: &$0) } ?? []
    }

    package var json: JSON { ["agents": .array(agents.map(\.json))] }
}

/// The answer to `GET /v1/agents/{name}`.
package struct OneAgentResponse: WireValue {
    package var agent: AgentResponse

    package init(agent: AgentResponse) { self.agent = agent }

    package init?(reading reader: inout JSONReader) {
        guard let agent = reader.requiredObject("agent", { AgentResponse(reading: &$0) }) else { return nil }
        self.init(agent: agent)
    }

    package var json: JSON { ["agent": agent.json] }
}

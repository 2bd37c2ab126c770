package import Recurrence

/// A named principal: it owns pulses and schedules, and what it may do has bounds.
package struct Agent: Hashable, Sendable {
    /// Begins with a letter; unique.
    package var name: String
    package var scope: Scope
    package var limits: Limits
    /// Its zone's IANA name; nil: the house's.
    package var zone: String?
    /// Its runner's name; nil: the house's default.
    package var runner: String?
    package var origin: ScheduleSpec.Origin
    package var createdAt: Instant
    /// What it makes and changes waits until the person agrees.
    package var needsApproval: Bool

    /// What it may do; each includes the ones before.
    package enum Scope: String, CaseIterable, Comparable, Sendable {
        case read
        /// Make and change what is its own.
        case schedule
        /// Everything.
        case admin

        package static func < (one: Scope, other: Scope) -> Bool { one.rank < other.rank }

        private var rank: Int {
            switch self {
            case .read: 0
            case .schedule: 1
            case .admin: 2
            }
        }
    }

    package struct Limits: Hashable, Sendable {
        /// Pulses of its own that may be open at once; nil: no bound of its own.
        package var openPulses: Int?
        package var schedules: Int?
        /// The shortest time between two occurrences of its schedules.
        package var shortestInterval: Duration?
        /// Pulses that it may make, have made by its schedules, and ask for again within 24 hours.
        package var pulsesPerDay: Int?
        /// How far ahead a pulse may be planned, and the first time of a schedule.
        package var furthest: Duration?
        /// A schedule that it makes or changes ends so long after that at the latest.
        package var scheduleLifetime: Duration?

        /// Nil: no bound.
        package init(
            openPulses: Int? = nil, schedules: Int? = nil, shortestInterval: Duration? = nil, pulsesPerDay: Int? = nil,
            furthest: Duration? = nil, scheduleLifetime: Duration? = nil
        ) {
            self.openPulses = openPulses
            self.schedules = schedules
            self.shortestInterval = shortestInterval
            self.pulsesPerDay = pulsesPerDay
            self.furthest = furthest
            self.scheduleLifetime = scheduleLifetime
        }

        /// What holds where the declaration says nothing: more than an agent needs that works in earnest, and what one that makes a pulse
        /// a second reaches within ten minutes.
        package static let standard = Limits(
            openPulses: 100, schedules: 25, shortestInterval: .seconds(300), pulsesPerDay: 500, furthest: .seconds(366 * 86_400),
            scheduleLifetime: .seconds(30 * 86_400))
    }

    package init(
        name: String, scope: Scope = .schedule, limits: Limits = Limits(), zone: String? = nil, runner: String? = nil,
        origin: ScheduleSpec.Origin = .made, createdAt: Instant, needsApproval: Bool = false
    ) {
        self.name = name
        self.scope = scope
        self.limits = limits
        self.zone = zone
        self.runner = runner
        self.origin = origin
        self.createdAt = createdAt
        self.needsApproval = needsApproval
    }
}

/// Keeps agents. What is returned is durable.
package protocol AgentKeeping: Sendable {
    /// Makes it, or replaces the one with its name.
    func keep(_ agent: Agent) async throws(StoreError)
    /// Whether there was one. What it owns stays, and stays its own.
    func removeAgent(named name: String) async throws(StoreError) -> Bool
    func agents() async throws(StoreError) -> [Agent]
    /// What an agent has, for its limits.
    func usage(of name: String, since: Instant) async throws(StoreError) -> AgentUsage
}

/// What belongs to an agent.
package struct AgentUsage: Hashable, Sendable {
    package var openPulses: Int
    /// Pulses that were made since the instant asked for, by the agent or by its schedules, or were asked for again.
    package var recentPulses: Int
    package var schedules: Int

    package init(openPulses: Int = 0, recentPulses: Int = 0, schedules: Int = 0) {
        self.openPulses = openPulses
        self.recentPulses = recentPulses
        self.schedules = schedules
    }
}

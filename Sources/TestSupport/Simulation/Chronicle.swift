package import Pulses
package import Recurrence

/// All that happened in one history of engines, a store, children and people, as somebody saw it who sees everything; in the order in
/// which it happened.
package struct Chronicle: Sendable {
    package var setting: Setting
    package var facts: [Fact]
    package var record: FinalRecord

    /// What the engines of a history were set to do, and what was promised to them.
    package struct Setting: Hashable, Sendable {
        /// How many runs at once.
        package var slots: Int
        package var sleepBound: Duration
        package var grace: Duration
        package var pauseAfterRefusal: Duration
        /// The longest time that a turn takes at a store that is well, a wake-up or a start included.
        package var latency: Duration
        /// Attempts lost in a row that put a pulse aside.
        package var poison: Int
        /// How long an engine counts as alive after a turn.
        package var lease: Duration

        package init(
            slots: Int, sleepBound: Duration, grace: Duration, pauseAfterRefusal: Duration = .seconds(1), latency: Duration,
            poison: Int = 3, lease: Duration
        ) {
            self.slots = slots
            self.sleepBound = sleepBound
            self.grace = grace
            self.pauseAfterRefusal = pauseAfterRefusal
            self.latency = latency
            self.poison = poison
            self.lease = lease
        }

        /// How long what can be done may take to be done: a turn that is under way, and the one that follows.
        package var patience: Duration { latency * 4 }
    }

    package init(setting: Setting, facts: [Fact] = [], record: FinalRecord = FinalRecord()) {
        self.setting = setting
        self.facts = facts
        self.record = record
    }
}

/// One thing that happened.
package struct Fact: Hashable, Sendable {
    /// Since the history began, by the clock that nobody can set.
    package var at: Duration
    /// What the wall clock showed.
    package var wall: Instant
    package var event: Event

    package enum Event: Hashable, Sendable {
        // People; what a command or a request changed, and was told to be durable.
        case scheduleMade(Schedule)
        case scheduleChanged(Schedule)
        case scheduleRemoved(ScheduleID)
        /// Nil: it was resumed.
        case schedulePaused(ScheduleID, Pause?)
        case standstill(Standstill?)
        /// These are the pools from now on.
        case pools([Pool])
        /// Somebody wants this run to end, and it was told to the engine.
        case stopWished(PulseID)
        case revived(PulseID)

        // The store, as transactions were committed; within one in this order.
        /// A turn that was handed in when the wall clock showed this.
        case turned(BootID, asked: Instant)
        /// An attempt's end is on record, and what became of its pulse.
        case applied(RunKey, AttemptEnd, PulseProgress)
        case judged(JudgedSchedule)
        /// It will not fire again, for this reason.
        case scheduleOver(ScheduleID, String)
        /// A pulse is new, by whomever; without what happened to it in the same transaction.
        case made(Pulse)
        /// What a pulse that was just made waits for.
        case waits(PulseID, [Dependency])
        /// A pulse was called off, released or asked for again.
        case progressed(PulseID, PulseProgress)
        /// Attempts are on record as begun.
        case claimed(Taken)

        // The children, by their own word.
        case started(RunKey, BootID)
        case ended(RunKey, BootID, AttemptOutcome)
        /// It was killed, and said nothing more.
        case gone(RunKey, BootID)
        /// Its processes cannot be ended.
        case unendable(RunKey)

        // What was done to the daemon and the machine.
        case up(BootID)
        case draining(BootID)
        case down(BootID)
        case frozen(BootID)
        case thawed(BootID)
        case storeTroubled
        case storeWell
        /// The machine slept for so long, until now.
        case slept(Duration)
        case clockSet(by: Duration)
        /// Nothing is done to anybody from here on.
        case calm
    }

    /// What one turn claimed.
    package struct Taken: Hashable, Sendable {
        package var claims: [Claim]
        package var owner: BootID
        package var judges: Int

        package init(claims: [Claim], owner: BootID, judges: Int) {
            self.claims = claims
            self.owner = owner
            self.judges = judges
        }
    }

    package init(at: Duration, wall: Instant, event: Event) {
        self.at = at
        self.wall = wall
        self.event = event
    }
}

/// What the store holds when a history is over, and what it held of what was pruned.
package struct FinalRecord: Hashable, Sendable {
    package var pulses: [PulseID: Pulse]
    package var attempts: [PulseID: [Attempt]]
    package var schedules: [ScheduleID: Schedule]
    package var occurrences: [ScheduleID: [Occurrence]]

    package init(
        pulses: [PulseID: Pulse] = [:], attempts: [PulseID: [Attempt]] = [:], schedules: [ScheduleID: Schedule] = [:],
        occurrences: [ScheduleID: [Occurrence]] = [:]
    ) {
        self.pulses = pulses
        self.attempts = attempts
        self.schedules = schedules
        self.occurrences = occurrences
    }
}

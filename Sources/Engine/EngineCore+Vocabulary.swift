import Pulses
import Recurrence

extension EngineCore {
    struct Settings: Hashable, Sendable {
        /// How many runs at once.
        var slots: Int
        /// The longest sleep: after it the engine looks again, whatever it believes.
        var sleepBound: Duration
        /// How long a stopping daemon takes at most, killing included.
        var drainLimit: Duration
        /// Between TERM and KILL.
        var grace: Duration
        /// How long to wait after a turn that the store refused.
        var pauseAfterRefusal: Duration = .seconds(1)
        /// How many schedules a turn judges at most, so that none holds up the store for long.
        var judges = 256
        /// How long what schedules that are due and not judged yet could come before is left unclaimed at most.
        var judgingAhead: Duration = .seconds(1)

        /// How long this node counts as alive after a turn: two looks may fail before others take its runs for orphans.
        var lease: Duration { max(sleepBound * 3, .seconds(30)) }
    }

    /// Both clocks at one moment.
    struct Moment: Hashable, Sendable {
        var wall: Instant
        var monotonic: Duration
    }

    enum Event: Hashable, Sendable {
        case begin
        /// What dead daemons left: their attempts on record, and those of their runs that still have processes here.
        case found([Orphan], alive: Set<RunKey>)
        /// The processes of `asked` have been ended, as far as it could be confirmed.
        case cleared(asked: Set<RunKey>, gone: Set<RunKey>)
        case turned(TurnResult)
        case refused(StoreError)
        case ended(RunKey, AttemptEnd)
        /// A pulse was made that is due then, or a schedule that has to be looked at then.
        case due(Instant)
        case stop(PulseID)
        /// Others hold from now on.
        case adopt(Settings)
        /// Take a turn now, whether or not there is anything to do, and say when one has come to its end.
        case look
        /// Say what is known.
        case describe
        case drain
        case hurry
    }

    /// What an engine has at hand, for a person who looks for what is wrong.
    struct Description: Hashable, Sendable {
        var slots: Int
        var running: [RunKey]
        var orphans: Int
        var endsToWrite: Int
        var isTurnUnderWay: Bool
        var nextDue: Instant?
        var nextLook: Instant?
        var isDraining: Bool
    }

    enum Effect: Hashable, Sendable {
        case findOrphans
        case endLeftovers(Set<RunKey>, grace: Duration)
        case turn(Turn)
        case start(Claim)
        case ask(RunKey, StopReason, grace: Duration)
        /// The pulse runs no more, and its end is stored.
        case settled(PulseID)
        /// A turn has come to its end, or none will be taken any more.
        case progressed
        case note(Note)
        case finish
        case fail(StoreError)
    }

    /// What is worth a line in the log.
    enum Note: Hashable, Sendable {
        case started(Claim)
        case ended(RunKey, AttemptEnd, Disposition)
        case recovered(RunKey, Disposition)
        /// Its run ended well, and had reported that it failed; the status is what the pulse has now.
        case reportedFailed(RunKey, PulseStatus)
        case stale(RunKey)
        /// Others took this run while this node did not take turns; what is left of it here is ended.
        case fenced(RunKey)
        case storeRefused(StoreError)
        /// What became of a schedule that was due, where anything did.
        case judged(JudgedSchedule)
        /// The wall clock was set, forward or back.
        case clockStepped(by: Duration)
        case draining(running: Int)
        case stopping(running: Int)
        case described(Description)
    }
}

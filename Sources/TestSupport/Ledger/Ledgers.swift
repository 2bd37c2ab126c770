package import Pulses

/// All that is known of one history, noted by those who were there and by nobody else.
package struct Ledgers: Hashable, Sendable {
    package var client: [ClientEntry]
    package var children: [ChildEntry]
    /// In their order.
    package var lives: [DaemonLife]
    package var dump: FinalDump
    /// How the daemons' wall clock was set.
    package var clock: WallSteps
    /// What the clients asked for, by their keys; nothing for those that asked for nothing special.
    package var terms: [String: Terms]
    package var cancels: [CancelNote]

    package init(
        client: [ClientEntry], children: [ChildEntry], lives: [DaemonLife], dump: FinalDump, clock: WallSteps = WallSteps(),
        terms: [String: Terms] = [:], cancels: [CancelNote] = []
    ) {
        self.client = client
        self.children = children
        self.lives = lives
        self.dump = dump
        self.clock = clock
        self.terms = terms
        self.cancels = cancels
    }
}

/// What the daemon of a history was set to do.
package struct LedgerPolicy: Hashable, Sendable {
    /// How many runs at once.
    package var slots: Int
    /// Attempts of a pulse that may fail by themselves, where its client said nothing.
    package var attempts: Int
    /// Attempts lost in a row that put a pulse aside.
    package var poison: Int
    /// The least wait between an attempt that failed and the next, where its client said nothing.
    package var retryDelay: Duration
    /// How much too soon a start may seem, because two clocks are compared.
    package var earliness: Duration
    /// How long before a child's START its daemon may have looked at the clock: the time of a commit and of a spawn.
    package var claimLag: Duration
    /// How long after a child's END its daemon may still have had no durable record of it: the grace for what the child left behind,
    /// and a second.
    package var commitLag: Duration
    /// How long after its nominal time an occurrence may be judged.
    package var judging: Duration
    /// How long after it was due, or after the last daemon began to answer, a pulse must have started and ended.
    package var deadline: Duration
    /// How long what is due may wait while a slot is free.
    package var promptness: Duration
    /// By name.
    package var pools: [String: PoolLimits]

    package init(
        slots: Int, attempts: Int = 3, poison: Int = 3, retryDelay: Duration = .zero, earliness: Duration = .milliseconds(50),
        claimLag: Duration = .seconds(3), commitLag: Duration = .seconds(1), judging: Duration = .seconds(3),
        deadline: Duration = .seconds(30), promptness: Duration = .seconds(2), pools: [String: PoolLimits] = [:]
    ) {
        self.slots = slots
        self.attempts = attempts
        self.poison = poison
        self.retryDelay = retryDelay
        self.earliness = earliness
        self.claimLag = claimLag
        self.commitLag = commitLag
        self.judging = judging
        self.deadline = deadline
        self.promptness = promptness
        self.pools = pools
    }
}

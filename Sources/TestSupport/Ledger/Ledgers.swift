/// All that is known of one history, noted by those who were there and by nobody else.
package struct Ledgers: Hashable, Sendable {
    package var client: [ClientEntry]
    package var children: [ChildEntry]
    /// In their order.
    package var lives: [DaemonLife]
    package var dump: FinalDump
    /// How the daemons' wall clock was set.
    package var clock: WallSteps

    package init(
        client: [ClientEntry], children: [ChildEntry], lives: [DaemonLife], dump: FinalDump, clock: WallSteps = WallSteps()
    ) {
        self.client = client
        self.children = children
        self.lives = lives
        self.dump = dump
        self.clock = clock
    }
}

/// What the daemon of a history was set to do.
package struct LedgerPolicy: Hashable, Sendable {
    /// How many runs at once.
    package var slots: Int
    /// Attempts of a pulse that fail by themselves.
    package var attempts: Int
    /// Attempts lost in a row that put a pulse aside.
    package var poison: Int
    /// The least wait between an attempt that failed and the next.
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

    package init(
        slots: Int, attempts: Int = 3, poison: Int = 3, retryDelay: Duration = .zero, earliness: Duration = .milliseconds(50),
        claimLag: Duration = .seconds(3), commitLag: Duration = .seconds(1), judging: Duration = .seconds(3),
        deadline: Duration = .seconds(30)
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
    }
}

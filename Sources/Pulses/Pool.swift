package import Recurrence

/// A named limit that pulses share. A pulse that names it starts only while the limit lets it; what it holds back holds up nothing else.
package struct Pool: Hashable, Sendable {
    /// Begins with a letter; unique.
    package var name: String
    package var limits: PoolLimits
    /// The file that declares it; nil: no file does any more, and it goes when nothing waits for it.
    package var file: String?

    package init(name: String, limits: PoolLimits, file: String? = nil) {
        self.name = name
        self.limits = limits
        self.file = file
    }
}

/// What a pool allows; nil: as much as comes.
package struct PoolLimits: Hashable, Sendable {
    /// Runs at once.
    package var capacity: Int?
    package var rate: Rate?
    /// Runs that begin on one day of `zone`.
    package var daily: Int?
    /// The IANA name of the zone whose midnight begins a day.
    package var zone: String

    /// So many runs begin at most within any stretch of time of that length. Attempts count, retries included.
    package struct Rate: Hashable, Sendable {
        package var count: Int
        package var window: Duration

        package init(count: Int, window: Duration) {
            self.count = count
            self.window = window
        }
    }

    package init(capacity: Int? = nil, rate: Rate? = nil, daily: Int? = nil, zone: String = "UTC") {
        self.capacity = capacity
        self.rate = rate
        self.daily = daily
        self.zone = zone
    }
}

/// How a pool stands.
package struct PoolUse: Hashable, Sendable {
    package var pool: Pool
    package var running: Int
    /// Those that are due and have not begun, whichever of their pools holds them back.
    package var waiting: Int
    /// Runs that began within the window of the rate, at most as many as it allows; 0 without a rate.
    package var recent: Int
    /// Runs that began today; 0 without a daily limit.
    package var today: Int
    /// Why nothing can begin now; nil where something can.
    package var closed: Closure?

    package enum Closure: Hashable, Sendable {
        /// As many run as may; the next begins when one ends.
        case full
        /// The rate lets the next one begin then.
        case rate(until: Instant)
        /// The day's runs are used up until then.
        case daily(until: Instant)
    }

    package init(pool: Pool, running: Int = 0, waiting: Int = 0, recent: Int = 0, today: Int = 0, closed: Closure? = nil) {
        self.pool = pool
        self.running = running
        self.waiting = waiting
        self.recent = recent
        self.today = today
        self.closed = closed
    }
}

/// Keeps pools. What is returned is durable.
package protocol PoolKeeping: Sendable {
    /// These are the pools from now on. One that is not among them, and that an open pulse needs, stays as it was but without a file
    /// until nothing needs it.
    func declare(_ pools: [Pool]) async throws(StoreError)

    /// All of them, by name.
    ///
    /// - Parameter countsWaiting: without, `waiting` is 0 in all of them, and the cost is the same however much waits.
    func pools(at now: Instant, countsWaiting: Bool) async throws(StoreError) -> [PoolUse]
}

extension PoolKeeping {
    package func pools(at now: Instant) async throws(StoreError) -> [PoolUse] { try await pools(at: now, countsWaiting: true) }
}

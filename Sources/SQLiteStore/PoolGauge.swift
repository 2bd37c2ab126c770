import Pulses
import Recurrence

/// What a pool lets begin, kept up to date by counting what begins and ends. It belongs to the writer's thread.
struct PoolGauge {
    let pool: Pool
    private(set) var running: Int
    /// When the newest runs began, oldest first; at most as many as the rate allows, whether or not it still counts them.
    private var recent: [Instant]
    private var today: Int
    private let day: Range<Instant>

    /// - Parameters:
    ///   - recent: when the newest runs began, oldest first.
    ///   - today: how many began on `day`.
    init(_ pool: Pool, running: Int, recent: [Instant], today: Int, day: Range<Instant>) {
        self.pool = pool
        self.running = running
        self.recent = recent
        self.today = today
        self.day = day
    }

    /// The day is over, or the clock was set back behind what is counted: it has to be read anew.
    func isStale(at now: Instant) -> Bool {
        pool.limits.daily != nil && !day.contains(now) || recent.last.map { $0 > now } ?? false
    }

    /// How many runs can begin now.
    func room(at now: Instant) -> Int {
        var room = Int.max
        if let capacity = pool.limits.capacity { room = capacity - running }
        if let rate = pool.limits.rate { room = min(room, rate.count - countRecent(rate, now)) }
        if let daily = pool.limits.daily { room = min(room, daily - today) }
        return max(room, 0)
    }

    /// Why nothing can begin now: what lets go last.
    func closure(at now: Instant) -> PoolUse.Closure? {
        if let capacity = pool.limits.capacity, running >= capacity { return .full }
        if let daily = pool.limits.daily, today >= daily { return .daily(until: day.upperBound) }
        if let rate = pool.limits.rate, countRecent(rate, now) >= rate.count, recent.count >= rate.count {
            return .rate(until: recent[recent.count - rate.count] + rate.window)
        }
        return nil
    }

    mutating func began(at now: Instant) {
        running += 1
        if pool.limits.daily != nil { today += 1 }
        guard let rate = pool.limits.rate else { return }
        recent.append(now)
        recent.removeFirst(max(recent.count - rate.count, 0))
    }

    mutating func ended() { running -= 1 }

    func use(at now: Instant, waiting: Int) -> PoolUse {
        PoolUse(
            pool: pool, running: running, waiting: waiting, recent: pool.limits.rate.map { countRecent($0, now) } ?? 0, today: today,
            closed: closure(at: now))
    }

    private func countRecent(_ rate: PoolLimits.Rate, _ now: Instant) -> Int {
        let from = now - rate.window
        // Those that count no more stand at the front, and are few as a rule.
        return recent.count - (recent.firstIndex { $0 > from } ?? recent.count)
    }
}

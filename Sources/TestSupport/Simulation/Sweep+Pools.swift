import Pulses
import Recurrence

// over its pool: what pools allow, counted from what was claimed; and since when they have let something begin.

/// A pool as people declared it, and what began and runs in it.
struct SeenPool {
    var limits: PoolLimits
    /// Its runs that have no end on record.
    var running: Set<PulseID> = []
    /// When its runs began, by the wall clock; oldest first.
    var starts: [Instant] = []
    /// Since when something could begin in it; nil while nothing could.
    var openSince: Duration?

    /// How many more can begin.
    func room(at now: Instant) -> Int {
        var room = Int.max
        if let capacity = limits.capacity { room = capacity - running.count }
        if let rate = limits.rate { room = min(room, rate.count - starts.count { $0 > now - rate.window && $0 <= now }) }
        if let daily = limits.daily { room = min(room, daily - starts.count { Self.day(of: $0) == Self.day(of: now) }) }
        return room
    }

    /// When time alone lets something begin; nil where a run has to end first.
    func opening(after now: Instant) -> Instant? {
        if let capacity = limits.capacity, running.count >= capacity { return nil }
        var opening = now
        if let rate = limits.rate {
            let recent = starts.filter { $0 > now - rate.window }
            if recent.count >= rate.count { opening = max(opening, recent[recent.count - rate.count] + rate.window) }
        }
        if let daily = limits.daily, starts.count(where: { Self.day(of: $0) == Self.day(of: now) }) >= daily {
            opening = max(opening, Instant(milliseconds: (Self.day(of: now) + 1) * 86_400_000))
        }
        return opening
    }

    /// Days of UTC.
    private static func day(of instant: Instant) -> Int64 { instant.milliseconds / 86_400_000 }
}

extension Sweep {
    mutating func declare(_ declared: [Pool]) {
        for pool in declared {
            var seen = pools[pool.name] ?? SeenPool(limits: pool.limits)
            seen.limits = pool.limits
            pools[pool.name] = seen
        }
        measurePools()
    }

    /// What began in a future that the clock was set back from counts as begun when the store sees that.
    mutating func settlePools(at now: Instant) {
        let oldest = now - .seconds(48 * 3600)
        for (name, pool) in pools where pool.starts.contains(where: { $0 > now || $0 < oldest }) {
            // What is older than two days is forgotten, and stays so where the clock is set back.
            pools[name]?.starts = pool.starts.filter { $0 >= oldest }.map { min($0, now) }
        }
        measurePools()
    }

    mutating func enterPools(_ claim: Claim) {
        for name in claim.spec.pools {
            guard var pool = pools[name] else { continue }
            if pool.room(at: decided) < 1 {
                let words = "\(pool.running.count) ran in it, and \(pool.starts.suffix(20)) had begun"
                report(.overPool, pulse: claim.key.pulse, "taken at \(decided), where pool \(name) had no room: \(words)")
            }
            pool.running.insert(claim.key.pulse)
            pool.starts.append(decided)
            pools[name] = pool
        }
    }

    mutating func leavePools(_ id: PulseID) {
        for name in pulses[id]?.spec.pools ?? [] { _ = pools[name]?.running.remove(id) }
    }

    mutating func measurePools() {
        for (name, pool) in pools {
            var pool = pool
            pool.openSince = pool.room(at: wall) > 0 ? pool.openSince ?? at : nil
            pools[name] = pool
        }
    }

    /// Pools that open by time alone do so between two facts.
    mutating func openPools(by end: Duration) {
        for (name, pool) in pools where pool.openSince == nil {
            guard let opening = pool.opening(after: wall), let moment = crossing(opening, by: end) else { continue }
            pools[name]?.openSince = moment
        }
    }

    /// Since when all of them let something begin; nil where one does not.
    func openSince(_ names: [String]) -> Duration? {
        var since = Duration.zero
        for name in names {
            guard let pool = pools[name] else { continue }
            guard let open = pool.openSince else { return nil }
            since = max(since, open)
        }
        return since
    }

    /// Whether a pulse that was left had to be: by the pools as they were before the turn, and by those that were taken and go before it.
    func isHeldBack(_ id: PulseID, by before: [Claim]) -> Bool {
        (pulses[id]?.spec.pools ?? []).contains { name in
            guard let pool = pools[name] else { return false }
            return pool.room(at: decided) - before.count { $0.spec.pools.contains(name) } < 1
        }
    }
}

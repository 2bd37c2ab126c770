package import Pulses
package import Recurrence

extension InMemoryStore: PoolKeeping {
    package func declare(_ pools: [Pool]) async throws(StoreError) {
        try access { state in
            let needed = Set(state.openPulses.flatMap(\.spec.pools) + state.schedules.values.flatMap(\.spec.pools))
            let kept = state.pools.values.filter { needed.contains($0.name) }.map { Pool(name: $0.name, limits: $0.limits) }
            state.pools = Dictionary((pools + kept).map { ($0.name, $0) }, uniquingKeysWith: { declared, _ in declared })
            state.starts.removeAll { state.pools[$0.pool] == nil }
        }
    }

    package func pools(at now: Instant, countsWaiting: Bool) async throws(StoreError) -> [PoolUse] {
        try access { state in
            state.settlePools(at: now)
            return state.pools.values.sorted { $0.name < $1.name }.map { pool in
                let waiting =
                    !countsWaiting
                    ? 0
                    : state.pending.values.count { place in
                        place.dueAt <= now && state.pulses[place.id]?.spec.pools.contains(pool.name) == true
                    }
                let limits = pool.limits
                return PoolUse(
                    pool: pool, running: state.runningCount(pool.name), waiting: waiting,
                    recent: limits.rate.map { min(state.starts(pool.name, after: now - $0.window).count, $0.count) } ?? 0,
                    today: limits.daily == nil ? 0 : state.today(pool, at: now), closed: state.closure(pool, at: now))
            }
        }
    }
}

extension ScheduleSpec {
    fileprivate var pools: [String] { template.pools + steps.flatMap(\.template.pools) }
}

/// Pools, counted anew each time.
extension InMemoryState {
    /// What began in a future that the clock was set back from, began now.
    mutating func settlePools(at now: Instant) {
        // What is older than two days counts no more.
        starts.removeAll { $0.at < now - .seconds(48 * 3600) }
        for index in starts.indices where starts[index].at > now { starts[index].at = now }
    }

    func runningCount(_ pool: String) -> Int { running.keys.count { pulses[$0]?.spec.pools.contains(pool) == true } }

    func starts(_ pool: String, after instant: Instant) -> [Instant] {
        starts.filter { $0.pool == pool && $0.at > instant }.map(\.at).sorted()
    }

    func today(_ pool: Pool, at now: Instant) -> Int {
        let day = judge.day(in: pool.limits.zone, at: now)
        return starts.count { $0.pool == pool.name && day.contains($0.at) }
    }

    func closure(_ pool: Pool, at now: Instant) -> PoolUse.Closure? {
        let limits = pool.limits
        if let capacity = limits.capacity, runningCount(pool.name) >= capacity { return .full }
        if let daily = limits.daily, today(pool, at: now) >= daily {
            return .daily(until: judge.day(in: limits.zone, at: now).upperBound)
        }
        guard let rate = limits.rate else { return nil }
        let recent = starts(pool.name, after: now - rate.window)
        return recent.count < rate.count ? nil : .rate(until: recent[recent.count - rate.count] + rate.window)
    }

    /// Nil where a run has to end first.
    func opening(_ names: [String], at now: Instant) -> Instant? {
        var opening = Instant.distantPast
        for pool in names.compactMap({ pools[$0] }) {
            switch closure(pool, at: now) {
            case .full: return nil
            case .rate(let until), .daily(let until): opening = max(opening, until)
            case nil: break
            }
        }
        return opening
    }
}

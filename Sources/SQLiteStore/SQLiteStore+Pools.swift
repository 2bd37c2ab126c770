internal import GRDB
package import Pulses
package import Recurrence

extension SQLiteStore: PoolKeeping {
    package func declare(_ pools: [Pool]) async throws(StoreError) {
        try await writer.submit { session throws(Failure) in
            let names = Set(pools.map(\.name))
            var orphaned: [Pool] = []
            try session.statement(.selectPools).rows { row in
                let known = Pool(row)
                if !names.contains(known.name) { orphaned.append(known) }
            }
            var kept: [Pool] = []
            for var pool in orphaned where try session.isNeeded(pool.name) {
                pool.file = nil
                kept.append(pool)
            }
            try session.statement(.deletePools).run()
            for pool in pools + kept {
                let limits = pool.limits
                try session.statement(.insertPool).bind(1, pool.name).bind(2, limits.capacity.map(Int64.init))
                    .bind(3, limits.rate.map { Int64($0.count) }).bind(4, limits.rate?.window.milliseconds)
                    .bind(5, limits.daily.map(Int64.init)).bind(6, limits.zone).bind(7, pool.file).run()
            }
            try session.statement(.forgetStrayStarts).run()
            session.lanes = nil
        }
    }

    package func pools(at now: Instant, countsWaiting: Bool) async throws(StoreError) -> [PoolUse] {
        let (gauges, lanes) = try await gauges(at: now)
        guard !gauges.isEmpty else { return [] }
        let waiting = countsWaiting ? try await countWaiting(at: now) : [:]
        return gauges.map { gauge in
            let behind = lanes.enumerated().reduce(0) { $0 + ($1.element.contains(gauge.pool.name) ? waiting[$1.offset] ?? 0 : 0) }
            return gauge.use(at: now, waiting: behind)
        }
    }

    private func gauges(at now: Instant) async throws(StoreError) -> ([PoolGauge], [[String]]) {
        guard let readingJudge else {
            return try await writer.submit { session throws(Failure) in
                try session.withLanes(at: now) { lanes throws(Failure) in (lanes.gauges, lanes.lanes.map(\.pools)) }
            }
        }
        return try await read { db in
            guard let connection = db.sqliteConnection else { throw StoreError.closed }
            let session = Session(
                connection: connection, counter: StatementCounter(), judge: readingJudge, leaseTime: SQLiteStore.timeAwake)
            // Without settling, which writes.
            return try session.withLanes(at: now, settles: false) { lanes throws(Failure) in (lanes.gauges, lanes.lanes.map(\.pools)) }
        }
    }

    /// How many are due in each lane and have not begun.
    private func countWaiting(at now: Instant) async throws(StoreError) -> [Int: Int] {
        try await read { db in
            let rows = try db.rows("SELECT lane, count(*) FROM due WHERE lane > 0 AND due_at <= ? GROUP BY lane", [now.milliseconds]) {
                (Int($0.integer(0)), Int($0.integer(1)))
            }
            return Dictionary(uniqueKeysWithValues: rows)
        }
    }
}

extension Session {
    /// A pulse that has not ended, or a schedule, needs the pool.
    fileprivate func isNeeded(_ name: String) throws(Failure) -> Bool {
        var needing: [Int64] = []
        try statement(.selectLanes).rows { row in
            if row.text(1).split(separator: "\n").contains(Substring(name)) { needing.append(row.integer(0)) }
        }
        for lane in needing where try statement(.laneIsOpen).bind(1, lane).first({ $0.integer(0) == 1 }) == true { return true }
        return try statement(.scheduleNeeds).bind(1, "\"\(name)\"").first { $0.integer(0) == 1 } == true
    }
}

import Pulses
import Recurrence

/// The due index and the pools, in the writer's transaction.
extension Session {
    // MARK: at hand

    /// What waits where, read where it is not at hand, or where the clock went back behind it.
    ///
    /// - Parameter settles: what began in a future that the clock was set back from counts as begun now.
    func withLanes<R>(at now: Instant, settles: Bool = true, _ body: (inout Lanes) throws(Failure) -> R) throws(Failure) -> R {
        var known: Lanes
        if let lanes, !settles || !lanes.areStale(at: now) {
            known = lanes
        } else {
            if settles { try statement(.pullStarts).bind(1, now.milliseconds).run() }
            known = try readLanes(at: now)
        }
        // One owner, so that nothing is copied.
        lanes = nil
        defer { lanes = known }
        return try body(&known)
    }

    private func readLanes(at now: Instant) throws(Failure) -> Lanes {
        var sets: [[String]] = [[]]
        try statement(.selectLanes).rows { sets.append($0.text(1).split(separator: "\n").map(String.init)) }
        var running: [Int: Int] = [:]
        try statement(.runningByLane).rows { running[Int($0.integer(0))] = Int($0.integer(1)) }
        var pools: [Pool] = []
        try statement(.selectPools).rows { pools.append(Pool($0)) }
        var gauges: [PoolGauge] = []
        for pool in pools {
            let inUse = sets.enumerated().reduce(0) { $0 + ($1.element.contains(pool.name) ? running[$1.offset] ?? 0 : 0) }
            gauges.append(try gauge(pool, running: inUse, at: now))
        }
        return Lanes(lanes: sets, gauges: gauges)
    }

    private func gauge(_ pool: Pool, running: Int, at now: Instant) throws(Failure) -> PoolGauge {
        var recent: [Instant] = []
        if let rate = pool.limits.rate {
            // Those too that count no more: after the clock was set back they may again.
            try statement(.recentStarts).bind(1, pool.name).bind(2, rate.count)
                .rows { recent.append(Instant(milliseconds: $0.integer(0))) }
        }
        let day = judge.day(in: pool.limits.zone, at: now)
        var today = 0
        if pool.limits.daily != nil {
            let count = try statement(.countStarts).bind(1, pool.name).bind(2, day.lowerBound.milliseconds).first { $0.integer(0) }
            today = Int(count ?? 0)
        }
        return PoolGauge(pool, running: running, recent: recent.reversed(), today: today, day: day)
    }

    /// The lane of pulses that need these pools; made where there is none yet.
    func lane(of pools: [String], at now: Instant) throws(Failure) -> Int {
        guard !pools.isEmpty else { return 0 }
        return try withLanes(at: now, settles: false) { lanes throws(Failure) in
            if let known = lanes.number(of: pools) { return known }
            let number = lanes.add(pools)
            try statement(.insertLane).bind(1, number).bind(2, pools.joined(separator: "\n")).run()
            return number
        }
    }

    // MARK: the due index

    func insertDue(_ id: Int64, lane: Int64, priority: Int64, due: Int64) throws(Failure) {
        try statement(.insertDue).bind(1, priority).bind(2, due).bind(3, id).bind(4, lane).run()
        lanes?.inserted(due, in: Int(lane), Int(priority))
    }

    func deleteDue(_ id: Int64, lane: Int64, priority: Int64, due: Int64) throws(Failure) {
        try statement(.deleteDue).bind(1, priority).bind(2, due).bind(3, id).bind(4, lane).run()
        lanes?.removed(due, from: Int(lane), Int(priority))
    }

    /// Where a queue begins.
    private func head(_ lanes: inout Lanes, _ lane: Int, _ priority: Priority) throws(Failure) -> Int64? {
        switch lanes.head(lane, priority) {
        case .at(let due): return due
        case .none: return nil
        case .unknown:
            let due = try statement(.nextDue).bind(1, priority.rawValue).bind(2, lane).first { $0.integer(0) }
            lanes.know(due.map { .at($0) } ?? .none, of: lane, priority)
            return due
        }
    }

    // MARK: claiming

    /// Claims what is due and what its pools let begin: the most important first, as `Priority.aged` has it, then by due time and id.
    func claim(_ turn: Turn, _ rest: UnjudgedRest?) throws(Failure) -> [ClaimedRow] {
        try withLanes(at: turn.now) { lanes throws(Failure) in
            var rows: [ClaimedRow] = []
            for level in Priority.allCases {
                guard rows.count < turn.limit, let bound = rest.allows(level, dueBy: turn.now) else { break }
                var queues = try dueQueues(level, dueBy: bound, turn.now, &lanes)
                while rows.count < turn.limit, let next = try first(of: &queues, room: turn.limit - rows.count, turn, &lanes) {
                    try begin(next, turn, &lanes)
                    rows.append(next)
                }
            }
            return rows
        }
    }

    /// When the earliest pulse that waits can begin, as far as time alone can tell.
    func nextDue(at now: Instant) throws(Failure) -> Instant? {
        try withLanes(at: now) { lanes throws(Failure) in
            var earliest: Instant?
            for lane in lanes.lanes.indices {
                guard let opening = lanes.room(lane, at: now) > 0 ? .distantPast : lanes.opening(of: lane, at: now) else { continue }
                for priority in Priority.allCases {
                    guard let head = try head(&lanes, lane, priority) else { continue }
                    let due = max(Instant(milliseconds: head), opening)
                    earliest = min(earliest ?? due, due)
                }
            }
            return earliest
        }
    }

    /// A part of the due index that is in its own order: one lane, one priority.
    private struct Queue {
        var lane: Int
        var priority: Priority
        var bound: Instant
        /// Read, and not claimed.
        var rows: ArraySlice<ClaimedRow> = []
        var isReadToItsEnd = false
    }

    /// The queues that have something to claim on one level.
    private func dueQueues(_ level: Priority, dueBy bound: Instant, _ now: Instant, _ lanes: inout Lanes) throws(Failure) -> [Queue] {
        var queues: [Queue] = []
        for lane in lanes.lanes.indices where lanes.room(lane, at: now) > 0 {
            for priority in Priority.allCases {
                guard let aged = priority.dueBy(now, countingAs: level) else { continue }
                let bound = min(aged, bound)
                if let head = try head(&lanes, lane, priority), head <= bound.milliseconds {
                    queues.append(Queue(lane: lane, priority: priority, bound: bound))
                }
            }
        }
        return queues
    }

    /// The first row of those queues whose lanes have room, taken out of its queue.
    private func first(of queues: inout [Queue], room: Int, _ turn: Turn, _ lanes: inout Lanes) throws(Failure) -> ClaimedRow? {
        var best: (index: Int, place: (Int64, Int64))?
        var index = 0
        while index < queues.count {
            let space = min(lanes.room(queues[index].lane, at: turn.now), room)
            if space > 0, queues[index].rows.isEmpty, !queues[index].isReadToItsEnd {
                // Of several each is read as far as its share, so that little is left over.
                try read(&queues[index], min(space, max(room / queues.count, 1)))
            }
            guard space > 0, let row = queues[index].rows.first else {
                queues.remove(at: index)
                continue
            }
            if best.map({ row.place < $0.place }) ?? true { best = (index, row.place) }
            index += 1
        }
        return best.map { queues[$0.index].rows.removeFirst() }
    }

    private func read(_ queue: inout Queue, _ limit: Int) throws(Failure) {
        var rows: [ClaimedRow] = []
        let (lane, priority) = (queue.lane, queue.priority)
        try statement(.claimable).bind(1, priority.rawValue).bind(2, queue.bound.milliseconds).bind(3, limit).bind(4, lane)
            .rows { rows.append(ClaimedRow($0, priority: priority, lane: lane, known: specs.find($0.integer(1)))) }
        queue.rows = rows[...]
        queue.isReadToItsEnd = rows.count < limit
    }

    private func begin(_ row: ClaimedRow, _ turn: Turn, _ lanes: inout Lanes) throws(Failure) {
        let (now, priority) = (turn.now.milliseconds, row.columns.priority)
        try statement(.deleteDue).bind(1, priority).bind(2, row.dueAt).bind(3, row.id).bind(4, row.lane).run()
        lanes.removed(row.dueAt, from: row.lane, Int(priority))
        try statement(.insertRunning).bind(1, row.id).bind(2, row.attempt).bind(3, turn.owner.text).bind(4, row.dueAt).bind(5, now)
            .bind(6, row.columns.schedule).bind(7, row.lane).bind(8, row.pipeline).run()
        specs.forget(row.id)
        try record(.pulseStarted, at: now, pulse: row.id, schedule: row.columns.schedule, attempt: row.attempt)
        guard row.lane > 0 else { return }
        for pool in lanes.lanes[row.lane].places.map({ lanes.gauges[$0].pool }) {
            let limits = pool.limits
            guard limits.rate != nil || limits.daily != nil else { continue }
            // Longer than they count: a clock that was ahead may be set back. A day has 25 hours at most.
            let kept = limits.daily == nil ? (limits.rate?.window ?? .zero) + .seconds(600) : .seconds(48 * 3600)
            try statement(.insertStart).bind(1, pool.name).bind(2, now).bind(3, row.id).bind(4, row.attempt).run()
            try statement(.forgetStarts).bind(1, pool.name).bind(2, (turn.now - kept).milliseconds).run()
        }
        lanes.began(row.lane, at: turn.now)
    }
}

extension Pool {
    /// A row of `StoreStatement.selectPools`.
    init(_ row: borrowing HotRow) {
        var limits = PoolLimits(
            capacity: row.optionalInteger(1).map { Int($0) }, daily: row.optionalInteger(4).map { Int($0) }, zone: row.text(5))
        if let count = row.optionalInteger(2), let window = row.optionalInteger(3) {
            limits.rate = PoolLimits.Rate(count: Int(count), window: .milliseconds(window))
        }
        self.init(name: row.text(0), limits: limits, file: row.optionalText(6))
    }
}

package import StrictJSON

/// A pool and how it stands, as `/v1` shows it.
package struct PoolResponse: WireValue {
    package var name: String
    /// Runs at once; nil: as many as come.
    package var capacity: Int64?
    package var rate: Rate?
    /// Runs that begin on one day of `zone`.
    package var daily: Int64?
    package var zone: String
    /// The file that declares it; nil: no file does any more.
    package var file: String?
    package var running: Int64
    /// Those that are due and have not begun.
    package var waiting: Int64
    /// Runs that began within the time of the rate.
    package var recent: Int64
    /// Runs that began today.
    package var today: Int64
    /// Why nothing can begin now; nil where something can.
    package var closed: Closure?

    package struct Rate: Hashable, Sendable {
        package var count: Int64
        /// `second`, `minute` or `hour`.
        package var per: String

        package init(count: Int64, per: String) {
            self.count = count
            self.per = per
        }
    }

    package struct Closure: Hashable, Sendable {
        /// `full`, `rate` or `daily`.
        package var why: String
        /// When it opens again; nil where that is when a run ends.
        package var until: String?

        package init(why: String, until: String?) {
            self.why = why
            self.until = until
        }
    }

    package init(
        name: String, capacity: Int64?, rate: Rate?, daily: Int64?, zone: String, file: String?, running: Int64, waiting: Int64,
        recent: Int64, today: Int64, closed: Closure?
    ) {
        self.name = name
        self.capacity = capacity
        self.rate = rate
        self.daily = daily
        self.zone = zone
        self.file = file
        self.running = running
        self.waiting = waiting
        self.recent = recent
        self.today = today
        self.closed = closed
    }

    package init?(reading reader: inout JSONReader) {
        let name = reader.required("name", as: .string)
        let capacity = reader.optional("capacity", as: .integer)
        let rate = reader.optionalObject("rate") { reader -> Rate? in
            guard let count = reader.required("count", as: .integer), let per = reader.required("per", as: .string) else { return nil }
            return Rate(count: count, per: per)
        }
        let daily = reader.optional("daily", as: .integer)
        let zone = reader.required("zone", as: .string)
        let file = reader.optional("file", as: .string)
        let running = reader.required("running", as: .integer)
        let waiting = reader.required("waiting", as: .integer)
        let recent = reader.required("recent", as: .integer)
        let today = reader.required("today", as: .integer)
        let closed = reader.optionalObject("closed") { reader -> Closure? in
            guard let why = reader.required("why", as: .string) else { return nil }
            return Closure(why: why, until: reader.optional("until", as: .string))
        }
        guard let name, let zone, let running, let waiting, let recent, let today else { return nil }
        self.init(
            name: name, capacity: capacity, rate: rate, daily: daily, zone: zone, file: file, running: running, waiting: waiting,
            recent: recent, today: today, closed: closed)
    }

    package var json: JSON {
        [
            "name": .string(name),
            "capacity": JSON(capacity),
            "rate": rate.map { ["count": .integer($0.count), "per": .string($0.per)] } ?? .null,
            "daily": JSON(daily),
            "zone": .string(zone),
            "file": JSON(file),
            "running": .integer(running),
            "waiting": .integer(waiting),
            "recent": .integer(recent),
            "today": .integer(today),
            "closed": closed.map { ["why": .string($0.why), "until": JSON($0.until)] } ?? .null,
        ]
    }
}

/// The answer to `GET /v1/pools`.
package struct PoolListResponse: WireValue {
    /// By name.
    package var pools: [PoolResponse]

    package init(pools: [PoolResponse]) { self.pools = pools }

    package init?(reading reader: inout JSONReader) {
        pools = reader.optionalObjects("pools") { PoolResponse(reading: &$0) } ?? []
    }

    package var json: JSON { ["pools": .array(pools.map(\.json))] }
}

/// What holds a pulse back that is due.
package struct PoolWaitResponse: WireValue {
    package var pool: String
    /// `full`, `rate` or `daily`.
    package var why: String
    /// When the pool opens again; nil where that is when a run ends.
    package var until: String?
    /// How many there are of what it allows `limit` of: runs, or beginnings within the time of the rate or of the day.
    package var used: Int64
    package var limit: Int64

    package init(pool: String, why: String, until: String?, used: Int64, limit: Int64) {
        self.pool = pool
        self.why = why
        self.until = until
        self.used = used
        self.limit = limit
    }

    package init?(reading reader: inout JSONReader) {
        let pool = reader.required("pool", as: .string)
        let why = reader.required("why", as: .string)
        let until = reader.optional("until", as: .string)
        let used = reader.optional("used", as: .integer)
        let limit = reader.optional("limit", as: .integer)
        guard let pool, let why else { return nil }
        self.init(pool: pool, why: why, until: until, used: used ?? 0, limit: limit ?? 0)
    }

    package var json: JSON {
        ["pool": .string(pool), "why": .string(why), "until": JSON(until), "used": .integer(used), "limit": .integer(limit)]
    }
}

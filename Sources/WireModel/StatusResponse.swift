package import StrictJSON

/// The answer to `GET /v1/status`.
package struct StatusResponse: WireValue {
    /// `running` where a daemon answers; without one `stopped`, or where one lives `starting` or `not answering`.
    package var state: String
    package var version: String
    package var pid: Int64?
    package var boot: String?
    package var startedAt: String?
    package var uptimeMilliseconds: Int64?
    package var now: String
    /// The default zone.
    package var zone: String
    package var listening: [String]
    /// How many pulses run at once at most.
    package var slots: Int64?
    /// The state folder.
    package var home: String
    /// How many pulses there are, by status; all seven are there.
    package var pulses: [String: Int64]
    /// How many attempts ended, by outcome; all are there.
    package var attempts: [String: Int64]
    package var meanDurationMilliseconds: Int64?
    /// The pulse that is due next.
    package var next: PulseResponse?
    package var running: [PulseResponse]
    /// How many schedules there are: `total`, `active`, `paused`, `over`.
    package var schedules: [String: Int64]
    /// The schedule that fires next.
    package var nextSchedule: ScheduleResponse?
    /// While everything is paused.
    package var standstill: PauseResponse?
    /// The pools that hold work back.
    package var closedPools: [PoolResponse]
    /// The end of the daemon's life that was no orderly one, the latest.
    package var lastCrash: CrashResponse?
    /// How the configuration was last read anew.
    package var lastReload: LastReloadResponse?
    /// The pools in which something runs or waits, or that are closed.
    package var pools: [PoolResponse]
    /// What runs, then what a person may want to look at.
    package var groups: [StatusGroup]
    /// `daemon`, or `files` where none answered and the files were read.
    package var source: String
    /// Who holds the lock of the state folder, where no daemon answered: `the daemon (process 42, ...)`.
    package var lockHolder: String?

    package init(
        state: String, version: String, pid: Int64?, boot: String?, startedAt: String?, uptimeMilliseconds: Int64?, now: String,
        zone: String, listening: [String], slots: Int64?, home: String, pulses: [String: Int64], attempts: [String: Int64],
        meanDurationMilliseconds: Int64?, next: PulseResponse?, running: [PulseResponse], schedules: [String: Int64] = [:],
        nextSchedule: ScheduleResponse? = nil, standstill: PauseResponse? = nil, closedPools: [PoolResponse] = [],
        lastCrash: CrashResponse? = nil, lastReload: LastReloadResponse? = nil, pools: [PoolResponse] = [], groups: [StatusGroup] = [],
        source: String = "daemon", lockHolder: String? = nil
    ) {
        self.state = state
        self.version = version
        self.pid = pid
        self.boot = boot
        self.startedAt = startedAt
        self.uptimeMilliseconds = uptimeMilliseconds
        self.now = now
        self.zone = zone
        self.listening = listening
        self.slots = slots
        self.home = home
        self.pulses = pulses
        self.attempts = attempts
        self.meanDurationMilliseconds = meanDurationMilliseconds
        self.next = next
        self.running = running
        self.schedules = schedules
        self.nextSchedule = nextSchedule
        self.standstill = standstill
        self.closedPools = closedPools
        self.lastCrash = lastCrash
        self.lastReload = lastReload
        self.pools = pools
        self.groups = groups
        self.source = source
        self.lockHolder = lockHolder
    }

    package init?(reading reader: inout JSONReader) {
        let state = reader.required("state", as: .string)
        let version = reader.required("version", as: .string)
        let pid = reader.optional("pid", as: .integer)
        let boot = reader.optional("boot", as: .string)
        let startedAt = reader.optional("started_at", as: .string)
        let uptime = reader.optional("uptime_ms", as: .integer)
        let now = reader.required("now", as: .string)
        let zone = reader.required("zone", as: .string)
        let listening = reader.required("listening", as: .stringArray)
        let slots = reader.optional("slots", as: .integer)
        let home = reader.required("home", as: .string)
        let pulses = reader.required("pulses", as: .counts)
        let attempts = reader.required("attempts", as: .counts)
        let mean = reader.optional("mean_duration_ms", as: .integer)
        let next = reader.optionalObject("next") { PulseResponse(reading: &$0) }
        let running = reader.optionalObjects("running") { PulseResponse(reading: &$0) }
        let schedules = reader.optional("schedules", as: .counts)
        let nextSchedule = reader.optionalObject("next_schedule") { ScheduleResponse(reading: &$0) }
        let standstill = reader.optionalObject("standstill") { PauseResponse(reading: &$0) }
        let closedPools = reader.optionalObjects("closed_pools") { PoolResponse(reading: &$0) }
        let lastCrash = reader.optionalObject("last_crash") { CrashResponse(reading: &$0) }
        let lastReload = reader.optionalObject("last_reload") { LastReloadResponse(reading: &$0) }
        let pools = reader.optionalObjects("pools") { PoolResponse(reading: &$0) }
        let groups = reader.optionalObjects("groups") { StatusGroup(reading: &$0) }
        let source = reader.optional("source", as: .string)
        let lockHolder = reader.optional("lock_holder", as: .string)
        guard let state, let version, let now, let zone, let listening, let home, let pulses, let attempts else { return nil }
        self.init(
            state: state, version: version, pid: pid, boot: boot, startedAt: startedAt, uptimeMilliseconds: uptime, now: now,
            zone: zone, listening: listening, slots: slots, home: home, pulses: pulses, attempts: attempts,
            meanDurationMilliseconds: mean, next: next, running: running ?? [], schedules: schedules ?? [:], nextSchedule: nextSchedule,
            standstill: standstill, closedPools: closedPools ?? [], lastCrash: lastCrash, lastReload: lastReload, pools: pools ?? [],
            groups: groups ?? [], source: source ?? "daemon", lockHolder: lockHolder)
    }

    package var json: JSON {
        [
            "state": .string(state),
            "version": .string(version),
            "pid": JSON(pid),
            "boot": JSON(boot),
            "started_at": JSON(startedAt),
            "uptime_ms": JSON(uptimeMilliseconds),
            "now": .string(now),
            "zone": .string(zone),
            "listening": JSON(listening),
            "slots": JSON(slots),
            "home": .string(home),
            "pulses": JSON(pulses),
            "attempts": JSON(attempts),
            "mean_duration_ms": JSON(meanDurationMilliseconds),
            "next": next?.json ?? .null,
            "running": .array(running.map(\.json)),
            "schedules": JSON(schedules),
            "next_schedule": nextSchedule?.json ?? .null,
            "standstill": standstill?.json ?? .null,
            "closed_pools": .array(closedPools.map(\.json)),
            "last_crash": lastCrash?.json ?? .null,
            "last_reload": lastReload?.json ?? .null,
            "pools": .array(pools.map(\.json)),
            "groups": .array(groups.map(\.json)),
            "source": .string(source),
            "lock_holder": JSON(lockHolder),
        ]
    }
}

package import StrictJSON

/// The answer to `GET /v1/status`.
package struct StatusResponse: WireValue {
    /// `running` where a daemon answers, `stopped` where a command line answers for itself.
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

    package init(
        state: String, version: String, pid: Int64?, boot: String?, startedAt: String?, uptimeMilliseconds: Int64?, now: String,
        zone: String, listening: [String], slots: Int64?, home: String, pulses: [String: Int64], attempts: [String: Int64],
        meanDurationMilliseconds: Int64?, next: PulseResponse?, running: [PulseResponse], schedules: [String: Int64] = [:],
        nextSchedule: ScheduleResponse? = nil, standstill: PauseResponse? = nil, closedPools: [PoolResponse] = []
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
        guard let state, let version, let now, let zone, let listening, let home, let pulses, let attempts else { return nil }
        self.init(
            state: state, version: version, pid: pid, boot: boot, startedAt: startedAt, uptimeMilliseconds: uptime, now: now,
            zone: zone, listening: listening, slots: slots, home: home, pulses: pulses, attempts: attempts,
            meanDurationMilliseconds: mean, next: next, running: running ?? [], schedules: schedules ?? [:], nextSchedule: nextSchedule,
            standstill: standstill, closedPools: closedPools ?? [])
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
        ]
    }
}

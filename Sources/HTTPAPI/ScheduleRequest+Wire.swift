import ControlPlane
import WireModel

extension ScheduleRequest {
    /// What travelled: what is there is asked for, the rest is as it is.
    init(_ wish: NewScheduleRequest) {
        self.init()
        name = Change(wish.name)
        cron = Change(wish.cron)
        every = Change(wish.every)
        dialect = Change(wish.dialect)
        zone = Change(wish.zone)
        jitter = Change(wish.jitter)
        active = Change(wish.active)
        quiet = Change(wish.quiet)
        onBlocked = Change(wish.onBlocked)
        start = Change(wish.start)
        end = Change(wish.end)
        maxRuns = Change(wish.maxRuns)
        isAfterCompletion = Change(wish.afterCompletion)
        misfire = Change(wish.misfire)
        tolerance = Change(wish.tolerance)
        catchUpWindow = Change(wish.catchUpWindow)
        maxCatchUp = Change(wish.maxCatchUp)
        overlap = Change(wish.overlap)
        bufferLimit = Change(wish.bufferLimit)
        pauseAfterFailures = Change(wish.pauseAfter)
        pulse.prompt = Change(wish.prompt)
        pulse.command = Change(wish.command)
        pulse.webhook = Change(wish.webhook.map(WebhookRequest.init))
        pulse.priority = Change(wish.priority)
        pulse.session = Change(wish.session)
        pulse.notes = Change(wish.stickyNotes)
        pulse.tags = Change(wish.tags)
        pulse.runner = Change(wish.runner)
        pulse.directory = Change(wish.cwd)
        pulse.environment = Change(wish.env)
        pulse.timeout = Change(wish.timeout)
        pulse.retry = Change(wish.retry.map(RetryRequest.init))
        pulse.onLost = Change(wish.onLost)
        pulse.expiresAfter = Change(wish.expiresAfter)
        pulse.creator = Change(wish.createdBy)
        pulse.pools = Change(wish.pools)
        agent = Change(wish.agent)
    }

    /// A merge patch: what is null goes back to its default.
    init(_ patch: SchedulePatch) {
        self.init(patch.values)
        for name in patch.cleared { clear(name) }
    }

    private mutating func clear(_ field: String) {
        switch field {
        case "name": name = .reset
        case "cron": cron = .reset
        case "every": every = .reset
        case "dialect": dialect = .reset
        case "zone": zone = .reset
        case "jitter": jitter = .reset
        case "active": active = .reset
        case "quiet": quiet = .reset
        case "on_blocked": onBlocked = .reset
        case "start": start = .reset
        case "end": end = .reset
        case "max_runs": maxRuns = .reset
        case "after_completion": isAfterCompletion = .reset
        case "misfire": misfire = .reset
        case "tolerance": tolerance = .reset
        case "catch_up_window": catchUpWindow = .reset
        case "max_catch_up": maxCatchUp = .reset
        case "overlap": overlap = .reset
        case "buffer_limit": bufferLimit = .reset
        case "pause_after": pauseAfterFailures = .reset
        case "prompt": pulse.prompt = .reset
        case "command": pulse.command = .reset
        case "webhook": pulse.webhook = .reset
        case "priority": pulse.priority = .reset
        case "session": pulse.session = .reset
        case "sticky_notes": pulse.notes = .reset
        case "tags": pulse.tags = .reset
        case "runner": pulse.runner = .reset
        case "cwd": pulse.directory = .reset
        case "env": pulse.environment = .reset
        case "timeout": pulse.timeout = .reset
        case "retry": pulse.retry = .reset
        case "on_lost": pulse.onLost = .reset
        case "expires_after": pulse.expiresAfter = .reset
        case "created_by": pulse.creator = .reset
        case "pools": pulse.pools = .reset
        case "agent": agent = .reset
        // Unknown fields were refused when the patch was read.
        default: break
        }
    }
}

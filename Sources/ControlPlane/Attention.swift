package import Pulses
import Recurrence

/// What a person may want to look at, with as much of it as fits on a page.
///
/// What it costs does not grow with what is stored: of each kind at most `lookLimit` are looked at, and `listLimit` are shown.
package struct Attention: Hashable, Sendable {
    /// Those of one kind: how many were seen, and the latest of them.
    package struct Group: Hashable, Sendable {
        package var count: Int
        /// More were not looked at.
        package var isPartial: Bool
        package var pulses: [Shown]

        package init(count: Int = 0, isPartial: Bool = false, pulses: [Shown] = []) {
            self.count = count
            self.isPartial = isPartial
            self.pulses = pulses
        }
    }

    /// A pulse and its latest attempt.
    package struct Shown: Hashable, Sendable {
        package var pulse: Pulse
        package var attempt: Attempt?
    }

    /// What runs, the one that began last first.
    package var running: Group
    /// What failed within `window`, the latest first.
    package var failed: Group
    /// Pulses that were missed within `window`, the latest first.
    package var missed: Group
    /// Pending pulses that were due more than `tolerance` ago though nothing holds them back, the longest ones first.
    package var late: Group
    /// That occurrences of schedules were missed within `window`, the latest first.
    package var missedTimes: [EventRecord]
    /// Schedules that paused themselves, the ones made last first.
    package var paused: [Schedule]
    package var isPausedPartial: Bool
    /// What agents made and waits for the person's word, the oldest first.
    package var awaiting = Group()
    /// Schedules that do, the ones made last first.
    package var awaitingSchedules: [Schedule] = []
    package var isAwaitingSchedulesPartial = false

    package static let window: Duration = .seconds(86_400)
    package static let tolerance: Duration = .seconds(60)
    static let lookLimit = 500
    static let listLimit = 20
    /// How many events are looked at for what schedules missed.
    static let eventLimit = 20_000

    /// The schedules that are named by number alone.
    var schedulesToName: [ScheduleID] {
        missedTimes.compactMap(\.schedule) + [failed, missed, late, awaiting].flatMap(\.pulses).compactMap(\.pulse.spec.schedule)
    }
}

extension ReadStatus {
    /// - Parameters:
    ///   - running: what runs, as far as it is named.
    ///   - closed: the names of the pools that let nothing begin.
    func attention(
        running: [Pulse], closed: Set<String>, isStandingStill: Bool, at now: Instant
    ) async throws(RequestError) -> Attention {
        let since = now - Attention.window
        let look = Attention.lookLimit
        let late =
            isStandingStill ? [] : try await pulses(PulseQuery(.late(before: now - Attention.tolerance, avoiding: closed), limit: look))
        let missedTimes = try await asking { () async throws(StoreError) in
            try await plane.reading.latestEvents(of: [.scheduleMissed], since: since, lookingBack: Attention.eventLimit)
        }
        let paused = try await asking { () async throws(StoreError) in
            try await plane.schedules.selfPausedSchedules(limit: Attention.listLimit + 1)
        }
        let awaiting = try await pulses(PulseQuery(.awaitingApproval, limit: look))
        let awaitingSchedules = try await asking { () async throws(StoreError) in
            try await plane.schedules.schedulesAwaitingApproval(limit: Attention.listLimit + 1)
        }
        return Attention(
            running: try await group(running, isPartial: running.count >= Self.runningLimit),
            failed: try await ended(.failed, since: since), missed: try await ended(.missed, since: since),
            late: try await group(late, isPartial: late.count >= look), missedTimes: Array(missedTimes.prefix(look)),
            paused: Array(paused.prefix(Attention.listLimit)), isPausedPartial: paused.count > Attention.listLimit,
            awaiting: try await group(awaiting, isPartial: awaiting.count >= look),
            awaitingSchedules: Array(awaitingSchedules.prefix(Attention.listLimit)),
            isAwaitingSchedulesPartial: awaitingSchedules.count > Attention.listLimit)
    }

    /// Those that ended like that since then, of the ones made last.
    private func ended(_ status: PulseStatus, since: Instant) async throws(RequestError) -> Attention.Group {
        let seen = try await pulses(PulseQuery(.newest([status]), limit: Attention.lookLimit))
        let recent = seen.filter { ($0.progress.finishedAt ?? .distantPast) >= since }
        let latest = recent.sorted { ($0.progress.finishedAt ?? .distantPast, $0.id) > ($1.progress.finishedAt ?? .distantPast, $1.id) }
        return try await group(latest, isPartial: seen.count >= Attention.lookLimit)
    }

    private func group(_ pulses: [Pulse], isPartial: Bool) async throws(RequestError) -> Attention.Group {
        var group = Attention.Group(count: pulses.count, isPartial: isPartial)
        for pulse in pulses.prefix(Attention.listLimit) {
            let attempts = try await asking { () async throws(StoreError) in try await plane.reading.attempts(of: pulse.id) }
            group.pulses.append(Attention.Shown(pulse: pulse, attempt: attempts.last))
        }
        return group
    }
}

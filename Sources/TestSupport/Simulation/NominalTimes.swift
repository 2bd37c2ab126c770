package import Pulses
package import Recurrence

/// The nominal times of a schedule by a way of its own: each is so many milliseconds after the one before, in UTC. It reads the few
/// forms that the simulation uses, and knows nothing of `Recurrence`'s rules.
package struct NominalTimes: Hashable, Sendable {
    /// Milliseconds between two.
    package var period: Int64
    /// One of them, in milliseconds since 1970; it need not be one that is used.
    package var phase: Int64
    /// None before it.
    package var first: Instant
    /// None after it.
    package var last: Instant
    /// Minutes of the day between which it may fire; nil: always.
    package var hours: ClosedHours?

    /// Open from `from` until before `to`, in minutes of the day.
    package struct ClosedHours: Hashable, Sendable {
        package var from: Int64
        package var to: Int64
    }

    /// Each so many milliseconds after the one before, from the first on, for ever.
    package init(first: Instant, every period: Int64) {
        self.period = period
        self.first = first
        phase = first.milliseconds
        last = .distantFuture
    }

    /// Reads `@every 90s`, `*/5 * * * *`, `17 * * * *`, `30 3 * * *` and `0 9 * * 1`, with at most one `active` window (`09:00-17:00`).
    /// Nil for everything else.
    package init?(_ timing: ScheduleTiming) {
        guard timing.zone == "UTC", timing.quiet.isEmpty, timing.active.count <= 1 else { return nil }
        let minute: Int64 = 60_000
        let words = timing.rule.split(separator: " ")
        if words.count == 2, words[0] == "@every", words[1].hasSuffix("s"), let seconds = Int64(words[1].dropLast()) {
            period = seconds * 1000
            phase = (timing.start ?? timing.anchor).milliseconds
            first = Instant(milliseconds: phase + period)
        } else if words.count == 5, words[2] == "*", words[3] == "*" {
            first = timing.start ?? .distantPast
            let everyMinutes = words[0].hasPrefix("*/") ? Int64(words[0].dropFirst(2)) : nil
            switch (everyMinutes, Int64(words[0]), Int64(words[1]), Int64(words[4])) {
            case (let step?, _, nil, nil): (period, phase) = (step * minute, 0)
            case (nil, let at?, nil, nil): (period, phase) = (60 * minute, at * minute)
            case (nil, let at?, let hour?, nil): (period, phase) = (1440 * minute, (hour * 60 + at) * minute)
            // 1970-01-01 was a Thursday.
            case (nil, let at?, let hour?, let day?):
                (period, phase) = (7 * 1440 * minute, ((day + 3) % 7 * 1440 + hour * 60 + at) * minute)
            default: return nil
            }
        } else {
            return nil
        }
        last = timing.end ?? .distantFuture
        if let window = timing.active.first {
            let times = window.split(separator: "-").map { $0.split(separator: ":").compactMap { Int64($0) } }
            guard times.count == 2, times.allSatisfy({ $0.count == 2 }) else { return nil }
            hours = ClosedHours(from: times[0][0] * 60 + times[0][1], to: times[1][0] * 60 + times[1][1])
        }
    }

    /// The first one after the moment.
    package func next(after moment: Instant) -> Instant? {
        let from = max(moment.milliseconds, first.milliseconds - 1)
        let next = Instant(milliseconds: phase + (floor(from - phase, period) + 1) * period)
        return next <= last ? next : nil
    }

    /// How many there are after the first moment and not after the second.
    package func count(after: Instant, through: Instant) -> Int {
        let low = max(after.milliseconds, first.milliseconds - 1)
        let high = min(through, last).milliseconds
        guard high > low else { return 0 }
        return Int(floor(high - phase, period) - floor(low - phase, period))
    }

    package func contains(_ moment: Instant) -> Bool { count(after: moment + .milliseconds(-1), through: moment) == 1 }

    package func isOpen(at moment: Instant) -> Bool {
        guard let hours else { return true }
        let minute = moment.milliseconds - floor(moment.milliseconds, 86_400_000) * 86_400_000
        return minute >= hours.from * 60_000 && minute < hours.to * 60_000
    }

    /// The first one after the moment that falls into an open time.
    package func nextOpen(after moment: Instant) -> Instant? {
        var candidate = next(after: moment)
        while let nominal = candidate, let opening = opening(for: nominal) { candidate = next(after: opening + .milliseconds(-1)) }
        return candidate
    }

    /// When the window opens for a time that is blocked; nil for one that is not.
    package func opening(for nominal: Instant) -> Instant? {
        guard let hours, !isOpen(at: nominal) else { return nil }
        let today = floor(nominal.milliseconds, 86_400_000) * 86_400_000 + hours.from * 60_000
        return Instant(milliseconds: today > nominal.milliseconds ? today : today + 86_400_000)
    }

    private func floor(_ dividend: Int64, _ divisor: Int64) -> Int64 {
        let quotient = dividend / divisor
        return dividend % divisor < 0 ? quotient - 1 : quotient
    }
}

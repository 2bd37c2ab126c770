/// The fires of an expression in a zone: a walk over real instants, by the rules of section 2 of the specification.
///
/// Seconds are since 1970-01-01T00:00:00Z.
struct NaiveFires {
    let cron: NaiveCron
    let zone: NaiveZone

    private var calendar: NaiveCalendar { .shared }

    /// The first fire after a second, or nil when there is none in 50 years or in the years of its year field.
    func next(after start: Int) -> Int? {
        let first = Self.day(of: start + 1)
        let last = min(cron.years == nil ? first + 51 * 366 : .max, calendar.last - 2)
        var day = first
        while day <= last {
            // Nowhere is the date more than a day away from that of UTC.
            guard let date = matchingDate(from: day - 1, through: last + 1) else { return nil }
            day = max(day, date - 1)
            if let fire = fire(onUTCDay: day, after: start) { return fire }
            day += 1
        }
        return nil
    }

    /// The first date in a range of days that matches.
    private func matchingDate(from begin: Int, through end: Int) -> Int? {
        var day = begin
        while day <= end {
            let date = calendar[day]
            if !cron.months[date.month] || !(cron.years?.contains(date.year) ?? true) {
                day += date.length - date.day + 1
            } else if cron.matches(date) {
                return day
            } else {
                day += 1
            }
        }
        return nil
    }

    /// The fires after a second, at most so many.
    func fires(after start: Int, limit: Int) -> [Int] {
        var fires: [Int] = []
        var second = start
        while fires.count < limit, let fire = next(after: second) {
            fires.append(fire)
            second = fire
        }
        return fires
    }

    // MARK: one day

    private func fire(onUTCDay day: Int, after start: Int) -> Int? {
        let spans = zone.spans(ofDays: day - 2...day)
        var found: Int?
        for (index, span) in spans.enumerated() where span.until > day * 86_400 {
            let from = max(span.from, day * 86_400, start + 1)
            if from == span.from, index > 0, fillsGap(from: spans[index - 1], to: span) { return from }
            found = match(from: from + span.offset, until: span.until + span.offset) { local in
                !cron.isFixed || !wasShown(local, before: local - span.offset, in: spans)
            }.map { $0 - span.offset }
            if found != nil { break }
        }
        return found
    }

    /// Whether the clock already showed the time at an earlier instant.
    private func wasShown(_ local: Int, before instant: Int, in spans: [NaiveZone.Span]) -> Bool {
        spans.contains { span in
            let earlier = local - span.offset
            return earlier < instant && earlier >= span.from && earlier < span.until
        }
    }

    /// Whether a fixed job has a time among those that the clock jumped over. Three hours and more are corrections of the date.
    private func fillsGap(from before: NaiveZone.Span, to after: NaiveZone.Span) -> Bool {
        let jump = after.offset - before.offset
        guard cron.isFixed, jump > 0, jump < 3 * 3600 else { return false }
        return match(from: after.from + before.offset, until: after.from + after.offset) { _ in true } != nil
    }

    /// The first local second in a range that the expression names and that is wanted. Days, hours and minutes that do not
    /// match are left out.
    private func match(from begin: Int, until end: Int, wanted: (Int) -> Bool) -> Int? {
        var local = begin
        while local < end {
            let day = Self.day(of: local)
            let ofDay = local - day * 86_400
            if !cron.matches(calendar[day]) {
                local = (day + 1) * 86_400
            } else if !cron.hours[ofDay / 3600] {
                local += 3600 - ofDay % 3600
            } else if !cron.minutes[ofDay / 60 % 60] {
                local += 60 - ofDay % 60
            } else if cron.seconds[ofDay % 60], wanted(local) {
                return local
            } else {
                local += 1
            }
        }
        return nil
    }

    /// Division that rounds towards the past.
    private static func day(of second: Int) -> Int {
        second >= 0 ? second / 86_400 : -((-second + 86_399) / 86_400)
    }
}

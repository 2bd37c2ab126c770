/// Something about a valid schedule that surprises people.
public struct ScheduleWarning: Hashable, Sendable {
    /// The kinds of warnings; raw values are part of the API.
    public enum Code: String, Hashable, Sendable, CaseIterable {
        /// Day of month and day of week are both restricted, and one of them is enough.
        case eitherDay = "either_day"
        /// A day that some months do not have.
        case skipsMonths = "skips_months"
        /// A fixed time of day that clocks jump over or show twice.
        case clockChange = "clock_change"
        /// Numbers for weekdays behind seconds, which Quartz and the Rust crate count from Sunday = 1.
        case numericWeekday = "numeric_weekday"
    }

    public let code: Code
    /// One sentence: what happens, and what to write if something else was meant.
    public let message: String

    /// - Parameter dialect: what the expression was written in.
    static func all(
        of expression: CronExpression, _ syntax: CronSyntax, in zone: Zone, now: Instant, dialect: CronExpression.Dialect
    ) -> [ScheduleWarning] {
        let warnings = [
            eitherDay(syntax), skipsMonths(expression, syntax), clockChange(expression, zone, now),
            dialect == .upbeat ? numericWeekday(expression, syntax) : nil,
        ]
        return warnings.compactMap(\.self)
    }

    private static func eitherDay(_ syntax: CronSyntax) -> ScheduleWarning? {
        guard let date = syntax[.dayOfMonth], let weekday = syntax[.dayOfWeek], !syntax.daysAreAnded else { return nil }
        return ScheduleWarning(
            code: .eitherDay,
            message: "day of month \(date.text) and day of week \(weekday.text) are both restricted, so it fires when either matches; "
                + "write +\(weekday.text) if both have to")
    }

    /// Says which of the months that are allowed have no such day.
    private static func skipsMonths(_ expression: CronExpression, _ syntax: CronSyntax) -> ScheduleWarning? {
        let needed = syntax[.dayOfMonth]?.items.compactMap { item -> (day: String, length: Int)? in
            switch (item.kind, item.step) {
            case (.value(let date), nil), (.workday(let date), _): (English.ordinal(date), date)
            case (.range(let first, let last), _) where first >= 29 && first <= last: (English.ordinal(first), first)
            case (.last(let offset), _), (.lastWorkday(let offset), _): ("day L-\(offset)", offset + 1)
            default: nil
            }
        }
        let shortest = (needed ?? []).filter { $0.length > 28 }
        let sentences = shortest.compactMap { day, length -> String? in
            let months = expression.values(of: .month).filter { CivilTime.days(inMonth: $0, of: 2000) < length }
            let names = months.map { English.months[$0 - 1] }
            let isLeapDay = length == 29 && expression.values(of: .month).contains(2)
            let all = isLeapDay ? ["February outside of leap years"] : names
            return all.isEmpty ? nil : "there is no \(day) in \(English.list(all, "or"))"
        }
        guard !sentences.isEmpty else { return nil }
        return ScheduleWarning(
            code: .skipsMonths, message: "\(English.list(sentences)): nothing fires for it then; L is the last day of every month")
    }

    private static func numericWeekday(_ expression: CronExpression, _ syntax: CronSyntax) -> ScheduleWarning? {
        guard syntax.fields.count > 5, let field = syntax[.dayOfWeek], field.items.contains(where: { $0.hasNumericWeekday(in: syntax) })
        else { return nil }
        return ScheduleWarning(
            code: .numericWeekday,
            message: "day of week \(field.text) counts from Sunday = 0; Quartz and the Rust crate cron count from Sunday = 1: write names, "
                + "such as MON-FRI, or name the dialect")
    }

    // MARK: Changes of the clock

    private static let horizon = Duration.seconds(10 * 366 * 86_400)

    /// The first time, of the next ten years, that the clocks change around a fixed time.
    private static func clockChange(_ expression: CronExpression, _ zone: Zone, _ now: Instant) -> ScheduleWarning? {
        let plan = expression.plan
        guard plan.isFixedTime else { return nil }
        let now = now.writable
        var messages: [Bool: String] = [:]
        for change in zone.transitions(in: now..<now + horizon) {
            let isGap = change.offsetAfter > change.offsetBefore
            guard messages[isGap] == nil else { continue }
            let from = change.instant.seconds + Int64(min(change.offsetBefore, change.offsetAfter))
            let until = change.instant.seconds + Int64(max(change.offsetBefore, change.offsetAfter))
            guard let match = plan.first(from: from), match < until else { continue }
            let time = CivilTime(millisecondsSinceEpoch: match * 1000)
            messages[isGap] = words(time, isGap, change, zone)
            guard messages.count < 2 else { break }
        }
        guard !messages.isEmpty else { return nil }
        return ScheduleWarning(code: .clockChange, message: [true, false].compactMap { messages[$0] }.joined(separator: "; "))
    }

    private static func words(_ time: CivilTime, _ isGap: Bool, _ change: Zone.Transition, _ zone: Zone) -> String {
        let date = "\(padded(time.year, 4))-\(padded(Int64(time.month), 2))-\(padded(Int64(time.day), 2))"
        let clock = Window.clock(time.hour * 60 + time.minute)
        guard isGap else { return "\(clock) on \(date) is shown twice in \(zone): it fires the first time only" }
        let end = zone.civilTime(at: change.instant)
        guard change.offsetAfter - change.offsetBefore < 3 * 3600 else {
            return "\(clock) on \(date) does not exist in \(zone): nothing fires for it"
        }
        return
            "\(clock) on \(date) does not exist in \(zone): it fires once at \(Window.clock(end.hour * 60 + end.minute)), when the gap ends"
    }
}

extension CronSyntax.Item {
    /// Whether a weekday in it was written as a number; steps and ordinals do not count.
    fileprivate func hasNumericWeekday(in syntax: CronSyntax) -> Bool {
        let bytes = Array(syntax.text.utf8)
        guard syntax.macro == nil, range.upperBound <= bytes.count else { return false }
        return bytes[range].prefix { $0 != UInt8(ascii: "/") && $0 != UInt8(ascii: "#") }.contains(where: \.isDigit)
    }
}

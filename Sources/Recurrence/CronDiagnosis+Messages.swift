extension CronDiagnosis {
    /// What is wrong, and what is allowed.
    var message: String {
        let field = failure.field ?? .minute
        let name = field.title
        let bounds = field.allowed(in: dialect)
        return switch failure.code {
        case .empty: "a schedule is missing; write for example `0 9 * * MON-FRI`, @daily or `every 5m`"
        case .fieldCount: fieldCount
        case .yearInSixthField:
            "\(value) stands in the sixth field, which is the day of week: with six fields the seconds come first, and a year is the seventh"
        case .badChar: badCharacter
        case .emptyItem:
            "\(name) \(shown(fieldText)) has an item missing; values are separated by single commas, such as \(field.example),\(bounds.last)"
        case .badRange where item.first == "H" || item.first == "h":
            "\(name) \(shown(item)) is no H with a range; write H(a-b) with a not after b, both \(bounds.text)"
        case .badRange: badRange
        case .badStep: "\(shown(value)) in \(name) is no step; write *, a value or a range, then / and a whole number such as */2"
        case .zeroStep: "a step of 0 in \(name) \(shown(item)) never moves on; steps are \(field.steps)"
        case .stepTooLarge: stepTooLarge
        case .outOfRange: "\(name) \(value) is out of range; allowed are \(bounds.text)"
        case .unknownName: unknownName
        case .misplacedSpecial: misplacedSpecial
        case .badModifier: badModifier
        case .badNth:
            "\(shown(value)) in \(name) \(shown(item)) is no ordinal; write one weekday, then #1 to #5, or #L for the last, such as MON#2"
        case .badLastOffset: "\(shown(value)) in \(name) \(shown(item)) is no distance from the last day; write L-1 to L-30"
        case .unknownMacro: "unknown macro \(shown(value)); allowed are \(CronMacro.names.joined(separator: ", "))"
        case .unknownZone: "\(shown(fieldText)) names no time zone; write an IANA name such as CRON_TZ=Europe/Berlin"
        default: "\(shown(value)) is not understood"
        }
    }

    private var fieldCount: String {
        let allowed =
            dialect == .upbeat
            ? "5 (minute, hour, day of month, month, day of week), 6 (second first) or 7 (year last)"
            : "6 (second, minute, hour, day of month, month, day of week) or 7 (year last) in \(dialect.rawValue)"
        return "\(shown(value)) has \(fields.count) \(fields.count == 1 ? "field" : "fields"); a schedule has \(allowed)"
    }

    private var badCharacter: String {
        let scalar = value.unicodeScalars.first ?? " "
        let code = String(scalar.value, radix: 16, uppercase: true)
        let name = scalar.isASCII && scalar.value > 0x20 ? "\(shown(value))" : "\(shown(value)) (U+\(padded(code)))"
        let place = failure.field.map { "in \($0.title) \(shown(item))" } ?? "in a schedule"
        return "\(name) has no meaning \(place); allowed are digits, names, * ? , - / # + L W and H, with blanks between fields"
    }

    private func padded(_ code: String) -> String { String(repeating: "0", count: max(4 - code.count, 0)) + code }

    private var badRange: String {
        guard let field = failure.field else { return "" }
        let parts = value.split(separator: "-", omittingEmptySubsequences: false)
        let bounds = field.allowed(in: dialect).text
        guard parts.count == 2, !parts.contains(where: { $0.isEmpty || $0 == "*" || $0 == "L" || $0 == "l" }) else {
            return "\(field.title) \(shown(value)) is no range; a range has two ends, a-b, both \(bounds)"
        }
        let rule = field == .year ? "years do not wrap around" : "ranges of \(dialect.rawValue) do not wrap around"
        return "\(field.title) \(shown(value)) goes backwards; \(rule), so a in a-b is not after b, both \(bounds)"
    }

    private var stepTooLarge: String {
        let (whole, often) =
            switch failure.field {
            case .second: ("a minute", "once a minute")
            case .minute: ("an hour", "hourly")
            case .hour: ("a day", "daily")
            default: ("a year", "yearly")
            }
        let field = failure.field ?? .minute
        let exceeds = Int(value) == field.cycle.count ? "is as long as" : "is longer than"
        return "\(field.title) step \(value) \(exceeds) \(whole) (\(field.steps)), so this would run \(often)"
    }

    private var unknownName: String {
        guard let field = failure.field, field == .month || field == .dayOfWeek else {
            return "\(shown(value)) is no \(failure.field?.title ?? "") number; names are for months and weekdays alone"
        }
        let kind = field == .month ? "month" : "weekday"
        return "\(shown(value)) is no \(kind); write \(field.allowed(in: dialect).text), a name's first three letters or all of them"
    }

    private var misplacedSpecial: String {
        let name = failure.field?.title ?? ""
        return switch value.uppercased() {
        case "?": "? in \(name) has no meaning; it stands for any day, in day of month and day of week alone"
        case "+": "+ in \(name) has no meaning; it stands first in day of week, and makes both day fields match"
        case "#": "# in \(name) has no meaning; it follows a weekday, in day of week alone"
        case "H": "H in \(name) is drawn from the schedule's id or name, and there is none here"
        case "L" where failure.field == .dayOfWeek:
            "L alone in day of week has no meaning; it follows a weekday: FRIL is the month's last Friday"
        case "L": "L in \(name) has no meaning; it is the last day, in day of month, or follows a weekday, in day of week"
        default: "\(value.uppercased()) in \(name) has no meaning; W is the nearest working day, in day of month alone"
        }
    }

    private var badModifier: String {
        failure.field == .dayOfMonth
            ? "\(shown(value)) is no day of month; write L (last), L-3 (three days before), LW (last working day) or 15W (nearest working day)"
            : "\(shown(value)) is no day of week; L follows one weekday, such as FRIL or 5L for the month's last Friday"
    }
}

extension TimeField {
    /// As sentences name it.
    var title: String {
        switch self {
        case .dayOfMonth: "day of month"
        case .dayOfWeek: "day of week"
        default: rawValue
        }
    }

    /// The steps that are allowed.
    var steps: String { longestStep.map { "1-\($0)" } ?? "1 or more" }

    /// A value.
    var example: Int { self == .year ? 2030 : bounds(in: .upbeat).lowerBound }

    /// The values that are allowed, in words, and the last of them.
    func allowed(in dialect: CronExpression.Dialect) -> (text: String, last: Int) {
        let bounds = bounds(in: dialect)
        let numbers = "\(bounds.lowerBound)-\(bounds.upperBound)"
        let text =
            switch self {
            case .month: "\(numbers) or JAN-DEC"
            case .dayOfWeek where dialect == .upbeat: "\(numbers) or SUN-SAT (0 and 7 are Sunday)"
            case .dayOfWeek: "\(numbers) or SUN-SAT (1 is Sunday in \(dialect.rawValue))"
            default: numbers
            }
        return (text, bounds.upperBound)
    }
}

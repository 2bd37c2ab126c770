/// A cron expression of 5, 6 or 7 fields, or a macro such as `@daily`, ready to be evaluated.
///
/// When it fires is a function of the expression, the zone and the start, and of nothing else. Resolution is a second.
/// Expressions are equal if they read the same and draw their `H` for the same schedule.
public struct CronExpression: Hashable, Sendable, CustomStringConvertible {
    /// The expression in the language of this library: one blank between fields, and an imported one converted, so that
    /// it can be parsed again without naming its dialect.
    public let description: String

    /// What `H` was drawn for; nil without `H`.
    let schedule: String?

    let plan: CronPlan

    /// The longest expression, in bytes of UTF-8.
    public static let maximumLength = 512

    /// Parses an expression.
    ///
    /// - Parameters:
    ///   - text: five fields, six (seconds first) or seven (year last), or a macro; `CRON_TZ=` or `TZ=` may stand before.
    ///   - dialect: whose cron the text was written for; it is converted.
    ///   - schedule: the schedule's id or name, what `H` draws from; an expression with `H` and no schedule is refused.
    /// - Throws: ``TimeError``, also for an expression that can never fire. Takes any input, in time linear in its length.
    public init(parsing text: String, dialect: Dialect = .upbeat, schedule: String? = nil) throws(TimeError) {
        guard text.utf8.count <= Self.maximumLength else { throw CronDiagnosis.tooLong(text) }
        var parser = CronParser(text, dialect: dialect, schedule: schedule)
        do {
            try parser.parse()
        } catch {
            throw CronDiagnosis(text, dialect, error).error
        }
        description = parser.isUntidy || dialect != .upbeat ? Self.canonical(text, dialect) : text
        self.schedule = parser.hasHash ? schedule : nil
        plan = parser.plan
    }

    /// The name behind `CRON_TZ=` or `TZ=`. The caller looks it up and checks it against a zone given otherwise.
    public var zoneName: String? { description.utf8.contains(UInt8(ascii: "=")) ? syntax.zoneName : nil }

    /// What was written, item by item.
    var syntax: CronSyntax {
        var parser = CronParser(description, dialect: .upbeat, schedule: schedule, keepsSyntax: true)
        try? parser.parse()
        return parser.syntax
    }

    /// The numbers of a field that an expression lists: what ranges, steps and `H` come to. Weekdays are 0 to 6 from Sunday.
    ///
    /// Days that depend on the month (`L`, `W`, `#`) are not among them; without a year field there are no years.
    func values(of field: TimeField) -> [Int] {
        let bits: UInt64 =
            switch field {
            case .second: plan.clock.seconds
            case .minute: plan.clock.minutes
            case .hour: plan.clock.hours
            case .dayOfMonth: UInt64(plan.dates.days.dates) << 1
            case .month: plan.dates.months
            case .dayOfWeek: UInt64(plan.dates.days.weekdays)
            case .year, .zone: 0
            }
        guard field == .year else { return (0..<64).filter(bits.has) }
        return CronYears.all.filter { plan.dates.years?.contains($0) ?? false }
    }

    public static func == (lhs: CronExpression, rhs: CronExpression) -> Bool {
        lhs.description == rhs.description && lhs.schedule == rhs.schedule
    }

    public func hash(into hasher: inout Hasher) {
        hasher.combine(description)
        hasher.combine(schedule)
    }
}

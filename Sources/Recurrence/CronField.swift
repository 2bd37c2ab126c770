extension TimeField {
    /// The fields of a cron expression that has so many; nil unless 5, 6 or 7.
    static func cronFields(count: Int) -> [TimeField]? {
        switch count {
        case 5: [.minute, .hour, .dayOfMonth, .month, .dayOfWeek]
        case 6: [.second, .minute, .hour, .dayOfMonth, .month, .dayOfWeek]
        case 7: [.second, .minute, .hour, .dayOfMonth, .month, .dayOfWeek, .year]
        default: nil
        }
    }

    /// The numbers that a field takes.
    func bounds(in dialect: CronExpression.Dialect) -> ClosedRange<Int> {
        switch self {
        case .second, .minute, .zone: 0...59
        case .hour: 0...23
        case .dayOfMonth: 1...31
        case .month: 1...12
        case .dayOfWeek: dialect == .upbeat ? 0...7 : 1...7
        case .year: dialect == .rustCron ? 1970...2100 : CronYears.all
        }
    }

    /// The values that a field goes round in; a weekday 7 is 0.
    var cycle: ClosedRange<Int> {
        self == .dayOfWeek ? 0...6 : bounds(in: .upbeat)
    }

    /// The longest step that makes sense. In the day fields, and for years, any does: `*/100,1-7` is an old idiom.
    var longestStep: Int? {
        switch self {
        case .second, .minute, .hour, .month: cycle.upperBound
        case .dayOfMonth, .dayOfWeek, .year, .zone: nil
        }
    }

    /// What `H` alone chooses from; every month has 28 days.
    var hashedValues: ClosedRange<Int> {
        self == .dayOfMonth ? 1...28 : cycle
    }

    /// The name in the grammar of cron, which `H` draws by.
    var cronName: String {
        switch self {
        case .dayOfMonth: "dom"
        case .dayOfWeek: "dow"
        default: rawValue
        }
    }

    var isDay: Bool { self == .dayOfMonth || self == .dayOfWeek }
}

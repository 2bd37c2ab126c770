import Recurrence
import Testing

/// The first fires after an instant, each with the zone's offset.
func fires(
    _ text: String, after start: String, in zone: String = "UTC", count: Int = 3, dialect: CronExpression.Dialect = .upbeat
) throws -> [String] {
    let zone = try FoundationZones().zone(named: zone)
    let expression = try CronExpression(parsing: text, dialect: dialect, schedule: "backup")
    let start = try #require(Instant(rfc3339: start))
    return expression.fires(after: start, in: zone).prefix(count).map { $0.formatted(in: zone) }
}

/// The days of the first fires after an instant in UTC.
func days(_ text: String, after start: String = "2025-01-01T00:00:00Z", count: Int = 3) throws -> [String] {
    try fires(text, after: start, count: count).map { String($0.prefix(10)) }
}

/// What is wrong with an expression.
func cronError(_ text: String, _ dialect: CronExpression.Dialect = .upbeat, schedule: String? = nil) -> TimeError? {
    #expect(throws: TimeError.self) { try CronExpression(parsing: text, dialect: dialect, schedule: schedule) }
}

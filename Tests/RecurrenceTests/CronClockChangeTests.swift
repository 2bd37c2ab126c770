import Testing

@testable import Recurrence

/// What happens when clocks change: the cells of the table in the specification, ours and what others answer instead.
struct CronClockChangeTests {
    static let newYork = "America/New_York"

    /// New York skips 02:00 to 03:00 on 2025-03-09.
    @Test(arguments: [
        // Once, when the gap ends; several missed times, and a real one at that instant, are one.
        ("30 2 * * *", ["09T03:00:00-04:00", "10T02:30:00-04:00"]),
        ("0 30 2 * * *", ["09T03:00:00-04:00", "10T02:30:00-04:00"]),
        ("0,15,30,45 2 * * *", ["09T03:00:00-04:00", "10T02:00:00-04:00"]),
        ("0 2,3 * * *", ["09T03:00:00-04:00", "10T02:00:00-04:00"]),
        ("0 0 2 9 3 * 2025", ["09T03:00:00-04:00"]),
        // Ranges, lists and steps behind a value are fixed times as well (Cronos, croner: intervals).
        ("0 1-4 * * *", ["09T01:00:00-05:00", "09T03:00:00-04:00", "09T04:00:00-04:00"]),
        ("0/30 2 * * *", ["09T03:00:00-04:00", "10T02:00:00-04:00"]),
        ("*,30 2 * * *", ["10T02:00:00-04:00"]),
        ("30,* 2 * * *", ["09T03:00:00-04:00", "10T02:00:00-04:00"]),
        ("H 2 * * *", ["09T03:00:00-04:00", "10T02:04:00-04:00"]),
        ("30 2 ? * ?", ["09T03:00:00-04:00", "10T02:30:00-04:00"]),
    ])
    func gapFixedTimesRunOnceAfter(text: String, expected: [String]) throws {
        let start = "2025-03-09T00:00:00-05:00"
        #expect(try fires(text, after: start, in: Self.newYork, count: expected.count) == expected.map { "2025-03-\($0)" })
    }

    @Test(arguments: [
        ("*/30 2 * * *", ["10T02:00:00-04:00", "10T02:30:00-04:00"]),
        ("30 */1 * * *", ["09T01:30:00-05:00", "09T03:30:00-04:00"]),
        ("* 30 2 * * *", ["10T02:30:00-04:00", "10T02:30:01-04:00"]),
        ("@hourly", ["09T01:00:00-05:00", "09T03:00:00-04:00", "09T04:00:00-04:00"]),
        ("*/45 * * * *", ["09T01:00:00-05:00", "09T01:45:00-05:00", "09T03:00:00-04:00"]),
    ])
    func gapIntervalsAreSkipped(text: String, expected: [String]) throws {
        let start = "2025-03-09T00:50:00-05:00"
        #expect(try fires(text, after: start, in: Self.newYork, count: expected.count) == expected.map { "2025-03-\($0)" })
    }

    /// New York shows 01:00 to 02:00 on 2025-11-02 twice.
    @Test(arguments: [
        ("30 1 * * *", ["02T01:30:00-04:00", "03T01:30:00-05:00"]),
        ("0 30 1 * * *", ["02T01:30:00-04:00", "03T01:30:00-05:00"]),
        ("0 0-3 * * *", ["02T01:00:00-04:00", "02T02:00:00-05:00", "02T03:00:00-05:00"]),
        ("0/20 1 * * *", ["02T01:00:00-04:00", "02T01:20:00-04:00", "02T01:40:00-04:00", "03T01:00:00-05:00"]),
    ])
    func overlapFixedTimesRunInTheFirstPass(text: String, expected: [String]) throws {
        let start = "2025-11-02T00:30:00-04:00"
        #expect(try fires(text, after: start, in: Self.newYork, count: expected.count) == expected.map { "2025-11-\($0)" })
    }

    @Test(arguments: [
        ("*/30 1 * * *", ["02T01:00:00-04:00", "02T01:30:00-04:00", "02T01:00:00-05:00", "02T01:30:00-05:00", "03T01:00:00-05:00"]),
        ("30 */1 * * *", ["02T01:30:00-04:00", "02T01:30:00-05:00", "02T02:30:00-05:00"]),
        ("@hourly", ["02T01:00:00-04:00", "02T01:00:00-05:00", "02T02:00:00-05:00"]),
        ("*/25 * * * *", ["02T00:50:00-04:00", "02T01:00:00-04:00", "02T01:25:00-04:00", "02T01:50:00-04:00", "02T01:00:00-05:00"]),
    ])
    func overlapIntervalsRunInBothPasses(text: String, expected: [String]) throws {
        let start = "2025-11-02T00:40:00-04:00"
        #expect(try fires(text, after: start, in: Self.newYork, count: expected.count) == expected.map { "2025-11-\($0)" })
    }

    @Test(arguments: [
        ("30 1 * * *", "01:10:00-05:00", "03T01:30:00-05:00"),
        ("30 1 * * *", "01:30:00-04:00", "03T01:30:00-05:00"),
        ("30 1 * * *", "01:29:59-04:00", "02T01:30:00-04:00"),
        ("30 1,2 * * *", "01:10:00-05:00", "02T02:30:00-05:00"),
        ("*/30 1 * * *", "01:40:00-04:00", "02T01:00:00-05:00"),
        ("*/30 1 * * *", "01:10:00-05:00", "02T01:30:00-05:00"),
        ("*/30 1 2 11 *", "01:40:00-04:00", "02T01:00:00-05:00"),
        ("0 */30 1 2 11 * 2025", "01:40:00-04:00", "02T01:00:00-05:00"),
    ])
    func theStartMayLieInEitherPass(text: String, start: String, expected: String) throws {
        #expect(try fires(text, after: "2025-11-02T\(start)", in: Self.newYork, count: 1) == ["2025-11-\(expected)"])
    }

    @Test(arguments: [
        ("30 1 2 11 *", "01:10:00-05:00", "01:30:00-04:00"),
        ("30 1 2 11 *", "01:40:00-05:00", "01:30:00-04:00"),
        ("* 30 1 2 11 *", "01:10:00-05:00", "01:30:59-04:00"),
        ("* 30 1 2 11 *", "01:40:00-05:00", "01:30:59-05:00"),
        ("0 * 1 2 11 * 2025", "00:59:59-05:00", "01:59:00-04:00"),
    ])
    func theLastFireMayLieInEitherPass(text: String, end: String, expected: String) throws {
        let zone = try FoundationZones().zone(named: Self.newYork)
        let end = try #require(Instant(rfc3339: "2025-11-02T\(end)"))
        let last = try CronExpression(parsing: text).last(atOrBefore: end, in: zone)
        #expect(last?.formatted(in: zone) == "2025-11-02T\(expected)")
    }

    @Test func theNextFireIsAlwaysAfterTheStart() throws {
        let zone = try FoundationZones().zone(named: Self.newYork)
        let expression = try CronExpression(parsing: "30 2 * * *")
        let gapEnd = try #require(Instant(rfc3339: "2025-03-09T07:00:00Z"))
        #expect(expression.next(after: gapEnd - .milliseconds(1), in: zone) == gapEnd)
        #expect(expression.next(after: gapEnd - .seconds(1), in: zone) == gapEnd)
        #expect(expression.next(after: gapEnd, in: zone)?.formatted(in: zone) == "2025-03-10T02:30:00-04:00")
        #expect(expression.next(after: gapEnd + .milliseconds(999), in: zone)?.formatted(in: zone) == "2025-03-10T02:30:00-04:00")
    }

    @Test(arguments: [
        // Half an hour: 02:00 to 02:30 is left out, 01:30 to 02:00 shown twice.
        ("15 2 * * *", "Australia/Lord_Howe", "2025-10-05T00:00:00+10:30", ["2025-10-05T02:30:00+11:00", "2025-10-06T02:15:00+11:00"]),
        ("*/15 2 * * *", "Australia/Lord_Howe", "2025-10-05T00:00:00+10:30", ["2025-10-05T02:30:00+11:00", "2025-10-05T02:45:00+11:00"]),
        ("45 1 * * *", "Australia/Lord_Howe", "2025-04-06T00:00:00+11:00", ["2025-04-06T01:45:00+11:00", "2025-04-07T01:45:00+10:30"]),
        (
            "*/20 * * * *", "Australia/Lord_Howe", "2025-04-06T01:30:00+11:00",
            ["2025-04-06T01:40:00+11:00", "2025-04-06T01:40:00+10:30", "2025-04-06T02:00:00+10:30"]
        ),
        // Two hours: 01:00 to 03:00.
        ("30 1,2 * * *", "Antarctica/Troll", "2025-03-30T00:00:00Z", ["2025-03-30T03:00:00+02:00", "2025-03-31T01:30:00+02:00"]),
        ("30 */1 * * *", "Antarctica/Troll", "2025-03-30T00:00:00Z", ["2025-03-30T00:30:00+00:00", "2025-03-30T03:30:00+02:00"]),
        ("30 2 * * *", "Antarctica/Troll", "2025-10-26T00:00:00+02:00", ["2025-10-26T02:30:00+02:00", "2025-10-27T02:30:00+00:00"]),
        (
            "0 */1 * * *", "Antarctica/Troll", "2025-10-26T01:30:00+02:00",
            ["2025-10-26T02:00:00+02:00", "2025-10-26T01:00:00+00:00", "2025-10-26T02:00:00+00:00"]
        ),
        // Clocks go back for Ramadan and forward after it.
        ("30 2 * * *", "Africa/Casablanca", "2025-02-23T00:00:00+01:00", ["2025-02-23T02:30:00+01:00", "2025-02-24T02:30:00+00:00"]),
        ("30 */1 * * *", "Africa/Casablanca", "2025-02-23T02:00:00+01:00", ["2025-02-23T02:30:00+01:00", "2025-02-23T02:30:00+00:00"]),
        ("30 2 * * *", "Africa/Casablanca", "2025-04-06T00:00:00Z", ["2025-04-06T03:00:00+01:00", "2025-04-07T02:30:00+01:00"]),
        // A gap at midnight, and one that ends on the next day: the date is not looked at again.
        ("30 0 * * 0", "America/Sao_Paulo", "2018-11-03T12:00:00-03:00", ["2018-11-04T01:00:00-02:00", "2018-11-11T00:30:00-02:00"]),
        ("30 23 30 3 *", "America/Nuuk", "2024-03-30T12:00:00-02:00", ["2024-03-31T00:00:00-01:00", "2025-03-30T23:30:00-01:00"]),
        // Samoa left out 2011-12-30 altogether: a correction of the date line.
        ("0 12 * * *", "Pacific/Apia", "2011-12-29T00:00:00-10:00", ["2011-12-29T12:00:00-10:00", "2011-12-31T12:00:00+14:00"]),
        ("0 12 30 12 *", "Pacific/Apia", "2011-12-01T00:00:00-10:00", ["2012-12-30T12:00:00+14:00"]),
        ("0 */12 * * *", "Pacific/Apia", "2011-12-29T11:00:00-10:00", ["2011-12-29T12:00:00-10:00", "2011-12-31T00:00:00+14:00"]),
    ])
    func everyZoneByItsOwnClocks(text: String, zone: String, start: String, expected: [String]) throws {
        #expect(try fires(text, after: start, in: zone, count: expected.count) == expected)
    }

    @Test func gapsOfThreeHoursOrMoreAreSkipped() throws {
        let start = try #require(Instant(rfc3339: "2025-06-10T00:00:00Z"))
        let expression = try CronExpression(parsing: "30 2 * * *")
        for (gap, expected) in [(3 * 3600 - 1, "2025-06-10T02:00:00Z"), (3 * 3600, "2025-06-10T23:30:00Z")] {
            let zone = Zone(identifier: "Test/Gap", offset: 0, transitions: [start + .seconds(7200): gap])
            #expect(expression.next(after: start, in: zone)?.description.prefix(16) == expected.prefix(16))
        }
    }
}

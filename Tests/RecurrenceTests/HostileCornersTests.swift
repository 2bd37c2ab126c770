import Recurrence
import Testing

/// Corners of the calendar and of clocks, worked out by hand from zdump's list of transitions and section 2 of the specification.
struct HostileCornersTests {
    struct Corner: Sendable {
        var expression: String
        var zone: String
        var after: String
        /// One after the other; the last one may be "never".
        var fires: [String]

        init(_ expression: String, _ zone: String, after: String, _ fires: String...) {
            (self.expression, self.zone, self.after, self.fires) = (expression, zone, after, fires)
        }
    }

    private static let dateLine = [
        Corner("0 12 * * *", "Pacific/Apia", after: "2011-12-29T11:00:00-10:00", "2011-12-29T12:00:00-10:00", "2011-12-31T12:00:00+14:00"),
        Corner("0 0 30 12 *", "Pacific/Apia", after: "2011-12-01T00:00:00-10:00", "2012-12-30T00:00:00+14:00"),
        Corner("0 0 31 12 *", "Pacific/Apia", after: "2011-12-29T23:59:59-10:00", "2011-12-31T00:00:00+14:00"),
        Corner("0 * * * *", "Pacific/Apia", after: "2011-12-29T22:30:00-10:00", "2011-12-29T23:00:00-10:00", "2011-12-31T00:00:00+14:00"),
        Corner("30 0 * * *", "Pacific/Apia", after: "2010-09-25T12:00:00-11:00", "2010-09-26T01:00:00-10:00", "2010-09-27T00:30:00-10:00"),
        Corner(
            "0 12 * * *", "Pacific/Kwajalein", after: "1969-09-30T00:00:00+11:00", "1969-09-30T12:00:00+11:00",
            "1969-10-01T12:00:00-12:00"),
        Corner(
            "0 */12 * * *", "Pacific/Kwajalein", after: "1969-09-30T00:00:00+11:00", "1969-09-30T12:00:00+11:00",
            "1969-09-30T12:00:00-12:00", "1969-10-01T00:00:00-12:00"),
        Corner("0 0 21 8 *", "Pacific/Kwajalein", after: "1993-01-01T00:00:00Z", "1994-08-21T00:00:00+12:00"),
    ]

    private static let midnight = [
        Corner(
            "0 0 * * *", "America/Sao_Paulo", after: "2018-11-03T12:00:00-03:00", "2018-11-04T01:00:00-02:00", "2018-11-05T00:00:00-02:00"),
        Corner(
            "0 0,1 * * *", "America/Sao_Paulo", after: "2018-11-03T12:00:00-03:00", "2018-11-04T01:00:00-02:00", "2018-11-05T00:00:00-02:00"
        ),
        Corner("*/20 0 * * SUN", "America/Sao_Paulo", after: "2018-11-03T12:00:00-03:00", "2018-11-11T00:00:00-02:00"),
        Corner(
            "30 23 * * 6", "America/Sao_Paulo", after: "2019-02-16T12:00:00-02:00", "2019-02-16T23:30:00-02:00", "2019-02-23T23:30:00-03:00"
        ),
        Corner("45 23 * * *", "America/Sao_Paulo", after: "2019-02-16T23:10:00-03:00", "2019-02-17T23:45:00-03:00"),
        Corner(
            "*/30 23 16 2 *", "America/Sao_Paulo", after: "2019-02-16T12:00:00-02:00", "2019-02-16T23:00:00-02:00",
            "2019-02-16T23:30:00-02:00", "2019-02-16T23:00:00-03:00", "2019-02-16T23:30:00-03:00", "2020-02-16T23:00:00-03:00"),
        Corner("0 0 * * 0", "America/Havana", after: "2026-03-07T00:00:00-05:00", "2026-03-08T01:00:00-04:00", "2026-03-15T00:00:00-04:00"),
        Corner(
            "0 0 1 11 *", "America/Havana", after: "2026-10-31T00:00:00-04:00", "2026-11-01T00:00:00-04:00", "2027-11-01T00:00:00-04:00"),
        Corner(
            "30 0 * * FRI", "Africa/Cairo", after: "2026-04-23T12:00:00+02:00", "2026-04-24T01:00:00+03:00", "2026-05-01T00:30:00+03:00"),
        Corner(
            "30 23 * * THU", "Africa/Cairo", after: "2026-10-29T12:00:00+03:00", "2026-10-29T23:30:00+03:00", "2026-11-05T23:30:00+02:00"),
        Corner(
            "45 23 4 5 *", "Asia/Pyongyang", after: "2018-05-04T12:00:00+08:30", "2018-05-05T00:00:00+09:00", "2019-05-04T23:45:00+09:00"),
        Corner(
            "0 0 * * *", "America/St_Johns", after: "2010-11-06T12:00:00-02:30", "2010-11-07T00:00:00-02:30", "2010-11-08T00:00:00-03:30"),
        Corner("30 23 * * *", "America/St_Johns", after: "2010-11-06T23:31:00-02:30", "2010-11-07T23:30:00-03:30"),
    ]

    private static let oddOffsets = [
        Corner(
            "15 2 * * *", "Australia/Lord_Howe", after: "2026-10-03T12:00:00+10:30", "2026-10-04T02:30:00+11:00",
            "2026-10-05T02:15:00+11:00"),
        Corner(
            "0,15,30 2 4 10 *", "Australia/Lord_Howe", after: "2026-10-03T12:00:00+10:30", "2026-10-04T02:30:00+11:00",
            "2027-10-04T02:00:00+11:00"),
        Corner("45 1 * * *", "Australia/Lord_Howe", after: "2026-04-05T01:44:00+10:30", "2026-04-06T01:45:00+10:30"),
        Corner(
            "*/15 1 5 4 *", "Australia/Lord_Howe", after: "2026-04-05T01:15:00+11:00", "2026-04-05T01:30:00+11:00",
            "2026-04-05T01:45:00+11:00", "2026-04-05T01:30:00+10:30", "2026-04-05T01:45:00+10:30", "2027-04-05T01:00:00+10:30"),
        Corner(
            "0 1,2,3 * * *", "Antarctica/Troll", after: "2026-03-28T12:00:00Z", "2026-03-29T03:00:00+02:00", "2026-03-30T01:00:00+02:00"),
        Corner("30 2 * * *", "Antarctica/Troll", after: "2026-10-24T12:00:00Z", "2026-10-25T02:30:00+02:00", "2026-10-26T02:30:00Z"),
        Corner("30 2 * * *", "Africa/Casablanca", after: "2026-02-15T02:10:00Z", "2026-02-16T02:30:00Z"),
        Corner("30 2 * * *", "Africa/Casablanca", after: "2026-03-21T12:00:00Z", "2026-03-22T03:00:00+01:00", "2026-03-23T02:30:00+01:00"),
        Corner("30 2 28 3 *", "Asia/Gaza", after: "2026-01-01T00:00:00Z", "2026-03-28T03:00:00+03:00"),
        Corner("30 1 24 10 *", "Asia/Gaza", after: "2026-10-24T01:15:00+02:00", "2027-10-24T01:30:00+03:00"),
        Corner(
            "0 3 * * *", "Pacific/Chatham", after: "2026-09-26T12:00:00+12:45", "2026-09-27T03:45:00+13:45", "2026-09-28T03:00:00+13:45"),
        Corner("30 1 * * *", "Europe/Dublin", after: "2026-03-28T12:00:00Z", "2026-03-29T02:00:00+01:00", "2026-03-30T01:30:00+01:00"),
        Corner("0 0 1 1 *", "Asia/Kathmandu", after: "1985-12-31T12:00:00+05:30", "1986-01-01T00:15:00+05:45"),
        Corner("*/10 0 1 1 *", "Asia/Kathmandu", after: "1985-12-31T12:00:00+05:30", "1986-01-01T00:20:00+05:45"),
        // 44 minutes and a half: the clock jumped from 00:00:00 to 00:44:30.
        Corner("30 0 * * *", "Africa/Monrovia", after: "1972-01-06T12:00:00Z", "1972-01-07T00:44:30Z", "1972-01-08T00:30:00Z"),
        Corner("* * * * *", "Africa/Monrovia", after: "1972-01-07T00:43:00Z", "1972-01-07T00:43:30Z", "1972-01-07T00:45:00Z"),
    ]

    private static let edges = [
        Corner("30 2 * * *", "America/New_York", after: "2026-03-08T06:59:59Z", "2026-03-08T07:00:00Z", "2026-03-09T02:30:00-04:00"),
        Corner("30 2 * * *", "America/New_York", after: "2026-03-08T07:00:00Z", "2026-03-09T02:30:00-04:00"),
        Corner("0 3 * * *", "America/New_York", after: "2026-03-08T03:00:00-04:00", "2026-03-09T03:00:00-04:00"),
        Corner("0 30 2 * * *", "America/New_York", after: "2026-03-08T00:00:00-05:00", "2026-03-08T03:00:00-04:00"),
        Corner("0 1 * * *", "America/New_York", after: "2026-11-01T05:59:59Z", "2026-11-02T01:00:00-05:00"),
        Corner("0 * * * *", "America/New_York", after: "2026-11-01T05:59:59Z", "2026-11-01T01:00:00-05:00"),
        Corner("* * * * * *", "UTC", after: "2025-12-31T23:59:59.999Z", "2026-01-01T00:00:00Z"),
        Corner("* * * * * *", "UTC", after: "2026-01-01T00:00:00.001Z", "2026-01-01T00:00:01Z"),
        Corner("0 0 29 2 *", "UTC", after: "2096-02-29T00:00:00Z", "2104-02-29T00:00:00Z", "2108-02-29T00:00:00Z"),
        Corner("0 0 29 2 +MON", "UTC", after: "2072-02-29T00:00:00Z", "2112-02-29T00:00:00Z"),
        Corner("59 59 23 31 12 * 2199", "UTC", after: "2026-01-01T00:00:00Z", "2199-12-31T23:59:59Z", "never"),
        Corner("59 59 23 31 12 * 2199", "Pacific/Auckland", after: "2199-12-31T10:59:58Z", "2199-12-31T23:59:59+13:00", "never"),
        Corner("0 0 0 1 1 * 1970", "UTC", after: "1969-12-31T23:59:59Z", "1970-01-01T00:00:00Z", "never"),
        Corner("0 0 0 * * * *", "UTC", after: "2199-12-30T12:00:00Z", "2199-12-31T00:00:00Z", "never"),
        Corner("0 0 * * *", "UTC", after: "2199-12-31T12:00:00Z", "2200-01-01T00:00:00Z"),
        Corner("0 0 1 1 *", "UTC", after: "1960-06-01T00:00:00Z", "1961-01-01T00:00:00Z"),
        Corner("0 12 * * *", "Europe/Berlin", after: "1945-06-01T00:00:00Z", "1945-06-01T12:00:00+03:00"),
        Corner("0 0 1W * *", "UTC", after: "2026-07-31T12:00:00Z", "2026-08-03T00:00:00Z", "2026-09-01T00:00:00Z"),
        Corner("0 0 31W * *", "UTC", after: "2026-04-01T00:00:00Z", "2026-05-29T00:00:00Z", "2026-07-31T00:00:00Z"),
        Corner("0 0 L-30 * *", "UTC", after: "2026-01-15T00:00:00Z", "2026-03-01T00:00:00Z", "2026-05-01T00:00:00Z"),
        Corner("0 0 L-30W * *", "UTC", after: "2026-01-15T00:00:00Z", "2026-03-02T00:00:00Z", "2026-05-01T00:00:00Z"),
        Corner("0 0 LW 2 *", "UTC", after: "2026-01-01T00:00:00Z", "2026-02-27T00:00:00Z", "2027-02-26T00:00:00Z"),
    ]

    @Test(arguments: dateLine + midnight + oddOffsets + edges)
    func `a corner is turned as the specification says`(_ corner: Corner) throws {
        let zone = try SystemZones().zone(named: corner.zone)
        let cron = try CronExpression(parsing: corner.expression)
        let expected = try corner.fires.map { text in text == "never" ? nil : try instant(text) }
        var last = try instant(corner.after)
        var batch = cron.fires(after: last, in: zone)
        for fire in expected {
            let found = cron.next(after: last, in: zone)
            #expect(found == fire, "found \(found?.formatted(in: zone) ?? "never")")
            #expect(batch.next() == fire)
            guard let fire else { break }
            #expect(cron.last(atOrBefore: fire, in: zone) == fire)
            #expect(cron.count(after: last, through: fire, in: zone) == 1)
            last = fire
        }
    }

    /// The newest fire not after an instant.
    @Test(arguments: [
        ("30 2 * * *", "America/New_York", "2026-03-08T06:59:59Z", "2026-03-07T02:30:00-05:00"),
        ("30 2 * * *", "America/New_York", "2026-03-08T07:00:00Z", "2026-03-08T03:00:00-04:00"),
        ("30 1 * * *", "America/New_York", "2026-11-01T01:45:00-05:00", "2026-11-01T01:30:00-04:00"),
        // The second pass shows a time before that of the one fire there is.
        ("0 30 1 1 11 * 2026", "America/New_York", "2026-11-01T01:10:00-05:00", "2026-11-01T01:30:00-04:00"),
        ("0 30 1 1 11 * 2026", "America/New_York", "2026-11-01T01:10:00-04:00", "never"),
        ("*/30 1 * * *", "America/New_York", "2026-11-01T01:10:00-05:00", "2026-11-01T01:00:00-05:00"),
        ("0 12 30 12 *", "Pacific/Apia", "2012-06-01T00:00:00Z", "2010-12-30T12:00:00-10:00"),
        ("30 2 * * *", "Antarctica/Troll", "2026-03-29T02:59:59Z", "2026-03-29T03:00:00+02:00"),
        ("0 0 29 2 *", "UTC", "2104-02-28T23:59:59Z", "2096-02-29T00:00:00Z"),
        ("59 59 23 31 12 * 2199", "UTC", "2500-01-01T00:00:00Z", "2199-12-31T23:59:59Z"),
        ("0 0 0 1 1 * 1970", "UTC", "1969-12-31T23:59:59Z", "never"),
        ("* * * * * *", "UTC", "2026-01-01T00:00:00.999Z", "2026-01-01T00:00:00Z"),
    ])
    func `the last fire is found from behind`(_ text: String, _ zone: String, _ end: String, _ fire: String) throws {
        let expected = fire == "never" ? nil : try instant(fire)
        let place = try SystemZones().zone(named: zone)
        let found = try CronExpression(parsing: text).last(atOrBefore: instant(end), in: place)
        #expect(found == expected, "found \(found?.formatted(in: place) ?? "never")")
    }

    /// What is stored of an expression in a dialect is its description.
    @Test(arguments: [
        "0 0 0 1 * 7", "0 0 0 ? * L", "0 0 0 1 * l", "0 0 0 1 * +L", "0 0 0 ? * 1,L", "0 0 0 ? * +L,1", "0 0 0 ? * 6L", "0 0 0 ? * 007#2",
        "0 0 0 1-7 * 2-6", "0 0 0 ? * 2/2", "0 0 0 1,15 * H(1-5)", "0 0 0 1 * +H(2-3)/1", "0 0 0 ? * SAT-SUN", "0 0 0 */2 * 1 2030/3",
    ])
    func `a translated expression is the same schedule`(_ text: String) throws {
        let theirs = try CronExpression(parsing: text, dialect: .quartz, schedule: "backup")
        let ours = try CronExpression(parsing: theirs.description, schedule: "backup")
        let start = Instant(seconds: 1_767_225_600)
        let fires = Array(theirs.fires(after: start, in: .utc).prefix(50))
        #expect(fires.count == 50)
        #expect(Array(ours.fires(after: start, in: .utc).prefix(50)) == fires, "\(theirs)")
    }

    @Test func `many fires are counted without a look at each`() throws {
        let zone = try SystemZones().zone(named: "America/New_York")
        let begin = try instant("2026-01-01T00:00:00-05:00")
        let cron = try CronExpression(parsing: "* * * * * *")
        let days: Int64 = 400
        var count = 0
        let took = ContinuousClock().measure { count = cron.count(after: begin, through: begin + .seconds(days * 86_400), in: zone) }
        #expect(count == days * 86_400)
        // One by one they would take a minute in a build for debugging.
        #expect(took < .milliseconds(500))
    }
}

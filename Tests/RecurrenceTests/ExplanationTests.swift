import Testing

@testable import Recurrence

private func words(_ text: String) throws -> String {
    Explanation(of: try RecurrenceRule(parsing: text, schedule: "backup"), in: .utc, now: Instant(seconds: 1_768_899_600)).words
}

struct ExplanationTests {
    @Test(arguments: [
        ("* * * * *", "Every minute"), ("*/15 * * * *", "Every 15 minutes"), ("0 9 * * 1-5", "At 09:00, Monday to Friday"),
        ("*/15 9-17 * * 1-5", "Every 15 minutes, from 09:00 to 17:45, Monday to Friday"),
        ("0 0,12 1,15 * *", "At 00:00 and 12:00, on the 1st and 15th of the month"),
        ("0 18 * * 5L", "At 18:00, on the last Friday of the month"),
        ("30 4 1,15 * 5", "At 04:30, on the 1st and 15th of the month and on every Friday (either day field is enough)"),
        ("30 4 1,15 * +5", "At 04:30, on the 1st and 15th of the month, only if it is a Friday (both day fields have to match)"),
        // Times of day.
        ("0 * * * *", "Every hour"), ("30 * * * *", "At 30 minutes past every hour"), ("1 * * * *", "At 1 minute past every hour"),
        ("0 */2 * * *", "Every 2 hours, from 00:00 to 22:00"), ("0 1-23/2 * * *", "Every 2 hours, from 01:00 to 23:00"),
        ("0 */6 * * *", "At 00:00, 06:00, 12:00 and 18:00, every day"), ("0 9-17/2 * * *", "Every 2 hours, from 09:00 to 17:00"),
        ("0 9,12,18 * * *", "At 09:00, 12:00 and 18:00, every day"), ("0/30 9 * * *", "At 09:00 and 09:30, every day"),
        ("5,35 * * * *", "Every 30 minutes, from 00:05 to 23:35"), ("7-59/15 * * * *", "Every 15 minutes, from 00:07 to 23:52"),
        // A step that does not go into 60 is no distance.
        ("*/25 * * * *", "At 0, 25 and 50 minutes past every hour"), ("*/7 * * * *", "At 0, 7, 14, … 56 minutes past every hour"),
        ("20-5/5 * * * *", "At 0, 5, 20, 25, 30, 35, 40, 45, 50 and 55 minutes past every hour"),
        ("0-10 * * * *", "At 0 to 10 minutes past every hour"),
        ("0-10,20,30 3 * * *", "At 0 to 10, 20 and 30 minutes past the hour, in the hour 03"),
        ("10,20 9-17 * * *", "At 10 and 20 minutes past the hour, in the hours 09 to 17"),
        ("* 9-17 * * *", "Every minute, from 09:00 to 17:59"),
        ("* 9,12 * * *", "Every minute, from 09:00 to 09:59 and from 12:00 to 12:59"),
        ("* */2 * * *", "Every minute, in the hours 00, 02, 04, … 22"),
        ("1/2 */2 * * *", "At 1, 3, 5, … 59 minutes past the hour, in the hours 00, 02, 04, … 22"),
        ("0 1,2,5,7,9,13,15,18,20 * * *", "On the hour, in the hours 01, 02, 05, 07, 09, 13, 15, 18 and 20"),
        (
            "0,30 8-18/2 1,15 */3 *",
            "Every 30 minutes, in the hours 08, 10, 12, 14, 16 and 18, on the 1st and 15th of January, April, July and October"
        ),
        // Across midnight only where every day counts: Friday's hours are not Saturday's.
        ("*/10 22-5 * * *", "Every 10 minutes, from 22:00 to 05:50"),
        ("*/10 22-5 * * FRI", "Every 10 minutes, from 00:00 to 05:50 and from 22:00 to 23:50, on Friday"),
        ("0 22-2 * * FRI", "At 00:00, 01:00, 02:00, 22:00 and 23:00, on Friday"),
        // Seconds.
        ("* * * * * *", "Every second"), ("*/10 * * * * *", "Every 10 seconds"),
        ("5,10,40 * * * * *", "At 5, 10 and 40 seconds past every minute"),
        ("1 */2 * * * *", "Every 2 minutes, from 00:00:01 to 23:58:01"), ("30 5 9 * * *", "At 09:05:30, every day"),
        ("*/5 0-10 9 * * *", "Every 5 seconds, from 09:00:00 to 09:10:55"),
        ("*/10 0,30 9 * * *", "Every 10 seconds, from 09:00:00 to 09:00:50 and from 09:30:00 to 09:30:50"),
        (
            "7,9 3,7 1,2,5,7,11 * * *",
            "At 7 and 9 seconds past the minute, in the minutes 3 and 7 of the hour, in the hours 01, 02, 05, 07 and 11"
        ),
        // Days of the month.
        ("0 0 1-7,15 * *", "At 00:00, on the 1st to 7th and 15th of the month"),
        ("0 0 1/2 * *", "At 00:00, on the 1st, 3rd, 5th, … 31st of the month"),
        ("0 0 2,3,11,12,13,21,22,23 * *", "At 00:00, on the 2nd, 3rd, 11th to 13th and 21st to 23rd of the month"),
        ("0 0 L * *", "At 00:00, on the last day of the month"), ("0 0 L-3 * *", "At 00:00, on the 3rd day before the last of the month"),
        ("0 0 LW * *", "At 00:00, on the last weekday (Monday to Friday) of the month"),
        ("0 0 15W * *", "At 00:00, on the weekday (Monday to Friday) nearest to the 15th of the month"),
        ("0 0 L-2W * *", "At 00:00, on the weekday (Monday to Friday) nearest to the 2nd day before the last of the month"),
        ("0 0 1,15,L * *", "At 00:00, on the 1st and 15th and the last day of the month"), ("0 0 1-31 * *", "At 00:00, every day"),
        ("0 12 29 2 *", "At 12:00, on the 29th of February"), ("0 0 1,15 1,7 *", "At 00:00, on the 1st and 15th of January and July"),
        // Days of the week.
        ("0 9 * * SUN", "At 09:00, on Sunday"), ("0 9 * * 7", "At 09:00, on Sunday"),
        ("0 9 * * SAT,SUN", "At 09:00, on Saturday and Sunday"),
        ("0 9 * * MON,WED,FRI", "At 09:00, on Monday, Wednesday and Friday"), ("0 9 * * FRI-MON", "At 09:00, Friday to Monday"),
        ("0 9 * * MON-WED,FRI", "At 09:00, on Monday to Wednesday and Friday"), ("0 9 * * 0-6", "At 09:00, every day"),
        ("0 9 * * MON#1", "At 09:00, on the first Monday of the month"), ("0 9 * * FRI#5", "At 09:00, on the fifth Friday of the month"),
        ("0 9 * * MON#1,FRIL,WED", "At 09:00, on every Wednesday, the first Monday of the month and the last Friday of the month"),
        // Both.
        ("0 0 */2 * MON", "At 00:00, on the 1st, 3rd, 5th, … 31st of the month, only if it is a Monday (both day fields have to match)"),
        ("0 0 */100,1-7 * MON", "At 00:00, on the 1st to 7th of the month, only if it is a Monday (both day fields have to match)"),
        ("0 0 1-31 * MON", "At 00:00, every day (either day field is enough)"), ("0 0 ? * MON", "At 00:00, on Monday"),
        ("0 0 */1 * MON", "At 00:00, on Monday (both day fields have to match)"),
        ("0 0 L * MON-FRI", "At 00:00, on the last day of the month and on every day from Monday to Friday (either day field is enough)"),
        (
            "0 0 1-7 * +MON-WED,FRIL",
            """
            At 00:00, on the 1st to 7th of the month, only if it is a day from Monday to Wednesday or the last Friday of the month \
            (both day fields have to match)
            """
        ),
        (
            "0 0 1 1 MON,TUE",
            "At 00:00, on the 1st of the month and on every Monday and every Tuesday, in January (either day field is enough)"
        ),
        // Months and years.
        ("0 0 * 1 *", "At 00:00, every day, in January"),
        ("0 9 * 1-3,6 MON-FRI", "At 09:00, Monday to Friday, in January to March and June"),
        ("0 9 1 NOV-FEB *", "At 09:00, on the 1st of January, February, November and December"),
        ("0 0 12 1 1 ? 2026", "At 12:00, on the 1st of January, in 2026"),
        ("0 0 12 1 1 ? 2026-2030", "At 12:00, on the 1st of January, in 2026 to 2030"),
        ("0 0 12 1 1 ? */2", "At 12:00, on the 1st of January, in 1970, 1972, 1974, … 2198"),
        ("0 0 12 1 1 ? *", "At 12:00, on the 1st of January"),
        // H is what was drawn for the schedule.
        ("H H * * *", "At 12:04, every day"), ("H H(0-7) * * *", "At 04:04, every day"),
        ("H/15 * * * *", "Every 15 minutes, from 00:01 to 23:46"),
        // Macros are what they stand for.
        ("@hourly", "Every hour"), ("@daily", "At 00:00, every day"), ("@midnight", "At 00:00, every day"),
        ("@weekly", "At 00:00, on Sunday"),
        ("@monthly", "At 00:00, on the 1st of the month"), ("@yearly", "At 00:00, on the 1st of January"),
        ("@every_minute", "Every minute"),
        ("@every_second", "Every second"),
    ])
    func saysWhenItFires(text: String, expected: String) throws {
        #expect(try words(text) == expected)
        try Self.check(text)
    }

    @Test(arguments: [
        ("@every 90m", "Every 90 minutes"), ("every hour", "Every hour"), ("every 1d", "Every 24 hours"),
        ("every 1w", "Every 7 days of 24 hours"),
        ("every 100s", "Every 100 seconds"), ("every 1 minute", "Every minute"), ("every 1s", "Every second"),
        ("@every 1h/15m", "Every hour, from 00:15 UTC on"), ("@every 1d/9h", "Every 24 hours, at 09:00 UTC"),
        ("@every 7h/1h", "Every 7 hours, counted from 1970-01-01T01:00:00Z"), ("@reboot", "Once at every start of the daemon"),
    ])
    func saysWhatIsNoCron(text: String, expected: String) throws {
        #expect(try words(text) == expected)
    }

    @Test func theWordsOfRandomExpressionsAreTrue() throws {
        var generator = SeededGenerator(state: 12)
        var checked = 0
        while checked < 400 {
            let text = RandomCron.expression(&generator)
            guard (try? CronExpression(parsing: text, schedule: "backup")) != nil else { continue }
            try Self.check(text)
            checked += 1
        }
    }

    /// Reads the words again and compares them with the fires: all days of some years, and all seconds of one day.
    private static func check(_ text: String) throws {
        let expression = try CronExpression(parsing: text, schedule: "backup")
        let sentence = try words(text)
        let reading = try ExplanationReader(sentence)
        let first = CivilTime.dayNumber(year: 2026, month: 1, day: 1)
        var firesOn: Int64?
        for day in (first..<first + 800) {
            let start = Instant(seconds: day * 86_400)
            let fires = expression.next(after: start.shifted(milliseconds: -1), in: .utc).map { $0.seconds < (day + 1) * 86_400 } ?? false
            let isRead = reading.isDay(CivilTime(millisecondsSinceEpoch: start.milliseconds))
            guard fires == isRead else {
                Issue.record("\(text) is read as \"\(sentence)\", and \(start) \(fires ? "fires" : "does not fire")")
                return
            }
            firesOn = fires ? day : firesOn
        }
        guard let firesOn else { return }
        var seconds = [Bool](repeating: false, count: 86_400)
        for fire in expression.fires(after: Instant(seconds: firesOn * 86_400 - 1), in: .utc) {
            guard fire.seconds < (firesOn + 1) * 86_400 else { break }
            seconds[Int(fire.seconds - firesOn * 86_400)] = true
        }
        #expect(seconds == reading.seconds, "\(text) is read as \"\(sentence)\"")
    }
}

/// Expressions of all forms; some of them are not valid.
enum RandomCron {
    static func expression(_ generator: inout SeededGenerator) -> String {
        var fields = [
            field(0...59, &generator), field(0...23, &generator), day(&generator),
            Bool.random(using: &generator) ? "*" : field(1...12, &generator),
            weekday(&generator),
        ]
        if Int.random(in: 0...3, using: &generator) == 0 {
            fields.insert(field(0...59, &generator), at: 0)
            if Bool.random(using: &generator) {
                fields.append(["*", "2026", "2026-2027", "*/2", "2027/3"].randomElement(using: &generator) ?? "*")
            }
        }
        return fields.joined(separator: " ")
    }

    private static func field(_ range: ClosedRange<Int>, _ generator: inout SeededGenerator) -> String {
        guard Int.random(in: 0...4, using: &generator) > 0 else { return "*" }
        let items = (0...Int.random(in: 0...3, using: &generator)).map { _ in
            let (first, last) = (Int.random(in: range, using: &generator), Int.random(in: range, using: &generator))
            let step = Int.random(in: 1...max(2, range.upperBound / 3), using: &generator)
            return [
                "\(first)", "\(first)", "\(first)-\(last)", "\(first)-\(last)/\(step)", "\(first)/\(step)", "*/\(step)", "H", "H/\(step)",
            ]
            .randomElement(using: &generator) ?? "*"
        }
        return items.joined(separator: ",")
    }

    private static func day(_ generator: inout SeededGenerator) -> String {
        let special = ["*", "*", "?", "L", "L-3", "LW", "15W", "31W", "L-4W", "1,15,L", "1-31", "*/100,1-7"]
        return Bool.random(using: &generator) ? special.randomElement(using: &generator) ?? "*" : field(1...31, &generator)
    }

    private static func weekday(_ generator: inout SeededGenerator) -> String {
        let special = [
            "*", "*", "?", "MON-FRI", "FRI-MON", "5L", "MON#1", "MON#1,FRIL", "WED,SUN#5", "+MON", "+1-5", "+TUE#2,SATL", "0-6", "7",
            "SAT,SUN",
        ]
        return Bool.random(using: &generator) ? special.randomElement(using: &generator) ?? "*" : field(0...7, &generator)
    }
}

import Testing

@testable import Recurrence

/// The choices of the language, one test for each row of their table in the specification.
struct CronGrammarTests {
    /// Whether two expressions are one and the same to the evaluator.
    private func expectSame(_ left: String, _ right: String) throws {
        let plans = try [left, right].map { try CronExpression(parsing: $0, schedule: "backup").plan }
        #expect(plans[0] == plans[1], "\(left) is not \(right)")
    }

    @Test func row1FiveFieldsBeginWithMinutesSixWithSecondsSevenEndWithYears() throws {
        #expect(try fires("30 9 * * *", after: "2025-01-01T00:00:00Z", count: 1) == ["2025-01-01T09:30:00+00:00"])
        #expect(try fires("15 30 9 * * *", after: "2025-01-01T00:00:00Z", count: 1) == ["2025-01-01T09:30:15+00:00"])
        #expect(try fires("15 30 9 1 1 * 2027", after: "2025-01-01T00:00:00Z") == ["2027-01-01T09:30:15+00:00"])
        for year in ["1900", "2025", "2199", "2025-2030", "2025/2", "1,2025"] {
            #expect(cronError("0 9 * * MON-FRI \(year)")?.code == .yearInSixthField)
        }
        for number in ["1899", "2200"] {
            #expect(cronError("0 0 9 * * \(number)")?.code == .outOfRange)
        }
    }

    @Test(arguments: [
        ("second", "0 0 0 1 1 *", 0, 0, 59), ("minute", "* 0 1 1 *", 0, 0, 59), ("hour", "0 * 1 1 *", 1, 0, 23),
        ("day_of_month", "0 0 * 1 *", 2, 1, 31), ("month", "0 0 1 * *", 3, 1, 12), ("day_of_week", "0 0 1 1 *", 4, 0, 7),
        ("year", "0 0 0 1 1 * *", 6, 1970, 2199),
    ])
    func row2EachFieldHasItsBoundsAndTakesLeadingZeros(field: String, base: String, index: Int, first: Int, last: Int) throws {
        func with(_ value: String) -> String {
            var fields = base.split(separator: " ").map(String.init)
            fields[index] = value
            return fields.joined(separator: " ")
        }
        for value in ["\(first)", "\(last)", "000\(first)", "\(first)-\(last)", "*/1"] {
            #expect(throws: Never.self) { try CronExpression(parsing: with(value)) }
        }
        for value in ["\(last + 1)", "\(last + 1)-\(last + 2)", "99999999999999999999999"] + (first > 0 ? ["\(first - 1)"] : []) {
            let error = cronError(with(value))
            #expect(error?.code == .outOfRange)
            #expect(error?.field?.rawValue == field)
        }
    }

    @Test func row2SundayIsZeroAndSeven() throws {
        for same in ["7", "SUN", "sunday", "7-7", "0,7", "7-0"] {
            try expectSame("0 0 * * \(same)", "0 0 * * 0")
        }
        try expectSame("0 0 * * 0-7", "0 0 * * 0-6")
        try expectSame("0 0 * * 5-7", "0 0 * * 5,6,0")
        try expectSame("0 0 * * 7-2", "0 0 * * 0,1,2")
    }

    @Test func row3NamesHaveThreeLettersOrAllInAnyCaseEverywhere() throws {
        for same in [
            "MON-FRI", "mon-fri", "Monday-Friday", "mOnDaY-fRi", "MON,TUE,WEDNESDAY,Thursday,fri", "MON-5", "1-FRIDAY", "MON-FRI/1",
        ] {
            try expectSame("0 0 * * \(same)", "0 0 * * 1-5")
        }
        for same in ["JAN-DEC/3", "january/3", "Jan,APR,july,October"] {
            try expectSame("0 0 1 \(same) *", "0 0 1 1,4,7,10 *")
        }
        let months = [
            "january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november", "december",
        ]
        for (index, month) in months.enumerated() {
            try expectSame("0 0 1 \(month) *", "0 0 1 \(index + 1) *")
            try expectSame("0 0 1 \(month.prefix(3).uppercased()) *", "0 0 1 \(index + 1) *")
        }
        for (index, day) in ["sunday", "monday", "tuesday", "wednesday", "thursday", "friday", "saturday"].enumerated() {
            try expectSame("0 0 * * \(day)", "0 0 * * \(index)")
            try expectSame("0 0 * * \(day.prefix(3))", "0 0 * * \(index)")
        }
        for wrong in ["MO", "MOND", "TUES", "SUND", "MONDAYS", "FRIDA", "JAN"] {
            #expect(cronError("0 0 * * \(wrong)")?.code == .unknownName)
        }
    }

    @Test func row4AValueWithAStepGoesOnToTheEnd() throws {
        try expectSame("5/15 * * * *", "5-59/15 * * * *")
        try expectSame("0 20/2 * * *", "0 20,22 * * *")
        try expectSame("0 0 28/2 * *", "0 0 28,30 * *")
        try expectSame("0 0 1 10/2 *", "0 0 1 10,12 *")
        try expectSame("0 0 * * 1/2", "0 0 * * 1,3,5")
        try expectSame("0 0 * * 0/2", "0 0 * * 0,2,4,6")
        try expectSame("0 0 * * 7/2", "0 0 * * 0,2,4,6")
        try expectSame("0 0 * * SUN/3", "0 0 * * 0,3,6")
        try expectSame("0 0 0 1 1 * 2190/5", "0 0 0 1 1 * 2190,2195")
    }

    @Test func row5RangesWrapAroundAndTheStepCountsThroughTheWrap() throws {
        try expectSame("0 22-2 * * *", "0 22,23,0,1,2 * * *")
        try expectSame("0 0 * * FRI-MON", "0 0 * * 5,6,0,1")
        try expectSame("0 0 * * FRI-SUN", "0 0 * * 5,6,0")
        try expectSame("0 0 1 NOV-FEB *", "0 0 1 11,12,1,2 *")
        try expectSame("0 0 20-5/5 * *", "0 0 20,25,30,4 * *")
        try expectSame("50-10/7 * * * *", "50,57,4 * * * *")
        try expectSame("0 0 * * FRI-TUE/2", "0 0 * * 5,0,2")
        try expectSame("0 0 * * 5-7/2", "0 0 * * 5,0")
        try expectSame("0 0 1 11-2/3 *", "0 0 1 11,2 *")
        for same in ["5-5", "5-5/3"] {
            try expectSame("\(same) * * * *", "5 * * * *")
        }
        let error = cronError("0 0 0 1 1 * 2030-2025")
        #expect(error?.code == .badRange)
        #expect(error?.hint == "did you mean `0 0 0 1 1 * 2025-2030`?")
    }

    @Test func row6AStepIsNotZeroAndNotLongerThanItsField() throws {
        for zero in ["*/0 * * * *", "0 5/00 * * *", "0 0 1-5/0 * *", "0 0 * * */0", "H/0 * * * *"] {
            #expect(cronError(zero, schedule: "backup")?.code == .zeroStep)
        }
        let tooLarge = [
            ("*/60 * * * * *", "did you mean `every 1m`?"), ("*/90 * * * * *", "did you mean `every 90s`?"),
            ("*/90 * * * *", "did you mean `every 90m`?"), ("*/120 * * * *", "did you mean `every 2h`?"),
            ("0 */36 * * *", "did you mean `every 36h`?"), ("0 */48 * * *", "did you mean `every 2d`?"),
            ("0 0 1 */13 *", "name the months, and the years in a seventh field"),
        ]
        for (text, hint) in tooLarge {
            #expect(cronError(text)?.code == .stepTooLarge)
            #expect(cronError(text)?.hint == hint)
        }
        try expectSame("*/59 * * * *", "0,59 * * * *")
        try expectSame("* */23 * * *", "* 0,23 * * *")
        try expectSame("0 0 1 */12 *", "0 0 1 1 *")
        // The idiom for the first Saturday, Sunday to Saturday: both day fields match because one begins with `*`.
        #expect(try days("0 0 */100,1-7 * SAT") == ["2025-01-04", "2025-02-01", "2025-03-01"])
        #expect(try days("0 0 1-7 * */100,SAT") == ["2025-01-04", "2025-01-05", "2025-02-01"])
    }

    @Test func row7AQuestionMarkIsAStarInTheDayFieldsOnly() throws {
        try expectSame("0 0 ? * MON", "0 0 * * MON")
        try expectSame("0 0 15 * ?", "0 0 15 * *")
        try expectSame("0 0 ? * ?", "0 0 * * *")
        for (index, field) in ["? * * * *", "0 ? * * *", "0 0 1 ? *"].enumerated() {
            let error = cronError(field)
            #expect(error?.code == .misplacedSpecial)
            #expect(error?.column == [1, 3, 7][index])
        }
        #expect(cronError("0 0 0 1 1 * ?")?.code == .misplacedSpecial)
        #expect(cronError("0 0 ?/2 * *")?.code == .badStep)
    }

    @Test func row8DayFieldsAreAlternativesUnlessOneBeginsWithAStarOrThereIsAPlus() throws {
        // The 13th, a Friday, or both.
        #expect(try days("0 0 13 * FRI", count: 4) == ["2025-01-03", "2025-01-10", "2025-01-13", "2025-01-17"])
        #expect(try days("0 0 13 * +FRI") == ["2025-06-13", "2026-02-13", "2026-03-13"])
        // Odd days that are Mondays: `*/2` begins with a star.
        #expect(try days("0 0 */2 * MON") == ["2025-01-13", "2025-01-27", "2025-02-03"])
        #expect(try days("0 0 1-31/2 * MON", count: 4) == ["2025-01-03", "2025-01-05", "2025-01-06", "2025-01-07"])
        #expect(try days("0 0 1-7 * */2") == ["2025-01-02", "2025-01-04", "2025-01-05"])
        #expect(try days("0 0 ?,13 * FRI") == ["2025-01-03", "2025-01-10", "2025-01-17"])
        #expect(try days("0 0 13,? * FRI", count: 2) == ["2025-01-02", "2025-01-03"])
        #expect(cronError("0 0 +13 * FRI")?.code == .misplacedSpecial)
        #expect(cronError("0 0 13 * FRI,+MON")?.code == .misplacedSpecial)
    }

    @Test func row9TheLastDayAndTheNearestWorkdayStayInTheMonth() throws {
        #expect(try days("0 0 L * *") == ["2025-01-31", "2025-02-28", "2025-03-31"])
        #expect(try days("0 0 L-3 * *") == ["2025-01-28", "2025-02-25", "2025-03-28"])
        #expect(try days("0 0 L-30 * *", count: 4) == ["2025-03-01", "2025-05-01", "2025-07-01", "2025-08-01"])
        // 31 May 2025 is a Saturday, 31 August a Sunday: back to the Friday.
        #expect(try days("0 0 LW 5,8,10 *") == ["2025-05-30", "2025-08-29", "2025-10-31"])
        // 30 January 2027 is a Saturday, 31 May 2026 a Sunday.
        #expect(try days("0 0 L-1W 1 *") == ["2025-01-30", "2026-01-30", "2027-01-29"])
        // 1 February 2025 is a Saturday, so Monday the 3rd; 1 June a Sunday, so the 2nd; 1 November a Saturday.
        #expect(try days("0 0 1W 2,6,11 *") == ["2025-02-03", "2025-06-02", "2025-11-03"])
        #expect(try days("0 0 15W 2,3,6 *") == ["2025-02-14", "2025-03-14", "2025-06-16"])
        #expect(try days("0 0 31W * *", count: 4) == ["2025-01-31", "2025-03-31", "2025-05-30", "2025-07-31"])
        #expect(try days("0 0 30W 2-4 *") == ["2025-03-31", "2025-04-30", "2026-03-30"])
        #expect(try days("0 0 1,15W,L 2 *", count: 4) == ["2025-02-01", "2025-02-14", "2025-02-28", "2026-02-01"])
        try expectSame("0 0 l-3w,lw * *", "0 0 L-3W,LW * *")
    }

    @Test func row10OrdinalWeekdaysInListsAndByName() throws {
        #expect(try days("0 0 * * MON#1") == ["2025-01-06", "2025-02-03", "2025-03-03"])
        #expect(try days("0 0 * * MON#1,WED#3", count: 4) == ["2025-01-06", "2025-01-15", "2025-02-03", "2025-02-19"])
        #expect(try days("0 0 * * 5#5") == ["2025-01-31", "2025-05-30", "2025-08-29"])
        #expect(try days("0 0 * * FRIL") == ["2025-01-31", "2025-02-28", "2025-03-28"])
        #expect(try days("0 0 * 7 FRIL") == ["2025-07-25", "2026-07-31", "2027-07-30"])
        #expect(try days("0 0 1 * FRI#2", count: 4) == ["2025-01-10", "2025-02-01", "2025-02-14", "2025-03-01"])
        for same in ["fril", "FRIDAYL", "5L", "5#L", "FRI#l"] {
            try expectSame("0 0 * * \(same)", "0 0 * * FRIL")
        }
        try expectSame("0 0 * * 7#2,0L", "0 0 * * SUN#2,7L")
        #expect(cronError("0 0 * * MON-FRI#2")?.hint == "did you mean `0 0 * * MON#2,TUE#2,WED#2,THU#2,FRI#2`?")
        #expect(cronError("0 0 * * L5")?.hint == "did you mean `0 0 * * 5L`?")
        #expect(cronError("0 0 * * L")?.hint == "did you mean SAT (6), or 6L for the last Saturday of the month?")
    }

    @Test func row11MacrosInAnyCase() throws {
        let macros = [
            ("@yearly", "0 0 1 1 *"), ("@Annually", "0 0 1 1 *"), ("@monthly", "0 0 1 * *"), ("@WEEKLY", "0 0 * * 0"),
            ("@daily", "0 0 * * *"),
            ("@midnight", "0 0 * * *"), ("@hourly", "0 * * * *"), ("@every_minute", "* * * * *"), ("@EVERY_second", "* * * * * *"),
        ]
        for (macro, fields) in macros {
            try expectSame(macro, fields)
            try expectSame(" \(macro)\t", fields)
        }
        #expect(try CronExpression(parsing: "@Daily").syntax.macro == "@daily")
        #expect(try CronExpression(parsing: "TZ=Asia/Tokyo @daily").zoneName == "Asia/Tokyo")
    }

    @Test func row13WhatNeverFiresIsRefused() {
        for text in ["0 0 30 2 *", "0 0 31 4 *", "0 0 1 * +MON#2", "0 0 1-28 * +SUN#5", "0 0 LW * +SUN"] {
            #expect(cronError(text)?.code == .neverFires)
        }
    }

    @Test func blanksTabsAndZonesStandAroundTheFields() throws {
        for text in ["0 9 * * *", " 0  9\t*\t * * ", "\t0 9 * * *", "0 9 * * *\n"] {
            #expect(try CronExpression(parsing: text).description == "0 9 * * *")
            #expect(try CronExpression(parsing: text) == CronExpression(parsing: "0 9 * * *"))
        }
        for text in ["CRON_TZ=Europe/Berlin 0 9 * * *", "CRON_TZ=Europe/Berlin\t 0 9 * * * ", " CRON_TZ=Europe/Berlin  0 9 * * *"] {
            let expression = try CronExpression(parsing: text)
            #expect(expression.zoneName == "Europe/Berlin")
            #expect(expression.description == "CRON_TZ=Europe/Berlin 0 9 * * *")
        }
        #expect(try CronExpression(parsing: "TZ=UTC 0 9 * * *").zoneName == "UTC")
        #expect(try CronExpression(parsing: "0 9 * * *").zoneName == nil)
    }
}

import Recurrence
import Testing

struct CronErrorTests {
    /// Text, code, field (`-` for none), value, column.
    @Test(
        arguments: [
            ("", "empty", "-", "", nil), (" \t ", "empty", "-", "", nil), ("TZ=UTC", "empty", "-", "TZ=UTC", 1),
            ("* * * *", "field_count", "-", "* * * *", 1), ("  5", "field_count", "-", "5", 3),
            ("TZ=UTC 1 2 3", "field_count", "-", "1 2 3", 8),
            ("* * * * * * * *", "field_count", "-", "* * * * * * * *", 1),
            ("0 9 * * MON-FRI 2025", "year_in_sixth_field", "day_of_week", "2025", 17),
            ("0 9 * * * 2025-2030", "year_in_sixth_field", "day_of_week", "2025", 11),
            ("0 9 * * * 1,1999/2", "year_in_sixth_field", "day_of_week", "1999", 13),
            ("1;2 * * * *", "bad_char", "minute", ";", 2), ("0 9 * * 1–5", "bad_char", "-", "–", 10),
            ("é“0 9 * * *", "bad_char", "-", "é", 1),
            ("0 9am * * *", "bad_char", "hour", "am", 4), ("\"0 9 * * *\"", "bad_char", "minute", "\"", 1),
            ("0\n9 * * *", "bad_char", "-", "\n", 2),
            ("** * * * *", "bad_char", "minute", "*", 2), ("1.5 * * * *", "bad_char", "minute", ".", 2),
            ("0 9 * * *\0", "bad_char", "-", "\0", 10),
            ("0 0 * * 🙂", "bad_char", "-", "🙂", 9),
            ("1,,2 * * * *", "empty_item", "minute", ",", 3), ("0 ,1 * * *", "empty_item", "hour", ",", 3),
            ("0 1, * * *", "empty_item", "hour", ",", 4),
            ("0 0 * * +", "empty_item", "day_of_week", "+", 9),
            ("2-1-3 * * * *", "bad_range", "minute", "2-1-3", 1), ("0 5- * * *", "bad_range", "hour", "5-", 3),
            ("0 0 -1 * *", "bad_range", "day_of_month", "-1", 5),
            ("0 *-5 * * *", "bad_range", "hour", "*-5", 3), ("0 0 1,15-L * *", "bad_range", "day_of_month", "15-L", 7),
            ("0 0 0 1 1 * 2030-2025", "bad_range", "year", "2030-2025", 13),
            ("*/ * * * *", "bad_step", "minute", "/", 2), ("*/x * * * *", "bad_step", "minute", "x", 3),
            ("0 /5 * * *", "bad_step", "hour", "/5", 3),
            ("*/5m * * * *", "bad_step", "minute", "*/5m", 1), ("*/5/2 * * * *", "bad_step", "minute", "/2", 4),
            ("0 0 L/2 * *", "bad_step", "day_of_month", "/2", 6),
            ("*/0 * * * *", "zero_step", "minute", "0", 3), ("0 1-5/00 * * *", "zero_step", "hour", "00", 7),
            ("0 0 * * */0", "zero_step", "day_of_week", "0", 11),
            ("*/90 * * * *", "step_too_large", "minute", "90", 3), ("0 0/24 * * *", "step_too_large", "hour", "24", 5),
            ("0 0 1 JAN/13 *", "step_too_large", "month", "13", 11), ("*/60 * * * * *", "step_too_large", "second", "60", 3),
            ("60 * * * *", "out_of_range", "minute", "60", 1), ("0 24 * * *", "out_of_range", "hour", "24", 3),
            ("0 0 1,32 * *", "out_of_range", "day_of_month", "32", 7),
            ("0 0 1 1-13 *", "out_of_range", "month", "13", 9), ("0 0 * * 8", "out_of_range", "day_of_week", "8", 9),
            ("0 0 0 1 1 * 1969", "out_of_range", "year", "1969", 13),
            ("99999999999999999999 * * * *", "out_of_range", "minute", "99999999999999999999", 1),
            ("0 0 * * MOM", "unknown_name", "day_of_week", "MOM", 9), ("0 0 * JANN *", "unknown_name", "month", "JANN", 7),
            ("0 0 * * MON-FRY", "unknown_name", "day_of_week", "FRY", 13), ("0 MON * * *", "unknown_name", "hour", "MON", 3),
            ("? * * * *", "misplaced_special", "minute", "?", 1), ("0 0 * * L", "misplaced_special", "day_of_week", "L", 9),
            ("0 0 * * 1,LW", "misplaced_special", "day_of_week", "LW", 11), ("0 0 1#2 * *", "misplaced_special", "day_of_month", "#", 6),
            ("0 0 +1 * *", "misplaced_special", "day_of_month", "+", 5), ("0 5L * * *", "misplaced_special", "hour", "L", 4),
            ("0 0 * * 5W", "misplaced_special", "day_of_week", "W", 10),
            ("0 0 W * *", "bad_modifier", "day_of_month", "W", 5), ("0 0 5L * *", "bad_modifier", "day_of_month", "5L", 5),
            ("0 0 1-5W * *", "bad_modifier", "day_of_month", "1-5W", 5),
            ("0 0 * * MON-FRIL", "bad_modifier", "day_of_week", "MON-FRIL", 9), ("0 0 LW-3 * *", "bad_modifier", "day_of_month", "LW-3", 5),
            ("0 0 * * L5", "bad_modifier", "day_of_week", "L5", 9),
            ("0 0 * * MON#6", "bad_nth", "day_of_week", "6", 13), ("0 0 * * 1#0", "bad_nth", "day_of_week", "0", 11),
            ("0 0 * * MON#", "bad_nth", "day_of_week", "#", 12),
            ("0 0 * * MON-FRI#2", "bad_nth", "day_of_week", "MON-FRI#2", 9), ("0 0 * * #2", "bad_nth", "day_of_week", "#2", 9),
            ("0 0 L-31 * *", "bad_last_offset", "day_of_month", "31", 7), ("0 0 L-0W * *", "bad_last_offset", "day_of_month", "0", 7),
            ("0 0 L- * *", "bad_last_offset", "day_of_month", "L-", 5),
            ("@dayly", "unknown_macro", "-", "@dayly", 1), ("  @fortnightly", "unknown_macro", "-", "@fortnightly", 3),
            ("@daily now", "unknown_macro", "-", "@daily now", 1),
            ("CRON_TZ= 0 9 * * *", "unknown_zone", "zone", "", 9), ("TZ= @daily", "unknown_zone", "zone", "", 4),
            ("TZ=", "unknown_zone", "zone", "", 4),
        ] as [(String, String, String, String, Int?)])
    func hasCodeFieldValueAndColumn(text: String, code: String, field: String, value: String, column: Int?) {
        let error = cronError(text)
        #expect(error?.code.rawValue == code, "\(text)")
        #expect(error?.field?.rawValue ?? "-" == field, "\(text)")
        #expect(error?.value == value, "\(text)")
        #expect(error?.column == column, "\(text)")
        #expect(error?.length == value.unicodeScalars.count)
        #expect((error?.message.count ?? 0) > 20)
    }

    @Test func longTextsAreRefusedByTheirBytes() {
        let longest = "0 0 " + String(repeating: "1,", count: 251) + "01 * *"
        #expect(longest.utf8.count == 512)
        #expect(throws: Never.self) { try CronExpression(parsing: longest) }
        for text in [longest + " ", String(repeating: "é", count: 257), String(repeating: "* ", count: 500_000)] {
            let error = cronError(text)
            #expect(error?.code == .tooLong)
            #expect((error?.message.count ?? 0) < 200)
        }
    }

    @Test(arguments: [
        ("*/90 * * * *", "minute step 90 is longer than an hour (1-59), so this would run hourly"),
        ("*/60 * * * *", "minute step 60 is as long as an hour (1-59), so this would run hourly"),
        ("0 0 * * 8", "day of week 8 is out of range; allowed are 0-7 or SUN-SAT (0 and 7 are Sunday)"),
        ("0 24 * * *", "hour 24 is out of range; allowed are 0-23"),
        ("2-1-3 * * * *", "minute \"2-1-3\" is no range; a range has two ends, a-b, both 0-59"),
        (
            "* * * *",
            "\"* * * *\" has 4 fields; a schedule has 5 (minute, hour, day of month, month, day of week), 6 (second first) or 7 (year last)"
        ),
        (
            "0 9 * * * 2025",
            "2025 stands in the sixth field, which is the day of week: with six fields the seconds come first, and a year is the seventh"
        ),
        ("0 0 L-31 * *", "\"31\" in day of month \"L-31\" is no distance from the last day; write L-1 to L-30"),
        ("0 0 * * L", "L alone in day of week has no meaning; it follows a weekday: FRIL is the month's last Friday"),
    ])
    func theMessageSaysWhatIsWrongAndWhatIsAllowed(text: String, message: String) {
        #expect(cronError(text)?.message == message)
    }

    @Test(
        arguments: [
            ("*/90 * * * *", "`every 90m`"), ("0 9 * * MON-FRI 2025", "`0 0 9 * * MON-FRI 2025`"), ("0 9 1 1 2025", "`0 0 9 1 1 * 2025`"),
            ("0 0 * * L", "SAT (6), or 6L"), ("0 24 * * *", "midnight is hour 0"), ("60 * * * *", "0 begins the next hour"),
            ("9 30 * * *", "`30 9 * * *`"),
            ("2-1-3 * * * *", "`2,1,3 * * * *`"), ("0 0 * * MON#6", "`0 0 * * MON#L`"), ("0 0 * * 2#MON", "`0 0 * * MON#2`"),
            ("0 0 L-31 * *", "L-1 the day before"),
            ("0 0 W * *", "15W or LW"), ("0 0 W15 * *", "`0 0 15W * *`"), ("0 0 5L * *", "`0 0 L-5 * *`"),
            ("0 0 LW-3 * *", "`0 0 L-3W * *`"), ("0 0 1-5W * *", "a single day"),
            ("0 0 15-L * *", "`0 0 15-31 * *`"), ("0 0 -1 * *", "L is the last day"), ("0 0 32 * *", "is L"),
            ("0 0 * * THURS", "THU"), ("0 0 * * Wendesday", "WED"), ("0 0 * SEPT *", "SEP"), ("0 0 * MON *", "MON is a weekday"),
            ("0 0 * * weekdays", "MON-FRI"),
            ("1;2 * * * *", "`1,2 * * * *`"), ("0;9;*;*;*", "`0 9 * * *`"), ("*/0 * * * *", "* is every minute, and 0 the first"),
            ("5/0 * * * *", "`5 * * * *`"),
            ("* * * *", "the day of week is missing: did you mean `* * * * *`"),
            ("0 9 * MON", "the month is missing: did you mean `0 9 * * MON`"),
            ("0 9 JAN MON", "the day of month is missing: did you mean `0 9 * JAN MON`"),
            ("\"0 9 * * *\"", "`0 9 * * *`"), ("'0 9 * * *'", "`0 9 * * *`"), ("“0 9 * * *”", "`0 9 * * *`"), ("０ ９ ＊ ＊ ＊", "`0 9 * * *`"),
            ("0 9 * * 1–5", "`0 9 * * 1-5`"),
            ("0\u{A0}9 * * *", "`0 9 * * *`"), ("\u{FEFF}0 9 * * *", "`0 9 * * *`"), ("0 9 ∗ ∗ ∗", "`0 9 * * *`"),
            ("٠ ٩ * * *", "`0 9 * * *`"), ("\\* * * * *", "`* * * * *`"),
            ("*5 * * * *", "`*/5 * * * *`"), ("** * * * *", "`* * * * *`"), ("*/5m * * * *", "`*/5 * * * *`"),
            ("/5 * * * *", "`*/5 * * * *`"), ("0 0 ?/2 * *", "`0 0 */2 * *`"),
            ("0~30 * * * *", "`H(0-30) * * * *`"), ("1..5 * * * *", "`1-5 * * * *`"), ("1,,2 * * * *", "`1,2 * * * *`"),
            ("+0 0 * * *", "`0 0 * * *`"), ("? 0 * * *", "`* 0 * * *`"),
            ("@dayly", "`@daily`"), ("@minutely", "`@every_minute`"), ("@daily now", "`@daily`"), ("hourly", "`@hourly`"),
            ("5m", "`every 5m`"), ("R/PT5M", "`every PT5M`"),
            ("R5/2025-01-01T00:00:00Z/PT1H", "`every PT1H`"), ("0 9 * * * /usr/bin/backup --all", "`0 9 * * *`"),
            ("0 9 * * * root /usr/bin/backup", "`0 9 * * *`"),
            ("0 9 * * * backup.sh && echo done", "`0 9 * * *`"), ("cron_tz=Asia/Tokyo 0 9 * * *", "`CRON_TZ=Asia/Tokyo 0 9 * * *`"),
            ("0 0 0 1 1 * 27", "`0 0 0 1 1 * 2027`"), ("0 0 30 2 *", "L is the last day"), ("0 0 0 29 2 * 2027", "2028"),
            ("0 0 1 * +MON#2", "without the +"),
        ] as [(String, String)])
    func theHintGuessesWhatWasMeant(text: String, part: String) {
        let hint = cronError(text)?.hint
        #expect(hint?.contains(part) == true, "\(text): \(hint ?? "no hint")")
    }

    /// Texts with one character changed: errors never point outside, and what they suggest is valid.
    @Test func everyErrorPointsIntoTheTextAndSuggestsWhatIsValid() throws {
        let seeds = [
            "0 9 * * MON-FRI", "*/15 0-5/2 1,15W L-3W +FRIL", "0 0 0 29 2 ? 2024/4", "CRON_TZ=UTC H(1-5)/2 * LW JAN 1#2", "@daily",
        ]
        let alphabet = Array("0179*/-,#LWHMON?+@ ()x\té\"=.")
        var random = SplitMix(seed: 7)
        for _ in 0..<4000 {
            var text = Array(seeds.randomElement(using: &random) ?? "")
            for _ in 0..<Int.random(in: 1...3, using: &random) {
                let index = Int.random(in: 0..<text.count, using: &random)
                switch Int.random(in: 0..<3, using: &random) {
                case 0: text[index] = alphabet.randomElement(using: &random) ?? " "
                case 1: text.insert(alphabet.randomElement(using: &random) ?? " ", at: index)
                default: text.remove(at: index)
                }
            }
            let string = String(text)
            do {
                let expression = try CronExpression(parsing: string, schedule: "backup")
                #expect(try CronExpression(parsing: expression.description, schedule: "backup") == expression)
            } catch {
                let column = error.column ?? 1
                #expect(column >= 1 && column - 1 + error.length <= string.unicodeScalars.count, "\(string)")
                let pointed = String.UnicodeScalarView(string.unicodeScalars.dropFirst(column - 1).prefix(error.length))
                #expect(error.column == nil || String(pointed) == error.value, "\(string)")
                if let hint = error.hint, let quoted = hint.split(separator: "`").dropFirst().first, !quoted.hasPrefix("every ") {
                    #expect(throws: Never.self, "\(string): \(hint)") { try CronExpression(parsing: String(quoted), schedule: "backup") }
                }
            }
        }
    }
}

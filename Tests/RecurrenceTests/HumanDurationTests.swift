import Recurrence
import Testing

struct HumanDurationTests {
    @Test(
        arguments: [
            ("500ms", 500), ("30s", 30_000), ("5m", 300_000), ("1h30m", 5_400_000), ("1h 30m", 5_400_000), ("2 days", 172_800_000),
            ("1w", 604_800_000),
            ("PT5M", 300_000), ("P1DT1S", 86_401_000), ("1.5h", 5_400_000), ("1.5d", 129_600_000), ("0.5 weeks", 302_400_000),
            (" 1 Hour , 5 min ", 3_900_000),
            ("half an hour", 1_800_000), ("0s", 0), ("1h 05m", 3_900_000), ("1s 250ms", 1250), ("0.25s", 250),
        ] as [(String, Int64)])
    func reads(text: String, milliseconds: Int64) throws {
        #expect(try HumanDuration.parse(text) == .milliseconds(milliseconds))
    }

    @Test(arguments: [
        ("", "empty"), ("30", "bare_number"), ("1 month", "bad_duration"), ("2 years", "bad_duration"), ("P1M", "bad_duration"),
        ("P1Y", "bad_duration"),
        ("5 parsecs", "bad_duration"), ("-5s", "bad_duration"), ("0.5ms", "bad_duration"), ("s", "bad_duration"), ("5s 5s", "bad_duration"),
        ("1h and", "bad_duration"),
        ("in 5m", "bad_duration"), ("99999999999999999999s", "out_of_range"), ("9223372036854775807w", "out_of_range"),
        ("9223372036854775807.5w", "out_of_range"),
        ("9223372036854775807ms", "out_of_range"), ("4000000d", "out_of_range"), (String(repeating: "1", count: 600), "too_long"),
    ])
    func refuses(text: String, code: String) {
        let error = #expect(throws: TimeError.self) { try HumanDuration(parsing: text) }
        #expect(error?.code.rawValue == code)
    }

    @Test(
        arguments: [
            (0, "0s"), (250, "250ms"), (1250, "1s 250ms"), (12_000, "12s"), (192_000, "3m 12s"), (185_000, "3m 05s"), (3_900_000, "1h 05m"),
            (3_600_000, "1h"),
            (3_605_000, "1h"), (183_600_000, "2d 3h"), (86_400_000 * 400, "400d"), (-192_000, "-3m 12s"), (86_700_000, "1d"),
        ] as [(Int64, String)])
    func writesTheTwoLargestUnits(milliseconds: Int64, text: String) {
        #expect(HumanDuration.format(.milliseconds(milliseconds)) == text)
    }

    @Test func whatIsWrittenCanBeRead() throws {
        for milliseconds in stride(from: Int64(1), to: 400_000_000, by: 777_777) {
            let text = HumanDuration.format(.milliseconds(milliseconds))
            #expect(HumanDuration.format(try HumanDuration.parse(text)) == text)
        }
        #expect(HumanDuration.format(.seconds(Int64.max)).hasSuffix("d"))
        #expect(HumanDuration.format(.seconds(Int64.min)).hasPrefix("-"))
        #expect(HumanDuration.format(.nanoseconds(5)) == "0s")
    }
}

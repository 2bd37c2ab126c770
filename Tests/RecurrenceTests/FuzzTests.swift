import Recurrence
import Testing

/// SplitMix64: the same inputs on every run.
struct SeededGenerator: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }
}

struct FuzzTests {
    private static let pieces = [
        "in", "now", "from now", "+", "-", "@", "at", "today", "tomorrow", "day after tomorrow", "next", "friday", "noon", "midnight", "am",
        "pm", "9", "9:15",
        "17:30:05", "99999999999999999999", "9223372036854775807", "0", "1.5", "s", "m", "h", "d", "w", "month", "years", "and", ",", "a",
        "an", "half", "hour",
        "P", "PT", "T", "P1Y", "5M", "2026-01-20", "9999-12-31", "0001-01-01", "T09:00", "T23:59:59", ".123", "Z", "+02:00", "-23:59",
        "[Europe/Paris]", "[", "]",
        " ", " ", " ", "\u{a0}", "é", "👩‍👩‍👧", "\0", "/", ".", ":",
    ]

    private static let extremes = [
        Instant.distantPast, .distantFuture, Instant(seconds: 1_768_899_600), Instant(milliseconds: .min), Instant(milliseconds: .max),
    ]

    @Test func noPhraseCrashes() throws {
        var generator = SeededGenerator(state: 4)
        let places = [Zone.utc, try zones.zone(named: "Europe/Berlin"), try zones.zone(named: "Australia/Lord_Howe")]
        var understood = 0
        for round in 0..<50_000 {
            var text = ""
            for _ in 0..<Int.random(in: 0...7, using: &generator) {
                text += Self.pieces.randomElement(using: &generator) ?? ""
                if round % 2 == 0 {
                    text += " "
                }
            }
            let now = Self.extremes[round % Self.extremes.count]
            do {
                let resolved = try TimePhrase.resolve(
                    text, now: now, zone: places[round % 3], past: round % 4 == 0 ? .allow : .refuse, zones: zones)
                #expect(resolved.instant >= .distantPast && resolved.instant <= .distantFuture)
                understood += 1
            } catch {
                #expect(!error.description.isEmpty)
            }
            _ = try? HumanDuration(parsing: text)
            _ = Instant(rfc3339: text)
        }
        #expect(understood > 500)
    }

    @Test func noBytesCrash() throws {
        var generator = SeededGenerator(state: 5)
        for round in 0..<10_000 {
            let count = Int.random(in: 0...40, using: &generator)
            let text = String(decoding: (0..<count).map { _ in UInt8.random(in: 0...255, using: &generator) }, as: UTF8.self)
            _ = try? TimePhrase.resolve(text, now: Instant(seconds: 0), zone: .utc, zones: zones)
            _ = try? HumanDuration(parsing: text)
            if round % 20 == 0 {
                _ = try? zones.zone(named: text)
            }
        }
    }

    @Test func aMegabyteIsRefusedAtOnce() throws {
        for unit in ["9", "in 5m ", "\u{301}", "é", "\0", "[", "P1"] {
            let text = String(repeating: unit, count: 1_000_000 / unit.utf8.count)
            let clock = ContinuousClock()
            let time = clock.measure {
                let error = #expect(throws: TimeError.self) {
                    try TimePhrase.resolve(text, now: Instant(seconds: 0), zone: .utc, zones: zones)
                }
                #expect(error?.code == .tooLong)
                #expect(throws: TimeError.self) { try HumanDuration(parsing: text) }
                #expect(throws: TimeError.self) { try zones.zone(named: text) }
                #expect(Instant(rfc3339: text) == nil)
            }
            #expect(time < .seconds(2))
        }
    }
}

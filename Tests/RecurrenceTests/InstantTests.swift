import Foundation
import Recurrence
import Testing

struct InstantTests {
    @Test func civilArithmeticAgreesWithFoundation() throws {
        var calendar = Calendar(identifier: .gregorian)
        calendar.timeZone = try #require(TimeZone(secondsFromGMT: 0))
        let first: Int64 = -11_676_096_000  // 1600-01-01
        for step in 0..<6_000 {
            let seconds = first + Int64(step) * 4_208_401
            let parts = calendar.dateComponents(
                [.year, .month, .day, .hour, .minute, .second, .weekday], from: Date(timeIntervalSince1970: Double(seconds)))
            let time = CivilTime(millisecondsSinceEpoch: seconds * 1000)
            #expect(Int(time.year) == parts.year && time.month == parts.month && time.day == parts.day)
            #expect(time.hour == parts.hour && time.minute == parts.minute && time.second == parts.second)
            #expect(time.weekday % 7 + 1 == parts.weekday)
            #expect(time.millisecondsSinceEpoch == seconds * 1000)
        }
    }

    @Test func everyDayOfFourCenturiesComesAfterTheOneBefore() throws {
        var day: Int64 = -141_428
        for year in Int64(1582)...1990 {
            for month in 1...12 {
                for date in 1...CivilTime.days(inMonth: month, of: year) {
                    let time = try #require(CivilTime(year: year, month: month, day: date))
                    guard time.dayNumber == day + 1 || day == -141_428 else {
                        Issue.record("\(year)-\(month)-\(date) is out of line")
                        return
                    }
                    day = time.dayNumber
                }
            }
        }
        #expect(day == 7669)
        #expect(CivilTime(year: 2100, month: 2, day: 29) == nil)
        #expect(CivilTime(year: 2000, month: 2, day: 29) != nil)
    }

    @Test(
        arguments: [
            (0, "1970-01-01T00:00:00Z"), (-1, "1969-12-31T23:59:59.999Z"), (1_768_899_600_250, "2026-01-20T09:00:00.250Z"),
            (951_782_400_000, "2000-02-29T00:00:00Z"), (-62_135_596_800_000, "0001-01-01T00:00:00Z"),
            (253_402_300_799_999, "9999-12-31T23:59:59.999Z"),
        ] as [(Int64, String)])
    func writesAndReadsRFC3339(milliseconds: Int64, text: String) {
        #expect(Instant(milliseconds: milliseconds).description == text)
        #expect(Instant(rfc3339: text) == Instant(milliseconds: milliseconds))
    }

    @Test(arguments: [
        "", "2026-01-20", "2026-01-20T09:00Z", "2026-01-20T09:00:00", "2026-01-20T09:00:00+01", "2026-01-20T09:00:00+0100",
        "2026-02-29T09:00:00Z",
        "2026-01-20T09:00:60Z", "2026-01-20T24:00:00Z", "0000-01-01T00:00:00Z", "0001-01-01T00:00:00+01:00", "9999-12-31T23:59:59-00:01",
        "2026-01-20T09:00:00Z ", " 2026-01-20T09:00:00Z", "2026-01-20T09:00:00Z[UTC]", "12026-01-20T09:00:00Z", "2026-01-20X09:00:00Z",
        "20260120T090000Z", "2026-01-20T09:00:00Z[u-ca=gregory]",
    ])
    func refusesWhatIsNotRFC3339(text: String) {
        #expect(Instant(rfc3339: text) == nil)
    }

    @Test func arithmeticSaturates() {
        let now = Instant(seconds: 1_768_899_600)
        #expect(now + .seconds(1) == Instant(seconds: 1_768_899_601))
        #expect(now - .milliseconds(1) == Instant(milliseconds: 1_768_899_599_999))
        #expect(now + .seconds(Int64.max) == .distantFuture)
        #expect(now - .seconds(Int64.max) == .distantPast)
        #expect(now + Duration.seconds(Int64.min) == .distantPast)
        #expect(now + Duration.seconds(Int64.max) * 18 == .distantFuture)
        #expect(Instant(milliseconds: .max) + .seconds(1) == .distantFuture)
        #expect(Instant(seconds: .max).milliseconds == .max)
        #expect(Instant(milliseconds: -1).seconds == -1)
        #expect(Instant(milliseconds: .max) - Instant(milliseconds: .min) > .seconds(18_000_000_000_000_000))
        #expect(now - (now + .seconds(5)) == .seconds(-5))
    }

    @Test func extremeInstantsCanBeWrittenInEveryZone() throws {
        for zone in [Zone.utc, try zones.zone(named: "Pacific/Kiritimati"), try zones.zone(named: "America/New_York")] {
            for milliseconds in [
                Int64.min, Int64.min + 1, .max, .max - 1, Instant.distantPast.milliseconds, Instant.distantFuture.milliseconds,
            ] {
                let instant = Instant(milliseconds: milliseconds)
                #expect(!instant.formatted(in: zone).isEmpty)
                #expect(!instant.description.isEmpty)
                _ = zone.resolve(CivilTime(millisecondsSinceEpoch: milliseconds))
            }
        }
    }

    @Test func localMeanTimeIsRoundedWithoutMovingTheInstant() throws {
        let berlin = try zones.zone(named: "Europe/Berlin")
        let old = Instant(seconds: -4_000_000_000)
        #expect(berlin.offset(at: old) == 3208)
        let text = old.formatted(in: berlin)
        #expect(text.hasSuffix("+00:53"))
        #expect(Instant(rfc3339: text) == old)
    }
}

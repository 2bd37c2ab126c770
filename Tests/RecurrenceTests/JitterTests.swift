import Testing

@testable import Recurrence

struct JitterTests {
    @Test(
        arguments: [
            // The vectors of the specification.
            ("backup", 1_741_503_600, 1_741_590_000, 30_000, 21_039),
            ("backup", 1_741_503_600, 1_741_503_660, 300_000, 42_078),
            // No jitter, or no room for it.
            ("backup", 1_741_503_600, 1_741_590_000, 0, 0),
            ("backup", 1_741_503_600, 1_741_590_000, -30_000, 0),
            ("backup", 1_741_503_600, 1_741_503_600, 30_000, 0),
            ("backup", 1_741_503_600, 1_741_503_000, 30_000, 0),
            ("backup", 1_741_503_600, .min, 30_000, 0),
            ("backup", .max, .min, .max, 0),
            ("backup", 1_741_503_600, 1_741_590_000, 1, 0),
            // A following time that is centuries away leaves all the room there is.
            ("backup", 1_741_503_600, .max, 30_000, 21_039),
        ] as [(String, Int64, Int64, Int64, Int64)])
    func isDrawnFromScheduleAndNominalTime(schedule: String, nominal: Int64, following: Int64, jitter: Int64, offset: Int64) {
        #expect(Jitter.offset(schedule: schedule, nominal: nominal, following: following, jitterMilliseconds: jitter) == offset)
    }

    @Test func theLastFireOfAScheduleHasAllTheRoom() {
        #expect(Jitter.offset(schedule: "backup", nominal: 1_741_503_600, following: nil, jitterMilliseconds: 30_000) == 21_039)
        let widest = Jitter.offset(schedule: "backup", nominal: .min, following: nil, jitterMilliseconds: .max)
        #expect(widest >= 0)
    }

    @Test func spreadsEvenlyAndStaysBelowTheLimit() {
        var tenths = [Int](repeating: 0, count: 10)
        for nominal in stride(from: Int64(1_700_000_000), to: 1_700_600_000, by: 60) {
            let offset = Jitter.offset(schedule: "même", nominal: nominal, following: nominal + 60, jitterMilliseconds: 10_000)
            tenths[Int(offset / 1000)] += 1
        }
        #expect(tenths.reduce(0, +) == 10_000)
        #expect(tenths.allSatisfy { (900...1100).contains($0) }, "\(tenths)")
    }

    @Test func anIdAndASubjectAreToldApart() {
        #expect(StableDraw.hash("a", "bc") != StableDraw.hash("ab", "c"))
        #expect(StableDraw.number(below: 0, schedule: "a", subject: "hour") == 0)
        #expect(StableDraw.number(below: 1, schedule: "a", subject: "hour") == 0)
    }
}

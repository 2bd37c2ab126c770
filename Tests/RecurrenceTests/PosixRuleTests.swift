import Testing

@testable import Recurrence

struct PosixRuleTests {
    private func rule(_ text: String, isExtended: Bool = true) throws -> PosixRule {
        try #require(PosixRule(parsing: text.utf8, isExtended: isExtended), "\(text)")
    }

    @Test(arguments: [
        "", "5", "EST", "E5", "ES5", "<EST5", "<E>5", "EST25", "EST5:60", "EST5:00:60", "EST5:", "EST+", "EST5EDT", "EST5EDT4",
        "EST5EDT,M3.2.0", "EST5EDT,M3.2.0,", "EST5EDT,M3.2.0,M11.1.0,", "EST5EDT,M3.2.0,M11.1.0 ", "EST5EDT,M13.2.0,M11.1.0",
        "EST5EDT,M0.2.0,M11.1.0", "EST5EDT,M3.6.0,M11.1.0", "EST5EDT,M3.0.0,M11.1.0", "EST5EDT,M3.2.7,M11.1.0", "EST5EDT,J0,J5",
        "EST5EDT,J366,J5", "EST5EDT,366,5", "EST5EDT,M3.2.0/168,M11.1.0", "EST5EDT,M3.2.0/-168,M11.1.0", "EST5EDT,M3.2,M11.1.0",
        "EST5EDT,M3.2.0/,M11.1.0", "EST5EDT,M3.2.0/2:60,M11.1.0", ":America/New_York", "EST99999999999999999999", "EST5,M3.2.0,M11.1.0",
        "EST5<E T>,M3.2.0,M11.1.0", "EST5\0", "ÉST5", "EST5EDT,-1,5",
    ])
    func refusesWhatIsNoRule(text: String) {
        #expect(PosixRule(parsing: text.utf8, isExtended: true) == nil)
    }

    @Test func onlyVersionThreeHasTimesBeyondADay() {
        for text in ["EST5EDT,M3.2.0/25,M11.1.0", "EST5EDT,M3.2.0/-1,M11.1.0", "EST5EDT,M3.2.0/+2,M11.1.0"] {
            #expect(PosixRule(parsing: text.utf8, isExtended: false) == nil, "\(text)")
            #expect(PosixRule(parsing: text.utf8, isExtended: true) != nil, "\(text)")
        }
        #expect(PosixRule(parsing: "EST5EDT,M3.2.0/24,M11.1.0".utf8, isExtended: false) != nil)
    }

    @Test(
        arguments: [
            ("UTC0", 0), ("<+03>-3", 10_800), ("<-0930>9:30", -34_200), ("IST-5:30", 19_800), ("LMT-0:53:28", 3208),
            ("XXX+24:59:59", -89_999), ("XXX-24:59:59", 89_999),
        ] as [(String, Int64)])
    func readsFixedOffsets(text: String, offset: Int64) throws {
        #expect(try rule(text).span(at: 0) == Zone.Span(from: .min, until: .max, offset: offset))
    }

    /// Instants before and after each change of a year.
    static let changes: [(String, Int64, [(String, Int64)])] = [
        ("EST5EDT,M3.2.0,M11.1.0", 2026, [("2026-03-08T07:00:00Z", -14_400), ("2026-11-01T06:00:00Z", -18_000)]),
        ("CET-1CEST,M3.5.0,M10.5.0/3", 2026, [("2026-03-29T01:00:00Z", 7200), ("2026-10-25T01:00:00Z", 3600)]),
        // Dublin: standard time in summer, behind it in winter.
        ("IST-1GMT0,M10.5.0,M3.5.0/1", 2026, [("2026-03-29T01:00:00Z", 3600), ("2026-10-25T01:00:00Z", 0)]),
        ("<+1030>-10:30<+11>-11,M10.1.0,M4.1.0", 2026, [("2026-04-04T15:00:00Z", 37_800), ("2026-10-03T15:30:00Z", 39_600)]),
        ("<-02>2<-01>,M3.5.0/-1,M10.5.0/0", 2026, [("2026-03-29T01:00:00Z", -3600), ("2026-10-25T01:00:00Z", -7200)]),
        ("EET-2EEST,M3.4.4/50,M10.4.4/50", 2026, [("2026-03-28T00:00:00Z", 10_800), ("2026-10-23T23:00:00Z", 7200)]),
        ("<+00>0<+02>-2,M3.5.0/1,M10.5.0/3", 2026, [("2026-03-29T01:00:00Z", 7200), ("2026-10-25T01:00:00Z", 0)]),
        // 29 February has a number or none.
        ("AAA0BBB,J60,J300", 2024, [("2024-03-01T02:00:00Z", 3600), ("2024-10-27T01:00:00Z", 0)]),
        ("AAA0BBB,59,299", 2024, [("2024-02-29T02:00:00Z", 3600), ("2024-10-26T01:00:00Z", 0)]),
        ("AAA0BBB,59,299", 2023, [("2023-03-01T02:00:00Z", 3600), ("2023-10-27T01:00:00Z", 0)]),
        ("AAA0BBB,J40/-167,J300/167:30:15", 2025, [("2025-02-02T01:00:00Z", 3600), ("2025-11-02T22:30:15Z", 0)]),
        ("EST5EDT,M3.2.0,M11.1.0", 9999, [("9999-03-14T07:00:00Z", -14_400), ("9999-11-07T06:00:00Z", -18_000)]),
    ]

    @Test(arguments: changes.indices)
    func changesAreWhereTheRuleSays(number: Int) throws {
        let (text, year, expected) = Self.changes[number]
        let zone = Zone(identifier: "Test/Zone", table: SpanTable(offset: 0, transitions: [], tail: .rule(try rule(text))))
        let range = try instant("\(year)-01-01T00:00:00Z")..<(try instant("\(year)-12-31T23:59:59Z"))
        let found = zone.transitions(in: range).map { ($0.instant.description, Int64($0.offsetAfter)) }
        #expect(found.map(\.0) == expected.map(\.0), "\(text)")
        #expect(found.map(\.1) == expected.map(\.1), "\(text)")
    }

    @Test(arguments: ["XXX3EDT4,0/0,J365/23", "EST5EDT,0/0,J365/25", "EST5EDT,J1/0,J365/30", "EST5EDT,J100,J100/3"])
    func daylightSavingTimeMayLastTheWholeYear(text: String) throws {
        #expect(try rule(text).span(at: 1_768_899_600) == Zone.Span(from: .min, until: .max, offset: -14_400))
    }

    @Test func standardTimeMayComeOnlyInLeapYears() throws {
        let rule = try rule("AAA0BBB,0/0,365/1")
        // 2096 and 2104 are leap years, 2100 is none: the longest stretch there is.
        let from = try instant("2097-01-01T00:00:00Z").seconds
        let until = try instant("2104-12-31T00:00:00Z").seconds
        for day in stride(from: from, to: until, by: 10 * 86_400) {
            #expect(rule.span(at: day) == Zone.Span(from: from, until: until, offset: 3600))
        }
        #expect(rule.span(at: until) == Zone.Span(from: until, until: until + 86_400, offset: 0))
    }

    // MARK: A second, slow opinion

    @Test func agreesWithASearchThroughTheDays() throws {
        var generator = SeededGenerator(state: 1970)
        for _ in 0..<120 {
            let text = Self.randomRule(&generator)
            let rule = try rule(text)
            for _ in 0..<4 {
                let seconds = Int64.random(in: -5_000_000_000...253_402_300_799, using: &generator)
                let span = rule.span(at: seconds)
                #expect(span.contains(seconds) && span.offset == Self.offset(rule, seconds), "\(text) at \(seconds): \(span)")
                for (edge, isInside) in [(span.from, true), (span.until, false)] where edge != .min && edge != .max {
                    #expect((Self.offset(rule, edge) == span.offset) == isInside, "\(text) at \(edge): \(span)")
                    #expect((Self.offset(rule, edge - 1) == span.offset) != isInside, "\(text) before \(edge): \(span)")
                }
            }
        }
    }

    private static func randomRule(_ generator: inout SeededGenerator) -> String {
        func change() -> String {
            let day =
                switch Int.random(in: 0...3, using: &generator) {
                case 0: "J\(Int.random(in: 1...365, using: &generator))"
                case 1: "\(Int.random(in: 0...365, using: &generator))"
                default:
                    "M\(Int.random(in: 1...12, using: &generator)).\(Int.random(in: 1...5, using: &generator))"
                        + ".\(Int.random(in: 0...6, using: &generator))"
                }
            return Bool.random(using: &generator) ? day : "\(day)/\(Int.random(in: -167...167, using: &generator)):30"
        }
        let offset = Int.random(in: -14...12, using: &generator)
        let saving = Int.random(in: offset - 2...offset + 1, using: &generator)
        return "AAA\(offset)BBB\(saving),\(change()),\(change())"
    }

    /// Whether an instant lies in the daylight saving time of a year near it, counted day by day.
    private static func offset(_ rule: PosixRule, _ seconds: Int64) -> Int64 {
        guard let saving = rule.saving else { return rule.standard }
        let year = CivilTime(millisecondsSinceEpoch: seconds * 1000).year
        let isSaving = (year - 2...year + 2).contains { year in
            let start = time(of: saving.start, year) - rule.standard
            let end = time(of: saving.end, year) - saving.offset
            return start <= seconds && seconds < (end > start ? end : time(of: saving.end, year + 1) - saving.offset)
        }
        return isSaving ? saving.offset : rule.standard
    }

    private static func time(of change: PosixRule.Change, _ year: Int64) -> Int64 {
        var numbers: [Int64] = []
        var first = CivilTime(year: year, month: 1, day: 1)?.dayNumber ?? 0
        while numbers.count < 367 {
            numbers.append(first)
            first += 1
        }
        func civil(_ number: Int64) -> CivilTime { CivilTime(millisecondsSinceEpoch: number * 86_400_000) }
        let day: Int64
        switch change.day {
        case .julian(let number): day = numbers.filter { civil($0).month != 2 || civil($0).day != 29 }[number - 1]
        case .ordinal(let number): day = numbers[number]
        case .weekday(let weekday, let week, let month):
            let matching = numbers.filter { civil($0).year == year && civil($0).month == month && civil($0).weekday % 7 == weekday }
            day = matching[min(week, matching.count) - 1]
        }
        return day * 86_400 + change.time
    }
}

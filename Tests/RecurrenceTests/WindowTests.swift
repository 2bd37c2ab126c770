import Testing

@testable import Recurrence

private func windows(_ active: [String], _ quiet: [String] = []) throws -> Windows {
    Windows(active: try active.map { try Window(parsing: $0) }, quiet: try quiet.map { try Window(parsing: $0) })
}

struct WindowTests {
    @Test(arguments: [
        ("mon-fri 09:00-18:00", "mon-fri 09:00-18:00"), ("sat,sun 10:00-14:00", "sat,sun 10:00-14:00"), ("09:00-17:30", "09:00-17:30"),
        ("Monday-FRIDAY 9:00 - 17:30", "mon-fri 09:00-17:30"), ("fri-mon 00:00-24:00", "fri-mon 00:00-24:00"),
        ("22:00-06:00", "22:00-06:00"), ("mon 22:00-24:00", "mon 22:00-24:00"), ("mon 22:00-00:00", "mon 22:00-24:00"),
        ("mon,wed-fri,sun 09:00-10:00", "wed-fri,sun,mon 09:00-10:00"), ("mon-sun 09:00-10:00", "09:00-10:00"),
        ("tues,thurs 09:00-10:00", "tue,thu 09:00-10:00"), ("mon-mon 09:00-10:00", "mon 09:00-10:00"),
        ("tue-mon 09:00-10:00", "09:00-10:00"), ("  sun   23:59-00:01 ", "sun 23:59-00:01"),
    ])
    func reads(text: String, canonical: String) throws {
        let window = try Window(parsing: text)
        #expect(window.description == canonical)
        #expect(try Window(parsing: canonical) == window)
    }

    @Test(
        arguments: [
            ("", "empty", nil, nil), ("mon-fri", "bad_time", 1, "mon-fri 09:00-18:00"), ("mon 09:00", "bad_time", 1, nil),
            ("mon 09:00-", "bad_time", 1, "mon-fri 09:00-18:00"), ("mon 9-17", "bad_time", 5, "mon-fri 09:00-18:00"),
            ("1-5 09:00-17:00", "bad_time", 1, "mon-fri 09:00-18:00"), ("mon 25:00-26:00", "bad_time", 5, nil),
            ("mon 24:00-26:00", "bad_time", 5, "did you mean 00:00?"), ("mon 20:00-24:01", "bad_time", 11, nil),
            ("mon 20:00-25:00", "bad_time", 11, nil), ("mon 09:60-17:00", "bad_time", 8, nil), ("mon 09:5-17:00", "bad_time", 8, nil),
            ("mon 09:00:30-17:00", "bad_time", 10, nil), ("mon 09:00-17:00 tue", "bad_time", 17, nil),
            ("mon 9am-5pm", "bad_time", 5, "did you mean 09:00?"), ("mon 09:00-5pm", "bad_time", 11, "did you mean 17:00?"),
            ("mon 09:00-09:00", "bad_time", 5, "00:00-24:00 for the whole day"),
            ("00:00-00:00", "bad_time", 1, "00:00-24:00 for the whole day"),
            ("frday 09:00-17:00", "bad_time", 1, "did you mean friday?"), ("weekdays 09:00-17:00", "bad_time", 1, "mon-fri"),
            ("weekend 09:00-17:00", "bad_time", 1, "sat,sun"), ("daily 09:00-17:00", "bad_time", 1, "leave the days out for every day"),
            ("mon- 09:00-17:00", "bad_time", 6, nil), ("mon,,tue 09:00-17:00", "bad_time", 5, nil),
            (", 09:00-17:00", "bad_time", 1, "mon-fri 09:00-18:00"),
            ("mon tue 09:00-17:00", "bad_time", 5, "mon-fri 09:00-18:00"),
            ("mon 99999999999999999999:00-17:00", "bad_time", 5, "mon-fri 09:00-18:00"),
            (String(repeating: "mon,", count: 200) + "tue 09:00-10:00", "too_long", nil, nil),
        ] as [(String, String, Int?, String?)])
    func refuses(text: String, code: String, column: Int?, hint: String?) {
        let error = #expect(throws: TimeError.self) { try Window(parsing: text) }
        #expect(error?.code.rawValue == code)
        #expect(error?.column == column)
        #expect(error?.hint == hint)
    }

    // 2026-01-19 is a Monday.
    @Test(
        arguments: [
            (["mon-fri 09:00-18:00"], [], "2026-01-19T08:59:59Z", false), (["mon-fri 09:00-18:00"], [], "2026-01-19T09:00:00Z", true),
            (["mon-fri 09:00-18:00"], [], "2026-01-19T17:59:59.999Z", true), (["mon-fri 09:00-18:00"], [], "2026-01-19T18:00:00Z", false),
            (["mon-fri 09:00-18:00"], [], "2026-01-24T12:00:00Z", false),
            // Several active windows add up.
            (["mon-fri 09:00-18:00", "sat,sun 10:00-14:00"], [], "2026-01-24T10:00:00Z", true),
            (["mon-fri 09:00-18:00", "sat,sun 10:00-14:00"], [], "2026-01-24T14:00:00Z", false),
            // Quiet wins, and alone it leaves all else open.
            (["mon-fri 09:00-18:00"], ["12:00-13:00"], "2026-01-19T12:30:00Z", false),
            (["mon-fri 09:00-18:00"], ["12:00-13:00"], "2026-01-19T13:00:00Z", true),
            ([], ["12:00-13:00"], "2026-01-19T12:30:00Z", false), ([], ["12:00-13:00"], "2026-01-19T13:00:00Z", true),
            ([], [], "2026-01-19T12:30:00Z", true),
            // Across midnight it belongs to the day on which it begins.
            (["fri 22:00-06:00"], [], "2026-01-23T21:59:59Z", false), (["fri 22:00-06:00"], [], "2026-01-23T22:00:00Z", true),
            (["fri 22:00-06:00"], [], "2026-01-24T05:59:59Z", true), (["fri 22:00-06:00"], [], "2026-01-24T06:00:00Z", false),
            (["fri 22:00-06:00"], [], "2026-01-23T05:00:00Z", false), (["sun 22:00-06:00"], [], "2026-01-19T05:00:00Z", true),
            (["sun 22:00-06:00"], [], "2026-01-18T05:00:00Z", false),
            // 24:00 as an end.
            (["mon 20:00-24:00"], [], "2026-01-19T23:59:59Z", true), (["mon 20:00-24:00"], [], "2026-01-20T00:00:00Z", false),
            (["fri-mon 09:00-10:00"], [], "2026-01-18T09:30:00Z", true), (["fri-mon 09:00-10:00"], [], "2026-01-20T09:30:00Z", false),
        ] as [([String], [String], String, Bool)])
    func isOpenInsideOfActiveAndOutsideOfQuietOnes(active: [String], quiet: [String], at text: String, isOpen: Bool) throws {
        #expect(try windows(active, quiet).isOpen(at: instant(text), in: .utc) == isOpen)
    }

    @Test func knowsWhatNeverChanges() throws {
        #expect(try windows([]).areAlwaysOpen)
        #expect(try windows(["00:00-24:00"]).areAlwaysOpen)
        #expect(try windows(["00:00-12:00", "12:00-00:00"]).areAlwaysOpen)
        #expect(try windows(["09:00-17:00"], ["08:00-18:00"]).areNeverOpen)
        #expect(try windows([], ["mon-thu 00:00-24:00", "fri-sun 00:00-24:00"]).areNeverOpen)
        #expect(try windows(["09:00-17:00"], ["08:00-18:00"]).nextOpening(after: instant("2026-01-19T12:00:00Z"), in: .utc) == nil)
        #expect(try windows([]).nextClosing(after: instant("2026-01-19T12:00:00Z"), in: .utc) == nil)
    }

    @Test(arguments: [
        // Opening and closing after an instant, by the zone's clock.
        ("mon-fri 09:00-18:00", "Europe/Berlin", "2026-01-16T17:00:00Z", "2026-01-19T09:00:00+01:00", "2026-01-19T18:00:00+01:00"),
        ("mon-fri 09:00-18:00", "Europe/Berlin", "2026-01-19T08:00:00Z", "2026-01-20T09:00:00+01:00", "2026-01-19T18:00:00+01:00"),
        ("sun 22:00-06:00", "America/New_York", "2026-03-08T17:00:00Z", "2026-03-08T22:00:00-04:00", "2026-03-09T06:00:00-04:00"),
        // Clocks jump from 02:00 to 03:00: the jump is the edge.
        ("02:30-04:00", "Europe/Berlin", "2026-03-28T12:00:00Z", "2026-03-29T03:00:00+02:00", "2026-03-29T04:00:00+02:00"),
        ("01:00-02:30", "Europe/Berlin", "2026-03-28T12:00:00Z", "2026-03-29T01:00:00+01:00", "2026-03-29T03:00:00+02:00"),
        ("02:15-02:45", "Europe/Berlin", "2026-03-28T12:00:00Z", "2026-03-30T02:15:00+02:00", "2026-03-30T02:45:00+02:00"),
        ("02:00-03:00", "Europe/Berlin", "2026-03-28T12:00:00Z", "2026-03-30T02:00:00+02:00", "2026-03-30T03:00:00+02:00"),
        ("03:00-04:00", "Europe/Berlin", "2026-03-28T12:00:00Z", "2026-03-29T03:00:00+02:00", "2026-03-29T04:00:00+02:00"),
        // Clocks go back from 03:00 to 02:00: what they show twice is open twice.
        ("01:00-02:30", "Europe/Berlin", "2026-10-24T12:00:00Z", "2026-10-25T01:00:00+02:00", "2026-10-25T02:30:00+02:00"),
        ("01:00-02:30", "Europe/Berlin", "2026-10-25T00:30:00Z", "2026-10-25T02:00:00+01:00", "2026-10-25T02:30:00+01:00"),
        ("02:30-04:00", "Europe/Berlin", "2026-10-25T00:30:00Z", "2026-10-25T02:30:00+01:00", "2026-10-25T02:00:00+01:00"),
        // Samoa left out a Friday.
        ("fri 09:00-18:00", "Pacific/Apia", "2011-12-26T12:00:00Z", "2012-01-06T09:00:00+14:00", "2012-01-06T18:00:00+14:00"),
        ("fri 22:00-06:00", "Pacific/Apia", "2011-12-26T12:00:00Z", "2011-12-31T00:00:00+14:00", "2011-12-31T06:00:00+14:00"),
    ])
    func findsTheEdges(window: String, zone name: String, after: String, opening: String, closing: String) throws {
        let windows = try windows([window])
        let zone = try zone(name)
        #expect(windows.nextOpening(after: try instant(after), in: zone)?.formatted(in: zone) == opening)
        #expect(windows.nextClosing(after: try instant(after), in: zone)?.formatted(in: zone) == closing)
    }

    @Test func edgesAgreeWithLookingAtEveryMinute() throws {
        var generator = SeededGenerator(state: 6)
        let places = try ["UTC", "Europe/Berlin", "America/New_York", "Australia/Lord_Howe", "Pacific/Apia"].map { try zone($0) }
        let starts = try [
            "2026-03-25T00:00:00Z", "2026-10-23T07:00:00Z", "2026-03-06T00:00:00Z", "2026-10-02T00:00:00Z", "2011-12-27T00:00:00Z",
        ]
        .map { try instant($0).seconds }
        for round in 0..<60 {
            let texts = (0..<4).map { _ in
                let days =
                    Bool.random(using: &generator) ? "" : ["mon", "sun-tue", "fri,sat", "mon-fri"].randomElement(using: &generator)! + " "
                let hours = (0..<2).map { _ in Int64.random(in: 0...23, using: &generator) }
                return "\(days)\(padded(hours[0], 2)):15-\(padded(hours[1], 2)):45"
            }
            let windows = try windows(Array(texts.prefix(round % 3)), Array(texts.dropFirst(2).prefix(round % 2 + 1)))
            let (zone, start) = (places[round % 5], starts[round % 5])
            let states = (0...(8 * 1440)).map { minute in
                let instant = Instant(seconds: start + Int64(minute) * 60)
                return Self.naively(windows, zone.civilTime(at: instant))
            }
            #expect(
                states.indices.allSatisfy {
                    windows.isOpen(at: Instant(seconds: start + Int64($0) * 60), in: zone) == states[$0]
                })
            var next: [Bool: Int] = [:]
            for minute in stride(from: states.count - 2, through: 1, by: -1) {
                let instant = Instant(seconds: start + Int64(minute) * 60)
                if let opening = next[true], minute % 37 == 0 {
                    #expect(windows.nextOpening(after: instant, in: zone)?.seconds == start + Int64(opening) * 60)
                }
                if let closing = next[false], minute % 37 == 0 {
                    #expect(windows.nextClosing(after: instant, in: zone)?.seconds == start + Int64(closing) * 60)
                }
                if states[minute] != states[minute - 1] {
                    next[states[minute]] = minute
                    let found =
                        states[minute]
                        ? windows.hours.lastEdge(atOrBefore: instant, opens: true, in: zone)
                        : windows.hours.lastEdge(atOrBefore: instant, opens: false, in: zone)
                    #expect(found == instant)
                    let before = instant.shifted(milliseconds: -1)
                    let other =
                        states[minute]
                        ? windows.hours.lastEdge(atOrBefore: before, opens: true, in: zone)
                        : windows.hours.lastEdge(atOrBefore: before, opens: false, in: zone)
                    #expect(other.map { $0 < instant } ?? true)
                }
            }
        }
    }

    /// By the words of the specification: day by day and window by window.
    private static func naively(_ windows: Windows, _ time: CivilTime) -> Bool {
        func isInside(_ window: Window) -> Bool {
            let minute = time.hour * 60 + time.minute
            let (today, yesterday) = (time.weekday - 1, (time.weekday + 5) % 7)
            return (window.days.contains(today) && (window.start..<window.end).contains(minute))
                || (window.days.contains(yesterday) && (window.start..<window.end).contains(minute + 1440))
        }
        return (windows.active.isEmpty || windows.active.contains(where: isInside)) && !windows.quiet.contains(where: isInside)
    }

    @Test func theEndsOfTimeDoNotTrap() throws {
        let windows = try windows(["mon 09:00-10:00"])
        for place in ["UTC", "Europe/Berlin", "Pacific/Apia"] {
            let zone = try zone(place)
            for instant in [Instant(milliseconds: .min), .distantPast, .distantFuture, Instant(milliseconds: .max)] {
                _ = windows.isOpen(at: instant, in: zone)
                _ = windows.nextOpening(after: instant, in: zone)
                _ = windows.hours.lastEdge(atOrBefore: instant, opens: false, in: zone)
            }
        }
    }
}

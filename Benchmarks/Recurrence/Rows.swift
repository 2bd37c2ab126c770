import Recurrence

/// Instants of ten years, the same on every run.
func randomStarts(_ count: Int, in years: Range<Int64> = nearYears) -> [Int64] {
    var state: UInt64 = 4
    return (0..<count).map { _ in
        // SplitMix64.
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return years.lowerBound + Int64((mixed ^ (mixed >> 31)) % UInt64(years.count))
    }
}

/// Seconds of 2026 to 2035, and of 2050 to 2059, which lie behind the tables of the zones' files.
let nearYears: Range<Int64> = 1_767_225_600..<2_082_758_400
let farYears: Range<Int64> = 2_524_608_000..<2_840_140_800

/// The next fire of one expression: one after the other, from a fire to the next, and from instants far apart.
struct NextFire {
    let expression: String
    let zone: String
    var years = nearYears

    static let rows = [
        ("* * * * *", "UTC"), ("* * * * *", "America/New_York"), ("*/15 * * * *", "America/New_York"), ("30 2 * * *", "America/New_York"),
        ("0 9 * * 1-5", "America/New_York"), ("0,30 8-18/2 1,15 */3 *", "America/New_York"), ("30 4 1,15 * 5", "America/New_York"),
        ("0 0 29 2 *", "America/New_York"), ("0 18 * * 5L", "America/New_York"),
    ]

    func measure() throws -> Figure {
        let cron = try CronExpression(parsing: expression)
        let place = try Main.zones.zone(named: zone)
        let starts = randomStarts(100_000, in: years)
        let begin = Instant(seconds: years.lowerBound)
        // As often as it takes to come to a hundred thousand.
        let count = min(100_000, cron.count(after: begin, through: Instant(seconds: years.upperBound), in: place))
        let times = 100_000 / count
        let chained = nanoseconds(each: count * times) {
            for _ in 0..<times {
                var instant = begin
                for _ in 0..<count { instant = cron.next(after: instant, in: place) ?? begin }
                keep(instant.milliseconds)
            }
        }
        let batch = nanoseconds(each: count * times) {
            for _ in 0..<times {
                var fires = cron.fires(after: begin, in: place)
                for _ in 0..<count { keep(fires.next()?.milliseconds ?? 0) }
            }
        }
        let scattered = nanoseconds(each: starts.count) {
            for start in starts { keep(cron.next(after: Instant(seconds: start), in: place)?.milliseconds ?? 0) }
        }
        return Figure(
            what: years == nearYears ? "next fire" : "next fire, 2050s", expression: expression, zone: zone, chained: chained, batch: batch,
            scattered: scattered,
            bare: BareLimit.nanoseconds(roundTripsOf: starts), limit: 100)
    }
}

/// The next fire from within three hours of a change of offset.
struct NearTransition {
    let expression: String

    func measure() throws -> Figure {
        let cron = try CronExpression(parsing: expression)
        let place = try Main.zones.zone(named: "America/New_York")
        let changes = place.transitions(in: Instant(seconds: nearYears.lowerBound)..<Instant(seconds: nearYears.upperBound)).map(
            \.instant.seconds)
        let starts = randomStarts(100_000).map { changes[Int($0) % changes.count] - 10_800 + $0 % 21_600 }
        let near = nanoseconds(each: starts.count) {
            for start in starts { keep(cron.next(after: Instant(seconds: start), in: place)?.milliseconds ?? 0) }
        }
        return Figure(
            what: "near a transition", expression: expression, zone: "America/New_York", scattered: near,
            bare: BareLimit.nanoseconds(roundTripsOf: starts), limit: 300)
    }
}

/// One text, parsed again and again.
struct Parsing {
    let expression: String

    func measure() throws -> Figure {
        let times = 20_000
        let took = try nanoseconds(each: times) {
            for _ in 0..<times { keep(try CronExpression(parsing: expression).zoneName == nil ? 1 : 0) }
        }
        return Figure(
            what: "parse", expression: expression, zone: "", chained: took,
            bare: BareLimit.nanoseconds(scanning: expression, times: times), limit: 1000)
    }
}

/// Many different schedules in 25 zones, each asked once for its next fire after the same moment: what a start of a daemon does.
struct ManySchedules {
    let count: Int

    private static let zones = [
        "UTC", "Africa/Cairo", "Africa/Casablanca", "Africa/Monrovia", "America/Asuncion", "America/Caracas", "America/Havana",
        "America/New_York", "America/Santiago", "America/Sao_Paulo", "America/St_Johns", "Antarctica/Troll", "Asia/Gaza",
        "Asia/Kathmandu", "Asia/Kolkata", "Asia/Pyongyang", "Asia/Tehran", "Australia/Lord_Howe", "Australia/Sydney", "Europe/Berlin",
        "Europe/Dublin", "Europe/London", "Pacific/Apia", "Pacific/Auckland", "Pacific/Chatham",
    ]

    func measure() throws -> Figure {
        let zones = try Self.zones.map { try Main.zones.zone(named: $0) }
        let schedules = try randomStarts(count).map { number in
            let (minute, hour, day) = (number % 60, number / 60 % 24, number / 1440 % 28 + 1)
            let text =
                switch number / 40_320 % 6 {
                case 0: "*/\(minute % 30 + 1) * * * *"
                case 1: "\(minute) \(hour) * * *"
                case 2: "\(minute) \(hour) * * \(day % 7)"
                case 3: "\(minute) \(hour) \(day) * *"
                case 4: "\(minute) \(hour) * * \(day % 7)L"
                default: "\(minute) \(hour) LW */3 *"
                }
            return (cron: try CronExpression(parsing: text), zone: zones[Int(number % 25)])
        }
        let now = Instant(seconds: 1_774_746_000)
        let took = nanoseconds(each: count) {
            for schedule in schedules { keep(schedule.cron.next(after: now, in: schedule.zone)?.milliseconds ?? 0) }
        }
        return Figure(
            what: "\(count) schedules in 25 zones", expression: "mixed", zone: "mixed", scattered: took,
            bare: BareLimit.nanoseconds(roundTripsOf: randomStarts(count)), limit: 1000)
    }
}

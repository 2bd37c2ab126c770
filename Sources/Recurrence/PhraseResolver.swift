/// Finds out which form of phrase a text has, and its instant.
struct PhraseResolver {
    var parser: PhraseParser
    let now: Instant
    /// The zone given; once resolved, the one of the suffix if there was one.
    var zone: Zone
    let zones: any ZoneSource

    mutating func resolve() throws(TimeError) -> Instant {
        do {
            return try resolveForm()
        } catch {
            throw errorForSchedule ?? error
        }
    }

    /// The error for something that is a schedule and no single time.
    private var errorForSchedule: TimeError? {
        let isEvery = parser.tokens.prefix(2).contains { $0.word == "every" }
        let isMacro = parser.tokens.first?.isSymbol("@") == true && parser.tokens.dropFirst().first?.word != nil
        guard isEvery || isMacro || (try? CronExpression(parsing: parser.text, schedule: "")) != nil else { return nil }
        let interval = isEvery ? try? Interval(parsing: parser.text) : nil
        return parser.error(
            .badTime, nil, "\(shown(parser.trimmed)) is a schedule and no single time",
            hint: interval.map { "`in \(Interval.compact($0.length))` for once" } ?? "such as \"tomorrow at 9am\" or \"in 5 minutes\"")
    }

    private mutating func resolveForm() throws(TimeError) -> Instant {
        let tokens = parser.tokens
        guard let first = tokens.first else { throw parser.notUnderstood(nil) }
        if first.number != nil {
            if let instant = try resolveDate(tokens) {
                return instant
            }
        } else if first.isSymbol("@") {
            return try resolveUnixTime(tokens)
        }
        if tokens.last?.word == "ago" || first.word == "yesterday" || first.isSymbol("-") {
            throw parser.error(.inThePast, nil, "\(shown(parser.trimmed)) is in the past; give a time that is still ahead")
        }
        if tokens.count == 1, first.word == "now" {
            return now
        }
        if let instant = try resolveDuration(tokens) {
            return instant
        }
        return try resolveDay()
    }

    func inThePast(_ instant: Instant) -> TimeError {
        let place = "is \(instant.formatted(in: zone)), which is in the past (now is \(now.formatted(in: zone)))"
        let isToday = parser.tokens.contains { $0.word == "today" }
        return parser.error(
            .inThePast, nil, "\(shown(parser.trimmed)) \(place); give a time that is still ahead",
            hint: isToday ? "did you mean tomorrow?" : nil)
    }

    // MARK: Durations

    private mutating func resolveDuration(_ tokens: [PhraseToken]) throws(TimeError) -> Instant? {
        if parser.take(word: "in") || parser.take(symbol: "+") {
            if parser.current?.isSymbol("-") == true {
                throw parser.error(.badDuration, parser.current, "\(shown(parser.trimmed)) is negative; a duration counts forward")
            }
        } else if tokens.count > 2, tokens[tokens.count - 2].word == "from", tokens[tokens.count - 1].word == "now" {
            parser.end -= 2
        } else if !ISODuration.looksLike(tokens[0], parser.next) {
            return nil
        }
        let duration = try parser.duration(.calendar)
        guard let instant = duration.added(to: now, in: zone) else { throw parser.durationOutOfRange() }
        return instant
    }

    // MARK: Days and times of day

    private mutating func resolveDay() throws(TimeError) -> Instant {
        let (day, time) = try parser.dayAndTime()
        let today = zone.civilTime(at: now)
        func instant(_ daysLater: Int64) -> Instant {
            let milliseconds = (today.dayNumber + daysLater) * CivilTime.millisecondsPerDay + time.milliseconds
            return zone.instant(of: CivilTime(millisecondsSinceEpoch: milliseconds))
        }
        switch day {
        case .fromToday(let days):
            return instant(days)
        case .weekday(let weekday, let isNext):
            let days = Int64((weekday - today.weekday + 7) % 7)
            return instant(days == 0 && (isNext || instant(0) <= now) ? 7 : days)
        case nil:
            return [instant(0), instant(1)].first { $0 > now } ?? instant(2)
        }
    }

    // MARK: Numbers

    private func resolveUnixTime(_ tokens: [PhraseToken]) throws(TimeError) -> Instant {
        let isNegative = tokens.count == 3 && tokens[1].isSymbol("-")
        guard tokens.count == (isNegative ? 3 : 2), let amount = tokens.last?.number else {
            let message = "\(shown(parser.trimmed)) is not a valid time: after @ come seconds since 1970, as in @1768896000"
            throw parser.error(.badTime, nil, message)
        }
        guard let seconds = amount.whole, seconds < 1_000_000_000_000 else {
            throw parser.error(
                .outOfRange, nil, "\(shown(parser.trimmed)) is out of range; after @ come seconds up to the year 9999",
                hint: "these may be milliseconds; leave out the last three digits")
        }
        let milliseconds = seconds * 1000 + amount.billionths / 1_000_000
        return Instant(milliseconds: isNegative ? -milliseconds : milliseconds)
    }

    /// Handles what begins with digits like a date, or is nothing but a number; nil for all else.
    private mutating func resolveDate(_ tokens: [PhraseToken]) throws(TimeError) -> Instant? {
        let text = parser.trimmed
        let digits = text.utf8.prefix { (0x30...0x39).contains($0) }.count
        if tokens.count == 1 {
            throw parser.error(
                .bareNumber, nil, "\(shown(text)) is only a number; say what it counts", hint: Self.meanings(ofNumber: text))
        }
        let afterDigits = text.utf8.dropFirst(digits)
        if digits == 8, afterDigits.first.map({ $0 | 0x20 }) == UInt8(ascii: "t") {
            return try resolveTimestamp(text)
        }
        guard let separator = afterDigits.first, [0x2D, 0x2E, 0x2F].contains(separator) else { return nil }
        if separator == UInt8(ascii: "-"), digits >= 4 {
            return try resolveTimestamp(text)
        }
        let groups = text.utf8.prefix { $0 == separator || (0x30...0x39).contains($0) }.split(separator: separator)
        if separator == UInt8(ascii: "/") || groups.count >= 3 {
            let message = "the date \(shown(text)) can be read in more than one way; write it YYYY-MM-DD"
            throw parser.error(
                .ambiguousDate, nil, message, hint: Self.readings(ofDate: groups.map { String(decoding: Array($0), as: UTF8.self) }))
        }
        return nil
    }

    /// The dates that three numbers may stand for, in the one form; where there is none, an example.
    private static func readings(ofDate groups: [String]) -> String {
        var orders: [[Int]] = []
        if groups.count == 3, let first = groups.first?.utf8.count, let last = groups.last?.utf8.count {
            if first == 4 { orders = [[0, 1, 2]] } else if last == 2 || last == 4 { orders = [[2, 0, 1], [2, 1, 0]] }
        }
        var readings: [String] = []
        for order in orders {
            let (year, month, day) = (groups[order[0]], groups[order[1]], groups[order[2]])
            guard let month = Int(month), let day = Int(day),
                let time = Int64(year.utf8.count == 2 ? "20" + year : year).flatMap({
                    CivilTime(year: $0, month: month, day: day)
                })
            else { continue }
            func padded(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
            let reading = "\(time.year)-\(padded(time.month))-\(padded(time.day))"
            if !readings.contains(reading) { readings.append(reading) }
        }
        return readings.isEmpty ? "2026-01-20 for the 20th of January" : readings.joined(separator: " or ")
    }

    /// What a number may stand for: minutes and hours, or a date, a time of day or Unix time by its length.
    private static func meanings(ofNumber text: String) -> String {
        let digits = Array(text.utf8.prefix(16))
        func part(_ range: Range<Int>) -> String { String(decoding: digits[range], as: UTF8.self) }
        switch digits.count {
        case 4 where !digits.contains(UInt8(ascii: ".")) && part(0..<2) < "24" && part(2..<4) < "60":
            return "\(part(0..<2)):\(part(2..<4)) for the time of day, or in \(text) minutes"
        case 5 where digits[2] == UInt8(ascii: ".") && part(0..<2) < "24" && part(3..<5) < "60":
            return "\(part(0..<2)):\(part(3..<5)) for the time of day, or in \(text) minutes"
        case 8 where part(4..<6) <= "12" && part(6..<8) <= "31": return "\(part(0..<4))-\(part(4..<6))-\(part(6..<8)) for the date"
        case 9...: return "@\(text) for Unix time"
        case ...2 where (Int(text) ?? 24) < 24: return "in \(text) minutes, at \(text), or @\(text) for Unix time"
        default: return "in \(text) minutes, or @\(text) for Unix time"
        }
    }

    private mutating func resolveTimestamp(_ text: String) throws(TimeError) -> Instant {
        let column = parser.tokens.first?.column ?? 1
        let stamp = try Timestamp(parsing: text, column: column)
        if let name = stamp.zoneName {
            zone = try namedZone(name, in: text, column: column)
        }
        guard let offset = stamp.offset else { return zone.instant(of: stamp.local) }
        let instant = stamp.local.instant(offset: offset.seconds)
        guard stamp.zoneName != nil, !offset.isUnknownLocally else { return instant }
        let actual = zone.offset(at: instant)
        guard actual == offset.seconds || Instant.offsetMinutes(actual) * 60 == offset.seconds else {
            let message =
                "the offset in \(shown(text)) contradicts \(zone.identifier), where it is \(instant.formatted(in: zone)) then; "
                + "leave one of them out"
            throw parser.error(.offsetConflict, nil, message)
        }
        return instant
    }

    private func namedZone(_ name: String, in text: String, column: Int) throws(TimeError) -> Zone {
        do {
            return try zones.zone(named: name)
        } catch {
            var located = error
            let before = text.unicodeScalars.prefix { $0 != "[" }.count
            let isCritical = text.unicodeScalars.dropFirst(before + 1).first == "!"
            located.column = column + before + (isCritical ? 2 : 1)
            throw located
        }
    }
}

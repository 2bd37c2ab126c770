/// A date, or date and time, as ISO 8601 (extended form), RFC 3339 and RFC 9557 write it.
///
/// `YYYY-MM-DD`, then optionally `T`, `t` or a space with `HH:MM`, seconds and up to nine digits of a fraction; an offset
/// `Z`, `+HH:MM`, `+HHMM` or `+HH`; a zone `[Europe/Paris]`; tags `[key=value]`, which are not looked at unless they are
/// critical. Also ISO 8601's basic form of a date-time, `YYYYMMDDTHHMMSSZ`.
struct Timestamp {
    struct Offset {
        /// Ahead of UTC.
        let seconds: Int
        /// `Z` and `-00:00` name an instant and say nothing of the local offset (RFC 9557 section 2).
        let isUnknownLocally: Bool
        /// `Z` or `+HH:MM`.
        let isRFC3339: Bool
    }

    let local: CivilTime
    let offset: Offset?
    let zoneName: String?
    /// Whether it is a date-time of RFC 3339: with seconds and offset, and nothing in brackets.
    let isRFC3339: Bool

    /// - Parameter column: where the text begins in what the user wrote.
    init(parsing text: String, column: Int) throws(TimeError) {
        var scanner = TimestampScanner(text: text, column: column)
        let date = try scanner.date()
        let clock = scanner.isAtSeparator ? try scanner.clock() : nil
        offset = clock == nil ? nil : try scanner.offset()
        let end = scanner.position
        zoneName = try scanner.zoneName()
        try scanner.skipTags()
        guard scanner.isAtEnd else {
            throw scanner.error("expected a date such as 2026-01-20 or a date-time such as 2026-01-20T09:00:00+01:00")
        }
        guard
            let time = CivilTime(
                year: Int64(date.year), month: date.month, day: date.day, hour: clock?.hour ?? 0, minute: clock?.minute ?? 0,
                second: clock?.second ?? 0, millisecond: clock?.millisecond ?? 0)
        else { throw scanner.error("there is no such date or time of day") }
        local = time
        isRFC3339 = clock?.hasSeconds == true && offset?.isRFC3339 == true && !scanner.isBasic && end == scanner.position
    }
}

/// Reads the parts of a timestamp one after the other.
private struct TimestampScanner {
    struct Clock {
        var hour = 0
        var minute = 0
        var second = 0
        var millisecond = 0
        var hasSeconds = false
    }

    let text: String
    let bytes: [UInt8]
    let column: Int
    var position = 0
    /// Without `-` and `:`.
    private(set) var isBasic = false

    init(text: String, column: Int) {
        self.text = text
        bytes = Array(text.utf8)
        self.column = column
    }

    var current: UInt8? { position < bytes.count ? bytes[position] : nil }
    var isAtEnd: Bool { position == bytes.count }
    var isAtSeparator: Bool { current == UInt8(ascii: "T") || current == UInt8(ascii: "t") || current == UInt8(ascii: " ") }

    func error(_ reason: String, code: TimeError.Code = .badTime, hint: String? = nil) -> TimeError {
        TimeError(code, value: text, column: column, message: "\(shown(text)) is not a valid time: \(reason)", hint: hint)
    }

    mutating func take(_ character: Unicode.Scalar) -> Bool {
        guard let byte = current, UInt32(byte) == character.value else { return false }
        position += 1
        return true
    }

    /// Steps over what the basic form leaves out.
    private mutating func separator(_ character: Unicode.Scalar) -> Bool {
        isBasic || take(character)
    }

    /// Exactly two digits.
    mutating func twoDigits() -> Int? {
        let digits = bytes[position...].prefix(2)
        guard digits.count == 2, digits.allSatisfy({ (0x30...0x39).contains($0) }) else { return nil }
        position += 2
        return digits.reduce(0) { $0 * 10 + Int($1 - 0x30) }
    }

    mutating func date() throws(TimeError) -> (year: Int, month: Int, day: Int) {
        let yearDigits = bytes.prefix { (0x30...0x39).contains($0) }
        isBasic = yearDigits.count == 8 && bytes.dropFirst(8).first.map { $0 | 0x20 } == UInt8(ascii: "t")
        guard yearDigits.count <= 4 || isBasic else { throw error("the year must be 0001 to 9999", code: .outOfRange) }
        guard yearDigits.count >= 4 else { throw error("a year has four digits") }
        position = 4
        let year = yearDigits.prefix(4).reduce(0) { $0 * 10 + Int($1 - 0x30) }
        guard separator("-"), let month = twoDigits(), separator("-"), let day = twoDigits() else {
            throw error("a date is written YYYY-MM-DD", hint: "2026-01-20")
        }
        guard year >= 1 else { throw error("the year must be 0001 to 9999", code: .outOfRange) }
        guard (1...12).contains(month) else { throw error("month \(month) is not 1 to 12") }
        let days = CivilTime.days(inMonth: month, of: Int64(year))
        guard (1...days).contains(day) else { throw error("month \(month) of \(year) has \(days) days") }
        return (year, month, day)
    }

    mutating func clock() throws(TimeError) -> Clock {
        position += 1
        var clock = Clock()
        guard let hour = twoDigits(), separator(":"), let minute = twoDigits() else {
            throw error("a time of day is written HH:MM or HH:MM:SS", hint: "2026-01-20T09:00")
        }
        clock.hour = hour
        clock.minute = minute
        if isBasic ? current.map({ (0x30...0x39).contains($0) }) == true : take(":") {
            guard let second = twoDigits() else { throw error("seconds have two digits") }
            clock.second = second
            clock.hasSeconds = true
            if take(".") || take(",") {
                clock.millisecond = try fraction()
            }
        }
        guard hour <= 23 else { throw error("hour \(hour) is not 0 to 23", hint: hour == 24 ? "00:00 of the next day" : nil) }
        guard minute <= 59 else { throw error("minute \(minute) is not 0 to 59") }
        guard clock.second <= 59 else { throw error("second \(clock.second) is not 0 to 59, there are no leap seconds here") }
        return clock
    }

    /// Milliseconds out of one to nine digits.
    mutating func fraction() throws(TimeError) -> Int {
        let digits = bytes[position...].prefix { (0x30...0x39).contains($0) }
        guard (1...9).contains(digits.count) else { throw error("a fraction of a second has one to nine digits") }
        position += digits.count
        let three = Array(digits.prefix(3)) + Array(repeating: 0x30, count: max(0, 3 - digits.count))
        return three.reduce(0) { $0 * 10 + Int($1 - 0x30) }
    }

    mutating func offset() throws(TimeError) -> Timestamp.Offset? {
        if take("Z") || take("z") {
            return Timestamp.Offset(seconds: 0, isUnknownLocally: true, isRFC3339: true)
        }
        let isNegative = current == UInt8(ascii: "-")
        guard take("+") || take("-") else { return nil }
        guard let hours = twoDigits() else { throw error("an offset is written Z or +HH:MM") }
        let hasColon = take(":")
        let minutes = twoDigits()
        guard hours <= 23, minutes ?? 0 <= 59, !hasColon || minutes != nil else { throw error("an offset is written Z or +HH:MM") }
        let size = hours * 3600 + (minutes ?? 0) * 60
        return Timestamp.Offset(
            seconds: isNegative ? -size : size, isUnknownLocally: isNegative && size == 0, isRFC3339: hasColon)
    }

    /// The zone has to come before the tags.
    mutating func zoneName() throws(TimeError) -> String? {
        let start = position
        guard let content = try suffix() else { return nil }
        guard !content.text.utf8.contains(UInt8(ascii: "=")) else {
            position = start
            return nil
        }
        return content.text
    }

    /// Steps over `[u-ca=gregory]` and its like: they do not change the instant (RFC 9557 section 3.3), but one that is
    /// critical has to be understood, and only the calendar that is used anyway is.
    mutating func skipTags() throws(TimeError) {
        while let tag = try suffix() {
            guard tag.text.utf8.contains(UInt8(ascii: "=")) else { throw error("there is one zone, and it is the first in brackets") }
            guard !tag.isCritical || ["u-ca=gregory", "u-ca=iso8601"].contains(tag.text) else {
                throw error("[!\(tag.text)] is marked as critical and is not understood here")
            }
        }
    }

    /// What stands in brackets.
    private mutating func suffix() throws(TimeError) -> (text: String, isCritical: Bool)? {
        guard take("[") else { return nil }
        let isCritical = take("!")
        let content = bytes[position...].prefix { $0 != UInt8(ascii: "]") }
        position += content.count
        guard take("]"), !content.isEmpty else { throw error("a zone is written [Europe/Paris]") }
        return (String(decoding: content, as: UTF8.self), isCritical)
    }
}

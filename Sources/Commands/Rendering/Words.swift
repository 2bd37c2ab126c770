import Recurrence

/// Times, durations and counts as a person reads them.
struct Words {
    let now: Instant
    let local: LocalTime

    /// `in 3m 12s (Tue 09:00 CET)`, `2h 05m ago (Tue 09:00 CET)`.
    func moment(_ instant: Instant) -> String { "\(relative(instant)) (\(absolute(instant)))" }

    /// The same for a time as it travels; the text itself where it is none.
    func moment(_ text: String) -> String { Instant(rfc3339: text).map(moment) ?? SafeText.line(text) }

    /// `in 3m 12s`, `2h 05m ago`, `now`; to the second.
    func relative(_ instant: Instant) -> String {
        let distance = instant.milliseconds - now.milliseconds
        let seconds = (distance.magnitude + 500) / 1000
        guard seconds > 0 else { return "now" }
        let length = HumanDuration.format(.seconds(Int64(clamping: seconds)))
        return distance > 0 ? "in \(length)" : "\(length) ago"
    }

    /// The same for a time as it travels; nothing where it is none.
    func relative(of text: String) -> String { Instant(rfc3339: text).map(relative) ?? "" }

    /// `Tue 09:00 CET` for a time as it travels; the text itself where it is none.
    func time(_ text: String) -> String { Instant(rfc3339: text).map(absolute) ?? SafeText.line(text) }

    /// `Mon` for 1.
    static func weekday(_ number: Int) -> String { weekdays[(number - 1) % 7] }

    /// `Tue 09:00 CET`; with seconds where it is less than a minute away, with the date where it is days away.
    func absolute(_ instant: Instant) -> String {
        let (offset, name) = local.lookUp(instant)
        let time = civil(instant, offset)
        let distance = (instant.milliseconds - now.milliseconds).magnitude
        var text = Self.weekdays[time.weekday - 1]
        if distance >= 6 * 86_400_000 { text += " \(time.day) \(Self.months[time.month - 1])" }
        if time.year != civil(now, local.lookUp(now).offset).year { text += " \(time.year)" }
        text += " \(Self.two(time.hour)):\(Self.two(time.minute))"
        if distance < 60_000 { text += ":\(Self.two(time.second))" }
        return "\(text) \(name)"
    }

    /// `250ms`, `3.2s`, `1m 05s`.
    static func duration(milliseconds: Int64) -> String {
        switch milliseconds {
        case 1000..<10_000: "\(milliseconds / 1000).\(milliseconds / 100 % 10)s"
        case 10_000...: HumanDuration.format(.seconds(milliseconds / 1000))
        default: "\(max(0, milliseconds))ms"
        }
    }

    /// `1 pulse`, `3 pulses`.
    static func count(_ number: Int, _ noun: String) -> String { "\(number) \(noun)\(number == 1 ? "" : "s")" }

    /// The start of a text in quotes, for a sentence.
    static func quoted(_ text: String, limit: Int = 60) -> String { "\"\(DisplayWidth.cut(SafeText.line(text), to: limit))\"" }

    private static let weekdays = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"]
    private static let months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]

    private static func two(_ number: Int) -> String { number < 10 ? "0\(number)" : String(number) }

    private func civil(_ instant: Instant, _ offset: Int) -> CivilTime {
        CivilTime(millisecondsSinceEpoch: (instant + .seconds(offset)).milliseconds)
    }
}

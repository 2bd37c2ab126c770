extension Interval {
    /// Parses `@every 1h30m`, `@every 1h/15m` (aligned, with its phase), `every 5 minutes`, `every hour` and `PT5M`.
    ///
    /// Units are seconds, minutes, hours, days (24 hours) and weeks; fractions of seconds, minutes and hours are fine when
    /// they give whole seconds.
    /// - Throws: ``TimeError`` with `empty`, `tooLong`, `badDuration`, `intervalTooShort`, `calendarUnitInInterval` or
    ///   `outOfRange`.
    public init(parsing text: String) throws(TimeError) {
        try TimePhrase.checkLength(text)
        try self.init(PhraseParser(text))
    }

    init(_ parser: PhraseParser) throws(TimeError) {
        var reader = IntervalReader(parser: parser)
        self = try reader.interval()
    }

    /// Whether a text is meant as an interval, well written or not.
    static func isMeant(by parser: PhraseParser) -> Bool {
        guard let first = parser.tokens.first else { return false }
        guard first.word != "every" else { return true }
        if first.isSymbol("@"), let next = parser.next, next.word == "every", next.column == first.column + 1 {
            // Not the macros @every_minute and @every_second.
            return !parser.tokens.dropFirst(2).prefix(1).contains { $0.isSymbol("_") }
        }
        return ISODuration.looksLike(first, parser.next)
    }
}

private struct IntervalReader {
    var parser: PhraseParser

    mutating func interval() throws(TimeError) -> Interval {
        guard !parser.tokens.isEmpty else {
            throw TimeError(.empty, value: "", message: "an interval is missing; write for example every 5m or @every 1h30m")
        }
        guard Interval.isMeant(by: parser) else {
            throw parser.error(
                .badDuration, nil, "\(shown(parser.trimmed)) is no interval; write for example every 5m, @every 1h30m or PT5M",
                hint: parser.current?.number == nil ? nil : "did you mean `every \(parser.trimmed)`?")
        }
        try skipEvery()
        if let cron = parser.cronForDays() {
            throw parser.error(
                .badDuration, nil, "\(shown(parser.trimmed)) is no interval: days with a time of day are written as cron",
                hint: "did you mean `\(cron)`?")
        }
        if let hint = hintForWords {
            throw parser.error(.badDuration, parser.current, "\(shown(parser.trimmed)) is not a valid duration", hint: hint)
        }
        let slash = parser.tokens.indices.first { parser.tokens[$0].isSymbol("/") }
        parser.end = slash ?? parser.tokens.count
        let length = try seconds(isPhase: false)
        guard length >= 1 else {
            throw parser.error(.intervalTooShort, nil, "\(shown(parser.trimmed)) is too short; an interval is at least 1 second")
        }
        guard let slash else { return Interval(length: length, phase: nil) }
        parser.index = slash + 1
        parser.end = parser.tokens.count
        let phase = try seconds(isPhase: true)
        guard phase < length else {
            let message = "\(shown(parser.trimmed)) has a phase that is not shorter than the interval"
            let same = Interval(length: length, phase: phase % length)
            throw parser.error(.badDuration, parser.tokens[slash + 1], message, hint: "did you mean `\(same)`?")
        }
        return Interval(length: length, phase: phase)
    }

    private mutating func skipEvery() throws(TimeError) {
        _ = parser.take(symbol: "@")
        let every = parser.current
        guard parser.take(word: "every"), let next = parser.current, let every else { return }
        guard next.column > every.column + 5 else {
            throw parser.error(
                .badDuration, nil, "\(shown(parser.trimmed)) needs a space after \"every\"",
                hint: "such as `\(parser.trimmed.prefix { $0 == "@" })every 5m`")
        }
        guard !next.isSymbol("-") else {
            throw parser.error(.badDuration, next, "\(shown(parser.trimmed)) is negative; an interval counts forward")
        }
    }

    /// For words that say a length in another way.
    private var hintForWords: String? {
        switch (parser.current?.word, parser.next?.word.flatMap(TimeUnit.init(word:))) {
        case ("other", let unit?), ("second", let unit?): "did you mean `every 2 \(unit)s`?"
        case ("half", .hour): "did you mean `every 30m`?"
        default: nil
        }
    }

    /// A duration in whole seconds; a unit alone is one of it.
    private mutating func seconds(isPhase: Bool) throws(TimeError) -> Int64 {
        var duration = CalendarDuration()
        if !isPhase, parser.index + 1 == parser.end, let unit = parser.current?.word.flatMap(TimeUnit.init(word:)) {
            _ = duration.add(CalendarDuration.Amount(whole: 1), unit)
        } else {
            duration = try parser.duration(.interval)
        }
        guard duration.months == 0 else {
            let message = "\(shown(parser.trimmed)) has months or years, which have no fixed length; use cron for them"
            throw parser.error(.calendarUnitInInterval, nil, message, hint: Self.cron(everyMonths: duration))
        }
        guard let milliseconds = duration.elapsedMilliseconds else { throw parser.durationOutOfRange() }
        guard milliseconds % 1000 == 0 || (milliseconds < 1000 && !isPhase) else {
            throw parser.error(
                .badDuration, nil, "\(shown(parser.trimmed)) does not give whole seconds; intervals have no fractions of one")
        }
        return milliseconds / 1000
    }

    /// The cron expression that says the same, if there is one, else one that shows the form.
    private static func cron(everyMonths duration: CalendarDuration) -> String {
        let (years, months) = duration.months.quotientAndRemainder(dividingBy: 12)
        guard duration.days == 0, duration.milliseconds == 0 else { return "such as `0 0 1 * *` for the 1st of each month" }
        switch (years, months) {
        case (1, 0): return "did you mean `@yearly`?"
        case (2...100, 0): return "did you mean `0 0 0 1 1 * */\(years)`?"
        case (0, 1): return "did you mean `@monthly`?"
        case (0, 2...6) where 12 % months == 0: return "did you mean `0 0 1 */\(months) *`?"
        default: return "such as `0 0 1 * *` for the 1st of each month"
        }
    }
}

/// What is made of a time that has passed.
public enum PastPolicy: Hashable, Sendable {
    /// It is an error.
    case refuse
    /// It is answered as it is, with no delay.
    case allow
}

/// An instant that was asked for in words, with what it was understood by.
public struct ResolvedTime: Hashable, Sendable {
    public let instant: Instant
    /// The zone that the words were understood in: the suffix's, else the one given.
    public let zone: Zone
    /// From now to the instant; zero when it has passed.
    public let delay: Duration

    init(instant: Instant, zone: Zone, now: Instant) {
        self.instant = instant
        self.zone = zone
        delay = max(.zero, instant - now)
    }
}

/// Times that happen once, as people and programs write them.
///
/// ```
/// "now" | "in" dur | "+" dur | dur "from now" | [day ["at"]] tod | tod day | "at" tod | timestamp | iso-duration | "@" unix
/// day = today | tomorrow | "day after tomorrow" | ["next"] weekday
/// tod = 9 (only after "at") | 9am | 9:15 pm | 17:30[:05] | noon | midnight
/// dur = number unit *(["and"|","] number unit) | ("a"|"an") unit | "half an hour"
/// ```
/// Seconds, minutes and hours are elapsed time; days and longer are calendar units in the zone, at the same wall clock,
/// month ends clamped. Local times in a gap are shifted forward by the gap, in an overlap the first one is taken. A bare
/// time of day is its next occurrence after now; `friday` may be today if the time is still ahead, `next friday` never is.
/// A timestamp without an offset is local to the zone; a date alone is its 00:00. Behind it may stand a zone, which must
/// not contradict the offset, and tags (RFC 9557). Upper and lower case are the same.
public enum TimePhrase {
    /// The longest phrase, in bytes of UTF-8.
    public static let maximumLength = 512

    /// Resolves a phrase.
    ///
    /// - Parameters:
    ///   - text: at most ``maximumLength`` bytes.
    ///   - now: held between ``Instant/distantPast`` and ``Instant/distantFuture``.
    ///   - zone: for everything that does not name an offset or a zone of its own.
    ///   - past: `now` is never the past.
    ///   - zones: for the suffix of RFC 9557, `[Europe/Paris]`.
    /// - Throws: ``TimeError``; takes any input, in time linear in its length up to the limit.
    public static func resolve(
        _ text: String, now: Instant, zone: Zone, past: PastPolicy = .refuse, zones: any ZoneSource
    ) throws(TimeError) -> ResolvedTime {
        try checkLength(text)
        let now = min(max(now, .distantPast), .distantFuture)
        var resolver = PhraseResolver(parser: PhraseParser(text), now: now, zone: zone, zones: zones)
        guard !resolver.parser.tokens.isEmpty else {
            throw TimeError(
                .empty, value: "", message: "a time is missing; write for example \"in 5 minutes\", \"tomorrow at 9am\" or \"now\"")
        }
        let instant = try resolver.resolve()
        guard instant.isWritable else {
            throw resolver.parser.error(
                .outOfRange, nil, "\(shown(resolver.parser.trimmed)) is out of range; times go from year 1 to 9999")
        }
        guard past == .allow || instant >= now else {
            throw resolver.inThePast(instant)
        }
        return ResolvedTime(instant: instant, zone: resolver.zone, now: now)
    }

    static func checkLength(_ text: String) throws(TimeError) {
        let length = text.utf8.count
        guard length <= maximumLength else {
            let message = "\(shown(text)) has \(length) bytes; times and durations have at most \(maximumLength)"
            throw TimeError(.tooLong, value: text, message: message)
        }
    }
}

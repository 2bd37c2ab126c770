extension RecurrenceRule {
    /// Parses cron with its macros, intervals and `@reboot`; which of them is told by the text.
    ///
    /// - Parameters:
    ///   - text: at most 512 bytes.
    ///   - dialect: of cron expressions; it is never guessed.
    ///   - schedule: the schedule's id or name, what `H` draws from.
    /// - Throws: ``TimeError``, the one of the form that the text has. A single time is refused with a hint.
    public init(
        parsing text: String, dialect: CronExpression.Dialect = .upbeat, schedule: String? = nil
    ) throws(TimeError) {
        try TimePhrase.checkLength(text)
        if let rule = try Self.otherThanCron(text) {
            self = rule
            return
        }
        do {
            self = .cron(try CronExpression(parsing: text, dialect: dialect, schedule: schedule))
        } catch {
            guard !text.utf8.contains(UInt8(ascii: "*")) else { throw error }
            throw PhraseParser(text).errorForNoCron ?? error
        }
    }

    private static func otherThanCron(_ text: String) throws(TimeError) -> RecurrenceRule? {
        // Cron is what most schedules are: it is told by its first character, without another look.
        if let first = text.utf8.first, first < UInt8(ascii: "@"), first > UInt8(ascii: " ") { return nil }
        let parser = PhraseParser(text)
        guard parser.current != nil else {
            let message = "a schedule is missing; write for example \"0 9 * * 1-5\", @daily or \"every 5 minutes\""
            throw TimeError(.empty, value: "", message: message)
        }
        guard parser.trimmed.lowercased() != "@reboot" else { return .reboot }
        return Interval.isMeant(by: parser) ? .interval(try Interval(parser)) : nil
    }
}

extension PhraseParser {
    /// What is wrong with a text that is no cron expression, if it is something else by its looks: a single time, a
    /// duration, a number, or a macro without its `@`.
    fileprivate var errorForNoCron: TimeError? {
        if tokens.count == 1, let word = current?.word, word == "reboot" || CronMacro.names.contains("@" + word) {
            return error(
                .unknownMacro, current, "\(shown(trimmed)) is no schedule; macros begin with @", hint: "did you mean `@\(word)`?")
        }
        if let rest = afterZone, Interval.isMeant(by: rest) {
            return error(
                .badDuration, nil, "\(shown(trimmed)) has a zone and an interval, which counts elapsed time and takes none",
                hint: "did you mean `\(rest.trimmed)`?")
        }
        do throws(TimeError) {
            _ = try TimePhrase.resolve(text, now: .distantPast, zone: .utc, past: .allow, zones: AnyZone())
        } catch {
            if error.code == .ambiguousDate || error.code == .bareNumber { return error }
            var duration = self
            if (try? duration.duration(.interval)) != nil {
                return self.error(
                    .badDuration, nil, "\(shown(trimmed)) is a duration and no schedule", hint: "did you mean `every \(trimmed)`?")
            }
            return cronForDays().map { cron in
                self.error(
                    .badTime, nil, "\(shown(trimmed)) is no schedule; days with a time of day are written as cron",
                    hint: "did you mean `\(cron)`?")
            }
        }
        let cron = cronForDays() ?? "0 9 * * 1-5"
        return error(
            .badTime, nil, "\(shown(trimmed)) is a single time and no schedule; a schedule is cron or an interval",
            hint: "such as `\(cron)` or `every 90m`")
    }

    /// What follows `TZ=Europe/Paris`; nil without it.
    private var afterZone: PhraseParser? {
        let words = text.split(maxSplits: 1, whereSeparator: \.isWhitespace)
        return words.count == 2 && words[0].contains("=") ? PhraseParser(String(words[1])) : nil
    }
}

/// Takes every name of a zone.
private struct AnyZone: ZoneSource {
    func zone(named name: String) -> Zone { .utc }
}

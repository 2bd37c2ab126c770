extension Window {
    /// Parses `[days] HH:MM-HH:MM`.
    ///
    /// Days are names (three letters or in full), ranges of them, which may go around the end of the week, and lists:
    /// `mon-fri`, `sat,sun`, `fri-mon,wed`; without days it is every day. `24:00` may be the end. An end that is not later
    /// than the beginning is on the next day.
    /// - Throws: ``TimeError`` with `empty`, `tooLong` or `badTime`.
    public init(parsing text: String) throws(TimeError) {
        try TimePhrase.checkLength(text)
        var reader = WindowReader(text)
        self = try reader.window()
    }
}

private struct WindowReader {
    var parser: PhraseParser

    init(_ text: String) {
        parser = PhraseParser(text)
    }

    mutating func window() throws(TimeError) -> Window {
        guard parser.current != nil else {
            throw TimeError(.empty, value: "", message: "a window is missing; write for example mon-fri 09:00-18:00")
        }
        let days = parser.current?.word == nil ? .all : try days()
        let startToken = parser.current
        let start = try minute(isEnd: false)
        guard parser.take(symbol: "-") else { throw error(parser.current, "between its times stands a -") }
        let end = try minute(isEnd: true)
        guard parser.current == nil else { throw error(parser.current, "nothing may follow its end") }
        guard start != end else {
            throw error(startToken, "it ends when it begins", hint: "00:00-24:00 for the whole day")
        }
        return Window(days: days, start: start, end: end > start ? end : end + Window.minutesPerDay)
    }

    private mutating func days() throws(TimeError) -> WeekdaySet {
        var days = WeekdaySet()
        repeat {
            let first = try day()
            days.insert(from: first, through: parser.take(symbol: "-") ? try day() : first)
        } while parser.take(symbol: ",")
        return days
    }

    private mutating func day() throws(TimeError) -> Int {
        guard let word = parser.current?.word, let day = WeekdaySet.day(named: word) else {
            throw error(parser.current, "days are mon, tue, wed, thu, fri, sat and sun", hint: dayHint)
        }
        parser.index += 1
        return day
    }

    private var dayHint: String? {
        switch parser.current?.word {
        case "weekday", "weekdays", "workdays": "mon-fri"
        case "weekend", "weekends": "sat,sun"
        case "daily", "everyday", "every", "all": "leave the days out for every day"
        case let word?: nearestName(word, in: WeekdaySet.names).map { "did you mean \($0)?" }
        case nil: nil
        }
    }

    /// Minutes since midnight; 24:00 only at the end.
    private mutating func minute(isEnd: Bool) throws(TimeError) -> Int {
        let token = parser.current
        guard let number = token?.number, !number.hasFraction, number.digitCount <= 2, let hour = number.whole else {
            throw error(token, "its times are written HH:MM, its days by name", hint: "mon-fri 09:00-18:00")
        }
        parser.index += 1
        if let half = parser.current?.word, half == "am" || half == "pm", (1...12).contains(hour) {
            let hour = hour % 12 + (half == "pm" ? 12 : 0)
            throw error(token, "its times are written HH:MM, 00:00 to 24:00", hint: "did you mean \(padded(hour, 2)):00?")
        }
        guard parser.take(symbol: ":") else {
            throw error(token, "its times are written HH:MM, its days by name", hint: "mon-fri 09:00-18:00")
        }
        let minuteToken = parser.current
        guard let minuteNumber = minuteToken?.number, !minuteNumber.hasFraction, minuteNumber.digitCount == 2,
            let minute = minuteNumber.whole, minute <= 59
        else { throw error(minuteToken, "a minute has two digits and is 00 to 59") }
        parser.index += 1
        guard !(parser.current?.isSymbol(":") ?? false) else { throw error(parser.current, "windows have no seconds") }
        guard hour <= 23 || (isEnd && hour == 24 && minute == 0) else {
            throw error(token, "an hour is 00 to 23, and 24:00 only an end", hint: isEnd || hour > 24 ? nil : "did you mean 00:00?")
        }
        return Int(hour * 60 + minute)
    }

    private func error(_ token: PhraseToken?, _ reason: String, hint: String? = nil) -> TimeError {
        parser.error(.badTime, token, "\(shown(parser.trimmed)) is not a valid window: \(reason)", hint: hint)
    }
}

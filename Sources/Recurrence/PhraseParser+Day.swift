/// A day by its name.
enum NamedDay {
    /// So many days after today.
    case fromToday(Int64)
    /// ISO weekday, Monday is 1; `next` is always after today.
    case weekday(Int, isNext: Bool)
}

/// A time of day.
struct TimeOfDay {
    var hour: Int
    var minute = 0
    var second = 0

    var milliseconds: Int64 {
        Int64((hour * 60 + minute) * 60 + second) * 1000
    }
}

extension PhraseParser {
    /// Parses `[day ["at"]] tod`, `tod day` and `"at" tod` up to the end.
    mutating func dayAndTime() throws(TimeError) -> (day: NamedDay?, time: TimeOfDay) {
        var day = try namedDay()
        let isAfterDay = day != nil
        let hasAt = take(word: "at")
        guard let time = try timeOfDay(allowsBareHour: hasAt) else {
            guard isAfterDay, current == nil else { throw notUnderstood(current) }
            throw error(
                .badTime, nil, "\(shown(trimmed)) says no time of day", hint: "\(trimmed)\(hasAt ? " 9am" : " at 9am")")
        }
        if day == nil {
            day = try namedDay()
        }
        guard current == nil else { throw notUnderstood(current) }
        return (day, time)
    }

    /// The error for something that is no part of any phrase.
    func notUnderstood(_ token: PhraseToken?) -> TimeError {
        let part = token.map { $0.text == trimmed ? "" : " at \(shown($0.text))" } ?? ""
        let message =
            "\(shown(trimmed)) is not understood\(part); write for example \"in 5 minutes\", \"tomorrow at 9am\", \"17:30\" "
            + "or 2026-01-20T09:00"
        return error(.badTime, token, message, hint: hint(for: token))
    }

    private func hint(for token: PhraseToken?) -> String? {
        var duration = self
        duration.index = 0
        if (try? duration.duration(.calendar)) != nil {
            return "did you mean \"in \(trimmed)\"?"
        }
        let words = ["today", "tomorrow", "noon", "midnight", "next", "now"] + WeekdaySet.names
        guard let word = token?.word, let name = nearestName(word, in: words), name != word else { return nil }
        return "did you mean \(name)?"
    }

    private mutating func namedDay() throws(TimeError) -> NamedDay? {
        if take(word: "today") {
            return .fromToday(0)
        }
        if take(word: "tomorrow") {
            return .fromToday(1)
        }
        let start = index
        _ = take(word: "the")
        if take(word: "day"), take(word: "after"), take(word: "tomorrow") {
            return .fromToday(2)
        }
        index = start
        let isNext = take(word: "next")
        if let day = current?.word.flatMap(WeekdaySet.day(named:)) {
            index += 1
            return .weekday(day + 1, isNext: isNext)
        }
        guard !isNext else { throw notUnderstood(current) }
        return nil
    }

    private mutating func timeOfDay(allowsBareHour: Bool) throws(TimeError) -> TimeOfDay? {
        if take(word: "noon") {
            return TimeOfDay(hour: 12)
        }
        if take(word: "midnight") {
            return TimeOfDay(hour: 0)
        }
        guard let token = current, let number = token.number else { return nil }
        index += 1
        guard !number.hasFraction, number.digitCount <= 2, let hour = number.whole else {
            index -= 1
            throw notUnderstood(token)
        }
        var time = TimeOfDay(hour: Int(hour))
        let hasMinutes = take(symbol: ":")
        if hasMinutes {
            time.minute = try twoDigits("minute")
            if take(symbol: ":") {
                time.second = try twoDigits("second")
            }
        }
        if current?.word == "am" || current?.word == "pm" {
            guard (1...12).contains(hour) else {
                throw clockError(token, "hour \(hour) is not 1 to 12, as am and pm need it")
            }
            time.hour = Int(hour) % 12 + (take(word: "pm") ? 12 : 0)
            _ = take(word: "am")
            return time
        }
        guard hasMinutes || allowsBareHour else {
            index -= 1
            if TimeUnit(word: next?.word ?? "") != nil {
                throw notUnderstood(token)
            }
            let message = "the hour \(hour) in \(shown(trimmed)) needs \"at\", am or pm, or minutes"
            throw error(.badTime, token, message, hint: "at \(hour), \(hour)am or \(hour):00")
        }
        guard hour <= 23 else {
            throw clockError(token, "hour \(hour) is not 0 to 23", hint: hour == 24 ? "midnight, or 00:00" : nil)
        }
        return time
    }

    private mutating func twoDigits(_ name: String) throws(TimeError) -> Int {
        guard let token = current, let number = token.number, number.digitCount == 2, !number.hasFraction,
            let value = number.whole, value <= 59
        else { throw clockError(current, "a \(name) has two digits and is 00 to 59") }
        index += 1
        return Int(value)
    }

    private func clockError(_ token: PhraseToken?, _ reason: String, hint: String? = nil) -> TimeError {
        error(.badTime, token, "\(shown(trimmed)) is not a valid time: \(reason)", hint: hint)
    }
}

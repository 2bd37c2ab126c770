extension PhraseParser {
    /// Parses numbers with units up to the end: `1h30m`, `2 days, 3 hours and 5 min`, `an hour`, `half an hour`, `PT5M`.
    mutating func duration(_ allowed: UnitSet) throws(TimeError) -> CalendarDuration {
        if let first = current, ISODuration.looksLike(first, next) {
            return try isoDuration(from: first)
        }
        guard current != nil else { throw durationError(nil, "expected a duration such as 5m or 2 hours") }
        var duration = CalendarDuration()
        var seen: [TimeUnit] = []
        while true {
            let start = current
            let (amount, unit) = try durationItem(allowed)
            guard !seen.contains(unit) else { throw durationError(start, "each unit may appear once") }
            seen.append(unit)
            guard duration.add(amount, unit) else { throw durationOutOfRange() }
            guard current != nil else { return duration }
            let hasComma = take(symbol: ",")
            let separator = take(word: "and") || hasComma
            if separator, current == nil {
                throw durationError(nil, "a number and a unit are missing at the end")
            }
        }
    }

    func durationOutOfRange() -> TimeError {
        error(.outOfRange, nil, "\(shown(trimmed)) is too long; times go up to the year 9999")
    }

    private mutating func durationItem(_ allowed: UnitSet) throws(TimeError) -> (CalendarDuration.Amount, TimeUnit) {
        if current?.word == "half", next?.word == "an" {
            index += 2
            guard take(word: "hour") else { throw durationError(current, "of halves there is only \"half an hour\"") }
            return (CalendarDuration.Amount(whole: 30), .minute)
        }
        if current?.word == "a" || current?.word == "an" {
            index += 1
            guard current?.word != "half" else {
                throw durationError(current, "of halves there is only \"half an hour\"", hint: "a fraction, such as 1.5 hours")
            }
            return (CalendarDuration.Amount(whole: 1), try unit(allowed, after: "a"))
        }
        guard let token = current, let amount = token.number else {
            throw durationError(current, "expected a number and a unit such as 5m or 2 hours")
        }
        index += 1
        let unit = try unit(allowed, after: token.text)
        let takesFraction = unit == .second || unit == .minute || unit == .hour || (allowed == .elapsed && unit != .millisecond)
        guard !amount.hasFraction || takesFraction else {
            throw durationError(token, "fractions are for seconds, minutes and hours only")
        }
        guard amount.hasFraction, unit == .day || unit == .week else { return (amount, unit) }
        return (Self.hours(amount, unit == .day ? 24 : 168), .hour)
    }

    /// So many times `length` hours, as hours; only for elapsed time, where days have 24.
    private static func hours(_ amount: CalendarDuration.Amount, _ length: Int64) -> CalendarDuration.Amount {
        let fraction = amount.billionths * length
        guard let (product, overflow) = amount.whole?.multipliedReportingOverflow(by: length), !overflow else {
            return CalendarDuration.Amount(whole: nil)
        }
        let (sum, carry) = product.addingReportingOverflow(fraction / 1_000_000_000)
        return CalendarDuration.Amount(whole: carry ? nil : sum, billionths: fraction % 1_000_000_000, hasFraction: true)
    }

    private mutating func unit(_ allowed: UnitSet, after number: String) throws(TimeError) -> TimeUnit {
        guard let token = current, let word = token.word else {
            throw durationError(current, "\(shown(number)) has no unit", hint: "\(number)m for minutes, \(number)h for hours")
        }
        index += 1
        guard let unit = TimeUnit(word: word), allowed.units.contains(unit) else {
            let names = allowed.units.flatMap(\.words).filter { $0.count > 2 }
            let hint = nearestName(word, in: names).map { "did you mean \($0)?" }
            let message = "unknown unit \(shown(token.text)) in \(shown(trimmed)); \(allowed.remedy)"
            throw error(.badDuration, token, message, hint: hint, unit: token.text)
        }
        return unit
    }

    private func durationError(_ token: PhraseToken?, _ reason: String, hint: String? = nil) -> TimeError {
        error(.badDuration, token, "\(shown(trimmed)) is not a valid duration: \(reason)", hint: hint)
    }

    private mutating func isoDuration(from first: PhraseToken) throws(TimeError) -> CalendarDuration {
        let stop = index < end && end < tokens.count ? tokens[end].column : text.unicodeScalars.count + 1
        let scalars = text.unicodeScalars.dropFirst(first.column - 1).prefix(stop - first.column)
        index = end
        switch ISODuration.parse(String(String.UnicodeScalarView(scalars))) {
        case .success(let duration): return duration
        case .failure(.malformed): throw durationError(first, "an ISO 8601 duration is written like PT5M, P1D or P1Y2M3DT4H5M6S")
        case .failure(.tooLong): throw durationOutOfRange()
        }
    }
}

/// Durations as ISO 8601 writes them: `PT5M`, `P1D`, `P2W`, `P1Y2M3DT4H5M6.5S`; lower case is accepted.
enum ISODuration {
    enum Failure: Error {
        case malformed
        case tooLong
    }

    /// Whether a token can begin one: `P` before a digit, or before `T`.
    static func looksLike(_ token: PhraseToken, _ next: PhraseToken?) -> Bool {
        guard let word = token.word else { return false }
        let isNumberNext = next?.number != nil && next?.column == token.column + token.text.unicodeScalars.count
        return word == "pt" || (word == "p" && isNumberNext)
    }

    static func parse(_ text: String) -> Result<CalendarDuration, Failure> {
        let tokens = PhraseToken.split(text)
        guard text.unicodeScalars.count(where: \.properties.isWhitespace) == trailingSpaces(text),
            let first = tokens.first?.word
        else { return .failure(.malformed) }
        var duration = CalendarDuration()
        var isTime = first == "pt"
        var remaining = designators(isTime: isTime)
        var index = 1
        var last: CalendarDuration.Amount?
        while index < tokens.count {
            guard let amount = tokens[index].number, index + 1 < tokens.count, let word = tokens[index + 1].word,
                last?.hasFraction != true, let letter = word.first
            else { return .failure(.malformed) }
            guard let place = remaining.firstIndex(where: { $0.letter == letter }) else { return .failure(.malformed) }
            let unit = remaining[place].unit
            remaining.removeSubrange(...place)
            guard !amount.hasFraction || unit.milliseconds != nil else { return .failure(.malformed) }
            guard duration.add(amount, unit) else { return .failure(.tooLong) }
            last = amount
            index += 2
            guard word.count > 1 else { continue }
            guard word.dropFirst() == "t", !isTime, index < tokens.count else { return .failure(.malformed) }
            isTime = true
            remaining = designators(isTime: true)
        }
        return last == nil ? .failure(.malformed) : .success(duration)
    }

    private static func designators(isTime: Bool) -> [(letter: Character, unit: TimeUnit)] {
        isTime ? [("h", .hour), ("m", .minute), ("s", .second)] : [("y", .year), ("m", .month), ("w", .week), ("d", .day)]
    }

    private static func trailingSpaces(_ text: String) -> Int {
        text.unicodeScalars.reversed().prefix { $0.properties.isWhitespace }.count
    }
}

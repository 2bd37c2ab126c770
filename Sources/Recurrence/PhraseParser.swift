/// A position in the tokens of a phrase.
struct PhraseParser {
    let text: String
    let tokens: [PhraseToken]
    var index = 0
    /// Tokens from here on are not looked at.
    var end: Int

    init(_ text: String) {
        self.text = text
        tokens = PhraseToken.split(text)
        end = tokens.count
    }

    var current: PhraseToken? {
        index < end ? tokens[index] : nil
    }

    var next: PhraseToken? {
        index + 1 < end ? tokens[index + 1] : nil
    }

    /// The text without white space at its ends.
    var trimmed: String {
        guard let first = tokens.first, let last = tokens.last else { return "" }
        let length = last.column + last.text.unicodeScalars.count - first.column
        return String(String.UnicodeScalarView(text.unicodeScalars.dropFirst(first.column - 1).prefix(length)))
    }

    /// Steps over a word if it is there.
    mutating func take(word: String) -> Bool {
        guard current?.word == word else { return false }
        index += 1
        return true
    }

    /// Steps over a symbol if it is there.
    mutating func take(symbol: Unicode.Scalar) -> Bool {
        guard current?.isSymbol(symbol) == true else { return false }
        index += 1
        return true
    }

    /// An error about one token, or about the whole text when there is none.
    func error(_ code: TimeError.Code, _ token: PhraseToken?, _ message: String, hint: String? = nil, unit: String? = nil) -> TimeError {
        TimeError(
            code, value: token?.text ?? trimmed, column: token?.column ?? tokens.first?.column, message: message, hint: hint, unit: unit)
    }
}

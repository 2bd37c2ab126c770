/// A piece of a phrase: a number, a word, or one other character.
struct PhraseToken {
    enum Kind {
        case number(CalendarDuration.Amount)
        /// In lower case.
        case word(String)
        case symbol(Unicode.Scalar)
    }

    let kind: Kind
    /// As it was written.
    let text: String
    /// Unicode scalars from 1.
    let column: Int

    var word: String? {
        if case .word(let word) = kind { word } else { nil }
    }

    var number: CalendarDuration.Amount? {
        if case .number(let amount) = kind { amount } else { nil }
    }

    func isSymbol(_ wanted: Unicode.Scalar) -> Bool {
        if case .symbol(let symbol) = kind { symbol == wanted } else { false }
    }

    /// Splits a text; white space separates and is dropped.
    static func split(_ text: String) -> [PhraseToken] {
        let scalars = text.unicodeScalars
        var tokens: [PhraseToken] = []
        var position = scalars.startIndex
        var column = 1
        while position < scalars.endIndex {
            let start = position
            let first = scalars[start]
            let kind: Kind?
            if isDigit(first) {
                kind = .number(amount(in: scalars, at: &position))
            } else if isLetter(first) {
                position = scalars[start...].firstIndex { !isLetter($0) } ?? scalars.endIndex
                kind = .word(String(scalars[start..<position]).lowercased())
            } else {
                scalars.formIndex(after: &position)
                kind = isWhitespace(first) ? nil : .symbol(first)
            }
            let piece = scalars[start..<position]
            if let kind {
                tokens.append(PhraseToken(kind: kind, text: String(piece), column: column))
            }
            column += piece.count
        }
        return tokens
    }

    private static func isDigit(_ scalar: Unicode.Scalar) -> Bool {
        (0x30...0x39).contains(scalar.value)
    }

    private static func isLetter(_ scalar: Unicode.Scalar) -> Bool {
        scalar.isASCII ? (0x61...0x7A).contains(scalar.value | 0x20) : !isWhitespace(scalar)
    }

    private static func isWhitespace(_ scalar: Unicode.Scalar) -> Bool {
        scalar.isASCII ? scalar == " " || (0x09...0x0D).contains(scalar.value) : scalar.properties.isWhitespace
    }

    /// Digits, and a fraction when a point and a digit follow.
    private static func amount(in scalars: String.UnicodeScalarView, at position: inout String.Index) -> CalendarDuration.Amount {
        var amount = CalendarDuration.Amount(whole: 0, digitCount: 0)
        func digit(at position: String.Index) -> Int64? {
            position < scalars.endIndex && isDigit(scalars[position]) ? Int64(scalars[position].value - 0x30) : nil
        }
        while let digit = digit(at: position) {
            amount.whole = amount.whole.flatMap { whole in
                let (product, overflow) = whole.multipliedReportingOverflow(by: 10)
                let (sum, carry) = product.addingReportingOverflow(digit)
                return overflow || carry ? nil : sum
            }
            amount.digitCount += 1
            scalars.formIndex(after: &position)
        }
        guard position < scalars.endIndex, scalars[position] == ".", digit(at: scalars.index(after: position)) != nil else { return amount }
        scalars.formIndex(after: &position)
        amount.hasFraction = true
        var place: Int64 = 100_000_000
        while let digit = digit(at: position) {
            amount.billionths += digit * place
            place /= 10
            scalars.formIndex(after: &position)
        }
        return amount
    }
}

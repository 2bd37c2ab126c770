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
        let scalars = Array(text.unicodeScalars)
        var tokens: [PhraseToken] = []
        var position = 0
        while position < scalars.count {
            let start = position
            let first = scalars[position]
            guard !first.properties.isWhitespace else {
                position += 1
                continue
            }
            let kind: Kind
            if isDigit(first) {
                kind = .number(amount(in: scalars, at: &position))
            } else if isLetter(first) {
                while position < scalars.count, isLetter(scalars[position]) {
                    position += 1
                }
                kind = .word(string(scalars[start..<position]).lowercased())
            } else {
                position += 1
                kind = .symbol(first)
            }
            tokens.append(PhraseToken(kind: kind, text: string(scalars[start..<position]), column: start + 1))
        }
        return tokens
    }

    private static func isDigit(_ scalar: Unicode.Scalar) -> Bool {
        (0x30...0x39).contains(scalar.value)
    }

    private static func isLetter(_ scalar: Unicode.Scalar) -> Bool {
        scalar.isASCII ? (0x61...0x7A).contains(scalar.value | 0x20) : !scalar.properties.isWhitespace
    }

    private static func string(_ scalars: ArraySlice<Unicode.Scalar>) -> String {
        var view = String.UnicodeScalarView()
        view.append(contentsOf: scalars)
        return String(view)
    }

    /// Digits, and a fraction when a point and a digit follow.
    private static func amount(in scalars: [Unicode.Scalar], at position: inout Int) -> CalendarDuration.Amount {
        var amount = CalendarDuration.Amount(whole: 0, digitCount: 0)
        while position < scalars.count, isDigit(scalars[position]) {
            let digit = Int64(scalars[position].value - 0x30)
            amount.whole = amount.whole.flatMap { whole in
                let (product, overflow) = whole.multipliedReportingOverflow(by: 10)
                let (sum, carry) = product.addingReportingOverflow(digit)
                return overflow || carry ? nil : sum
            }
            amount.digitCount += 1
            position += 1
        }
        guard position + 1 < scalars.count, scalars[position] == ".", isDigit(scalars[position + 1]) else { return amount }
        position += 1
        amount.hasFraction = true
        var place: Int64 = 100_000_000
        while position < scalars.count, isDigit(scalars[position]) {
            amount.billionths += Int64(scalars[position].value - 0x30) * place
            place /= 10
            position += 1
        }
        return amount
    }
}

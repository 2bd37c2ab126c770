/// Puts into words what is wrong with a cron expression: a sentence that says what is allowed, and what was probably meant.
struct CronDiagnosis {
    let text: String
    let dialect: CronExpression.Dialect
    let failure: CronFailure
    private let bytes: [UInt8]

    init(_ text: String, _ dialect: CronExpression.Dialect, _ failure: CronFailure) {
        self.text = text
        self.dialect = dialect
        self.failure = failure
        bytes = Array(text.utf8)
    }

    var error: TimeError {
        if failure.code == .neverFires {
            return neverFires
        }
        return error(failure.range, failure.field, message: message, hint: hint)
    }

    func error(_ range: Range<Int>, _ field: TimeField?, message: String, hint: String?) -> TimeError {
        let column = bytes[..<range.lowerBound].count { $0 & 0xC0 != 0x80 } + 1
        return TimeError(
            failure.code, field: field, value: string(range), column: failure.code == .empty && range.isEmpty ? nil : column,
            message: message, hint: hint)
    }

    static func tooLong(_ text: String) -> TimeError {
        let message = "\(shown(text)) has \(text.utf8.count) bytes; a schedule has at most \(CronExpression.maximumLength)"
        return TimeError(.tooLong, value: text, message: message)
    }

    /// The part that is wrong.
    var value: String { string(failure.range) }

    /// What stands between commas around the part that is wrong.
    var item: String { string(itemRange) }

    /// What stands between blanks around it.
    var fieldText: String { string(around { $0.isWhiteSpace }) }

    /// The fields, without zone.
    var fields: [String] {
        let words = bytes.split(whereSeparator: \.isWhiteSpace).map { String(decoding: $0, as: UTF8.self) }
        return Array(words.drop { $0.hasPrefix("CRON_TZ=") || $0.hasPrefix("TZ=") })
    }

    func string(_ range: Range<Int>) -> String { String(decoding: bytes[range], as: UTF8.self) }

    /// The text with another item in place of the wrong one.
    func replacingItem(with item: String) -> String {
        string(0..<itemRange.lowerBound) + item + string(itemRange.upperBound..<bytes.count)
    }

    /// The text with other fields; the zone stays.
    func replacingFields(with fields: [String]) -> String {
        let zone = bytes.split(whereSeparator: \.isWhiteSpace).map { String(decoding: $0, as: UTF8.self) }.dropLast(self.fields.count)
        return (zone + fields).joined(separator: " ")
    }

    /// Whether a text is valid.
    func isValid(_ candidate: String) -> Bool {
        guard candidate.utf8.count <= CronExpression.maximumLength else { return false }
        var parser = CronParser(candidate, dialect: dialect, schedule: "")
        do {
            try parser.parse()
            return true
        } catch {
            return false
        }
    }

    /// A question for the first of some texts that is valid.
    func suggestion(_ candidates: [String]) -> String? {
        let repaired = candidates.first { $0 != text && isValid($0) }
        return repaired.map { "did you mean `\($0.split(whereSeparator: \.isWhitespace).joined(separator: " "))`?" }
    }

    private var itemRange: Range<Int> { around { $0.isWhiteSpace || $0 == UInt8(ascii: ",") } }

    private func around(_ isBorder: (UInt8) -> Bool) -> Range<Int> {
        var (start, end) = (failure.range.lowerBound, failure.range.upperBound)
        while start > 0, !isBorder(bytes[start - 1]) {
            start -= 1
        }
        while end < bytes.count, !isBorder(bytes[end]) {
            end += 1
        }
        return start..<end
    }
}

import Recurrence
import StrictJSON

/// Collects what is wrong with the fields of a request, so that the caller hears all of it at once.
struct FieldCheck {
    private(set) var errors: [FieldError] = []
    /// Set when the time of a pulse has a unit that does not exist.
    private(set) var unknownUnit: String?
    /// Names of fields as the caller knows them.
    let names: [String: String]
    /// Where the fields lie in the request, and the words that say so.
    let place: [String]
    let label: String

    init(names: [String: String] = [:], place: [String] = [], label: String = "") {
        self.names = names
        self.place = place
        self.label = label
    }

    /// Takes over what was wrong in a part.
    mutating func take(_ inner: [FieldError]) { errors += inner }

    /// - Parameters:
    ///   - field: our name of a field; further parts lead to an element of it.
    ///   - sentence: what is wrong, going on after the field's name.
    mutating func fail(_ field: String, _ inner: String..., sentence: String) { fail(field, path: inner, sentence: sentence) }

    mutating func fail(_ field: String, path inner: [String], sentence: String) {
        let outer = name(field)
        let pointer = (place + [outer] + inner).reduce("") { JSONFieldError.pointer($0, $1) }
        errors.append(FieldError(pointer, "\(label)\(([outer] + inner).joined(separator: " ")) \(sentence)"))
    }

    /// What is wrong with a time, duration, schedule or zone.
    mutating func fail(_ field: String, element: Int? = nil, _ error: TimeError) {
        fail(field, path: element.map { ["\($0)"] } ?? [], error)
    }

    mutating func fail(_ field: String, path inner: [String], _ error: TimeError) {
        fail(field, path: inner, sentence: "cannot be read: \(error.description)")
        errors[errors.count - 1].cause = error
        // A field that is wrong by itself is told before one that is wrong by its unit.
        if let unit = error.unit, field == "at" { unknownUnit = unit }
    }

    /// A word of a closed set; nil after an error that names the set and the nearest word.
    mutating func choice<Word: RawRepresentable<String> & CaseIterable>(
        _ text: String, _ field: String, _ inner: String..., as type: Word.Type
    ) -> Word? {
        if let word = Word(rawValue: text) { return word }
        unknown(text, field, path: inner, among: Word.allCases.map(\.rawValue))
        return nil
    }

    /// A word that is none of those there are.
    mutating func unknown(_ text: String, _ field: String, path inner: [String] = [], among names: [String]) {
        let hint = nearest(text, in: names).map { "; did you mean \($0)?" } ?? ""
        let shown = JSON.string(String(text.prefix(80))).serialized()
        fail(field, path: inner, sentence: "\(shown) is not known; there are \(names.joined(separator: ", "))\(hint)")
    }

    /// A whole number within a range.
    mutating func number(_ number: Int64, _ field: String, _ inner: String..., in range: ClosedRange<Int64>) -> Int? {
        guard range.contains(number) else {
            fail(field, path: inner, sentence: "is \(number); \(range.lowerBound) to \(range.upperBound) are allowed")
            return nil
        }
        return Int(number)
    }

    /// A length of time within a range.
    mutating func duration(_ text: String, _ field: String, _ inner: String..., in range: ClosedRange<Duration>) -> Duration? {
        do throws(TimeError) {
            let duration = try HumanDuration.parse(text)
            guard range.contains(duration) else {
                let bounds = [range.lowerBound, range.upperBound].map(HumanDuration.format)
                fail(field, path: inner, sentence: "is \(HumanDuration.format(duration)); \(bounds[0]) to \(bounds[1]) are allowed")
                return nil
            }
            return duration
        } catch {
            fail(field, path: inner, error)
            return nil
        }
    }

    /// A text of the allowed length without NUL; without any control character where it stands on one line.
    mutating func text(_ text: String, _ field: String, element: Int? = nil, length: ClosedRange<Int>, oneLine: Bool) {
        if let sentence = Self.fault(of: text, length: length, oneLine: oneLine) {
            if let element {
                fail(field, String(element), sentence: sentence)
            } else {
                fail(field, sentence: sentence)
            }
        }
    }

    /// - Throws: everything that was wrong.
    func finish() throws(RequestError) {
        if let unknownUnit, let error = errors.first, errors.count == 1 { throw .unknownUnit(unknownUnit, error) }
        guard errors.isEmpty else { throw .invalid(errors) }
    }

    private func name(_ field: String) -> String { names[field] ?? field }

    static func fault(of text: String, length: ClosedRange<Int>, oneLine: Bool) -> String? {
        let scalars = text.unicodeScalars
        if text.utf8.contains(0) { return "holds a NUL byte, which no program can be given" }
        if oneLine, scalars.contains(where: { $0.properties.generalCategory == .control }) {
            return "holds a control character; only text on one line is allowed"
        }
        let count = scalars.count
        guard length.contains(count) else {
            return count == 0
                ? "is empty; \(length.lowerBound) to \(length.upperBound) characters are allowed"
                : "has \(count) characters; \(length.lowerBound) to \(length.upperBound) are allowed"
        }
        return nil
    }
}

import StrictJSON

/// Collects what is wrong with the fields of a request, so that the caller hears all of it at once.
struct FieldCheck {
    private(set) var errors: [FieldError] = []
    /// Set when a time has a unit that does not exist.
    private(set) var unknownUnit: String?
    /// Names of fields as the caller knows them.
    let names: [String: String]

    init(names: [String: String] = [:]) { self.names = names }

    /// - Parameters:
    ///   - field: our name of a field; further parts lead to an element of it.
    ///   - sentence: what is wrong, going on after the field's name.
    mutating func fail(_ field: String, _ inner: String..., sentence: String) {
        let outer = name(field)
        let pointer = inner.reduce(JSONFieldError.pointer("", outer)) { JSONFieldError.pointer($0, $1) }
        errors.append(FieldError(pointer, "\(([outer] + inner).joined(separator: " ")) \(sentence)"))
    }

    mutating func failUnit(_ field: String, unit: String, sentence: String) {
        unknownUnit = unit
        fail(field, sentence: sentence)
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

/// The English names of weekdays and months: the first three letters or all of them, in any case.
enum CronName {
    /// From Sunday, which is 0.
    static let weekdays: [StaticString] = ["sunday", "monday", "tuesday", "wednesday", "thursday", "friday", "saturday"]

    /// From January, which is 1.
    static let months: [StaticString] = [
        "january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november", "december",
    ]

    /// The number of a name in a field; nil if it has none.
    static func number(of word: ArraySlice<UInt8>, in field: TimeField) -> Int? {
        switch field {
        case .dayOfWeek: index(of: word, in: weekdays)
        case .month: index(of: word, in: months).map { $0 + 1 }
        default: nil
        }
    }

    private static func index(of word: ArraySlice<UInt8>, in names: [StaticString]) -> Int? {
        guard word.count >= 3 else { return nil }
        return names.firstIndex { name in
            guard word.count == 3 || word.count == name.utf8CodeUnitCount else { return false }
            return zip(word, UnsafeBufferPointer(start: name.utf8Start, count: word.count)).allSatisfy { $0 | 0x20 == $1 }
        }
    }
}

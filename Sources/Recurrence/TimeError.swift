/// Why a text is no time, duration or zone: what is wrong, where, and what was probably meant.
public struct TimeError: Error, Hashable, Sendable, CustomStringConvertible {
    /// The kinds of errors; raw values are part of the API.
    public enum Code: String, Hashable, Sendable, CaseIterable {
        /// Nothing but white space.
        case empty
        /// More than 512 bytes.
        case tooLong = "too_long"
        /// Not a time that can be understood, or one that no clock shows.
        case badTime = "bad_time"
        /// Not a duration that can be understood.
        case badDuration = "bad_duration"
        /// A unit that does not exist, or not here; `value` is the unit.
        case unknownUnit = "unknown_unit"
        /// No IANA zone; `value` is the name.
        case unknownZone = "unknown_zone"
        /// A date such as 03/04/2025.
        case ambiguousDate = "ambiguous_date"
        /// A number that says nothing of what it counts.
        case bareNumber = "bare_number"
        /// A time before now.
        case inThePast = "in_the_past"
        /// An offset that the named zone does not have at that time.
        case offsetConflict = "offset_conflict"
        /// Outside of years 1 to 9999.
        case outOfRange = "out_of_range"
    }

    public let code: Code
    /// The part of the text that is wrong; cut to 80 characters.
    public let value: String
    /// Where that part begins: Unicode scalars from 1. Nil when the text as a whole is meant.
    public var column: Int?
    /// How many Unicode scalars that part has.
    public var length: Int
    /// One sentence that names the value, what is wrong with it and what is allowed.
    public let message: String
    /// What was probably meant, or what to write instead.
    public let hint: String?

    public init(_ code: Code, value: String, column: Int? = nil, message: String, hint: String? = nil) {
        let cut = value.unicodeScalars.prefix(81)
        self.code = code
        self.value = cut.count > 80 ? String(String.UnicodeScalarView(cut.prefix(79))) + "…" : value
        self.column = column
        self.length = value.utf8.count > 4096 ? value.utf8.count : value.unicodeScalars.count
        self.message = message
        self.hint = hint
    }

    /// The message, followed by the hint.
    public var description: String {
        hint.map { "\(message) (\($0))" } ?? message
    }
}

/// A text as a message shows it: in quotes, without control characters, no longer than a line.
func shown(_ text: String) -> String {
    var result = String.UnicodeScalarView()
    let cut = text.unicodeScalars.prefix(81)
    for scalar in cut.prefix(80) {
        result.append(scalar.value < 0x20 || (0x7F...0x9F).contains(scalar.value) ? "\u{FFFD}" : scalar)
    }
    return "\"\(String(result))\(cut.count > 80 ? "…" : "")\""
}

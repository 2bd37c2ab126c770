/// Why a text is no time, duration, schedule or zone: what is wrong, where, and what was probably meant.
public struct TimeError: Error, Hashable, Sendable, CustomStringConvertible {
    /// The kinds of errors; raw values are part of the API.
    public enum Code: String, Hashable, Sendable, CaseIterable {
        /// Nothing but white space.
        case empty
        /// More than 512 bytes.
        case tooLong = "too_long"
        /// Not 5, 6 or 7 fields.
        case fieldCount = "field_count"
        /// A year where the day of the week stands: with six fields the seconds are first.
        case yearInSixthField = "year_in_sixth_field"
        /// A character that has no meaning there.
        case badChar = "bad_char"
        /// Nothing before or after a comma.
        case emptyItem = "empty_item"
        /// A range without an end, with a third one, or one that wraps around where it may not.
        case badRange = "bad_range"
        /// A step that is no number, or that follows what takes none.
        case badStep = "bad_step"
        /// A step of 0.
        case zeroStep = "zero_step"
        /// A step that is longer than its field.
        case stepTooLarge = "step_too_large"
        /// A number beyond its bounds, or a time outside of years 1 to 9999.
        case outOfRange = "out_of_range"
        /// A word that is no name of a month or weekday, or not in this field.
        case unknownName = "unknown_name"
        /// One of `? L W # + H` where it may not stand.
        case misplacedSpecial = "misplaced_special"
        /// `L` or `W` behind or before something that they do not go with.
        case badModifier = "bad_modifier"
        /// `#` without a weekday before it or 1 to 5 behind it.
        case badNth = "bad_nth"
        /// `L-n` with n not 1 to 30.
        case badLastOffset = "bad_last_offset"
        /// `@` and a word that is no macro.
        case unknownMacro = "unknown_macro"
        /// Dates that no calendar has.
        case neverFires = "never_fires"
        /// No IANA zone; `value` is the name.
        case unknownZone = "unknown_zone"
        /// Two zones that contradict each other.
        case zoneConflict = "zone_conflict"
        /// Not a duration that can be understood; ``TimeError/unit`` is set if it is for a unit.
        case badDuration = "bad_duration"
        /// An interval of less than a second.
        case intervalTooShort = "interval_too_short"
        /// Months or years, which differ in length, in an interval.
        case calendarUnitInInterval = "calendar_unit_in_interval"
        /// Not a time that can be understood, or one that no clock shows.
        case badTime = "bad_time"
        /// A date such as 03/04/2025.
        case ambiguousDate = "ambiguous_date"
        /// A number that says nothing of what it counts.
        case bareNumber = "bare_number"
        /// A time before now.
        case inThePast = "in_the_past"
        /// An offset that the named zone does not have at that time.
        case offsetConflict = "offset_conflict"
    }

    public let code: Code
    /// The field of the schedule, if it is one field's fault.
    public var field: TimeField?
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
    /// The unit that does not exist, or not here, if that is what is wrong with a duration; cut to 80 characters.
    public var unit: String?

    public init(
        _ code: Code, field: TimeField? = nil, value: String, column: Int? = nil, message: String, hint: String? = nil, unit: String? = nil
    ) {
        self.code = code
        self.field = field
        self.value = cut(value)
        self.column = column
        self.length = value.utf8.count > 4096 ? value.utf8.count : value.unicodeScalars.count
        self.message = message
        // What repeats a value that is too long to be shown helps nobody.
        self.hint = self.value == value ? hint.map(onOneLine) : nil
        self.unit = unit.map(cut)
    }

    /// The message, followed by the hint.
    public var description: String {
        hint.map { "\(message) (\($0))" } ?? message
    }
}

/// At most 80 characters of a text.
private func cut(_ text: String) -> String {
    let scalars = text.unicodeScalars.prefix(81)
    return scalars.count > 80 ? String(String.UnicodeScalarView(scalars.prefix(79))) + "…" : text
}

/// A text without control characters, with single blanks.
private func onOneLine(_ text: String) -> String {
    text.unicodeScalars.split { $0.value <= 0x20 || (0x7F...0x9F).contains($0.value) }.map(String.init).joined(separator: " ")
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

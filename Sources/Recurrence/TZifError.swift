/// Why a file of time zone data cannot be used.
public enum TZifError: Error, Hashable, Sendable, CustomStringConvertible {
    /// It does not begin with `TZif`.
    case notTimeZoneData
    /// It is larger than any such file could be.
    case tooLarge
    /// The system refused to read it; `errno`.
    case unreadable(Int32)
    /// Neither 1 to 4.
    case unknownVersion
    /// It ends too early, or goes on after its end.
    case wrongLength
    /// A count in the header contradicts the others.
    case badCount
    /// Transitions are not in the order of time, or come before -2^59 seconds.
    case badTransition
    /// A transition names a type that is not there.
    case badTypeNumber
    /// A type has an offset of 26 hours or more, a flag other than 0 and 1, or no designation.
    case badType
    /// A standard/wall or UT/local indicator is not 0 or 1, or is UT without being standard.
    case badIndicator
    /// The footer is no TZ string.
    case badFooter
    /// The footer has another offset at the last transition than the transition itself.
    case contradictingFooter
    /// Its seconds count leap seconds (`right/`).
    case leapSeconds

    public var description: String {
        switch self {
        case .notTimeZoneData: "it is no time zone file (TZif)"
        case .tooLarge: "it is larger than a time zone file can be (256 KiB)"
        case .unreadable(let number): "it cannot be read (errno \(number))"
        case .unknownVersion: "its version is not 1, 2, 3 or 4"
        case .wrongLength: "it is cut off, or goes on after its end"
        case .badCount: "the counts in its header contradict each other"
        case .badTransition: "its transitions are not in the order of time"
        case .badTypeNumber: "a transition names a local time type that is not there"
        case .badType: "a local time type has an impossible offset, flag or designation"
        case .badIndicator: "a standard/wall or UT/local indicator is not valid"
        case .badFooter: "its footer is no TZ string"
        case .contradictingFooter: "its footer contradicts its last transition"
        case .leapSeconds: "it counts leap seconds, which POSIX time does not"
        }
    }
}

import Recurrence

/// What a setting holds, and the range of it.
package enum SettingKind: Hashable, Sendable {
    /// An IANA name.
    case zone
    /// An absolute path, or one that begins with `~`.
    case path
    /// A program's name, to be looked for on PATH, or its path.
    case program
    case runner
    /// An address or a name of this machine.
    case address
    case integer(ClosedRange<Int>)
    case duration(ClosedRange<Duration>)
    case bytes(ClosedRange<Int>)
    case level
    case flag
    case secret
    /// A list of host names.
    case hosts
    /// A list of addresses, blocks of them (`10.0.0.0/8`) and host names.
    case places
    /// A list of references to secrets.
    case references

    package var isList: Bool { [.hosts, .places, .references].contains(self) }
    package var isSecret: Bool { self == .secret }

    /// To be read after the word `expected`, and in the documentation.
    package var expectation: String {
        switch self {
        case .zone: "an IANA time zone such as Europe/Berlin or UTC"
        case .path: "an absolute path, or one that begins with ~/"
        case .program: "a program's name, or its absolute path"
        case .runner: "the name of a runner"
        case .address: "an address of this machine, such as 127.0.0.1, ::1 or 0.0.0.0, or its name"
        case .integer(let range): "a number from \(range.lowerBound) to \(range.upperBound)"
        case .duration(let range):
            "a duration from \(HumanDuration.format(range.lowerBound)) to \(HumanDuration.format(range.upperBound)), such as 30s"
        case .bytes(let range):
            "a size from \(ByteSize.format(range.lowerBound)) to \(ByteSize.format(range.upperBound)), such as 512KiB"
        case .level: "one of " + Self.levelNames.joined(separator: ", ")
        case .flag: "true or false"
        case .secret: "1 to 512 visible ASCII characters"
        case .hosts: "host names without scheme and port"
        case .places: "addresses, blocks such as 10.0.0.0/8, and host names"
        case .references: "references such as ${env:NAME} or ${file:/path}"
        }
    }

    static let levelNames = ["trace", "debug", "info", "notice", "warning", "error", "critical"]
}

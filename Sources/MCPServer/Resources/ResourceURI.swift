import Pulses
import StrictJSON

/// What can be read: `upbeat://upcoming`, `upbeat://pulses/{id}` with the number of a pulse or the name of a recurring one,
/// `upbeat://attempts/{id}` with the numbers of a pulse and of its attempt: `12.1`.
enum ResourceURI: Hashable, Sendable {
    case upcoming
    case pulse(PulseID)
    case schedule(String)
    case attempt(RunKey)

    private static let prefix = "upbeat://"

    /// Nil for everything that is not written exactly so.
    init?(_ text: String) {
        guard text.utf8.count <= 200, text.hasPrefix(Self.prefix) else { return nil }
        let parts = text.dropFirst(Self.prefix.count).split(separator: "/", omittingEmptySubsequences: false).map(String.init)
        switch (parts.count, parts.first) {
        case (1, "upcoming"): self = .upcoming
        case (2, "pulses"):
            guard let id = Identifier(parts[1]) else { return nil }
            switch id {
            case .pulse(let id): self = .pulse(id)
            case .schedule(let name): self = .schedule(name)
            }
        case (2, "attempts"):
            guard let key = RunKey(dotted: parts[1]) else { return nil }
            self = .attempt(key)
        default: return nil
        }
    }

    var text: String {
        switch self {
        case .upcoming: "\(Self.prefix)upcoming"
        case .pulse(let id): "\(Self.prefix)pulses/\(id)"
        case .schedule(let name): "\(Self.prefix)pulses/\(name)"
        case .attempt(let key): "\(Self.prefix)attempts/\(key.dotted)"
        }
    }

    static func unknown(_ uri: String, _ era: Era) -> RPCError {
        RPCError(
            era.isModern ? .invalidParams : .resourceNotFound, "there is no resource \(shown(uri))",
            data: ["uri": .string(uri.cut(to: 200))])
    }

    static let upcomingDocument: JSON = [
        "uri": "upbeat://upcoming", "name": "upcoming", "title": "What comes next",
        "description": "The next wake-ups, soonest first: one-offs, and each time of recurring ones.", "mimeType": "application/json",
    ]

    static let templateDocuments: [JSON] = [
        [
            "uriTemplate": "upbeat://pulses/{id}", "name": "pulse", "title": "A pulse",
            "description": "All about a one-off (by number: 12) or a recurring pulse (by name: morning-brief), its prompt in full.",
            "mimeType": "application/json",
        ],
        [
            "uriTemplate": "upbeat://attempts/{id}", "name": "attempt", "title": "A run of a pulse",
            "description": "How a run went and the end of what it wrote; 12.1 is the first attempt of pulse 12.",
            "mimeType": "application/json",
        ],
    ]
}

extension RunKey {
    /// `12.1`
    var dotted: String { "\(pulse).\(attempt)" }

    init?(dotted text: String) {
        let parts = text.split(separator: ".", omittingEmptySubsequences: false)
        guard parts.count == 2, let pulse = PulseID(decimal: parts[0]), let attempt = PulseID(decimal: parts[1]),
            let number = Int(exactly: attempt.value)
        else { return nil }
        self.init(pulse: pulse, attempt: number)
    }
}

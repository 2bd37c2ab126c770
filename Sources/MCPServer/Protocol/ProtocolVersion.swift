import StrictJSON

/// The revisions of MCP that are spoken. The raw value is what travels.
package enum ProtocolVersion: String, CaseIterable, Comparable, Sendable {
    case november2024 = "2024-11-05"
    case march2025 = "2025-03-26"
    case june2025 = "2025-06-18"
    case november2025 = "2025-11-25"
    case july2026 = "2026-07-28"

    /// Every request says all of itself; there is no handshake.
    package var isModern: Bool { self >= .july2026 }

    /// Newest first.
    package static let supported = allCases.reversed().map(\.rawValue)
    package static let modern = allCases.reversed().filter(\.isModern).map(\.rawValue)
    /// What is offered to a client that asks by handshake for one that is not spoken that way.
    static let newestLegacy = ProtocolVersion.november2025
    /// What a request over HTTP means that names none (2025-06-18, transports).
    static let unnamed = ProtocolVersion.march2025

    /// Tools have titles, schemas of what they give, and structured results.
    var hasStructuredContent: Bool { self >= .june2025 }
    var hasAnnotations: Bool { self >= .march2025 }

    /// By their dates.
    package static func < (one: ProtocolVersion, other: ProtocolVersion) -> Bool { one.rawValue < other.rawValue }

    static func unsupported(_ requested: String) -> RPCError {
        RPCError(
            .unsupportedVersion, "the protocol version \(shown(requested)) is not spoken here",
            data: ["supported": .array(supported.map { .string($0) }), "requested": .string(String(requested.prefix(80)))])
    }
}

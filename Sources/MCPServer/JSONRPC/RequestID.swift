package import StrictJSON

/// What a client calls one of its requests: it is given back as it came. MCP takes strings and integers, and nothing else.
package enum RequestID: Hashable, Sendable {
    case string(String)
    case integer(Int64)

    /// Bytes of a string. What is remembered of requests under way has to be bounded.
    static let lengthLimit = 1024

    /// Nil for what is no id.
    init?(_ json: JSON) {
        switch json {
        case .string(let text) where text.utf8.count <= Self.lengthLimit: self = .string(text)
        case .integer(let number): self = .integer(number)
        default: return nil
        }
    }

    package var json: JSON {
        switch self {
        case .string(let text): .string(text)
        case .integer(let number): .integer(number)
        }
    }
}

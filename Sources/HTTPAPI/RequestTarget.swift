/// The target of a request line (RFC 9112 section 3.2), taken apart without decoding anything.
struct RequestTarget: Hashable, Sendable {
    /// In an absolute target: what it is addressed to.
    var authority: String?
    var path: String
    var query: String?

    /// Nil for a target that is neither a path nor an absolute one, and for a malformed percent-encoding.
    init?(_ target: String) {
        var rest = target[...]
        if !rest.hasPrefix("/"), rest != "*" {
            guard let scheme = rest.firstRange(of: "://"),
                ["http", "https"].contains(rest[..<scheme.lowerBound].lowercased())
            else { return nil }
            rest = rest[scheme.upperBound...]
            let end = rest.firstIndex { "/?#".contains($0) } ?? rest.endIndex
            authority = String(rest[..<end])
            rest = rest[end...]
        }
        guard Self.isWellEncoded(rest) else { return nil }
        let mark = rest.utf8.firstIndex(of: UInt8(ascii: "?"))
        path = rest.startIndex == (mark ?? rest.endIndex) ? "/" : String(rest[..<(mark ?? rest.endIndex)])
        query = mark.map { String(rest[rest.utf8.index(after: $0)...]) }
    }

    /// The parts between slashes; empty ones do not count.
    var segments: [Substring] { path.split(separator: "/") }

    private static func isWellEncoded(_ text: Substring) -> Bool {
        var expected = 0
        for byte in text.utf8 {
            if expected > 0 {
                guard Unicode.Scalar(byte).properties.isASCIIHexDigit else { return false }
                expected -= 1
            } else if byte == UInt8(ascii: "%") {
                expected = 2
            }
        }
        return expected == 0
    }
}

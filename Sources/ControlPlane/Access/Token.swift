import Foundation

/// A bearer token: `upb_` and 32 random bytes as base64url without padding. It never prints itself.
package struct Token: Hashable, Sendable, CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    /// What a program sends; told once, when it is made, and by `token show`.
    package let text: String

    /// Nil for everything that `random` cannot have made.
    package init?(parsing text: String) {
        let body = text.utf8.dropFirst(Self.prefix.utf8.count)
        guard text.hasPrefix(Self.prefix), body.count == 43, body.allSatisfy(Self.isBase64URL) else { return nil }
        self.text = text
    }

    private init(made text: String) { self.text = text }

    package static func random(using generator: inout some RandomNumberGenerator) -> Token {
        let bytes = (0..<32).map { _ in UInt8.random(in: .min ... .max, using: &generator) }
        let base64 = Data(bytes).base64EncodedString()
        return Token(made: prefix + base64.replacing("+", with: "-").replacing("/", with: "_").replacing("=", with: ""))
    }

    /// SHA-256 of the text: all that the store keeps.
    package var hash: [UInt8] { Authenticate.hash(of: text) }

    package var description: String { "***" }
    package var debugDescription: String { "***" }
    package var customMirror: Mirror { Mirror(self, children: [:]) }

    private static let prefix = "upb_"

    private static func isBase64URL(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "0")...UInt8(ascii: "9"): true
        case UInt8(ascii: "-"), UInt8(ascii: "_"): true
        default: false
        }
    }
}

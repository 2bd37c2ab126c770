/// A text that no message, log or dump shows.
package struct Secret: Hashable, Sendable, CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    /// The text itself; to be read only where it is compared or sent.
    package let revealed: String

    package init(_ text: String) { revealed = text }

    package static let mask = "***"

    package var description: String { Self.mask }
    package var debugDescription: String { Self.mask }
    package var customMirror: Mirror { Mirror(self, children: [:]) }
}

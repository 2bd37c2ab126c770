package import Logging

/// A checked value.
package enum SettingValue: Hashable, Sendable {
    case text(String)
    case texts([String])
    case integer(Int)
    case duration(Duration)
    case bytes(Int)
    case flag(Bool)
    case level(Logger.Level)
    case secret(Secret)
}

/// Why a text is no value of its kind.
struct SettingRefusal: Error, Hashable, Sendable {
    /// To be read after the word `expected`.
    var expected: String
    var hint: String?

    init(_ expected: String, hint: String? = nil) {
        self.expected = expected
        self.hint = hint
    }
}

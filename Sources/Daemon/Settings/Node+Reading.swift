import Yams

extension Node {
    var line: Int { mark?.line ?? 1 }

    /// Nothing was written here, or `~`, or `null`.
    var isNothing: Bool {
        guard case .scalar(let scalar) = self, scalar.style == .plain || scalar.style == .any else { return false }
        return ["", "~", "null", "Null", "NULL"].contains(scalar.string)
    }

    /// The text of a scalar as it was written; nil for nothing, a list or a map.
    var text: String? {
        guard case .scalar(let scalar) = self, !isNothing else { return nil }
        return scalar.string
    }

    /// "a list", for messages.
    var kindName: String {
        switch self {
        case .scalar: isNothing ? "nothing" : "a single value"
        case .mapping: "a map"
        case .sequence: "a list"
        case .alias: "an alias"
        }
    }

    /// The value for a message: the text in quotes, or what it is.
    var shown: String { text.map(LogText.quoted) ?? kindName }
}

import StrictJSON
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

    /// As JSON knows it (YAML 1.2, JSON schema): what is in quotes is a text. Nil where a key is no text, is there twice, or for an alias.
    var json: JSON? {
        switch self {
        case .scalar(let scalar):
            if isNothing { return .null }
            guard scalar.style == .plain || scalar.style == .any else { return .string(scalar.string) }
            // Numbers and words of JSON are themselves; everything else is a text.
            guard let value = try? JSON(parsing: Array(scalar.string.utf8)) else { return .string(scalar.string) }
            switch value {
            case .bool, .integer, .number: return value
            case .null, .string, .array, .object: return .string(scalar.string)
            }
        case .sequence(let sequence):
            let values = sequence.compactMap(\.json)
            return values.count == sequence.count ? .array(values) : nil
        case .mapping(let mapping):
            var object = JSONObject()
            for (key, value) in mapping {
                guard let name = key.scalar?.string, object[name] == nil, let json = value.json else { return nil }
                object[name] = json
            }
            return .object(object)
        case .alias: return nil
        }
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

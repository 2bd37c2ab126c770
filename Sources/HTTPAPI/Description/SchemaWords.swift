import StrictJSON

/// What a schema lets in, in words for a page.
struct SchemaWords {
    private let schema: JSON

    init(_ schema: JSON) { self.schema = schema }

    var html: String {
        if let reference = schema["$ref"]?.stringValue {
            let name = (reference.split(separator: "/").last.map(String.init) ?? "").escaped
            return "<a href=\"#shape-\(name)\">\(name)</a>"
        }
        if let choices = schema["oneOf"]?.arrayValue, schema["type"] == nil {
            return choices.map { SchemaWords($0).html }.joined(separator: " or ")
        }
        if let constant = schema["const"] { return "<code>\(constant.serialized().escaped)</code>" }
        if let values = schema["enum"]?.arrayValue {
            return values.map { "<code>\(($0.stringValue ?? $0.serialized()).escaped)</code>" }.joined(separator: " ")
        }
        let names = schema["type"]?.stringValue.map { [$0] } ?? (schema["type"]?.arrayValue ?? []).compactMap(\.stringValue)
        let words = names.isEmpty ? "anything" : names.map(word).joined(separator: " or ")
        let notes = bounds
        return notes.isEmpty ? words : "\(words) <small>\(notes.joined(separator: ", "))</small>"
    }

    private func word(_ type: String) -> String {
        switch type {
        case "array": "list of \(schema["items"].map { SchemaWords($0).html } ?? "anything")"
        case "object":
            if let values = schema["additionalProperties"], values.objectValue != nil {
                "map to \(SchemaWords(values).html)"
            } else {
                "object"
            }
        case "string": schema["format"] == "date-time" ? "time" : "string"
        default: type.escaped
        }
    }

    private var bounds: [String] {
        var notes: [String] = []
        for (low, high, unit) in [("minimum", "maximum", ""), ("minLength", "maxLength", " long"), ("minItems", "maxItems", " elements")] {
            switch (schema[low]?.integerValue, schema[high]?.integerValue) {
            case (let least?, let most?): notes.append("\(least) to \(most)\(unit)")
            case (let least?, nil): notes.append("from \(least)\(unit)")
            case (nil, let most?): notes.append("to \(most)\(unit)")
            case (nil, nil): break
            }
        }
        if let value = schema["default"] { notes.append("default <code>\(value.serialized().escaped)</code>") }
        return notes
    }
}

extension String {
    /// For the text and for the quoted attributes of a page.
    var escaped: String {
        var text = ""
        for character in unicodeScalars {
            switch character {
            case "&": text += "&amp;"
            case "<": text += "&lt;"
            case ">": text += "&gt;"
            case "\"": text += "&quot;"
            case "'": text += "&#39;"
            default: text.unicodeScalars.append(character)
            }
        }
        return text
    }
}

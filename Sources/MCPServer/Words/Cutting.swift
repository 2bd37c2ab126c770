import StrictJSON

extension String {
    /// At most so many Unicode scalars; what is left out is told.
    func cut(to limit: Int) -> String {
        let count = unicodeScalars.count
        guard count > limit else { return self }
        return String(UnicodeScalarView(unicodeScalars.prefix(limit))) + "… (\(count - limit) more characters)"
    }

    /// Its beginning on one line, for a sentence.
    func excerpt(_ limit: Int = 60) -> String {
        let line = unicodeScalars.prefix(limit * 4).split { $0.properties.isWhitespace || $0.properties.generalCategory == .control }
            .map { String($0) }.joined(separator: " ")
        return line.unicodeScalars.count > limit ? String(UnicodeScalarView(line.unicodeScalars.prefix(limit - 1))) + "…" : line
    }
}

extension JSON {
    /// With its texts and lists cut, at any depth.
    func cut(strings: Int, elements: Int) -> JSON {
        switch self {
        case .string(let text): .string(text.cut(to: strings))
        case .array(let list): .array(list.prefix(elements).map { $0.cut(strings: strings, elements: elements) })
        case .object(let members):
            .object(JSONObject(members.map { ($0.key, $0.value.cut(strings: strings, elements: elements)) }))
        case .null, .bool, .integer, .number: self
        }
    }
}

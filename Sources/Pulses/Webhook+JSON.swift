package import StrictJSON

/// How stores keep a webhook, within the spec.
extension Webhook {
    package var document: JSON {
        var object: JSONObject = ["url": .string(url), "method": .string(method)]
        if !headers.isEmpty {
            object["headers"] = .object(JSONObject(headers.sorted { $0.key < $1.key }.map { ($0.key, .string($0.value)) }))
        }
        switch body {
        case .event: break
        case .json(let value): object["payload"] = value
        case .text(let template): object["text"] = .string(template.text)
        }
        if !secrets.isEmpty { object["secrets"] = .array(secrets.map(JSON.string)) }
        if redirects > 0 { object["redirects"] = .integer(Int64(redirects)) }
        if isConfined { object["confined"] = true }
        return .object(object)
    }

    /// Nil where it is none: what cannot be read whole is not called in part.
    package init?(document: JSON) {
        guard let object = document.objectValue, let url = object["url"]?.stringValue, let method = object["method"]?.stringValue else {
            return nil
        }
        self.init(url: url, method: method)
        for (key, value) in object {
            switch (key, value) {
            case ("url", _), ("method", _): break
            case ("headers", .object(let fields)):
                for (name, value) in fields {
                    guard let text = value.stringValue else { return nil }
                    headers[name] = text
                }
            case ("payload", _): body = .json(value)
            case ("text", .string(let text)):
                guard let template = try? TextTemplate(text) else { return nil }
                body = .text(template)
            case ("secrets", .array(let list)):
                secrets = list.compactMap(\.stringValue)
                guard secrets.count == list.count else { return nil }
            case ("redirects", .integer(let count)): redirects = Int(count)
            case ("confined", .bool(let isConfined)): self.isConfined = isConfined
            default: return nil
            }
        }
    }
}

import StrictJSON

/// A text that a person can begin with.
struct PromptTemplate: Sendable {
    var name: String
    var title: String
    var description: String
    var argument: (name: String, description: String)
    /// - Parameter given: what the person gave for the argument; nil: nothing.
    var text: @Sendable (_ given: String?) -> String

    static let all = [planMyDay, reviewWakeUps]

    /// Characters of an argument.
    private static let argumentLimit = 2000

    func document(_ version: ProtocolVersion) -> JSON {
        var object: JSONObject = ["name": .string(name)]
        if version.hasStructuredContent { object["title"] = .string(title) }
        object["description"] = .string(description)
        object["arguments"] = [["name": .string(argument.name), "description": .string(argument.description), "required": false]]
        return .object(object)
    }

    static func result(of params: JSONObject) throws(RPCError) -> JSONObject {
        guard let name = params["name"]?.stringValue else { throw RPCError(.invalidParams, "params.name has to be a string") }
        guard let prompt = all.first(where: { $0.name == name }) else {
            throw RPCError(.invalidParams, "there is no prompt \(shown(name)); there are \(all.map(\.name).joined(separator: " and "))")
        }
        let text = prompt.text(try prompt.given(params["arguments"] ?? .null))
        return [
            "description": .string(prompt.description),
            "messages": [["role": "user", "content": ["type": "text", "text": .string(text)]]],
        ]
    }

    private func given(_ arguments: JSON) throws(RPCError) -> String? {
        guard arguments != .null else { return nil }
        guard let arguments = arguments.objectValue else { throw RPCError(.invalidParams, "params.arguments is not an object") }
        if let unknown = arguments.keys.first(where: { $0 != argument.name }) {
            throw RPCError(.invalidParams, "the prompt \(name) has no argument \(shown(unknown)); it takes \(argument.name)")
        }
        guard let value = arguments[argument.name] else { return nil }
        guard let text = value.stringValue, text.unicodeScalars.count <= Self.argumentLimit else {
            throw RPCError(
                .invalidParams, "params.arguments.\(argument.name) has to be a string of at most \(Self.argumentLimit) characters")
        }
        return text.isEmpty ? nil : text
    }
}

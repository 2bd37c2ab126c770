import StrictJSON

extension Hook {
    /// Why a call is not heard, going on after the hook's name, without anything that came in; nil where it is heard.
    func deafness(to proof: HookProof, _ body: JSON) -> String? {
        if !events.isEmpty, let event = proof.event, !events.contains(event) {
            return "hears the event \(events.joined(separator: " or ")) alone"
        }
        for condition in conditions {
            if let found = value(condition.field, in: body), condition.values.contains(found) { continue }
            return "hears a body alone whose \(condition.field) is \(condition.values.joined(separator: " or "))"
        }
        return nil
    }

    /// The text, number, or true and false at a dotted name; nil where there is none.
    private func value(_ field: String, in body: JSON) -> String? {
        let value = field.split(separator: ".").reduce(Optional(body)) { $0?[String($1)] }
        switch value {
        case .string(let text): return text
        case .bool, .integer, .number: return value?.serialized()
        default: return nil
        }
    }
}

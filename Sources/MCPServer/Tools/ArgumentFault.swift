import StrictJSON

/// What is wrong with one argument, and how it is mended.
struct ArgumentFault: Hashable, Sendable {
    /// How the arguments that were given become right ones.
    enum Fix: Hashable, Sendable {
        case set(String, JSON)
        case remove(String)
        case rename(String, to: String)
        case replace(String, by: String, JSON)
    }

    var field: String
    /// What is wrong, going on after the field's name.
    var says: String
    /// What it takes; empty where `says` tells it.
    var accepted = ""
    var fix: Fix?

    /// `priority is "hihg"; it takes one of low, high`
    var sentence: String {
        let name = field.isEmpty ? "" : "\(field) "
        return "\(name)\(says)\(accepted.isEmpty ? "" : "; it takes \(accepted)")"
    }

    /// - Parameter names: none: nothing is said of what would be right.
    static func unknown(_ name: String, among names: [String]) -> ArgumentFault {
        guard !names.isEmpty else { return ArgumentFault(field: shown(name), says: "is no argument of this tool") }
        let near = nearest(name, in: names)
        let hint = near.map { "; did you mean \($0)?" } ?? "; there are \(names.joined(separator: ", "))"
        return ArgumentFault(
            field: shown(name), says: "is no argument of this tool\(hint)", fix: near.map { .rename(name, to: $0) } ?? .remove(name))
    }

    static func wrong(_ field: ArgumentField, _ value: JSON) -> ArgumentFault {
        var (says, example) = ("is \(Self.shortly(value))", field.example)
        if case .choice(let words) = field.kind, let text = value.stringValue, let near = nearest(text, in: words) {
            says += "; did you mean \(near)?"
            example = .string(near)
        }
        return ArgumentFault(field: field.name, says: says, accepted: field.accepted, fix: .set(field.name, example))
    }

    private static func shortly(_ value: JSON) -> String {
        switch value {
        case .array: "a list that does not hold what it should"
        case .object: "an object"
        case .string(let text): shown(text)
        default: value.serialized()
        }
    }

    /// The arguments as they should have been, without the length of what was right.
    static func corrected(_ given: JSONObject, _ faults: [ArgumentFault]) -> JSON {
        var right: JSONObject = [:]
        for (name, value) in given.prefix(30) where name.utf8.count <= 64 { right[name] = value.cut(strings: 60, elements: 3) }
        for fault in faults.prefix(10) {
            switch fault.fix {
            case .set(let name, let value): right[name] = value
            case .remove(let name): right[name] = nil
            case .replace(let name, let other, let value):
                right[name] = nil
                if right[other] == nil { right[other] = value }
            case .rename(let name, let other):
                if right[other] == nil { right[other] = right[name] ?? .null }
                right[name] = nil
            case nil: break
            }
        }
        return .object(right)
    }
}

package import Recurrence
package import StrictJSON

/// Who put into words what a pulse does, where that was not the person: who reads the words is told (`Performers`).
package struct Author: Hashable, Sendable {
    package enum Kind: String, Sendable {
        case agent
        /// A program at the agents' door that is known as no agent.
        case client
        /// Somebody outside, by a template of the person's.
        case hook
    }

    package var kind: Kind
    /// The agent's, the token's or the hook's.
    package var name: String
    package var door: Door
    /// The pulse in whose run it was asked for.
    package var run: PulseID?
    /// When it was asked for.
    package var at: Instant

    package init(_ kind: Kind, _ name: String, door: Door, run: PulseID? = nil, at: Instant) {
        self.kind = kind
        self.name = name
        self.door = door
        self.run = run
        self.at = at
    }
}

extension Author {
    /// As it is kept.
    package var document: JSON {
        var object: JSONObject = [
            "kind": .string(kind.rawValue), "name": .string(name), "door": .string(door.rawValue), "at": .integer(at.milliseconds),
        ]
        if let run { object["run"] = .integer(run.value) }
        return .object(object)
    }

    /// Reads a kept one; nil where it is not one.
    package init?(document: JSON) {
        guard let kind = document["kind"]?.stringValue.flatMap(Kind.init(rawValue:)), let name = document["name"]?.stringValue,
            let door = document["door"]?.stringValue.flatMap(Door.init(rawValue:)), let at = document["at"]?.integerValue
        else { return nil }
        self.init(
            kind, name, door: door, run: document["run"]?.integerValue.map { PulseID($0) }, at: Instant(milliseconds: at))
    }
}

package import StrictJSON

/// What a pulse is to wait for: another one by its number, or a step of the same pipeline by its name.
package struct AfterField: Hashable, Sendable {
    package enum Target: Hashable, Sendable {
        case pulse(Int64)
        case step(String)
    }

    package var on: Target
    /// `success` or `end`; nil means success.
    package var when: String?

    package init(on: Target, when: String? = nil) {
        self.on = on
        self.when = when
    }

    /// The bare target where nothing else is said.
    package var json: JSON {
        let (name, target): (String, JSON) =
            switch on {
            case .pulse(let id): ("pulse", .integer(id))
            case .step(let step): ("step", .string(step))
            }
        guard let when else { return target }
        return .object([name: target, "when": .string(when)])
    }

    /// Nil where it is none.
    fileprivate init?(_ value: JSON) {
        switch value {
        case .integer(let id): self.init(on: .pulse(id))
        case .string(let step): self.init(on: .step(step))
        case .object(let object):
            guard object.keys.allSatisfy({ ["pulse", "step", "when"].contains($0) }) else { return nil }
            let when = object["when"]?.stringValue
            guard object["when"] == nil || when != nil else { return nil }
            switch (object["pulse"]?.integerValue, object["step"]?.stringValue) {
            case (let id?, nil) where object["step"] == nil: self.init(on: .pulse(id), when: when)
            case (nil, let step?) where object["pulse"] == nil: self.init(on: .step(step), when: when)
            default: return nil
            }
        default: return nil
        }
    }
}

extension JSONFieldType where Value == AfterField {
    static var after: JSONFieldType<AfterField> {
        JSONFieldType(expected: "a pulse's number, a step's name, or an object such as {\"pulse\": 12, \"when\": \"end\"}") {
            AfterField($0)
        }.knowing(["pulse", "step", "when"])
    }
}

/// What a pulse waits or waited for, as `/v1` shows it.
package struct WaitResponse: WireValue {
    package var pulse: Int64
    /// `success` or `end`.
    package var when: String
    /// It came.
    package var isMet: Bool

    package init(pulse: Int64, when: String = "success", isMet: Bool = false) {
        self.pulse = pulse
        self.when = when
        self.isMet = isMet
    }

    package init?(reading reader: inout JSONReader) {
        let pulse = reader.required("pulse", as: .integer)
        let when = reader.required("when", as: .string)
        let isMet = reader.required("met", as: .bool)
        guard let pulse, let when, let isMet else { return nil }
        self.init(pulse: pulse, when: when, isMet: isMet)
    }

    package var json: JSON { ["pulse": .integer(pulse), "when": .string(when), "met": .bool(isMet)] }
}

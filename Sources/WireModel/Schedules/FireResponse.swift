package import StrictJSON

/// A time at which a schedule is going to fire.
package struct FireResponse: WireValue {
    /// Its time by the rule, in UTC.
    package var nominalAt: String
    /// When its pulse is due, in UTC: later by the jitter, or when a window opens or a pause ends.
    package var at: String
    /// The same by the clock of the schedule's zone, with its offset.
    package var local: String
    /// The offset of the zone at the time before, `+01:00`; nil where it is the same.
    package var offsetBefore: String?

    package init(nominalAt: String, at: String, local: String, offsetBefore: String?) {
        self.nominalAt = nominalAt
        self.at = at
        self.local = local
        self.offsetBefore = offsetBefore
    }

    package init?(reading reader: inout JSONReader) {
        let nominalAt = reader.required("nominal_at", as: .string)
        let at = reader.required("at", as: .string)
        let local = reader.required("local", as: .string)
        let offsetBefore = reader.optional("offset_before", as: .string)
        guard let nominalAt, let at, let local else { return nil }
        self.init(nominalAt: nominalAt, at: at, local: local, offsetBefore: offsetBefore)
    }

    package var json: JSON {
        ["nominal_at": .string(nominalAt), "at": .string(at), "local": .string(local), "offset_before": JSON(offsetBefore)]
    }
}

/// What surprises people about a schedule though nothing is wrong with it.
package struct WarningResponse: WireValue {
    package var code: String
    package var message: String

    package init(code: String, message: String) {
        self.code = code
        self.message = message
    }

    package init?(reading reader: inout JSONReader) {
        let code = reader.required("code", as: .string)
        let message = reader.required("message", as: .string)
        guard let code, let message else { return nil }
        self.init(code: code, message: message)
    }

    package var json: JSON { ["code": .string(code), "message": .string(message)] }
}

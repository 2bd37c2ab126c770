package import StrictJSON

/// A pause of one schedule, or of everything.
package struct PauseResponse: WireValue {
    /// `person`, `failures`, `snooze` or `approval`; for a pause of everything `all`.
    package var kind: String
    package var by: String
    package var why: String?
    package var since: String
    /// Nil: until somebody resumes.
    package var until: String?

    package init(kind: String, by: String, why: String?, since: String, until: String?) {
        self.kind = kind
        self.by = by
        self.why = why
        self.since = since
        self.until = until
    }

    package init?(reading reader: inout JSONReader) {
        let kind = reader.required("kind", as: .string)
        let by = reader.required("by", as: .string)
        let why = reader.optional("why", as: .string)
        let since = reader.required("since", as: .string)
        let until = reader.optional("until", as: .string)
        guard let kind, let by, let since else { return nil }
        self.init(kind: kind, by: by, why: why, since: since, until: until)
    }

    package var json: JSON {
        ["kind": .string(kind), "by": .string(by), "why": JSON(why), "since": .string(since), "until": JSON(until)]
    }
}

/// `POST .../pause`.
package struct PauseRequest: WireValue {
    /// Everything a time phrase may be; nil: until somebody resumes it.
    package var until: String?
    package var why: String?

    package init(until: String? = nil, why: String? = nil) {
        self.until = until
        self.why = why
    }

    package init?(reading reader: inout JSONReader) {
        until = reader.optional("until", as: .string)
        why = reader.optional("why", as: .string)
    }

    package var json: JSON {
        var object = JSONObject()
        object["until"] = until.map(JSON.string)
        object["why"] = why.map(JSON.string)
        return .object(object)
    }
}

/// `POST .../snooze`.
package struct SnoozeRequest: WireValue {
    /// How long: `15m`.
    package var length: String

    package init(length: String) { self.length = length }

    package init?(reading reader: inout JSONReader) {
        guard let length = reader.required("for", as: .string) else { return nil }
        self.length = length
    }

    package var json: JSON { ["for": .string(length)] }
}

/// The answer to pausing and resuming everything: the pause, as it is or as it was.
package struct StandstillResponse: WireValue {
    package var pause: PauseResponse

    package init(pause: PauseResponse) { self.pause = pause }

    package init?(reading reader: inout JSONReader) {
        guard let pause = reader.requiredObject("pause", { PauseResponse(reading: &$0) }) else { return nil }
        self.init(pause: pause)
    }

    package var json: JSON { ["pause": pause.json] }
}

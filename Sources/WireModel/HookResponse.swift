package import StrictJSON

/// The answer to `POST /hooks/NAME`.
package struct HookAnswer: WireValue {
    /// `accepted`, `replayed` or `ignored`.
    package var result: String
    /// The pulse that was made, or was there already.
    package var pulse: Int64?
    /// The number of the first pulse of the pipeline that was made.
    package var pipeline: Int64?
    /// Why nothing was made, where nothing was.
    package var why: String?

    package init(result: String, pulse: Int64? = nil, pipeline: Int64? = nil, why: String? = nil) {
        self.result = result
        self.pulse = pulse
        self.pipeline = pipeline
        self.why = why
    }

    package init?(reading reader: inout JSONReader) {
        let result = reader.required("result", as: .string)
        let pulse = reader.optional("pulse", as: .integer)
        let pipeline = reader.optional("pipeline", as: .integer)
        let why = reader.optional("why", as: .string)
        guard let result else { return nil }
        self.init(result: result, pulse: pulse, pipeline: pipeline, why: why)
    }

    package var json: JSON {
        ["result": .string(result), "pulse": JSON(pulse), "pipeline": JSON(pipeline), "why": JSON(why)]
    }
}

/// A hook of the configuration, as `/v1` shows it.
package struct HookResponse: WireValue {
    package var name: String
    /// Where it is called, by the address that the daemon itself listens at.
    package var url: String
    /// `standard`, `github` or `token`.
    package var verify: String
    /// The header that holds the token; nil for other kinds.
    package var header: String?
    /// GitHub's events that are heard; empty: all.
    package var events: [String]
    /// `prompt`, `command`, `webhook` or `pipeline`.
    package var makes: String
    package var file: String
    /// References to secrets that are not to be had.
    package var missingSecrets: [String]
    /// Calls since the daemon began, by what became of them.
    package var received: [String: Int64]
    /// When the latest one came in that was not refused, since the daemon began.
    package var lastReceivedAt: String?

    package init(
        name: String, url: String, verify: String, header: String?, events: [String], makes: String, file: String,
        missingSecrets: [String], received: [String: Int64], lastReceivedAt: String?
    ) {
        self.name = name
        self.url = url
        self.verify = verify
        self.header = header
        self.events = events
        self.makes = makes
        self.file = file
        self.missingSecrets = missingSecrets
        self.received = received
        self.lastReceivedAt = lastReceivedAt
    }

    package init?(reading reader: inout JSONReader) {
        let name = reader.required("name", as: .string)
        let url = reader.required("url", as: .string)
        let verify = reader.required("verify", as: .string)
        let header = reader.optional("header", as: .string)
        let events = reader.required("events", as: .stringArray)
        let makes = reader.required("makes", as: .string)
        let file = reader.required("file", as: .string)
        let missing = reader.required("missing_secrets", as: .stringArray)
        let received = reader.required("received", as: .counts)
        let last = reader.optional("last_received_at", as: .string)
        guard let name, let url, let verify, let events, let makes, let file, let missing, let received else { return nil }
        self.init(
            name: name, url: url, verify: verify, header: header, events: events, makes: makes, file: file, missingSecrets: missing,
            received: received, lastReceivedAt: last)
    }

    package var json: JSON {
        [
            "name": .string(name), "url": .string(url), "verify": .string(verify), "header": JSON(header), "events": JSON(events),
            "makes": .string(makes), "file": .string(file), "missing_secrets": JSON(missingSecrets), "received": JSON(received),
            "last_received_at": JSON(lastReceivedAt),
        ]
    }
}

/// The answer to `GET /v1/hooks`.
package struct HookListResponse: WireValue {
    /// By name.
    package var hooks: [HookResponse]

    package init(hooks: [HookResponse]) { self.hooks = hooks }

    package init?(reading reader: inout JSONReader) {
        hooks = reader.optionalObjects("hooks") { HookResponse(reading: &$0) } ?? []
    }

    package var json: JSON { ["hooks": .array(hooks.map(\.json))] }
}

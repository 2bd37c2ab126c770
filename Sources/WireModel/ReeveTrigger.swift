package import StrictJSON

/// `POST /api/pulse/trigger` (spec/sources.md R6). Unknown fields are ignored there.
package struct ReeveTriggerRequest: WireValue {
    package var prompt: String
    /// `now` where it is nil.
    package var scheduledAt: String?
    /// `high` where it is nil.
    package var priority: String?
    /// `external` where it is nil.
    package var source: String?
    package var tags: [String]?

    package init(
        prompt: String, scheduledAt: String? = nil, priority: String? = nil, source: String? = nil, tags: [String]? = nil
    ) {
        self.prompt = prompt
        self.scheduledAt = scheduledAt
        self.priority = priority
        self.source = source
        self.tags = tags
    }

    /// The fields that, as in Reeve's model, may be absent but not null.
    package static let neverNull = ["scheduled_at", "priority", "source"]

    package init?(reading reader: inout JSONReader) {
        let prompt = reader.required("prompt", as: .string)
        scheduledAt = reader.optional("scheduled_at", as: .string)
        priority = reader.optional("priority", as: .string)
        source = reader.optional("source", as: .string)
        tags = reader.optional("tags", as: .stringArray)
        guard let prompt else { return nil }
        self.prompt = prompt
    }

    package var json: JSON {
        var object: JSONObject = ["prompt": .string(prompt)]
        object["scheduled_at"] = scheduledAt.map(JSON.string)
        object["priority"] = priority.map(JSON.string)
        object["source"] = source.map(JSON.string)
        object["tags"] = tags.map { JSON($0) }
        return .object(object)
    }
}

/// The answer to it.
package struct ReeveTriggerResponse: WireValue {
    package var pulseID: Int64
    /// As Python's `isoformat` writes it, in UTC with the offset `+00:00`.
    package var scheduledAt: String
    package var message: String

    package init(pulseID: Int64, scheduledAt: String) {
        self.pulseID = pulseID
        self.scheduledAt = scheduledAt
        message = "Pulse \(pulseID) scheduled successfully"
    }

    package init?(reading reader: inout JSONReader) {
        let pulseID = reader.required("pulse_id", as: .integer)
        let scheduledAt = reader.required("scheduled_at", as: .string)
        let message = reader.required("message", as: .string)
        guard let pulseID, let scheduledAt, let message else { return nil }
        self.init(pulseID: pulseID, scheduledAt: scheduledAt)
        self.message = message
    }

    package var json: JSON {
        ["pulse_id": .integer(pulseID), "scheduled_at": .string(scheduledAt), "message": .string(message)]
    }
}

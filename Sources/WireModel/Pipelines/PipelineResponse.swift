package import StrictJSON

/// A pipeline as `/v1` shows it: pulses that were made together, in the order of their steps.
package struct PipelineResponse: WireValue {
    /// The number of its first pulse.
    package var id: Int64
    package var name: String?
    /// `running`, `waiting`, `completed`, `failed` or `cancelled`.
    package var status: String
    package var createdAt: String
    package var steps: [Step]

    package struct Step: Hashable, Sendable {
        package var name: String?
        package var pulse: Int64
        package var status: String
        package var reason: String?
        package var after: [WaitResponse]
        package var dueAt: String
        /// When the latest attempt began, and how long it took; told of pipelines that are not very large.
        package var startedAt: String?
        package var durationMilliseconds: Int64?
        package var finishedAt: String?
        package var attempt: Int64

        package init(
            name: String?, pulse: Int64, status: String, reason: String? = nil, after: [WaitResponse] = [], dueAt: String,
            startedAt: String? = nil, durationMilliseconds: Int64? = nil, finishedAt: String? = nil, attempt: Int64 = 0
        ) {
            self.name = name
            self.pulse = pulse
            self.status = status
            self.reason = reason
            self.after = after
            self.dueAt = dueAt
            self.startedAt = startedAt
            self.durationMilliseconds = durationMilliseconds
            self.finishedAt = finishedAt
            self.attempt = attempt
        }

        init?(reading reader: inout JSONReader) {
            name = reader.optional("name", as: .string)
            let pulse = reader.required("pulse", as: .integer)
            let status = reader.required("status", as: .string)
            reason = reader.optional("reason", as: .string)
            after = reader.optionalObjects("after") { WaitResponse(reading: &$0) } ?? []
            let dueAt = reader.required("due_at", as: .string)
            startedAt = reader.optional("started_at", as: .string)
            durationMilliseconds = reader.optional("duration_ms", as: .integer)
            finishedAt = reader.optional("finished_at", as: .string)
            attempt = reader.optional("attempt", as: .integer) ?? 0
            guard let pulse, let status, let dueAt else { return nil }
            (self.pulse, self.status, self.dueAt) = (pulse, status, dueAt)
        }

        var json: JSON {
            [
                "name": JSON(name), "pulse": .integer(pulse), "status": .string(status), "reason": JSON(reason),
                "after": .array(after.map(\.json)), "due_at": .string(dueAt), "started_at": JSON(startedAt),
                "duration_ms": JSON(durationMilliseconds), "finished_at": JSON(finishedAt), "attempt": .integer(attempt),
            ]
        }
    }

    package init(id: Int64, name: String?, status: String, createdAt: String, steps: [Step]) {
        self.id = id
        self.name = name
        self.status = status
        self.createdAt = createdAt
        self.steps = steps
    }

    package init?(reading reader: inout JSONReader) {
        let id = reader.required("id", as: .integer)
        let name = reader.optional("name", as: .string)
        let status = reader.required("status", as: .string)
        let createdAt = reader.required("created_at", as: .string)
        let steps = reader.optionalObjects("steps") { Step(reading: &$0) }
        guard let id, let status, let createdAt, let steps else { return nil }
        self.init(id: id, name: name, status: status, createdAt: createdAt, steps: steps)
    }

    package var json: JSON {
        [
            "id": .integer(id), "name": JSON(name), "status": .string(status), "created_at": .string(createdAt),
            "steps": .array(steps.map(\.json)),
        ]
    }
}

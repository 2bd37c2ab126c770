package import StrictJSON

/// Something that happened.
package struct EventResponse: WireValue {
    package var sequence: Int64
    package var at: String
    /// `pulse.started`, `schedule.paused`, ...
    package var kind: String
    package var pulse: Int64?
    package var attempt: Int64?
    /// The schedule's name; nil where it is about none, or about one that was removed.
    package var schedule: String?
    package var scheduleID: Int64?
    package var detail: String?

    package init(
        sequence: Int64, at: String, kind: String, pulse: Int64?, attempt: Int64?, schedule: String?, scheduleID: Int64?, detail: String?
    ) {
        self.sequence = sequence
        self.at = at
        self.kind = kind
        self.pulse = pulse
        self.attempt = attempt
        self.schedule = schedule
        self.scheduleID = scheduleID
        self.detail = detail
    }

    package init?(reading reader: inout JSONReader) {
        let sequence = reader.required("sequence", as: .integer)
        let at = reader.required("at", as: .string)
        let kind = reader.required("kind", as: .string)
        let pulse = reader.optional("pulse", as: .integer)
        let attempt = reader.optional("attempt", as: .integer)
        let schedule = reader.optional("schedule", as: .string)
        let scheduleID = reader.optional("schedule_id", as: .integer)
        let detail = reader.optional("detail", as: .string)
        guard let sequence, let at, let kind else { return nil }
        self.init(
            sequence: sequence, at: at, kind: kind, pulse: pulse, attempt: attempt, schedule: schedule, scheduleID: scheduleID,
            detail: detail)
    }

    package var json: JSON {
        [
            "sequence": .integer(sequence), "at": .string(at), "kind": .string(kind), "pulse": JSON(pulse), "attempt": JSON(attempt),
            "schedule": JSON(schedule), "schedule_id": JSON(scheduleID), "detail": JSON(detail),
        ]
    }
}

/// The answer to `GET /v1/events`: oldest first.
package struct EventListResponse: WireValue {
    package var events: [EventResponse]
    /// To be sent as `after` for what follows.
    package var nextAfter: Int64

    package init(events: [EventResponse], nextAfter: Int64) {
        self.events = events
        self.nextAfter = nextAfter
    }

    package init?(reading reader: inout JSONReader) {
        let events = reader.optionalObjects("events") { EventResponse(reading: &$0) }
        let nextAfter = reader.required("next_after", as: .integer)
        guard let nextAfter else { return nil }
        self.init(events: events ?? [], nextAfter: nextAfter)
    }

    package var json: JSON { ["events": .array(events.map(\.json)), "next_after": .integer(nextAfter)] }
}

package import StrictJSON

/// The answer to `GET /v1/upcoming`: what is going to happen within a span, soonest first.
package struct UpcomingResponse: WireValue {
    package var from: String
    package var to: String
    package var entries: [Entry]
    /// Schedules with more times in the span than are listed, and how many more.
    package var more: [String: Int64]
    /// There is more in the span than is listed.
    package var hasMore: Bool
    /// While everything is paused.
    package var standstill: PauseResponse?

    /// A pulse that waits, or a time of a schedule.
    package struct Entry: WireValue {
        package var at: String
        package var pulse: PulseResponse?
        package var fire: FireResponse?
        /// The schedule's name; nil for a pulse that was made by itself.
        package var schedule: String?
        /// What is going to be done.
        package var action: PulseResponse.Action

        package init(
            at: String, pulse: PulseResponse?, fire: FireResponse?, schedule: String?, action: PulseResponse.Action
        ) {
            self.at = at
            self.pulse = pulse
            self.fire = fire
            self.schedule = schedule
            self.action = action
        }

        package init?(reading reader: inout JSONReader) {
            let at = reader.required("at", as: .string)
            let pulse = reader.optionalObject("pulse") { PulseResponse(reading: &$0) }
            let fire = reader.optionalObject("fire") { FireResponse(reading: &$0) }
            let schedule = reader.optional("schedule", as: .string)
            let action = PulseResponse.Action(reading: &reader)
            guard let at, let action else { return nil }
            self.init(at: at, pulse: pulse, fire: fire, schedule: schedule, action: action)
        }

        package var json: JSON {
            var object: JSONObject = [
                "at": .string(at), "schedule": JSON(schedule), "pulse": pulse?.json ?? .null, "fire": fire?.json ?? .null,
            ]
            action.write(to: &object)
            return .object(object)
        }
    }

    package init(from: String, to: String, entries: [Entry], more: [String: Int64], hasMore: Bool, standstill: PauseResponse?) {
        self.from = from
        self.to = to
        self.entries = entries
        self.more = more
        self.hasMore = hasMore
        self.standstill = standstill
    }

    package init?(reading reader: inout JSONReader) {
        let from = reader.required("from", as: .string)
        let to = reader.required("to", as: .string)
        let entries = reader.optionalObjects("entries") { Entry(reading: &$0) }
        let more = reader.required("more", as: .counts)
        let hasMore = reader.required("has_more", as: .bool)
        let standstill = reader.optionalObject("standstill") { PauseResponse(reading: &$0) }
        guard let from, let to, let more, let hasMore else { return nil }
        self.init(from: from, to: to, entries: entries ?? [], more: more, hasMore: hasMore, standstill: standstill)
    }

    package var json: JSON {
        [
            "from": .string(from), "to": .string(to), "entries": .array(entries.map(\.json)), "more": JSON(more),
            "has_more": .bool(hasMore), "standstill": standstill?.json ?? .null,
        ]
    }
}

package import StrictJSON

/// What belongs together on the page of the status.
package struct StatusGroup: WireValue {
    /// `running`, `failed`, `missed` (pulses), `missed_times` (of schedules), `late`, `paused` (schedules that paused
    /// themselves), `approval` (what waits for the person's word).
    package var kind: String
    /// How many were seen.
    package var count: Int64
    /// There may be more that were not looked at.
    package var isPartial: Bool
    /// The first of them; the latest first, what is late by how long.
    package var entries: [Entry]

    package struct Entry: WireValue {
        /// The pulse; nil where a schedule is meant.
        package var pulse: Int64?
        /// The name of the schedule, else of the step, else what is done.
        package var name: String
        /// When it began, ended, was due, was missed or was paused.
        package var at: String
        package var durationMilliseconds: Int64?
        /// The number of the attempt, and how many the policy allows.
        package var attempt: Int64
        package var attemptsAllowed: Int64
        /// What went wrong.
        package var error: String?

        package init(
            pulse: Int64?, name: String, at: String, durationMilliseconds: Int64? = nil, attempt: Int64 = 0, attemptsAllowed: Int64 = 0,
            error: String? = nil
        ) {
            self.pulse = pulse
            self.name = name
            self.at = at
            self.durationMilliseconds = durationMilliseconds
            self.attempt = attempt
            self.attemptsAllowed = attemptsAllowed
            self.error = error
        }
    }

    package init(kind: String, count: Int64, isPartial: Bool = false, entries: [Entry]) {
        self.kind = kind
        self.count = count
        self.isPartial = isPartial
        self.entries = entries
    }

    package init?(reading reader: inout JSONReader) {
        let kind = reader.required("kind", as: .string)
        let count = reader.required("count", as: .integer)
        let isPartial = reader.optional("is_partial", as: .bool)
        let entries = reader.optionalObjects("entries") { Entry(reading: &$0) }
        guard let kind, let count else { return nil }
        self.init(kind: kind, count: count, isPartial: isPartial ?? false, entries: entries ?? [])
    }

    package var json: JSON {
        ["kind": .string(kind), "count": .integer(count), "is_partial": .bool(isPartial), "entries": .array(entries.map(\.json))]
    }
}

extension StatusGroup.Entry {
    package init?(reading reader: inout JSONReader) {
        let pulse = reader.optional("pulse", as: .integer)
        let name = reader.required("name", as: .string)
        let at = reader.required("at", as: .string)
        let duration = reader.optional("duration_ms", as: .integer)
        let attempt = reader.optional("attempt", as: .integer)
        let allowed = reader.optional("attempts_allowed", as: .integer)
        let error = reader.optional("error", as: .string)
        guard let name, let at else { return nil }
        self.init(
            pulse: pulse, name: name, at: at, durationMilliseconds: duration, attempt: attempt ?? 0, attemptsAllowed: allowed ?? 0,
            error: error)
    }

    package var json: JSON {
        [
            "pulse": JSON(pulse), "name": .string(name), "at": .string(at), "duration_ms": JSON(durationMilliseconds),
            "attempt": .integer(attempt), "attempts_allowed": .integer(attemptsAllowed), "error": JSON(error),
        ]
    }
}

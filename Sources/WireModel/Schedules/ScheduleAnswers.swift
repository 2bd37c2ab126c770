package import StrictJSON

/// The answer to making, changing, pausing, resuming and snoozing a schedule.
package struct OneScheduleResponse: WireValue {
    package var schedule: ScheduleResponse
    package var nextFires: [FireResponse]
    package var warnings: [WarningResponse]

    package init(schedule: ScheduleResponse, nextFires: [FireResponse], warnings: [WarningResponse]) {
        self.schedule = schedule
        self.nextFires = nextFires
        self.warnings = warnings
    }

    package init?(reading reader: inout JSONReader) {
        let schedule = reader.requiredObject("schedule") { ScheduleResponse(reading: &$0) }
        let nextFires = reader.optionalObjects("next_fires") { FireResponse(reading: &$0) }
        let warnings = reader.optionalObjects("warnings") { WarningResponse(reading: &$0) }
        guard let schedule else { return nil }
        self.init(schedule: schedule, nextFires: nextFires ?? [], warnings: warnings ?? [])
    }

    package var json: JSON {
        ["schedule": schedule.json, "next_fires": .array(nextFires.map(\.json)), "warnings": .array(warnings.map(\.json))]
    }
}

/// The answer to `GET /v1/schedules/{name}`.
package struct ScheduleDetailResponse: WireValue {
    package var schedule: ScheduleResponse
    package var nextFires: [FireResponse]
    package var warnings: [WarningResponse]
    /// Newest first.
    package var occurrences: [OccurrenceResponse]
    /// Its pulses that have not ended, oldest first.
    package var openPulses: [PulseResponse]
    /// While everything is paused.
    package var standstill: PauseResponse?

    package init(
        schedule: ScheduleResponse, nextFires: [FireResponse], warnings: [WarningResponse], occurrences: [OccurrenceResponse],
        openPulses: [PulseResponse], standstill: PauseResponse?
    ) {
        self.schedule = schedule
        self.nextFires = nextFires
        self.warnings = warnings
        self.occurrences = occurrences
        self.openPulses = openPulses
        self.standstill = standstill
    }

    package init?(reading reader: inout JSONReader) {
        let schedule = reader.requiredObject("schedule") { ScheduleResponse(reading: &$0) }
        let nextFires = reader.optionalObjects("next_fires") { FireResponse(reading: &$0) }
        let warnings = reader.optionalObjects("warnings") { WarningResponse(reading: &$0) }
        let occurrences = reader.optionalObjects("occurrences") { OccurrenceResponse(reading: &$0) }
        let openPulses = reader.optionalObjects("open_pulses") { PulseResponse(reading: &$0) }
        let standstill = reader.optionalObject("standstill") { PauseResponse(reading: &$0) }
        guard let schedule else { return nil }
        self.init(
            schedule: schedule, nextFires: nextFires ?? [], warnings: warnings ?? [], occurrences: occurrences ?? [],
            openPulses: openPulses ?? [], standstill: standstill)
    }

    package var json: JSON {
        [
            "schedule": schedule.json, "next_fires": .array(nextFires.map(\.json)), "warnings": .array(warnings.map(\.json)),
            "occurrences": .array(occurrences.map(\.json)), "open_pulses": .array(openPulses.map(\.json)),
            "standstill": standstill?.json ?? .null,
        ]
    }
}

/// The answer to `GET /v1/schedules`.
package struct ScheduleListResponse: WireValue {
    package var schedules: [ScheduleResponse]
    /// To be sent as `after` for the next page; nil on the last one.
    package var nextAfter: String?

    package init(schedules: [ScheduleResponse], nextAfter: String?) {
        self.schedules = schedules
        self.nextAfter = nextAfter
    }

    package init?(reading reader: inout JSONReader) {
        schedules = reader.optionalObjects("schedules") { ScheduleResponse(reading: &$0) } ?? []
        nextAfter = reader.optional("next_after", as: .string)
    }

    package var json: JSON { ["schedules": .array(schedules.map(\.json)), "next_after": JSON(nextAfter)] }
}

/// The answer to removing a schedule.
package struct RemovedScheduleResponse: WireValue {
    package var id: Int64
    package var name: String

    package init(id: Int64, name: String) {
        self.id = id
        self.name = name
    }

    package init?(reading reader: inout JSONReader) {
        let removed = reader.requiredObject("removed") { inner -> (Int64, String)? in
            let id = inner.required("id", as: .integer)
            let name = inner.required("name", as: .string)
            guard let id, let name else { return nil }
            return (id, name)
        }
        guard let removed else { return nil }
        self.init(id: removed.0, name: removed.1)
    }

    package var json: JSON { ["removed": ["id": .integer(id), "name": .string(name)]] }
}

/// The answer to a preview.
package struct PreviewResponse: WireValue {
    package var words: String
    package var zone: String
    package var nextFires: [FireResponse]
    package var warnings: [WarningResponse]

    package init(words: String, zone: String, nextFires: [FireResponse], warnings: [WarningResponse]) {
        self.words = words
        self.zone = zone
        self.nextFires = nextFires
        self.warnings = warnings
    }

    package init?(reading reader: inout JSONReader) {
        let words = reader.required("words", as: .string)
        let zone = reader.required("zone", as: .string)
        let nextFires = reader.optionalObjects("next_fires") { FireResponse(reading: &$0) }
        let warnings = reader.optionalObjects("warnings") { WarningResponse(reading: &$0) }
        guard let words, let zone else { return nil }
        self.init(words: words, zone: zone, nextFires: nextFires ?? [], warnings: warnings ?? [])
    }

    package var json: JSON {
        [
            "words": .string(words), "zone": .string(zone), "next_fires": .array(nextFires.map(\.json)),
            "warnings": .array(warnings.map(\.json)),
        ]
    }
}

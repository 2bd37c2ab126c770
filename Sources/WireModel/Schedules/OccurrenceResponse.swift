package import StrictJSON

/// What became of one nominal time of a schedule, or of a row of them with the same fate.
package struct OccurrenceResponse: WireValue {
    /// The first nominal time that this tells of.
    package var nominalAt: String
    /// The last; the same where it is one.
    package var lastNominalAt: String
    package var count: Int64
    /// `fired`, `skipped` or `missed`.
    package var fate: String
    package var reason: String?
    package var decidedAt: String
    package var pulse: Int64?
    /// What came of the pulse; nil where there is none, or where it was pruned.
    package var run: Run?

    package struct Run: Hashable, Sendable {
        package var status: String
        package var reason: String?
        package var attempts: Int64
        package var startedAt: String?
        package var latenessMilliseconds: Int64?
        package var outcome: String?
        package var durationMilliseconds: Int64?
        package var finishedAt: String?

        package init(
            status: String, reason: String?, attempts: Int64, startedAt: String?, latenessMilliseconds: Int64?, outcome: String?,
            durationMilliseconds: Int64?, finishedAt: String?
        ) {
            self.status = status
            self.reason = reason
            self.attempts = attempts
            self.startedAt = startedAt
            self.latenessMilliseconds = latenessMilliseconds
            self.outcome = outcome
            self.durationMilliseconds = durationMilliseconds
            self.finishedAt = finishedAt
        }
    }

    package init(
        nominalAt: String, lastNominalAt: String, count: Int64, fate: String, reason: String?, decidedAt: String, pulse: Int64?, run: Run?
    ) {
        self.nominalAt = nominalAt
        self.lastNominalAt = lastNominalAt
        self.count = count
        self.fate = fate
        self.reason = reason
        self.decidedAt = decidedAt
        self.pulse = pulse
        self.run = run
    }

    package init?(reading reader: inout JSONReader) {
        let nominalAt = reader.required("nominal_at", as: .string)
        let lastNominalAt = reader.required("last_nominal_at", as: .string)
        let count = reader.required("count", as: .integer)
        let fate = reader.required("fate", as: .string)
        let reason = reader.optional("reason", as: .string)
        let decidedAt = reader.required("decided_at", as: .string)
        let pulse = reader.optional("pulse", as: .integer)
        let run = reader.optionalObject("run") { Run(reading: &$0) }
        guard let nominalAt, let lastNominalAt, let count, let fate, let decidedAt else { return nil }
        self.init(
            nominalAt: nominalAt, lastNominalAt: lastNominalAt, count: count, fate: fate, reason: reason, decidedAt: decidedAt,
            pulse: pulse,
            run: run)
    }

    package var json: JSON {
        [
            "nominal_at": .string(nominalAt), "last_nominal_at": .string(lastNominalAt), "count": .integer(count), "fate": .string(fate),
            "reason": JSON(reason), "decided_at": .string(decidedAt), "pulse": JSON(pulse), "run": run?.json ?? .null,
        ]
    }
}

extension OccurrenceResponse.Run {
    fileprivate init?(reading reader: inout JSONReader) {
        let status = reader.required("status", as: .string)
        let reason = reader.optional("reason", as: .string)
        let attempts = reader.required("attempts", as: .integer)
        let startedAt = reader.optional("started_at", as: .string)
        let lateness = reader.optional("lateness_ms", as: .integer)
        let outcome = reader.optional("outcome", as: .string)
        let duration = reader.optional("duration_ms", as: .integer)
        let finishedAt = reader.optional("finished_at", as: .string)
        guard let status, let attempts else { return nil }
        self.init(
            status: status, reason: reason, attempts: attempts, startedAt: startedAt, latenessMilliseconds: lateness, outcome: outcome,
            durationMilliseconds: duration, finishedAt: finishedAt)
    }

    fileprivate var json: JSON {
        [
            "status": .string(status), "reason": JSON(reason), "attempts": .integer(attempts), "started_at": JSON(startedAt),
            "lateness_ms": JSON(latenessMilliseconds), "outcome": JSON(outcome), "duration_ms": JSON(durationMilliseconds),
            "finished_at": JSON(finishedAt),
        ]
    }
}

/// The answer to `GET /v1/schedules/{name}/occurrences`.
package struct OccurrenceListResponse: WireValue {
    package var occurrences: [OccurrenceResponse]
    /// To be sent as `before` for the next page; nil on the last one.
    package var nextBefore: String?

    package init(occurrences: [OccurrenceResponse], nextBefore: String?) {
        self.occurrences = occurrences
        self.nextBefore = nextBefore
    }

    package init?(reading reader: inout JSONReader) {
        occurrences = reader.optionalObjects("occurrences") { OccurrenceResponse(reading: &$0) } ?? []
        nextBefore = reader.optional("next_before", as: .string)
    }

    package var json: JSON { ["occurrences": .array(occurrences.map(\.json)), "next_before": JSON(nextBefore)] }
}

package import StrictJSON

/// `POST /v1/pulses/{id}/attempts/{attempt}/report`: how a run says that it went.
package struct NewReportRequest: WireValue {
    /// `done`, `failed` or `nothing_to_say`.
    package var outcome: String
    /// For the person.
    package var message: String?
    /// Look again after this time: `2h`.
    package var nextCheckIn: String?

    package init(outcome: String, message: String? = nil, nextCheckIn: String? = nil) {
        self.outcome = outcome
        self.message = message
        self.nextCheckIn = nextCheckIn
    }

    package init?(reading reader: inout JSONReader) {
        let outcome = reader.required("outcome", as: .string)
        message = reader.optional("message", as: .string)
        nextCheckIn = reader.optional("next_check_in", as: .string)
        guard let outcome else { return nil }
        self.outcome = outcome
    }

    package var json: JSON {
        var object: JSONObject = ["outcome": .string(outcome)]
        object["message"] = message.map(JSON.string)
        object["next_check_in"] = nextCheckIn.map(JSON.string)
        return .object(object)
    }
}

/// What a run said of itself.
package struct ReportResponse: WireValue {
    package var outcome: String
    package var message: String?
    /// The pulse that looks again.
    package var nextCheck: Int64?
    package var at: String
    /// It came after the end of the run, and changed nothing about it.
    package var late: Bool

    package init(outcome: String, message: String? = nil, nextCheck: Int64? = nil, at: String, late: Bool = false) {
        self.outcome = outcome
        self.message = message
        self.nextCheck = nextCheck
        self.at = at
        self.late = late
    }

    package init?(reading reader: inout JSONReader) {
        let outcome = reader.required("outcome", as: .string)
        message = reader.optional("message", as: .string)
        nextCheck = reader.optional("next_check", as: .integer)
        let at = reader.required("at", as: .string)
        let late = reader.required("late", as: .bool)
        guard let outcome, let at, let late else { return nil }
        (self.outcome, self.at, self.late) = (outcome, at, late)
    }

    package var json: JSON {
        ["outcome": .string(outcome), "message": JSON(message), "next_check": JSON(nextCheck), "at": .string(at), "late": .bool(late)]
    }
}

/// The answer to a report.
package struct ReportedRunResponse: WireValue {
    package var pulse: Int64
    package var attempt: Int64
    package var report: ReportResponse
    /// The pulse that looks again, where this report asked for one.
    package var next: PulseResponse?

    package init(pulse: Int64, attempt: Int64, report: ReportResponse, next: PulseResponse? = nil) {
        self.pulse = pulse
        self.attempt = attempt
        self.report = report
        self.next = next
    }

    package init?(reading reader: inout JSONReader) {
        let pulse = reader.required("pulse", as: .integer)
        let attempt = reader.required("attempt", as: .integer)
        let report = reader.requiredObject("report") { ReportResponse(reading: &$0) }
        let next = reader.optionalObject("next") { PulseResponse(reading: &$0) }
        guard let pulse, let attempt, let report else { return nil }
        self.init(pulse: pulse, attempt: attempt, report: report, next: next)
    }

    package var json: JSON {
        ["pulse": .integer(pulse), "attempt": .integer(attempt), "report": report.json, "next": next?.json ?? .null]
    }
}

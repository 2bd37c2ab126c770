package import StrictJSON

/// The answer to `GET /v1/pulses/{id}/attempts`.
package struct AttemptListResponse: WireValue {
    /// In their order, the running one included.
    package var attempts: [AttemptResponse]

    package init(attempts: [AttemptResponse]) { self.attempts = attempts }

    package init?(reading reader: inout JSONReader) {
        attempts = reader.optionalObjects("attempts") { AttemptResponse(reading: &$0) } ?? []
    }

    package var json: JSON { ["attempts": .array(attempts.map(\.json))] }
}

/// The answer to `GET /v1/pulses/{id}/attempts/{attempt}`.
package struct OneAttemptResponse: WireValue {
    package var attempt: AttemptResponse

    package init(attempt: AttemptResponse) { self.attempt = attempt }

    package init?(reading reader: inout JSONReader) {
        guard let attempt = reader.requiredObject("attempt", { AttemptResponse(reading: &$0) }) else { return nil }
        self.init(attempt: attempt)
    }

    package var json: JSON { ["attempt": attempt.json] }
}

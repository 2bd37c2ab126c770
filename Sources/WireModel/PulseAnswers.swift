package import StrictJSON

/// The answer to `POST /v1/pulses`.
package struct NewPulseResponse: WireValue {
    /// False where an open pulse with the same key was there already: then it is that one.
    package var created: Bool
    /// From the making of the pulse to its time; 0 or more.
    package var delayMilliseconds: Int64
    package var pulse: PulseResponse
    /// Those with the same key that were open, and were called off for it (`on_key: replace`); what of them runs is ended.
    package var replaced: [Int64]

    package init(created: Bool, delayMilliseconds: Int64, pulse: PulseResponse, replaced: [Int64] = []) {
        self.created = created
        self.replaced = replaced
        self.delayMilliseconds = delayMilliseconds
        self.pulse = pulse
    }

    package init?(reading reader: inout JSONReader) {
        let created = reader.required("created", as: .bool)
        let delay = reader.required("delay_ms", as: .integer)
        let pulse = reader.requiredObject("pulse") { PulseResponse(reading: &$0) }
        let replaced = reader.optional("replaced", as: .array(of: .integer))
        guard let created, let delay, let pulse else { return nil }
        self.init(created: created, delayMilliseconds: delay, pulse: pulse, replaced: replaced ?? [])
    }

    package var json: JSON {
        [
            "created": .bool(created), "delay_ms": .integer(delayMilliseconds), "pulse": pulse.json,
            "replaced": .array(replaced.map(JSON.integer)),
        ]
    }
}

/// The answer to cancel and retry.
package struct OnePulseResponse: WireValue {
    package var pulse: PulseResponse

    package init(pulse: PulseResponse) { self.pulse = pulse }

    package init?(reading reader: inout JSONReader) {
        guard let pulse = reader.requiredObject("pulse", { PulseResponse(reading: &$0) }) else { return nil }
        self.init(pulse: pulse)
    }

    package var json: JSON { ["pulse": pulse.json] }
}

/// The answer to `GET /v1/pulses/{id}`.
package struct PulseDetailResponse: WireValue {
    package var pulse: PulseResponse
    /// In their order, the running one included.
    package var attempts: [AttemptResponse]

    package init(pulse: PulseResponse, attempts: [AttemptResponse]) {
        self.pulse = pulse
        self.attempts = attempts
    }

    package init?(reading reader: inout JSONReader) {
        let pulse = reader.requiredObject("pulse") { PulseResponse(reading: &$0) }
        let attempts = reader.optionalObjects("attempts") { AttemptResponse(reading: &$0) }
        guard let pulse else { return nil }
        self.init(pulse: pulse, attempts: attempts ?? [])
    }

    package var json: JSON { ["pulse": pulse.json, "attempts": .array(attempts.map(\.json))] }
}

/// The answer to `GET /v1/pulses`.
package struct PulseListResponse: WireValue {
    package var pulses: [PulseResponse]
    /// To be sent as `before` for the next page; nil on the last one.
    package var nextBefore: Int64?

    package init(pulses: [PulseResponse], nextBefore: Int64?) {
        self.pulses = pulses
        self.nextBefore = nextBefore
    }

    package init?(reading reader: inout JSONReader) {
        pulses = reader.optionalObjects("pulses") { PulseResponse(reading: &$0) } ?? []
        nextBefore = reader.optional("next_before", as: .integer)
    }

    package var json: JSON { ["pulses": .array(pulses.map(\.json)), "next_before": JSON(nextBefore)] }
}

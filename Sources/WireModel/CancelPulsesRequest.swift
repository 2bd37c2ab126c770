package import StrictJSON

/// `POST /v1/pulses/cancel`: which open pulses are to be called off. All that is named has to be so of each.
package struct CancelPulsesRequest: WireValue {
    package var tag: String?
    package var schedule: String?
    package var agent: String?
    /// Only say which ones these are.
    package var dryRun: Bool?

    package init(tag: String? = nil, schedule: String? = nil, agent: String? = nil, dryRun: Bool? = nil) {
        self.tag = tag
        self.schedule = schedule
        self.agent = agent
        self.dryRun = dryRun
    }

    package init?(reading reader: inout JSONReader) {
        tag = reader.optional("tag", as: .string)
        schedule = reader.optional("schedule", as: .string)
        agent = reader.optional("agent", as: .string)
        dryRun = reader.optional("dry_run", as: .bool)
    }

    package var json: JSON {
        var object = JSONObject()
        object["tag"] = tag.map(JSON.string)
        object["schedule"] = schedule.map(JSON.string)
        object["agent"] = agent.map(JSON.string)
        object["dry_run"] = dryRun.map(JSON.bool)
        return .object(object)
    }
}

/// The answer.
package struct CancelPulsesResponse: WireValue {
    /// Nothing was changed; `cancelled` would be.
    package var dryRun: Bool
    package var cancelled: [Int64]
    /// Those whose run had not ended yet; it is being ended.
    package var ending: [Int64]

    package init(dryRun: Bool, cancelled: [Int64], ending: [Int64]) {
        self.dryRun = dryRun
        self.cancelled = cancelled
        self.ending = ending
    }

    package init?(reading reader: inout JSONReader) {
        let dryRun = reader.required("dry_run", as: .bool)
        let cancelled = reader.required("cancelled", as: .integers)
        let ending = reader.required("ending", as: .integers)
        guard let dryRun, let cancelled, let ending else { return nil }
        self.init(dryRun: dryRun, cancelled: cancelled, ending: ending)
    }

    package var json: JSON {
        [
            "dry_run": .bool(dryRun), "cancelled": .array(cancelled.map(JSON.integer)), "ending": .array(ending.map(JSON.integer)),
        ]
    }
}

extension JSONFieldType where Value == [Int64] {
    fileprivate static var integers: JSONFieldType<[Int64]> {
        JSONFieldType(expected: "a list of integers") { value in
            guard let list = value.arrayValue else { return nil }
            let numbers = list.compactMap(\.integerValue)
            return numbers.count == list.count ? numbers : nil
        }
    }
}

package import StrictJSON

/// `POST /v1/pipelines`: pulses to be made together. Shapes alone are checked here; what they may hold, the control plane checks.
package struct NewPipelineRequest: WireValue {
    package var name: String?
    package var steps: [Step]
    /// What holds for each step that says nothing else.
    package var at: String?
    package var zone: String?
    package var priority: String?
    /// Beside those of each step.
    package var tags: [String]?
    package var agent: String?
    package var createdBy: String?

    /// One of the pulses, in the fields of a pulse, and its name.
    package struct Step: Hashable, Sendable {
        package var name: String?
        package var pulse: NewPulseRequest

        package init(name: String?, pulse: NewPulseRequest) {
            self.name = name
            self.pulse = pulse
        }

        init?(reading reader: inout JSONReader) {
            name = reader.optional("name", as: .string)
            guard let pulse = NewPulseRequest(reading: &reader) else { return nil }
            self.pulse = pulse
        }

        var json: JSON {
            var object = JSONObject()
            object["name"] = name.map(JSON.string)
            for (key, value) in pulse.json.objectValue ?? [:] { object[key] = value }
            return .object(object)
        }
    }

    package init(
        name: String? = nil, steps: [Step], at: String? = nil, zone: String? = nil, priority: String? = nil, tags: [String]? = nil,
        agent: String? = nil, createdBy: String? = nil
    ) {
        self.name = name
        self.steps = steps
        self.at = at
        self.zone = zone
        self.priority = priority
        self.tags = tags
        self.agent = agent
        self.createdBy = createdBy
    }

    package init?(reading reader: inout JSONReader) {
        name = reader.optional("name", as: .string)
        steps = reader.optionalObjects("steps") { Step(reading: &$0) } ?? []
        at = reader.optional("at", as: .string)
        zone = reader.optional("zone", as: .string)
        priority = reader.optional("priority", as: .string)
        tags = reader.optional("tags", as: .stringArray)
        agent = reader.optional("agent", as: .string)
        createdBy = reader.optional("created_by", as: .string)
    }

    /// Without the fields that are nil.
    package var json: JSON {
        var object = JSONObject()
        object["name"] = name.map(JSON.string)
        object["at"] = at.map(JSON.string)
        object["zone"] = zone.map(JSON.string)
        object["priority"] = priority.map(JSON.string)
        object["tags"] = tags.map { JSON($0) }
        object["agent"] = agent.map(JSON.string)
        object["created_by"] = createdBy.map(JSON.string)
        object["steps"] = .array(steps.map(\.json))
        return .object(object)
    }
}

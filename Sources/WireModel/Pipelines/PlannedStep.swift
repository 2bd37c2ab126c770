import StrictJSON

/// One of the pulses that each fire of a schedule makes, where it makes a pipeline.
package struct PlannedStep: Hashable, Sendable {
    package var name: String
    package var action: PulseResponse.Action
    /// Steps of the same schedule, by name.
    package var after: [AfterField]

    package init(name: String, action: PulseResponse.Action, after: [AfterField] = []) {
        self.name = name
        self.action = action
        self.after = after
    }

    init?(reading reader: inout JSONReader) {
        let name = reader.required("name", as: .string)
        let action = PulseResponse.Action(reading: &reader)
        after = reader.optional("after", as: .array(of: .after)) ?? []
        guard let name, let action else { return nil }
        (self.name, self.action) = (name, action)
    }

    var json: JSON {
        var object: JSONObject = ["name": .string(name)]
        action.write(to: &object)
        object["after"] = .array(after.map(\.json))
        return .object(object)
    }
}

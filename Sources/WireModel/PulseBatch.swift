package import StrictJSON

/// `POST /v1/pulses` with an array: pulses that are to be made together.
package enum PulseBatch {
    /// - Throws: everything that is wrong with the shapes, each with its place in the array.
    package static func read(_ documents: [JSON]) throws(JSONFieldErrors) -> [NewPulseRequest] {
        var (wishes, errors): ([NewPulseRequest], [JSONFieldError]) = ([], [])
        for (index, document) in documents.enumerated() {
            var reader = JSONReader(document, pointer: "/\(index)")
            let wish = NewPulseRequest(reading: &reader)
            do {
                try reader.finish(unknown: .refuse)
            } catch {
                errors += error.errors
            }
            if let wish { wishes.append(wish) }
        }
        guard errors.isEmpty else { throw JSONFieldErrors(errors) }
        return wishes
    }
}

/// The answer to it.
package struct NewPulsesResponse: WireValue {
    /// In the order of the request.
    package var pulses: [NewPulseResponse]

    package init(pulses: [NewPulseResponse]) { self.pulses = pulses }

    package init?(reading reader: inout JSONReader) {
        pulses = reader.optionalObjects("pulses") { NewPulseResponse(reading: &$0) } ?? []
    }

    package var json: JSON { ["pulses": .array(pulses.map(\.json))] }
}

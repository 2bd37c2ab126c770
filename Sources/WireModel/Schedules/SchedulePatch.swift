package import StrictJSON

/// `PATCH /v1/schedules/{name}`: a merge patch (RFC 7396). What is absent stays, what is null goes back to its default.
package struct SchedulePatch: WireValue {
    /// The fields that get a value.
    package var values: NewScheduleRequest
    /// The fields that are null, by their names.
    package var cleared: Set<String>

    package init(_ values: NewScheduleRequest, cleared: Set<String> = []) {
        self.values = values
        self.cleared = cleared
    }

    /// A reader does not tell null from absent; see ``init(document:)``.
    package init?(reading reader: inout JSONReader) {
        guard let values = NewScheduleRequest(reading: &reader) else { return nil }
        self.init(values)
    }

    /// Reads a document, unknown fields refused.
    ///
    /// - Parameter current: the schedule as it is shown: objects are merged with those that it has.
    package init(document: JSON, onto current: JSON = .null) throws(JSONFieldErrors) {
        try self.init(MergePatch.inside(document, of: current), unknown: .refuse)
        for (name, value) in document["retry"]?.objectValue ?? [:] where value == .null {
            throw JSONFieldErrors([Self.nullInRetry(name)])
        }
        cleared = Set((document.objectValue ?? [:]).filter { $0.value == .null }.map(\.key))
    }

    static func nullInRetry(_ name: String) -> JSONFieldError {
        JSONFieldError(
            pointer: JSONFieldError.pointer("/retry", name),
            message: "null inside retry puts nothing back; \"retry\": null puts all of it back")
    }

    package var json: JSON {
        var object = values.json.objectValue ?? [:]
        for name in cleared.sorted() { object[name] = .null }
        return .object(object)
    }
}

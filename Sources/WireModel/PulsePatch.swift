package import StrictJSON

/// `PATCH /v1/pulses/{id}`: a merge patch (RFC 7396) of the fields that a new pulse has. What is absent stays, what is null goes back to
/// its default.
package struct PulsePatch: Hashable, Sendable {
    /// The fields that get a value.
    package var values: NewPulseRequest
    /// The fields that are null, by their names.
    package var cleared: Set<String>

    /// What a pulse is known by, and where it belongs, is fixed when it is made.
    package static let fixed = ["key", "on_key", "created_by", "agent", "after"]

    /// Reads a document; unknown fields and those that are fixed are refused.
    ///
    /// - Parameter pulse: as it is: objects are merged with those that it has.
    package init(document: JSON, onto pulse: PulseResponse) throws(JSONFieldErrors) {
        let errors = Self.fixed.filter { document[$0] != nil }.map { name in
            JSONFieldError(
                pointer: "/\(name)", message: "\"\(name)\" of a pulse cannot be changed; cancel it, and make another one")
        }
        guard errors.isEmpty else { throw JSONFieldErrors(errors) }
        for (name, value) in document["retry"]?.objectValue ?? [:] where value == .null {
            throw JSONFieldErrors([SchedulePatch.nullInRetry(name)])
        }
        values = try NewPulseRequest(MergePatch.inside(document, of: pulse.json), unknown: .refuse)
        cleared = Set((document.objectValue ?? [:]).filter { $0.value == .null }.map(\.key))
    }
}

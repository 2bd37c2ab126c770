import ControlPlane
import StrictJSON

/// The house's names of fields as a tool has them.
struct FieldNames {
    private var names = [
        "zone": "timezone", "notes": "sticky_notes", "misfire": "if_missed", "overlap": "if_running", "end": "until", "expires_at": "until",
        "max_runs": "max_fires", "for": "snooze",
    ]
    private let fields: [ArgumentField]

    /// - Parameter time: what the time of a one-off came by: `at` or `in`.
    init(_ fields: [ArgumentField], time: String = "at") {
        self.fields = fields
        names["at"] = time
    }

    /// Asks the house; what is wrong with a field is said of the argument.
    func requesting<Answer: Sendable>(_ body: () async throws(RequestError) -> Answer) async throws(ToolFailure) -> Answer {
        do {
            return try await body()
        } catch {
            throw failure(error)
        }
    }

    func failure(_ error: RequestError) -> ToolFailure {
        switch error {
        case .invalid(let errors): .arguments(errors.map(fault))
        case .unknownUnit(_, let error): .arguments([fault(error)])
        default: .request(error)
        }
    }

    private func fault(_ error: FieldError) -> ArgumentFault {
        let ours = error.pointer.split(separator: "/").first.map(String.init) ?? ""
        let name = names[ours] ?? ours
        // The sentence begins with the field's name.
        let says = error.detail.hasPrefix("\(ours) ") ? String(error.detail.dropFirst(ours.count + 1)) : error.detail
        let isNamed = says != error.detail
        let example = fields.first { $0.name == name }?.example
        return ArgumentFault(field: isNamed ? name : "", says: says, fix: example.map { .set(name, $0) })
    }
}

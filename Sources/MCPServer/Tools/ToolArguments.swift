import StrictJSON

/// The arguments of a call, checked against the fields of its tool. What is null was not given.
struct ToolArguments: Sendable {
    /// Further ones are only counted.
    private static let faultsTold = 20

    let given: JSONObject
    private let values: JSONObject

    /// - Throws: all that is wrong, each with what would be right.
    init(_ given: JSONObject, for spec: ToolSpec) throws(ToolFailure) {
        var (values, faults): (JSONObject, [ArgumentFault]) = ([:], [])
        for (name, value) in given where value != .null {
            guard let field = spec.fields.first(where: { $0.name == name }) else {
                faults.append(.unknown(name, among: faults.count < Self.faultsTold ? spec.fields.map(\.name) : []))
                continue
            }
            guard let value = field.value(value) else {
                faults.append(.wrong(field, value))
                continue
            }
            values[name] = value
        }
        for field in spec.fields where field.isRequired && (given[field.name] ?? .null) == .null && !Self.isMisspelt(field.name, faults) {
            faults.append(
                ArgumentFault(field: field.name, says: "is missing", accepted: field.accepted, fix: .set(field.name, field.example)))
        }
        guard faults.isEmpty else { throw .arguments(faults) }
        self.given = given
        self.values = values
    }

    /// Whether it was given under a name that is nearly right: that is told already.
    private static func isMisspelt(_ name: String, _ faults: [ArgumentFault]) -> Bool {
        faults.contains { if case .rename(_, name) = $0.fix { true } else { false } }
    }

    func has(_ name: String) -> Bool { values[name] != nil }

    /// Those of the names that were given, in their order.
    func present(_ names: [String]) -> [String] { names.filter(has) }

    func text(_ name: String) -> String? { values[name]?.stringValue }

    func texts(_ name: String) -> [String]? { values[name]?.arrayValue?.compactMap(\.stringValue) }

    func integer(_ name: String) -> Int64? { values[name]?.integerValue }

    func flag(_ name: String) -> Bool? { values[name]?.boolValue }
}

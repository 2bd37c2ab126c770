/// What is asked of one field: to stay as it is (in something new: to be the default), to go back to the default, or to hold a value.
package enum Change<Value: Hashable & Sendable>: Hashable, Sendable {
    case keep
    case reset
    case set(Value)

    /// The value, where one is given.
    package var value: Value? { if case .set(let value) = self { value } else { nil } }

    package var isMentioned: Bool { self != .keep }

    /// The value where one is given, else what there is, else the default.
    ///
    /// - Parameter read: nil after it has said what is wrong; what there is stands then.
    func applied<Result>(to existing: Result?, default standard: Result, _ read: (Value) -> Result?) -> Result {
        switch self {
        case .keep: existing ?? standard
        case .reset: standard
        case .set(let value): read(value) ?? existing ?? standard
        }
    }
}

extension Change {
    /// A value, or nothing said.
    package init(_ value: Value?) { self = value.map(Change.set) ?? .keep }
}

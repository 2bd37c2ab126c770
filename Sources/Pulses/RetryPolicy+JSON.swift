import StrictJSON

/// The policy as a spec's text keeps it: three numbers where it is as most are, an object where it says more.
extension RetryPolicy {
    func write(to text: inout JSONObjectText) {
        if case .exponential(let base) = backoff, window == nil, rules == FailureRules() {
            return text.add("retry", [Int64(attempts), base.milliseconds, ceiling.milliseconds])
        }
        var object = JSONObject()
        object["attempts"] = .integer(Int64(attempts))
        switch backoff {
        case .exponential(let base): object["base"] = .integer(base.milliseconds)
        case .fixed(let wait): object["fixed"] = .integer(wait.milliseconds)
        case .list(let waits): object["list"] = .array(waits.map { .integer($0.milliseconds) })
        }
        object["ceiling"] = .integer(ceiling.milliseconds)
        if let window { object["window"] = .integer(window.milliseconds) }
        if !rules.fatal.isEmpty { object["fatal"] = .array(rules.fatal.map { .string($0.line) }) }
        if !rules.transient.isEmpty { object["transient"] = .array(rules.transient.map { .string($0.line) }) }
        text.add("retry", .object(object))
    }

    /// Nil where it is none.
    init?(stored: JSON) {
        if let numbers = stored.arrayValue?.compactMap(\.integerValue) {
            guard numbers.count == 3 else { return nil }
            self.init(
                attempts: Int(numbers[0]), backoff: .exponential(.milliseconds(numbers[1])), ceiling: .milliseconds(numbers[2]))
            return
        }
        func duration(_ name: String) -> Duration? { stored[name]?.integerValue.map { .milliseconds($0) } }
        func rules(_ name: String) -> [FailureRule] {
            stored[name]?.arrayValue?.compactMap { $0.stringValue.flatMap(FailureRule.init(parsing:)) } ?? []
        }
        guard let attempts = stored["attempts"]?.integerValue, let ceiling = duration("ceiling") else { return nil }
        let backoff: Backoff
        if let base = duration("base") {
            backoff = .exponential(base)
        } else if let wait = duration("fixed") {
            backoff = .fixed(wait)
        } else if let waits = stored["list"]?.arrayValue?.compactMap(\.integerValue), !waits.isEmpty {
            backoff = .list(waits.map { .milliseconds($0) })
        } else {
            return nil
        }
        self.init(
            attempts: Int(attempts), backoff: backoff, ceiling: ceiling, window: duration("window"),
            rules: FailureRules(fatal: rules("fatal"), transient: rules("transient")))
    }
}

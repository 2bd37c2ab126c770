import Pulses
import Recurrence
import StrictJSON

/// Reads how often and how soon a pulse that fails is tried again.
struct RetryCheck {
    /// What holds where nothing is said: how it was before, or the configuration's.
    let standard: RetryPolicy

    static let attempts: ClosedRange<Int64> = 1...100
    static let waits: ClosedRange<Duration> = .zero...(.seconds(30 * 86_400))
    static let mostRules = 20

    private enum Kind: String, CaseIterable {
        case exponential, fixed
    }

    func policy(_ request: RetryRequest, _ check: inout FieldCheck) -> RetryPolicy {
        var policy = standard
        func wait(_ text: String?, _ field: String) -> Duration? {
            text.flatMap { check.duration($0, "retry", field, in: Self.waits) }
        }
        let delay = wait(request.delay, "delay")
        switch request.backoff {
        case nil:
            if let delay { policy.backoff = standard.backoff.beginning(with: delay) }
        case .kind(let name):
            switch check.choice(name, "retry", "backoff", as: Kind.self) {
            case .exponential: policy.backoff = .exponential(delay ?? standard.backoff.first)
            case .fixed: policy.backoff = .fixed(delay ?? standard.backoff.first)
            case nil: break
            }
        case .list(let texts):
            if request.delay != nil { check.fail("retry", "delay", sentence: "does not go with a list of waits; leave one out") }
            if request.maxDelay != nil { check.fail("retry", "max_delay", sentence: "does not go with a list of waits; leave one out") }
            if let waits = list(texts, &check) { policy.backoff = .list(waits) }
            policy.attempts = texts.count + 1
        }
        if let number = request.attempts {
            policy.attempts = check.number(number, "retry", "attempts", in: Self.attempts) ?? policy.attempts
        }
        policy.ceiling = wait(request.maxDelay, "max_delay") ?? max(policy.ceiling, policy.backoff.first)
        if case .exponential(let base) = policy.backoff, base > policy.ceiling {
            check.fail("retry", "delay", sentence: "is longer than max_delay, \(HumanDuration.format(policy.ceiling)); raise max_delay too")
        }
        policy.window = wait(request.window, "window") ?? standard.window
        if let lines = request.fatal { policy.rules.fatal = rules(lines, "fatal", &check) }
        if let lines = request.transient { policy.rules.transient = rules(lines, "transient", &check) }
        return policy
    }

    private func list(_ texts: [String], _ check: inout FieldCheck) -> [Duration]? {
        guard (1..<Int(Self.attempts.upperBound)).contains(texts.count) else {
            check.fail("retry", "backoff", sentence: "has \(texts.count) waits; 1 to \(Self.attempts.upperBound - 1) are allowed")
            return nil
        }
        var waits: [Duration] = []
        for (index, text) in texts.enumerated() {
            guard let wait = check.duration(text, "retry", "backoff", "\(index)", in: Self.waits) else { return nil }
            waits.append(wait)
        }
        return waits
    }

    private func rules(_ lines: [String], _ field: String, _ check: inout FieldCheck) -> [FailureRule] {
        guard lines.count <= Self.mostRules else {
            check.fail("retry", field, sentence: "has \(lines.count) rules; at most \(Self.mostRules) are allowed")
            return []
        }
        return lines.enumerated().compactMap { index, line in
            if let rule = FailureRule(parsing: line) { return rule }
            check.fail(
                "retry", field, "\(index)",
                sentence: "is \(JSON.string(String(line.prefix(80))).serialized()), which is no rule; write \(FailureRule.forms)")
            return nil
        }
    }
}

extension RetryPolicy.Backoff {
    /// The first wait.
    var first: Duration {
        switch self {
        case .exponential(let wait), .fixed(let wait): wait
        case .list(let waits): waits.first ?? .zero
        }
    }

    fileprivate func beginning(with wait: Duration) -> Self {
        if case .fixed = self { .fixed(wait) } else { .exponential(wait) }
    }
}

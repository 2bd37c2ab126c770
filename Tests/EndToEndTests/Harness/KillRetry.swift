import StrictJSON
import TestSupport

/// A retry policy of a request, and how its child fails.
struct KillRetry: Sendable {
    /// What the checker holds the daemon to.
    var terms: RetryTerms
    /// What the request says.
    var json: JSON
    /// What the child ends with while it fails.
    var exit: Int
    /// How many attempts fail.
    var failures: Int

    /// Fixed, doubled or listed waits; failures that are fatal by their code or by what the child says, and exceptions to these.
    static func some(_ random: inout SeededGenerator) -> KillRetry {
        let attempts = Int.random(in: 1...5, using: &random)
        let failures = Int.random(in: 0...(attempts + 1), using: &random)
        let delay = [50, 150, 300, 500].randomElement(using: &random) ?? 150
        switch Int.random(in: 0..<5, using: &random) {
        case 0:
            return KillRetry(
                terms: RetryTerms(attempts: attempts, waits: [.milliseconds(delay)]),
                json: ["attempts": .integer(Int64(attempts)), "backoff": "fixed", "delay": .string("\(delay)ms")], exit: 1,
                failures: failures)
        case 1:
            let terms = RetryTerms(attempts: 4, waits: [.milliseconds(50), .milliseconds(400), .milliseconds(200)])
            return KillRetry(terms: terms, json: ["backoff": ["50ms", "400ms", "200ms"]], exit: 1, failures: min(failures, 5))
        case 2:
            // Spread by a fifth either way.
            let waits = [Duration.milliseconds(120), .milliseconds(240), .milliseconds(320)]
            let json: JSON = [
                "attempts": .integer(Int64(attempts)), "backoff": "exponential", "delay": "150ms", "max_delay": "400ms",
            ]
            return KillRetry(terms: RetryTerms(attempts: attempts, waits: waits), json: json, exit: 1, failures: failures)
        case 3:
            let json: JSON = [
                "attempts": .integer(Int64(attempts)), "backoff": "fixed", "delay": .string("\(delay)ms"), "fatal": ["exit 64-78"],
                "transient": ["exit 75"],
            ]
            let terms = RetryTerms(attempts: attempts, waits: [.milliseconds(delay)], fatalExits: Set(64...78).subtracting([75]))
            return KillRetry(terms: terms, json: json, exit: random.chance(50) ? 70 : 75, failures: failures)
        default:
            let json: JSON = [
                "attempts": .integer(Int64(attempts)), "backoff": "fixed", "delay": .string("\(delay)ms"),
                "fatal": [.string("stderr \(KillChild.complaint)")],
            ]
            let terms = RetryTerms(attempts: attempts, waits: [.milliseconds(delay)], fatalExits: [KillChild.complaintExit])
            return KillRetry(terms: terms, json: json, exit: KillChild.complaintExit, failures: failures)
        }
    }

    /// Fails for good, or at first.
    static func ofStep(failing: Bool, _ random: inout SeededGenerator) -> KillRetry {
        let attempts = Int.random(in: 1...3, using: &random)
        return KillRetry(
            terms: RetryTerms(attempts: attempts, waits: [.milliseconds(150)]),
            json: ["attempts": .integer(Int64(attempts)), "backoff": "fixed", "delay": "150ms"], exit: 1,
            failures: failing ? 99 : Int.random(in: 0..<attempts, using: &random))
    }
}

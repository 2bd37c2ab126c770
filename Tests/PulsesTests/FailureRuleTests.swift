import Testing

@testable import Pulses

@Suite struct FailureRuleTests {
    @Test(
        "a rule is read, and written as it was",
        arguments: ["exit 2", "exit 64-78", "status 409", "status 500-599", "stderr no such model", "exit 1 stderr Unknown command"])
    func reads(_ line: String) {
        #expect(FailureRule(parsing: line)?.line == line)
    }

    @Test(
        "what is no rule is refused",
        arguments: [
            "", " ", "2", "exit", "exit x", "exit 0", "exit 256", "exit 5-2", "exit 1-", "exit -1", "exit 1-2-3", "status 99", "status 600",
            "stderr", "stderr ", "exit 1 Unknown", "exit 1 stderr", "Unknown command", "exit 1\nexit 2",
            "stderr " + String(repeating: "x", count: 500),
        ])
    func refuses(_ line: String) {
        #expect(FailureRule(parsing: line) == nil)
    }

    private func rules(fatal: [String] = [], transient: [String] = []) throws -> FailureRules {
        FailureRules(
            fatal: try fatal.map { try #require(FailureRule(parsing: $0)) },
            transient: try transient.map { try #require(FailureRule(parsing: $0)) })
    }

    @Test("a rule speaks of what it names and of nothing else") func speaks() throws {
        let rules = try rules(fatal: ["exit 64-78", "stderr no such model", "status 409", "exit 3 stderr quota"])
        #expect(rules.isFatal(exit: 64, text: "") == true)
        #expect(rules.isFatal(exit: 79, text: "") == nil)
        #expect(rules.isFatal(exit: 1, text: "error: no such model: x") == true)
        #expect(rules.isFatal(exit: 1, text: "No Such Model") == nil)
        #expect(rules.isFatal(status: 409, text: "") == true)
        #expect(rules.isFatal(exit: 409, text: "") == nil)
        #expect(rules.isFatal(exit: 3, text: "over quota") == true)
        #expect(rules.isFatal(exit: 3, text: "") == nil && rules.isFatal(exit: 4, text: "quota") == nil)
    }

    @Test("what says transient is an exception, also to what is built in") func exceptions() throws {
        let rules = try rules(fatal: ["exit 1-9"], transient: ["exit 7", "stderr Unknown command"])
        #expect(rules.isFatal(exit: 7, text: "") == false)
        #expect(rules.isFatal(exit: 6, text: "") == true)
        #expect(FailureRules().isFatal(exit: 1, text: "Unknown command: x") == true)
        #expect(FailureRules().isFatal(exit: 2, text: "Unknown command: x") == nil)
        #expect(rules.isFatal(exit: 1, text: "Unknown command: x") == false)
    }
}

/// Tells failures that another attempt may mend (transient) from those that none will (fatal), by what the attempt said.
///
/// A rule that says transient is an exception to those that say fatal. What no rule speaks of is as the performer sees it.
package struct FailureRules: Hashable, Sendable {
    package var fatal: [FailureRule]
    package var transient: [FailureRule]

    package init(fatal: [FailureRule] = [], transient: [FailureRule] = []) {
        self.fatal = fatal
        self.transient = transient
    }

    /// What every failure is held against too (spec/sources.md C5): a program that does not know what it was asked to do will not know
    /// it the next time either.
    package static let builtIn = [FailureRule(code: .exit(1...1), text: "Unknown command")]

    /// Nil where no rule speaks of it.
    ///
    /// - Parameter text: the beginning and the end of the error output.
    package func isFatal(exit: Int? = nil, status: Int? = nil, text: String) -> Bool? {
        func speaks(_ rule: FailureRule) -> Bool { rule.matches(exit: exit, status: status, text: text) }
        if transient.contains(where: speaks) { return false }
        return fatal.contains(where: speaks) || Self.builtIn.contains(where: speaks) ? true : nil
    }
}

/// One line such as `exit 64-78`, `status 409`, `stderr no such model`, or `exit 1 stderr Unknown command`: all that it names has to be so.
package struct FailureRule: Hashable, Sendable {
    package var code: Code?
    /// Has to be in the first or the last 4 KiB of the error output, in its own case.
    package var text: String?

    package enum Code: Hashable, Sendable {
        case exit(ClosedRange<Int>)
        /// Of an HTTP answer.
        case status(ClosedRange<Int>)
    }

    package init(code: Code?, text: String?) {
        self.code = code
        self.text = text
    }

    package static let longest = 500
    package static let forms = "exit 2, exit 64-78 (1 to 255), status 409, stderr TEXT, or exit 1 stderr TEXT"

    /// Nil where the text is no rule.
    package init?(parsing rule: String) {
        guard rule.utf8.count <= Self.longest, !rule.utf8.contains(0x0A) else { return nil }
        var words = rule.split(separator: " ", maxSplits: 2)[...]
        var code: Code?
        if let kind = words.first, kind == "exit" || kind == "status" {
            let range = words.dropFirst().first.flatMap { Self.range($0, within: kind == "exit" ? 1...255 : 100...599) }
            guard let range else { return nil }
            code = kind == "exit" ? .exit(range) : .status(range)
            words = words.count > 2 ? words[2].split(separator: " ", maxSplits: 1)[...] : []
        } else {
            words = rule.split(separator: " ", maxSplits: 1)[...]
        }
        var text: String?
        if let last = words.last {
            guard words.count == 2, words.first == "stderr" else { return nil }
            text = String(last)
        }
        guard code != nil || text != nil else { return nil }
        self.init(code: code, text: text)
    }

    private static func range(_ text: Substring, within all: ClosedRange<Int>) -> ClosedRange<Int>? {
        let ends = text.split(separator: "-", omittingEmptySubsequences: false).map { Int($0) }
        guard ends.count <= 2, let low = ends.first ?? nil, let high = ends.last ?? nil, low <= high,
            all.contains(low), all.contains(high)
        else { return nil }
        return low...high
    }

    /// The line that it was read from, its spaces made one.
    package var line: String {
        func numbers(_ range: ClosedRange<Int>) -> String {
            range.count == 1 ? "\(range.lowerBound)" : "\(range.lowerBound)-\(range.upperBound)"
        }
        let number: String? =
            switch code {
            case .exit(let range): "exit \(numbers(range))"
            case .status(let range): "status \(numbers(range))"
            case nil: nil
            }
        return [number, text.map { "stderr \($0)" }].compactMap(\.self).joined(separator: " ")
    }

    func matches(exit: Int?, status: Int?, text output: String) -> Bool {
        switch code {
        case .exit(let range): guard let exit, range.contains(exit) else { return false }
        case .status(let range): guard let status, range.contains(status) else { return false }
        case nil: break
        }
        return text.map { output.contains($0) } ?? true
    }
}

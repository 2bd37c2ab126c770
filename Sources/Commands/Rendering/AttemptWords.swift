import Recurrence
import WireModel

/// How an attempt went, in words.
enum AttemptWords {
    /// `failed with exit code 3 after 1.2s`, `running`.
    static func outcome(_ attempt: AttemptResponse) -> String {
        guard let outcome = attempt.outcome else { return "running" }
        var text = SafeText.line(outcome.split(separator: "_").joined(separator: " "))
        if let signal = attempt.signal {
            text += " by signal \(signal)"
        } else if let code = attempt.exitCode {
            text += " with exit code \(code)"
        }
        if let duration = attempt.durationMilliseconds { text += " after \(Words.duration(milliseconds: duration))" }
        return text
    }

    /// `2ms late`.
    static func lateness(_ attempt: AttemptResponse) -> String {
        attempt.latenessMilliseconds <= 0 ? "on time" : "\(Words.duration(milliseconds: attempt.latenessMilliseconds)) late"
    }

    /// What the run said of itself: `it reported failed 2m ago (…), and pulse 13 looks again: the build is red`.
    static func report(_ report: ReportResponse, _ words: Words) -> [String] {
        let outcome = SafeText.line(report.outcome.split(separator: "_").joined(separator: " "))
        let late = report.late ? ", after its end" : ""
        let next = report.nextCheck.map { "; pulse \($0) looks again" } ?? ""
        let line = "it reported \(outcome) \(words.moment(report.at))\(late)\(next)"
        return [line] + (report.message.map { SafeText.lines($0).map { "  \($0)" } } ?? [])
    }
}

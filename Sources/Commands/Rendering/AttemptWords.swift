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
}

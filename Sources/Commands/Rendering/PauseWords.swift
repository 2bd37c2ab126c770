import WireModel

/// A pause in words.
enum PauseWords {
    /// `until Tue 11:00 CET, in 2h`; where it has no end, how to end it.
    static func end(_ pause: PauseResponse, _ words: Words, resume: String) -> String {
        pause.until.map { "until \(words.time($0)), \(words.relative(of: $0))" } ?? "until somebody resumes it: upbeat resume \(resume)"
    }

    /// `by person since Tue 09:00 CET, until Tue 11:00 CET: on holiday`
    static func whole(_ pause: PauseResponse, _ words: Words) -> String {
        let until = pause.until.map { ", until \(words.time($0))" } ?? ""
        let why = pause.why.map { ": \(SafeText.line($0))" } ?? ""
        return "by \(SafeText.line(pause.by)) since \(words.time(pause.since))\(until)\(why)"
    }
}

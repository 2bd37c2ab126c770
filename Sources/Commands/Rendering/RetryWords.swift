import WireModel

/// How what fails is tried again, in words.
struct RetryWords {
    let retry: RetryFields
    let onLost: String

    /// `3 attempts, after 30s, doubling up to 15m; only within 6h`.
    var lines: [String] {
        let attempts = retry.attempts ?? 1
        var line = attempts == 1 ? "one attempt" : "\(attempts) attempts"
        if attempts > 1 {
            switch retry.backoff {
            case .kind("fixed"): line += ", \(retry.delay ?? "") apart"
            case .kind: line += ", after \(retry.delay ?? ""), doubling up to \(retry.maxDelay ?? "")"
            case .list(let waits): line += ", after " + waits.joined(separator: ", ")
            case nil: break
            }
        }
        if let window = retry.window { line += "; none later than \(window) after its time" }
        var lines = [line]
        if onLost == "fail" { lines.append("not run again where its end cannot be told") }
        if let fatal = retry.fatal { lines.append("final: " + fatal.joined(separator: "; ")) }
        if let transient = retry.transient { lines.append("not final: " + transient.joined(separator: "; ")) }
        return lines.map(SafeText.line)
    }
}

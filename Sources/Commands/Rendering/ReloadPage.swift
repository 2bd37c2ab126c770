import Client
import WireModel

/// What a new reading of the configuration changed, or would change: one line for each thing.
struct ReloadPage {
    let answer: ReloadResponse
    let surroundings: Surroundings
    let json: Bool
    let paint: Paint

    /// - Throws: exit code 1 where something was refused.
    func print() throws(CommandError) {
        if json {
            try surroundings.printJSON(answer)
        } else {
            for line in lines { try surroundings.printLine(line) }
            for refusal in answer.refused {
                surroundings.tell(
                    "upbeat: \(SafeText.line(refusal.name)) is refused: \(SafeText.line(refusal.why)); what was in force of it stays")
            }
            if !answer.needsRestart.isEmpty {
                let keys = answer.needsRestart.map(SafeText.line).joined(separator: ", ")
                surroundings.tell("\(keys): holds from the next start on; run `upbeat restart`.")
            }
        }
        if !answer.refused.isEmpty { throw .ended(code: 1) }
    }

    /// A configuration that is wrong is no wrong usage of the command line.
    static func refusal(_ error: ClientError) -> CommandError {
        guard case .problem(let problem, 422) = error else { return .client(error) }
        return .refused("the configuration is wrong, and nothing was changed:\n\(problem.detail)", exitCode: ExitCodes.error)
    }

    private var lines: [String] {
        guard !answer.changes.isEmpty else {
            return ["nothing \(answer.isDryRun ? "would change" : "changed"): what the files say is in force"]
        }
        let subjects = answer.changes.map(\.subject.count).max() ?? 0
        let changes = answer.changes.map { change in
            let (sign, colour): (String, Paint.Style) =
                switch change.kind {
                case "added": ("+", .green)
                case "removed": ("-", .red)
                default: ("~", .yellow)
                }
            let subject = SafeText.line(change.subject) + String(repeating: " ", count: subjects - change.subject.count)
            let detail = change.detail.map { "  \(SafeText.line($0))" } ?? ""
            return
                "\(paint("\(sign) \(SafeText.line(change.kind))", colour)) \(paint(subject, .dim)) \(SafeText.line(change.name))\(detail)"
        }
        return changes + (answer.isDryRun ? ["nothing was done; `upbeat apply` does it"] : [])
    }
}

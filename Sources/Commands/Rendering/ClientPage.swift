import Daemon
import StrictJSON

extension Surroundings {
    /// Prints what was done about a client; what deserves attention, and where printed lines belong, goes to stderr.
    func show(_ report: ClientReport, json: Bool) throws(CommandError) {
        if json {
            try printJSON(document(report))
        } else {
            for warning in report.warnings { tell("upbeat: warning: \(warning)") }
            try page(report)
        }
        guard report.exitCode == 0 else { throw .ended(code: report.exitCode) }
    }

    private func page(_ report: ClientReport) throws(CommandError) {
        let title = report.client.title
        switch report.change {
        case .registered: try done("upbeat is registered with \(title)", report)
        case .replaced: try done("upbeat is registered with \(title), in the place of \(shown(report.was))", report)
        case .unchanged: try printLine("upbeat is registered with \(title) already; nothing has changed")
        case .removed: try done("upbeat is taken out of \(title); it was \(shown(report.was))", report)
        case .absent: tell("upbeat: there is no upbeat in \(title) to take out")
        case .left:
            tell("upbeat: \(report.ran.isEmpty ? "nothing was changed" : "it was not done"): \(report.reason ?? "")")
            if !report.ran.isEmpty, report.was != nil { tell("upbeat: the entry was \(shown(report.was))") }
            try byHand(report)
        case .shown:
            for words in report.ran { tell("upbeat: this would be run: \(ShellWord.line(words))") }
            try byHand(report)
        }
    }

    private func done(_ sentence: String, _ report: ClientReport) throws(CommandError) {
        var lines = [sentence] + report.ran.map { "ran \(ShellWord.line($0))" }
        if report.ran.isEmpty { lines.append("written \(ShellWord.quoted(report.file))") }
        if let backup = report.backup { lines.append("as it was: \(ShellWord.quoted(backup))") }
        try print(lines.map { SafeText.line($0) + "\n" }.joined())
    }

    private func byHand(_ report: ClientReport) throws(CommandError) {
        let way = report.change == .shown && !report.ran.isEmpty ? "or by hand" : "by hand"
        let place = report.place.dropLast().joined(separator: ".")
        guard let lines = report.lines else {
            return tell("upbeat: \(way): take `\(report.place.last ?? "")` below `\(place)` out of \(report.file)")
        }
        tell("upbeat: \(way), in \(report.file):")
        try print(lines)
    }

    private func shown(_ entry: String?) -> String { SafeText.line(entry ?? "an entry that could not be read") }

    private func document(_ report: ClientReport) -> JSONObject {
        func text(_ value: String?) -> JSON { value.map(JSON.string) ?? .null }
        return [
            "client": .string(report.client.rawValue), "change": .string(report.change.rawValue), "file": .string(report.file),
            "commands": .array(report.ran.map { .array($0.map(JSON.string)) }), "backup": text(report.backup), "was": text(report.was),
            "reason": text(report.reason), "lines": text(report.lines), "warnings": .array(report.warnings.map(JSON.string)),
        ]
    }
}

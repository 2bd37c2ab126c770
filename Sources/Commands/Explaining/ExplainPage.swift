import Recurrence
import StrictJSON

/// What `upbeat explain` says about one schedule or time.
struct ExplainPage {
    private let question: ScheduleQuestion
    private let answer: ScheduleQuestion.Answer
    private let explanation: Explanation?
    private let zone: Zone
    private let times: [Instant]

    init(question: ScheduleQuestion, answer: ScheduleQuestion.Answer, count: Int) {
        self.question = question
        self.answer = answer
        times = answer.times(count)
        switch answer {
        case .recurring(let timetable, let from):
            explanation = Explanation(of: timetable, now: from, dialect: question.dialect)
            zone = timetable.zone
        case .once(let time):
            explanation = nil
            zone = time.zone
        }
    }

    // MARK: for a person

    func text(width: Int?, paint: Paint, words: Words) -> String {
        var lines = [paint(SafeText.line(sentence(words)), .bold)]
        if isConverted { lines.append("  in Upbeat's own form: \(SafeText.line(canonical))") }
        if let rule = explanation?.dayRule {
            lines.append("  day of month and day of week: \(rule == .and ? "both have to match" : "either is enough")")
        }
        for warning in explanation?.warnings ?? [] { lines.append(paint("  note: \(SafeText.line(warning.message))", .yellow)) }
        if !times.isEmpty {
            var table = Table([Table.Column("LOCAL (\(zone.identifier))"), Table.Column("UTC"), Table.Column("FROM NOW"), Table.Column("")])
            for fire in ListedFire.list(times, in: zone, from: question.from) {
                let change = fire.offsetBefore.map { "offset \($0) -> \(fire.offset)" } ?? ""
                table.rows.append(["\(fire.local) \(fire.offset)", fire.utc, words.relative(fire.instant), change].map { Table.Cell($0) })
            }
            lines.append("")
            lines.append(table.rendered(width: width ?? 120, paint: paint))
        } else if case .recurring(let timetable, _) = answer, timetable.rule != .reboot {
            lines.append("  It does not fire again.")
        }
        return lines.joined(separator: "\n") + (times.isEmpty ? "\n" : "")
    }

    private func sentence(_ words: Words) -> String {
        if let explanation { return explanation.words }
        guard let time = times.first else { return "Once" }
        return "Once, \(words.relative(time))"
    }

    /// The expression as it is kept, where it was converted from another dialect.
    private var canonical: String {
        if case .recurring(let timetable, _) = answer { "\(timetable.rule)" } else { "" }
    }

    private var isConverted: Bool {
        question.dialect != .upbeat && canonical != question.text
    }

    // MARK: for a program

    var document: JSONObject {
        var document: JSONObject = ["expr": .string(question.text), "zone": .string(zone.identifier)]
        switch answer {
        case .recurring(let timetable, let from):
            let kind =
                switch timetable.rule {
                case .cron: "cron"
                case .interval: "interval"
                case .reboot: "reboot"
                }
            document["kind"] = .string(kind)
            document["canonical"] = .string(canonical)
            document["from"] = .string(from.formatted(in: zone))
        case .once(let time):
            document["kind"] = "once"
            document["delay_seconds"] = .number(Double(time.delay.components.seconds) + Double(time.delay.components.attoseconds) / 1e18)
        }
        if let explanation {
            document["words"] = .string(explanation.words)
            if let rule = explanation.dayRule { document["day_rule"] = .string(rule.rawValue) }
            document["warnings"] = .array(
                explanation.warnings.map { ["code": .string($0.code.rawValue), "message": .string($0.message)] })
        }
        document["next"] = .array(
            times.map { time in
                ["local": .string(time.formatted(in: zone)), "utc": .string("\(time)"), "unix": .integer(time.seconds)]
            })
        return document
    }

    /// What is wrong with a text, where in it, and what to write instead.
    static func complaint(_ error: TimeError, about text: String) -> String {
        var lines = [error.message]
        if let column = error.column, column >= 1, !text.unicodeScalars.contains(where: { $0.value < 0x20 || $0.value > 0x7E }) {
            let marks = String(repeating: "^", count: max(1, min(error.length, text.count - column + 1)))
            lines += ["  \(text)", "  " + String(repeating: " ", count: column - 1) + marks]
        }
        if let hint = error.hint { lines.append("  hint: \(hint)") }
        return lines.joined(separator: "\n")
    }
}

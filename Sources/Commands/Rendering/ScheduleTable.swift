import WireModel

/// Schedules as rows.
struct ScheduleTable {
    let words: Words

    func table(_ schedules: [ScheduleResponse]) -> Table {
        var table = Table([
            Table.Column("NAME"), Table.Column("STATE"), Table.Column("NEXT"), Table.Column("RULE"), Table.Column("FIRES", isNumber: true),
            Table.Column("WHAT", isFlexible: true),
        ])
        table.rows = schedules.map(row)
        return table
    }

    private func row(_ schedule: ScheduleResponse) -> [Table.Cell] {
        let next = schedule.next?.at
        return [
            Table.Cell(SafeText.line(schedule.name), style: .bold),
            Table.Cell(SafeText.line(schedule.state), style: Self.style(of: schedule)),
            Table.Cell(next.map(words.moment) ?? "-", plain: next.map(SafeText.line) ?? "-"),
            Table.Cell(SafeText.line(schedule.timing.rule)), Table.Cell(String(schedule.fires)), Table.Cell(schedule.what),
        ]
    }

    static func style(of schedule: ScheduleResponse) -> Paint.Style {
        switch schedule.state {
        case "active": schedule.failures > 0 ? .red : .green
        case "paused": schedule.pause?.kind == "failures" ? .red : .yellow
        case "snoozed": .yellow
        default: .dim
        }
    }
}

extension ScheduleResponse.Timing {
    /// As it was asked for: `0 9 * * 1-5`, `every 90m`.
    var rule: String { cron ?? every.map { "every \($0)" } ?? "" }
}

extension ScheduleResponse {
    /// What it makes, on one line and safe to show.
    var what: String {
        steps.isEmpty ? action.what : "\(Words.count(steps.count, "step")): \(steps.map { SafeText.line($0.name) }.joined(separator: ", "))"
    }
}

extension PulseResponse.Action {
    /// What it does, on one line and safe to show.
    var what: String {
        switch self {
        case .prompt(let text): SafeText.line(text)
        case .command(let arguments): SafeText.line("$ " + ShellWord.line(arguments))
        case .webhook(let webhook): SafeText.line("\(webhook.method ?? "POST") \(webhook.url)")
        }
    }
}

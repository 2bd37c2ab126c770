import WireModel

/// Pulses as rows.
struct PulseTable {
    let words: Words

    func table(_ pulses: [PulseResponse]) -> Table {
        var table = Table([
            Table.Column("ID", isNumber: true), Table.Column("STATUS"), Table.Column("WHEN"), Table.Column("PRIORITY"),
            Table.Column("TRIES"), Table.Column("WHAT", isFlexible: true),
        ])
        table.rows = pulses.map(row)
        return table
    }

    private func row(_ pulse: PulseResponse) -> [Table.Cell] {
        let note = reason(pulse) ?? pulse.waitsFor.map { "pool \($0.pool)" }
        let status = SafeText.line(pulse.status + (note.map { " (\($0))" } ?? ""))
        let time = pulse.finishedAt ?? pulse.dueAt
        return [
            Table.Cell(String(pulse.id)),
            Table.Cell(status, plain: SafeText.line(pulse.status), style: Paint.style(of: pulse.status)),
            Table.Cell(words.moment(time), plain: SafeText.line(time)),
            Table.Cell(SafeText.line(pulse.priority), style: pulse.priority == "critical" ? .bold : .plain),
            Table.Cell("\(pulse.attemptsSpent)/\(pulse.attemptsAllowed)"),
            Table.Cell(pulse.step.map { "\(SafeText.line($0)): \(pulse.what)" } ?? pulse.what),
        ]
    }

    /// Of what is blocked: what it waits for.
    private func reason(_ pulse: PulseResponse) -> String? {
        let waits = pulse.status == "blocked" ? pulse.after.filter { !$0.isMet } : []
        guard !waits.isEmpty, pulse.reason != "approval" else { return pulse.reason }
        return "after " + waits.prefix(3).map { String($0.pulse) }.joined(separator: ", ") + (waits.count > 3 ? ", ..." : "")
    }
}

extension PulseResponse {
    /// What it does, on one line and safe to show.
    var what: String { action.what }
}

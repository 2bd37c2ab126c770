import WireModel

/// What is coming, as rows.
struct UpcomingTable {
    let words: Words

    func table(_ entries: [UpcomingResponse.Entry]) -> Table {
        var table = Table([Table.Column("WHEN"), Table.Column("FROM"), Table.Column("WHAT", isFlexible: true)])
        table.rows = entries.map { entry in
            let source = [entry.schedule, entry.pulse.map { "pulse \($0.id)" }].compactMap { $0 }.joined(separator: ", ")
            return [
                Table.Cell(words.moment(entry.at), plain: SafeText.line(entry.at)),
                Table.Cell(SafeText.line(source), style: entry.pulse == nil ? .cyan : .plain), Table.Cell(entry.action.what),
            ]
        }
        return table
    }
}

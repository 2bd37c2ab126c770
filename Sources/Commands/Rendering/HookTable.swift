import WireModel

/// Hooks as rows.
struct HookTable {
    let words: Words

    func table(_ hooks: [HookResponse]) -> Table {
        var table = Table([
            Table.Column("HOOK"), Table.Column("URL", isFlexible: true), Table.Column("VERIFY"), Table.Column("MAKES"),
            Table.Column("ACCEPTED", isNumber: true), Table.Column("REFUSED", isNumber: true), Table.Column("LAST", isFlexible: true),
            Table.Column("", isFlexible: true),
        ])
        table.rows = hooks.map(row)
        return table
    }

    private func row(_ hook: HookResponse) -> [Table.Cell] {
        let missing = hook.missingSecrets.map(SafeText.line).joined(separator: ", ")
        return [
            Table.Cell(SafeText.line(hook.name), style: .bold), Table.Cell(SafeText.line(hook.url)),
            Table.Cell(SafeText.line(hook.verify)), Table.Cell(SafeText.line(hook.makes)),
            Table.Cell(String(hook.received["accepted"] ?? 0)), Table.Cell(String(hook.received["refused"] ?? 0)),
            hook.lastReceivedAt.map { Table.Cell(words.moment($0), plain: SafeText.line($0)) }
                ?? Table.Cell("not yet", plain: "-", style: .dim),
            Table.Cell(missing.isEmpty ? "" : "\(missing) is missing", style: .yellow),
        ]
    }
}

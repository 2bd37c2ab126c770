import WireModel

/// Tokens as rows.
struct TokenTable {
    let words: Words

    func table(_ tokens: [TokenResponse]) -> Table {
        var table = Table([
            Table.Column("TOKEN"), Table.Column("SCOPE"), Table.Column("AGENT"), Table.Column("STATE"),
            Table.Column("EXPIRES", isFlexible: true), Table.Column("LAST USED", isFlexible: true),
        ])
        table.rows = tokens.map(row)
        return table
    }

    private func row(_ token: TokenResponse) -> [Table.Cell] {
        [
            Table.Cell(SafeText.line(token.name), style: .bold), Table.Cell(SafeText.line(token.scope)),
            Table.Cell(token.agent.map { SafeText.line($0) } ?? "-"),
            Table.Cell(SafeText.line(token.state), style: token.state == "active" ? .green : .yellow),
            time(token.expiresAt, "never"), time(token.lastUsedAt, "not yet"),
        ]
    }

    private func time(_ text: String?, _ otherwise: String) -> Table.Cell {
        guard let text else { return Table.Cell(otherwise, plain: "-", style: .dim) }
        return Table.Cell(words.moment(text), plain: SafeText.line(text))
    }
}

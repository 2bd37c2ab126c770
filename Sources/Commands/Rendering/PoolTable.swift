import WireModel

/// Pools as rows.
struct PoolTable {
    let words: Words

    func table(_ pools: [PoolResponse]) -> Table {
        var table = Table([
            Table.Column("POOL"), Table.Column("RUNNING"), Table.Column("WAITING", isNumber: true), Table.Column("RATE"),
            Table.Column("TODAY"), Table.Column("STATE"), Table.Column("", isFlexible: true),
        ])
        table.rows = pools.map(row)
        return table
    }

    private func row(_ pool: PoolResponse) -> [Table.Cell] {
        let rate = pool.rate.map { "\(pool.recent)/\($0.count) per \(SafeText.line($0.per))" }
        return [
            Table.Cell(SafeText.line(pool.name), style: .bold), Table.Cell(Self.part(pool.running, of: pool.capacity)),
            Table.Cell(String(pool.waiting)), Table.Cell(rate ?? "-"),
            Table.Cell(pool.daily.map { Self.part(pool.today, of: $0) } ?? "-"),
            Table.Cell(
                PoolWords.state(pool, words), plain: pool.closed.map { SafeText.line($0.until ?? $0.why) },
                style: pool.closed == nil ? .green : .yellow),
            Table.Cell(pool.file == nil ? "no file declares it any more" : "", style: .dim),
        ]
    }

    private static func part(_ used: Int64, of limit: Int64?) -> String { limit.map { "\(used)/\($0)" } ?? String(used) }
}

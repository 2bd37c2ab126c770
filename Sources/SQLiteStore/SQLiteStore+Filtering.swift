internal import GRDB
package import Pulses
import Recurrence

extension SQLiteStore {
    package func pulses(
        matching filter: PulseFilter, before: PulseID?, limit: Int, lookingBack: Int
    ) async throws(StoreError) -> PulsePage {
        let last = before?.value ?? .max
        // The numbers of those that are looked at, newest first: the table's own order.
        let piece = "SELECT id FROM pulse WHERE id < ? ORDER BY id DESC LIMIT ?"
        let (condition, arguments) = Self.condition(filter)
        let sql = """
            \(Self.pulseColumns)
            FROM (\(piece)) AS i CROSS JOIN pulse AS p ON p.id = i.id LEFT JOIN running AS r ON r.id = p.id
            WHERE \(condition) ORDER BY p.id DESC LIMIT ?
            """
        let bounds: StatementArguments = [last, lookingBack]
        let all = bounds + arguments + [limit + 1]
        let (rows, end) = try await read { db in
            let rows = try db.rows(sql, all) { PulseRow($0) }
            let end = try Row.fetchOne(db, sql: "SELECT count(*), min(id) FROM (\(piece))", arguments: bounds)
            return (rows, (count: (end?[0] as Int?) ?? 0, id: end?[1] as Int64?))
        }
        var pulses: [Pulse] = []
        // One row that cannot be read does not hide the rest.
        for row in rows.prefix(limit) { if let pulse = try? row.pulse() { pulses.append(pulse) } }
        if rows.count > limit { return PulsePage(pulses: pulses, next: PulseID(rows[limit - 1].id)) }
        return PulsePage(pulses: pulses, next: end.count == lookingBack ? end.id.map { PulseID($0) } : nil)
    }

    private static func condition(_ filter: PulseFilter) -> (sql: String, arguments: StatementArguments) {
        var (parts, arguments): ([String], StatementArguments) = (["1"], [])
        func add(_ part: String, _ value: (any DatabaseValueConvertible)?) {
            guard let value else { return }
            parts.append(part)
            arguments += [value]
        }
        if !filter.statuses.isEmpty {
            parts.append("(" + filter.statuses.map { condition($0) }.sorted().joined(separator: " OR ") + ")")
        }
        add("p.schedule = ?", filter.schedule?.value)
        add("p.owner = ?", filter.owner)
        add("p.priority = ?", filter.priority?.rawValue)
        add("p.due_at >= ?", filter.from?.milliseconds)
        add("p.due_at < ?", filter.to?.milliseconds)
        // A spec that cannot be read matches nothing, and is no error.
        add("CASE WHEN json_valid(p.spec) THEN json_extract(p.spec, '$.by') = ? END", filter.creator)
        add(
            """
            CASE WHEN json_valid(p.spec) THEN EXISTS (SELECT 1 FROM json_each(p.spec, '$.tags') AS t WHERE t.value = ?) END
            """, filter.tag)
        return (parts.joined(separator: " AND "), arguments)
    }
}

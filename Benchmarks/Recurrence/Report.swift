import Foundation

/// One line of the table; all in nanoseconds for each.
struct Figure: Encodable {
    var what: String
    var expression: String
    var zone: String
    /// From one to the next with `next(after:in:)`; for a parse, one after the other.
    var chained: Double?
    /// With `fires(after:in:)`.
    var batch: Double?
    /// With `next(after:in:)` from instants that have nothing to do with each other.
    var scattered: Double?
    var bare: Double
    /// What it may take by the design.
    var limit: Double

    var worst: Double { [chained, batch, scattered].compactMap { $0 }.max() ?? 0 }
}

/// What was measured.
struct Report: Encodable {
    private(set) var rows: [Figure] = []

    mutating func add(_ figure: Figure) { rows.append(figure) }

    var markdown: String {
        var lines = [
            "ns for each; the bare limit is a round trip between seconds and civil time, for a parse one pass over its bytes",
            "", "| what | expression | zone | from fire to fire | batch | scattered | bare limit | worst / bare | may take |",
            "|---|---|---|---|---|---|---|---|---|",
        ]
        for row in rows {
            let numbers = [row.chained, row.batch, row.scattered, row.bare].map { $0.map { String(format: "%.1f", $0) } ?? "" }
            let cells =
                [row.what, "`\(row.expression)`", row.zone] + numbers + [String(format: "%.1f", row.worst / row.bare), "\(Int(row.limit))"]
            lines.append("| \(cells.joined(separator: " | ")) |")
        }
        return lines.joined(separator: "\n")
    }

    var json: String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys]
        return (try? encoder.encode(self)).map { String(decoding: $0, as: UTF8.self) } ?? "{}"
    }
}

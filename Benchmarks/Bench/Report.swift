import Foundation

/// What was measured, and the disk it was measured on.
struct Report {
    private let fdatasync: Double
    private var figures: [Figure] = []

    init(fdatasync: Double) { self.fdatasync = fdatasync }

    mutating func add(_ more: [Figure]) { figures += more }

    private var disk: String { String(format: "%.3f ms", fdatasync * 1000) }

    var markdown: String {
        var lines = ["Median of a bare `fdatasync`: \(disk)", "", "| what | Upbeat | bare limit | ratio |", "|---|---|---|---|"]
        for figure in figures {
            let ratio = figure.ratio.map { String(format: "%.2f", $0) } ?? ""
            lines.append("| \(figure.what) | \(figure.ours) | \(figure.bare ?? "") | \(ratio) |")
        }
        return lines.joined(separator: "\n")
    }

    var json: String {
        let rows = figures.map { figure -> [String: Any] in
            var row: [String: Any] = ["what": figure.what, "ours": figure.ours]
            row["bare"] = figure.bare
            row["ratio"] = figure.ratio
            return row
        }
        let document: [String: Any] = ["fdatasync_ms": fdatasync * 1000, "rows": rows]
        guard let data = try? JSONSerialization.data(withJSONObject: document, options: [.prettyPrinted, .sortedKeys]) else { return "{}" }
        return String(decoding: data, as: UTF8.self)
    }
}

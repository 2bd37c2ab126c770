import WireModel

/// What runs, failed, was missed, is late or paused itself, as lists under headings (spec/sources.md C6).
struct StatusGroups {
    let status: StatusResponse
    let words: Words
    let paint: Paint
    let width: Int

    /// A group of more than this is summarised: the first few, then how many of what.
    private static let whole = 6
    private static let first = 3

    /// The lines, an empty one before each group.
    func lines() -> [String] { status.groups.flatMap { [""] + lines(of: $0) } }

    private func lines(of group: StatusGroup) -> [String] {
        let count = group.isPartial ? "\(group.count) or more" : String(group.count)
        var lines = ["\(paint(heading(group.kind), .bold)) (\(count))"]
        guard group.count > Int64(Self.whole) else { return lines + rows(group.entries, group.kind) }
        lines += rows(Array(group.entries.prefix(Self.first)), group.kind)
        lines.append("    " + paint(summary(group), .dim))
        return lines
    }

    /// `and 41 others: build 30, mail 11; in all 3 running, 120 done, 14 queued, 44 FAILED`
    private func summary(_ group: StatusGroup) -> String {
        let rest = group.entries.dropFirst(Self.first)
        var names: [(name: String, count: Int)] = []
        for entry in rest {
            if let index = names.firstIndex(where: { $0.name == entry.name }) {
                names[index].count += 1
            } else {
                names.append((entry.name, 1))
            }
        }
        let listed = names.sorted { $0.count > $1.count }.prefix(3).map { entry in
            DisplayWidth.cut(SafeText.line(entry.name), to: 24) + (entry.count > 1 ? " \(entry.count)" : "")
        }
        let more = group.count - Int64(Self.first)
        var text = "and \(group.isPartial ? "at least " : "")\(more) others"
        if !listed.isEmpty { text += ": " + listed.joined(separator: ", ") + (names.count > 3 || more > Int64(rest.count) ? ", ..." : "") }
        return text + "; in all \(totals)"
    }

    /// `3 running, 120 done, 14 queued, 7 FAILED`
    private var totals: String {
        func count(_ statuses: String...) -> Int64 { statuses.reduce(0) { $0 + status.pulses[$1, default: 0] } }
        return
            "\(count("processing")) running, \(count("completed")) done, \(count("pending", "blocked")) queued, \(count("failed")) FAILED"
    }

    private func rows(_ entries: [StatusGroup.Entry], _ kind: String) -> [String] {
        var table = Table([
            Table.Column("", isNumber: true), Table.Column("", isFlexible: true), Table.Column(""), Table.Column(""),
            Table.Column("", isFlexible: true),
        ])
        let (symbol, style) = Self.mark(kind)
        table.rows = entries.map { entry in
            [
                Table.Cell(entry.pulse.map(String.init) ?? "-", style: .dim),
                Table.Cell(DisplayWidth.cut(SafeText.line(entry.name), to: 40)),
                Table.Cell(time(entry, kind)), Table.Cell(retry(entry)), Table.Cell(entry.error.map(SafeText.line) ?? "", style: style),
            ]
        }
        let lines = table.rendered(width: max(40, width - 4), paint: paint).split(separator: "\n", omittingEmptySubsequences: false)
        return lines.dropFirst().filter { !$0.isEmpty }.map { "  \(paint(symbol, style)) \($0)" }
    }

    private func time(_ entry: StatusGroup.Entry, _ kind: String) -> String {
        let duration = entry.durationMilliseconds.map { Words.duration(milliseconds: $0) }
        switch kind {
        case "running": return duration ?? ""
        case "late": return duration.map { "\($0) late" } ?? words.relative(of: entry.at)
        default: return words.relative(of: entry.at) + (duration.map { ", took \($0)" } ?? "")
        }
    }

    private func retry(_ entry: StatusGroup.Entry) -> String {
        entry.attempt > 1 ? "retry \(entry.attempt - 1)/\(max(entry.attemptsAllowed, entry.attempt) - 1)" : ""
    }

    private func heading(_ kind: String) -> String {
        switch kind {
        case "running" where status.state == "stopped": "were running when the daemon ended; the next start looks after them"
        case "running": "running"
        case "failed": "failed in the last 24 hours"
        case "missed": "missed in the last 24 hours"
        case "missed_times": "times that schedules missed in the last 24 hours"
        case "late" where status.state == "stopped": "late, since no daemon runs"
        case "late": "late, though nothing holds them back"
        case "paused": "schedules that paused themselves; `upbeat resume NAME` goes on"
        case "approval": "wait for your word; `upbeat approve ID|NAME` or `upbeat deny ID|NAME`"
        default: SafeText.line(kind)
        }
    }

    private static func mark(_ kind: String) -> (String, Paint.Style) {
        switch kind {
        case "running": ("▶", .cyan)
        case "failed": ("✗", .red)
        case "late": ("!", .yellow)
        case "paused": ("‖", .yellow)
        case "approval": ("?", .yellow)
        default: ("○", .yellow)
        }
    }
}

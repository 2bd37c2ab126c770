import Recurrence
import WireModel

/// The next times of a schedule: by its own clock, in UTC, how far away, and what is odd about one.
struct FireTable {
    let fires: [FireResponse]
    let zone: String
    let words: Words

    func rendered(width: Int, paint: Paint) -> [String] {
        var table = Table([
            Table.Column("LOCAL (\(SafeText.line(zone)))"), Table.Column("UTC"), Table.Column("FROM NOW"),
            Table.Column("", isFlexible: true),
        ])
        table.rows = fires.map { fire in
            let distance = Instant(rfc3339: fire.at).map(words.relative) ?? ""
            return [Self.local(fire.local), Self.short(fire.at), distance, remark(fire)].map { Table.Cell($0) }
        }
        return table.rendered(width: width, paint: paint).split(separator: "\n").map(String.init)
    }

    /// `Mon 2026-11-23 09:00:00 +01:00`
    static func local(_ text: String) -> String {
        guard let instant = Instant(rfc3339: text), text.count > 6 else { return SafeText.line(text) }
        let offset = text.hasSuffix("Z") ? "+00:00" : String(text.suffix(6))
        let day = CivilTime(millisecondsSinceEpoch: instant.milliseconds + seconds(offset) * 1000)
        let clock = text.prefix(19).replacing("T", with: " ")
        return "\(Words.weekday(day.weekday)) \(clock) \(offset)"
    }

    /// Without milliseconds that say nothing.
    static func short(_ time: String) -> String { SafeText.line(time.replacing(".000Z", with: "Z")) }

    private static func seconds(_ offset: String) -> Int64 {
        let parts = offset.dropFirst().split(separator: ":").compactMap { Int64($0) }
        guard parts.count == 2 else { return 0 }
        return (parts[0] * 3600 + parts[1] * 60) * (offset.hasPrefix("-") ? -1 : 1)
    }

    private func remark(_ fire: FireResponse) -> String {
        var remarks: [String] = []
        if let before = fire.offsetBefore { remarks.append("the clocks change: \(SafeText.line(before)) before") }
        if let at = Instant(rfc3339: fire.at), let nominal = Instant(rfc3339: fire.nominalAt), at > nominal {
            remarks.append("\(Words.duration(milliseconds: (at - nominal).components.seconds * 1000)) later than its time")
        }
        return remarks.joined(separator: "; ")
    }
}

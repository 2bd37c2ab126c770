import Recurrence

/// Whether every nominal time of a span is on record exactly once.
///
/// A row with one time tells of that time. A row with several tells of its first, its last and so many in between; the others in between
/// are told of by other rows. So in each stretch of rows that lie within each other, the counts add up to the times in it.
struct Coverage {
    let times: NominalTimes
    /// Not this one, but all after it.
    let from: Instant
    /// Up to here all are on record; some after it may be.
    let through: Instant
    let rows: [SeenSchedule.Row]

    func flaws() -> [(Breach.Kind, String)] {
        var flaws: [(Breach.Kind, String)] = []
        var told: Set<Instant> = []
        for row in rows {
            for edge in Set([row.first, row.last]) {
                if !times.contains(edge) || edge <= from { flaws.append((.phantom, "\(edge) is on record, and is none of its times")) }
                if !told.insert(edge).inserted { flaws.append((.double, "\(edge) is on record twice")) }
            }
            let most = times.count(after: row.first + .milliseconds(-1), through: row.last)
            if row.count < (row.first == row.last ? 1 : 2) || row.count > most {
                flaws.append(
                    (row.count > most ? .double : .lost, "\(row.count) are on record from \(row.first) to \(row.last), where \(most) are"))
            }
        }
        var cursor = from
        for stretch in stretches() {
            gap(after: cursor, before: stretch.first, &flaws)
            let all = times.count(after: stretch.first + .milliseconds(-1), through: stretch.last)
            if stretch.count > all || stretch.count < all && stretch.last <= through {
                let words = "\(stretch.count) are on record from \(stretch.first) to \(stretch.last), where \(all) are"
                flaws.append((stretch.count < all ? .lost : .double, words))
            }
            cursor = stretch.last
        }
        gap(after: cursor, before: through + .milliseconds(1), &flaws)
        return flaws
    }

    private func gap(after: Instant, before: Instant, _ flaws: inout [(Breach.Kind, String)]) {
        let missing = times.count(after: after, through: before + .milliseconds(-1))
        if missing > 0 { flaws.append((.lost, "\(missing) are not on record between \(after) and \(before)")) }
    }

    /// Rows that touch each other, as one.
    private func stretches() -> [(first: Instant, last: Instant, count: Int)] {
        var stretches: [(first: Instant, last: Instant, count: Int)] = []
        for row in rows.sorted(by: { ($0.first, $0.last) < ($1.first, $1.last) }) {
            if let last = stretches.last, row.first <= last.last {
                stretches[stretches.count - 1].last = max(last.last, row.last)
                stretches[stretches.count - 1].count += row.count
            } else {
                stretches.append((row.first, row.last, row.count))
            }
        }
        return stretches
    }
}

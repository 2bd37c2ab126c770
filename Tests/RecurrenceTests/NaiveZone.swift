import Foundation

/// A zone as Foundation tells it: asked hour by hour, and between two hours that differ second by second (by halves).
final class NaiveZone {
    struct Span {
        var from: Int
        var until: Int
        /// Seconds east of Greenwich.
        var offset: Int
    }

    private let zone: TimeZone
    private var days: [Int: [Span]] = [:]

    init?(_ name: String) {
        guard let zone = TimeZone(identifier: name) else { return nil }
        self.zone = zone
    }

    func offset(at second: Int) -> Int {
        zone.secondsFromGMT(for: Date(timeIntervalSince1970: Double(second)))
    }

    /// The spans of a few days in UTC, one after the other; a span ends where its offset does or where the days end.
    func spans(ofDays wanted: ClosedRange<Int>) -> [Span] {
        var all: [Span] = []
        for day in wanted {
            for span in spans(ofDay: day) {
                if let last = all.last, last.offset == span.offset {
                    all[all.count - 1].until = span.until
                } else {
                    all.append(span)
                }
            }
        }
        return all
    }

    /// The changes of offset in a range of seconds, found by a look at each noon.
    func changes(from begin: Int, until end: Int) -> [(second: Int, jump: Int)] {
        var found: [(second: Int, jump: Int)] = []
        var before = offset(at: begin)
        for second in stride(from: begin + 86_400, to: end, by: 86_400) {
            let after = offset(at: second)
            if after != before { found.append((firstSecond(in: second - 86_400, second), after - before)) }
            before = after
        }
        return found
    }

    private func spans(ofDay day: Int) -> [Span] {
        if let known = days[day] { return known }
        let begin = day * 86_400
        var spans = [Span(from: begin, until: begin, offset: offset(at: begin))]
        for hour in 1...24 {
            let end = begin + hour * 3600
            let offset = offset(at: end)
            if offset != spans[spans.count - 1].offset {
                let change = firstSecond(in: end - 3600, end)
                spans[spans.count - 1].until = change
                spans.append(Span(from: change, until: end, offset: offset))
            }
            spans[spans.count - 1].until = end
        }
        // A change at the very end belongs to the next day.
        spans.removeAll { $0.from >= $0.until }
        days[day] = spans
        return spans
    }

    /// The second at which the offset changes; it is one before and another at the second `after`.
    private func firstSecond(in before: Int, _ after: Int) -> Int {
        var (low, high) = (before, after)
        let old = offset(at: before)
        while high - low > 1 {
            let middle = (low + high) / 2
            if offset(at: middle) == old { low = middle } else { high = middle }
        }
        return high
    }
}

/// What a week of windows comes to: when it opens and when it closes, by the clock of some zone.
struct OpeningHours: Hashable, Sendable {
    /// In order, and by turns. Empty when it never changes.
    private var edges: [Edge]
    private var isOpenAtWeekEnd: Bool

    private struct Edge: Hashable, Sendable {
        /// Since Monday 00:00.
        let second: Int64
        var opens: Bool
    }

    init(active: [Window], quiet: [Window]) {
        var changes: [Int: (active: Int, quiet: Int)] = [0: (0, 0)]
        for range in active.flatMap(\.minutesOfWeek) {
            changes[range.lowerBound, default: (0, 0)].active += 1
            changes[range.upperBound, default: (0, 0)].active -= 1
        }
        for range in quiet.flatMap(\.minutesOfWeek) {
            changes[range.lowerBound, default: (0, 0)].quiet += 1
            changes[range.upperBound, default: (0, 0)].quiet -= 1
        }
        changes[Window.minutesPerWeek] = nil
        var depth = (active: 0, quiet: 0)
        let states = changes.sorted { $0.key < $1.key }.map { minute, change in
            depth = (depth.active + change.active, depth.quiet + change.quiet)
            return Edge(second: Int64(minute) * 60, opens: (depth.active > 0 || active.isEmpty) && depth.quiet == 0)
        }
        let isOpenAtWeekEnd = states.last?.opens ?? true
        var before = isOpenAtWeekEnd
        edges = states.filter { state in
            defer { before = state.opens }
            return state.opens != before
        }
        self.isOpenAtWeekEnd = isOpenAtWeekEnd
    }

    /// Open when these are closed.
    var complement: OpeningHours {
        var other = self
        other.isOpenAtWeekEnd.toggle()
        for index in edges.indices {
            other.edges[index].opens.toggle()
        }
        return other
    }

    /// Whether it is always open (true) or always closed (false); nil when it changes.
    var constant: Bool? {
        edges.isEmpty ? isOpenAtWeekEnd : nil
    }

    func isOpen(at instant: Instant, in zone: Zone) -> Bool {
        let second = instant.writable.seconds
        return isOpen(atLocal: second + zone.span(at: second).offset)
    }

    private static let secondsPerWeek: Int64 = 604_800
    /// More edges and changes of offset than any zone has in a week.
    private static let searchLimit = 1000

    /// The first instant after another one at which it opens, or closes; nil when it never does.
    func nextEdge(after instant: Instant, opens: Bool, in zone: Zone) -> Instant? {
        guard !edges.isEmpty else { return nil }
        var second = instant.writable.seconds
        for _ in 0..<Self.searchLimit {
            let span = zone.span(at: second)
            let (distance, edge) = edgeAhead(ofLocal: second + span.offset)
            if second + distance < span.until {
                second += distance
                guard edge.opens != opens else { return Self.writable(second) }
            } else {
                let changes = changes(atBeginningOf: zone.span(at: span.until), after: span)
                second = span.until
                guard changes != opens else { return Self.writable(second) }
            }
        }
        return nil
    }

    /// The last instant, not after another one, at which it opened, or closed; nil when it never did.
    func lastEdge(atOrBefore instant: Instant, opens: Bool, in zone: Zone) -> Instant? {
        guard !edges.isEmpty, instant >= .distantPast else { return nil }
        var second = instant.writable.seconds
        for _ in 0..<Self.searchLimit {
            let span = zone.span(at: second)
            let (distance, edge) = edgeBehind(local: second + span.offset)
            if second - distance > span.from {
                second -= distance
                guard edge.opens != opens else { return Self.writable(second) }
                second -= 1
            } else {
                let changes = changes(atBeginningOf: span, after: zone.span(at: span.from - 1))
                second = span.from - 1
                guard changes != opens else { return Self.writable(span.from) }
            }
        }
        return nil
    }

    private static func writable(_ second: Int64) -> Instant? {
        let instant = Instant(seconds: second)
        return instant.isWritable ? instant : nil
    }

    /// Whether it opens (true) or closes (false) when clocks change; nil when it does neither.
    private func changes(atBeginningOf span: Zone.Span, after before: Zone.Span) -> Bool? {
        let isOpen = isOpen(atLocal: span.from + span.offset)
        return isOpen == self.isOpen(atLocal: span.from - 1 + before.offset) ? nil : isOpen
    }

    private func isOpen(atLocal second: Int64) -> Bool {
        edges.isEmpty ? isOpenAtWeekEnd : edgeBehind(local: second).edge.opens
    }

    /// The last edge that is not after a local time, and how many seconds it lies back. There have to be edges.
    private func edgeBehind(local second: Int64) -> (distance: Int64, edge: Edge) {
        let ofWeek = Self.secondOfWeek(second)
        let next = edges.partitioningIndex { $0.second > ofWeek }
        let edge = edges[next > 0 ? next - 1 : edges.count - 1]
        return (ofWeek - edge.second + (next > 0 ? 0 : Self.secondsPerWeek), edge)
    }

    /// The first edge after a local time, and how many seconds it lies ahead. There have to be edges.
    private func edgeAhead(ofLocal second: Int64) -> (distance: Int64, edge: Edge) {
        let ofWeek = Self.secondOfWeek(second)
        let next = edges.partitioningIndex { $0.second > ofWeek }
        let edge = edges[next < edges.count ? next : 0]
        return (edge.second - ofWeek + (next < edges.count ? 0 : Self.secondsPerWeek), edge)
    }

    /// Since Monday 00:00; day 0 of 1970 was a Thursday.
    private static func secondOfWeek(_ second: Int64) -> Int64 {
        let sinceMonday = second + 3 * 86_400
        return sinceMonday - floorDivide(sinceMonday, secondsPerWeek) * secondsPerWeek
    }
}

extension Array {
    /// The first index whose element meets a condition that, once met, is met by all that follow.
    fileprivate func partitioningIndex(where isMet: (Element) -> Bool) -> Int {
        var (low, high) = (0, count)
        while low < high {
            let middle = (low + high) / 2
            if isMet(self[middle]) { high = middle } else { low = middle + 1 }
        }
        return low
    }
}

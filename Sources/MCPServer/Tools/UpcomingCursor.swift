import ControlPlane
import Recurrence

/// Where a list of what comes goes on: `u`, then its end, the time of the last one, how many of that time were given, and how many at all.
///
/// What has come meanwhile is not listed any more, and nothing of what is left is skipped.
struct UpcomingCursor: Hashable {
    /// Further than this no list goes.
    static let longest = 2000

    var end: Instant
    private var last = Instant.distantPast
    private var ofLast = 0
    private(set) var given = 0

    init(end: Instant) { self.end = end }

    init?(_ text: String) {
        let parts = text.dropFirst().split(separator: ".", omittingEmptySubsequences: false).map { Int64($0) }
        guard text.first == "u", parts.count == 4, let end = parts[0], let last = parts[1],
            let ofLast = parts[2].flatMap(Int.init(exactly:)),
            let given = parts[3].flatMap(Int.init(exactly:)), (1...given).contains(ofLast), given <= Self.longest
        else { return nil }
        (self.end, self.last) = (Instant(milliseconds: end), Instant(milliseconds: last))
        (self.ofLast, self.given) = (ofLast, given)
    }

    var text: String { "u\(end.milliseconds).\(last.milliseconds).\(ofLast).\(given)" }

    /// What of a list, in order of time, has not been given.
    func rest(of entries: [ReadUpcoming.Entry]) -> [ReadUpcoming.Entry] {
        let later = entries.drop { $0.at < last }
        return Array(later.dropFirst(min(ofLast, later.prefix { $0.at == last }.count)))
    }

    /// After these too.
    func after(_ entries: some BidirectionalCollection<ReadUpcoming.Entry>) -> UpcomingCursor {
        guard let end = entries.last else { return self }
        var next = self
        let same = entries.count { $0.at == end.at }
        next.ofLast = same + (end.at == last ? ofLast : 0)
        next.last = end.at
        next.given = given + entries.count
        return next
    }
}

import Recurrence

/// Counts tokens that were refused, by where they came from: who tries many is told to wait. A right token passes all the same, so that
/// nobody locks out anybody, and no connection is held.
struct FailedTokens {
    private struct Count {
        var failures: Int
        var first: Duration
        var last: Duration
    }

    /// So many within a minute are answered like any other.
    static let free = 5
    static let window = Duration.seconds(60)
    /// Places that are kept in mind at once; beyond that the one that failed longest ago is forgotten.
    static let capacity = 1024

    private var counts: [String: Count] = [:]

    /// Counts one more.
    ///
    /// - Parameter now: on the monotonic clock.
    /// - Returns: how long to wait before the next one, doubled with each up to a minute; nil where that need not be said.
    mutating func failure(from place: String, at now: Duration) -> Duration? {
        var count = counts[place] ?? Count(failures: 0, first: now, last: now)
        // Who has been told to wait begins anew a minute after the last try, others a minute after the first.
        if now - (count.failures > Self.free ? count.last : count.first) >= Self.window {
            count = Count(failures: 0, first: now, last: now)
        }
        count.failures = min(count.failures + 1, Self.free + 8)
        count.last = now
        if counts[place] == nil, counts.count >= Self.capacity { makeRoom(now) }
        counts[place] = count
        guard count.failures > Self.free else { return nil }
        return min(.seconds(1 << (count.failures - Self.free - 1)), Self.window)
    }

    var size: Int { counts.count }

    private mutating func makeRoom(_ now: Duration) {
        counts = counts.filter { now - $0.value.last < Self.window }
        guard counts.count >= Self.capacity, let oldest = counts.min(by: { $0.value.last < $1.value.last }) else { return }
        counts[oldest.key] = nil
    }
}

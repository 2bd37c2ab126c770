import Recurrence

/// How fast each token may ask: a bucket for each, which holds twice what a second brings.
struct TokenRates {
    private struct Bucket {
        var requests: Double
        var filled: Duration
    }

    /// Requests in a second; nil: as many as they like.
    let rate: Int?
    private var buckets: [String: Bucket] = [:]

    /// Buckets that are full again are forgotten from there on: a new one is as full.
    static let tidyAt = 256

    init(rate: Int?) { self.rate = rate }

    /// Takes one request.
    ///
    /// - Parameter now: on the monotonic clock.
    /// - Returns: how long to wait where there is none left, and none was taken.
    mutating func take(of token: String, at now: Duration) -> Duration? {
        guard let rate else { return nil }
        let burst = Double(rate * 2)
        if buckets[token] == nil, buckets.count >= Self.tidyAt {
            buckets = buckets.filter { $0.value.requests + (now - $0.value.filled) / .seconds(1) * Double(rate) < burst }
        }
        var bucket = buckets[token] ?? Bucket(requests: burst, filled: now)
        bucket.requests = min(burst, bucket.requests + (now - bucket.filled) / .seconds(1) * Double(rate))
        bucket.filled = now
        defer { buckets[token] = bucket }
        guard bucket.requests >= 1 else { return .seconds(1) * ((1 - bucket.requests) / Double(rate)) }
        bucket.requests -= 1
        return nil
    }

    var size: Int { buckets.count }
}

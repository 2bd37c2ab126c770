import WireModel

/// Pools in words.
enum PoolWords {
    /// `pool llm: 1 of 1 running`, `pool api: 10 of 10 begun, until Tue 09:00:42 CET`
    static func wait(_ wait: PoolWaitResponse, _ words: Words) -> String {
        "pool \(SafeText.line(wait.pool)): " + reason(wait.why, wait.used, wait.limit, "", until: wait.until, words)
    }

    /// Why nothing more can begin in it: `1 of 1 running`, `500 of 500 today, until Wed 00:00 CET`
    static func closure(_ pool: PoolResponse, _ words: Words) -> String {
        guard let closed = pool.closed else { return "open" }
        switch closed.why {
        case "full": return reason(closed.why, pool.running, pool.capacity ?? pool.running, "", until: nil, words)
        case "rate":
            let per = pool.rate.map { " per \(SafeText.line($0.per))" } ?? ""
            return reason(closed.why, pool.recent, pool.rate?.count ?? pool.recent, per, until: closed.until, words)
        default: return reason(closed.why, pool.today, pool.daily ?? pool.today, "", until: closed.until, words)
        }
    }

    /// `open`, `full`, `opens in 12s`
    static func state(_ pool: PoolResponse, _ words: Words) -> String {
        guard let closed = pool.closed else { return "open" }
        return closed.until.map { "opens \(words.relative(of: $0))" } ?? SafeText.line(closed.why)
    }

    private static func reason(
        _ why: String, _ used: Int64, _ limit: Int64, _ per: String, until: String?, _ words: Words
    ) -> String {
        let verb =
            switch why {
            case "full": " running"
            case "rate": "\(per) begun"
            case "daily": " today"
            default: " (\(SafeText.line(why)))"
            }
        return "\(used) of \(limit)\(verb)" + (until.map { ", until \(words.time($0))" } ?? "")
    }
}

/// Tells a reader who takes an answer from one who lets it lie. Only bytes that the system did not take from us are looked at: an answer
/// of now and then a line, as of a stream of events, never has any.
struct SlowReader {
    let limits: EdgeLimits
    /// What waited at the last look, and came to it since.
    private var mark: (at: Duration, waiting: Int, written: Int)?

    init(limits: EdgeLimits) { self.limits = limits }

    mutating func wrote(_ bytes: Int) { mark?.written += bytes }

    /// - Parameter waiting: bytes that the system has not taken yet.
    mutating func flushed(waiting: Int, at now: Duration) {
        if waiting == 0 { mark = nil } else if mark == nil { mark = (now, waiting, 0) }
    }

    /// When to look; nil while nothing waits.
    var deadline: Duration? { mark.map { $0.at + limits.writeTime } }

    /// - Returns: whether too little was read since the last look.
    mutating func isLate(waiting: Int, at now: Duration) -> Bool {
        guard let last = mark, now >= last.at + limits.writeTime else { return false }
        guard waiting > 0 else {
            mark = nil
            return false
        }
        guard last.waiting + last.written - waiting >= limits.leastRead else { return true }
        mark = (now, waiting, 0)
        return false
    }
}

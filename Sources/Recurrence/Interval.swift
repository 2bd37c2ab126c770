/// Fires that are equally far apart in elapsed time: `every 90m` counted from an anchor, or `@every 1h/15m` aligned with
/// the clock of UTC.
///
/// Fire k is at `anchor + k * length`, k from 1, or at `k * length + phase` after the epoch: it never drifts. All answers
/// take the same time, however far they lie apart, and are whole seconds.
public struct Interval: Hashable, Sendable {
    /// Seconds from one fire to the next; at least 1.
    public let length: Int64
    /// Seconds by which the fires come after the multiples of `length` since 1970-01-01T00:00:00Z, from 0 to below `length`;
    /// nil when the fires are counted from an anchor.
    public let phase: Int64?

    init(length: Int64, phase: Int64?) {
        self.length = length
        self.phase = phase
    }

    /// The first fire after an instant.
    ///
    /// - Parameters:
    ///   - instant: the fire is strictly after it.
    ///   - anchor: cut to the second. The first fire is one length after it; an aligned interval ignores it.
    /// - Returns: nil when that would be after year 9999.
    public func next(after instant: Instant, anchor: Instant) -> Instant? {
        fire(max(index(at: instant, anchor) + 1, firstIndex), anchor)
    }

    /// The last fire that is not after an instant; nil when there is none.
    public func last(atOrBefore instant: Instant, anchor: Instant) -> Instant? {
        let index = index(at: instant, anchor)
        return index >= firstIndex && instant >= .distantPast ? fire(index, anchor) : nil
    }

    /// How many fires are later than `after` and not later than `through`.
    public func count(after: Instant, through: Instant, anchor: Instant) -> Int {
        let before = max(index(at: after, anchor), firstIndex - 1)
        return Int(max(0, index(at: through, anchor) - before))
    }

    private var firstIndex: Int64 {
        phase == nil ? 1 : .min / 2
    }

    private func origin(_ anchor: Instant) -> Int64 {
        phase ?? anchor.writable.seconds
    }

    /// Of the last fire at or before an instant, as if there were fires before the first one too.
    private func index(at instant: Instant, _ anchor: Instant) -> Int64 {
        floorDivide(instant.writable.seconds - origin(anchor), length)
    }

    private func fire(_ index: Int64, _ anchor: Instant) -> Instant? {
        let fire = Instant(seconds: origin(anchor) + index * length)
        return fire.isWritable ? fire : nil
    }
}

extension Interval: CustomStringConvertible {
    /// A text that is parsed as the same interval: `@every 1h30m`, `@every 1h/15m`.
    public var description: String {
        "@every \(Self.compact(length))" + (phase.map { "/\(Self.compact($0))" } ?? "")
    }

    /// `1h30m`, `0s`
    static func compact(_ seconds: Int64) -> String {
        let parts = [(seconds / 86_400, "d"), (seconds / 3600 % 24, "h"), (seconds / 60 % 60, "m"), (seconds % 60, "s")]
        let text = parts.filter { $0.0 > 0 }.map { "\($0.0)\($0.1)" }.joined()
        return text.isEmpty ? "0s" : text
    }
}

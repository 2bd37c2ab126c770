extension Zone {
    /// A change of the offset.
    public struct Transition: Hashable, Sendable {
        /// The first instant of the new offset.
        public let instant: Instant
        /// Seconds ahead of UTC until then.
        public let offsetBefore: Int
        /// Seconds ahead of UTC from then on.
        public let offsetAfter: Int
    }

    /// The changes of the offset at the instants of a range, in order.
    public func transitions(in range: Range<Instant>) -> [Transition] {
        guard !range.isEmpty else { return [] }
        let isWhole = range.lowerBound == Instant(seconds: range.lowerBound.seconds)
        var before = span(at: range.lowerBound.seconds - (isWhole ? 1 : 0))
        var found: [Transition] = []
        while before.until != .max, Instant(seconds: before.until) < range.upperBound {
            let after = span(at: before.until)
            found.append(
                Transition(
                    instant: Instant(seconds: before.until), offsetBefore: Int(before.offset), offsetAfter: Int(after.offset)))
            before = after
        }
        return found
    }

    /// Whether the offset will ever change after an instant, by what is known today.
    public func hasTransitions(after instant: Instant) -> Bool {
        span(at: instant.seconds).until != .max
    }
}

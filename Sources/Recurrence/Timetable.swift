/// The times of one schedule: a rule in a zone, from a start to an end, inside of its windows.
///
/// Its times are nominal: they are what is stored, logged and compared. A run begins at ``due(_:schedule:)``, which adds
/// the jitter. All answers are a pure function of the timetable and the data of its zone.
public struct Timetable: Hashable, Sendable {
    /// What becomes of fires outside of the windows.
    public enum Blocked: String, Hashable, Sendable, CaseIterable {
        /// They are left out.
        case skip
        /// They come together in one, at the next opening; a fire at that very instant is that one.
        case `defer`
    }

    /// What an interval is counted from.
    public enum Mode: String, Hashable, Sendable, CaseIterable {
        /// The anchor: fires do not depend on how long the runs take.
        case fixedRate = "fixed_rate"
        /// The end of the run before: there is one fire, and another only once it is told of that end; see
        /// ``Timetable/resumed(after:)``.
        case afterCompletion = "after_completion"
    }

    public let rule: RecurrenceRule
    public let zone: Zone
    /// What an interval counts from: the start, else when the schedule was made, cut to the second.
    public private(set) var anchor: Instant
    public let start: Instant?
    public let end: Instant?
    public let windows: Windows
    public private(set) var blocked: Blocked
    /// Always ``Mode/fixedRate`` for what is no interval counted from an anchor.
    public private(set) var mode: Mode
    public let jitter: Duration

    /// It fires strictly after this.
    private(set) var origin: Instant
    private(set) var hours: OpeningHours

    /// - Parameters:
    ///   - rule: what it repeats by.
    ///   - zone: whose clocks the rule and the windows are read on.
    ///   - creation: when the schedule was made. It fires after that, or from `start` on if there is one.
    ///   - start: the first instant at which it may fire. An interval counts from it: its first fire is one length later.
    ///   - end: the last instant at which it may fire.
    ///   - windows: when it may fire; by default at any time.
    ///   - blocked: what becomes of the fires outside of the windows.
    ///   - mode: what an interval is counted from.
    ///   - jitter: the longest time from a nominal time to its run; see ``Jitter``.
    public init(
        rule: RecurrenceRule, zone: Zone, creation: Instant, start: Instant? = nil, end: Instant? = nil, windows: Windows = Windows(),
        blocked: Blocked = .skip, mode: Mode = .fixedRate, jitter: Duration = .zero
    ) {
        self.rule = rule
        self.zone = zone
        self.start = start
        self.end = end
        self.windows = windows
        self.blocked = blocked
        self.jitter = jitter
        self.mode = rule.isCountedFromAnchor ? mode : .fixedRate
        anchor = Instant(seconds: (start ?? creation).writable.seconds)
        origin = start?.shifted(milliseconds: -1) ?? creation
        hours = windows.hours
    }

    /// The timetable after a run has ended: an interval ``Mode/afterCompletion`` counts from then on, rounded up to a second,
    /// so that the wait is never shorter than the interval. All others stay as they are.
    public func resumed(after completion: Instant) -> Timetable {
        guard mode == .afterCompletion else { return self }
        var other = self
        other.anchor = max(Instant(seconds: completion.writable.shifted(milliseconds: 999).seconds), start ?? .distantPast)
        other.origin = other.anchor
        return other
    }

    /// The fires that the windows block, as a timetable of their own.
    public var blockedFires: Timetable {
        var other = self
        other.hours = hours.complement
        other.blocked = .skip
        other.mode = .fixedRate
        return other
    }

    /// The first nominal time after an instant; nil when there is none any more, and for `@reboot`.
    public func next(after instant: Instant) -> Instant? {
        guard mode == .fixedRate else { return onlyFire.flatMap { $0 > instant ? $0 : nil } }
        return nextOfAll(after: instant)
    }

    /// The last nominal time that is not after an instant; nil when there is none.
    public func last(atOrBefore instant: Instant) -> Instant? {
        guard mode == .fixedRate else { return onlyFire.flatMap { $0 <= instant ? $0 : nil } }
        return lastOfAll(atOrBefore: instant)
    }

    /// How many nominal times are later than `after` and not later than `through`.
    ///
    /// Takes time with the edges of windows that lie between the two, but not with the fires.
    public func count(after: Instant, through: Instant) -> Int {
        guard mode == .fixedRate else { return onlyFire.map { $0 > after && $0 <= through ? 1 : 0 } ?? 0 }
        return countOfAll(after: max(after, origin), through: min(through, latest))
    }

    /// The nominal times after an instant, in order.
    public func nominalTimes(after instant: Instant) -> some Sequence<Instant> {
        sequence(state: instant) { last in
            guard let next = next(after: last) else { return nil }
            last = next
            return next
        }
    }

    /// When the run of a nominal time begins: later by the jitter, and before the following time of the rule.
    public func due(_ nominal: Instant, schedule: String) -> Instant {
        guard jitter > .zero else { return nominal }
        let following = rule.next(after: nominal, anchor: anchor, in: zone)
        let offset = Jitter.offset(
            schedule: schedule, nominal: nominal.seconds, following: following?.seconds, jitterMilliseconds: jitter.wholeMilliseconds)
        return nominal.shifted(milliseconds: offset)
    }

    /// Refuses a timetable without any fire.
    ///
    /// - Throws: `neverFires`; also when its windows block all fires of 50 years, or 10,000 closures of the windows had fires
    ///   and no opening had one.
    public func checkThatItFires() throws(TimeError) {
        guard rule != .reboot, nextOfAll(after: origin) == nil else { return }
        let reason =
            if let start, let end, end < start {
                "its end lies before its start"
            } else if hours.constant == false {
                "its quiet windows cover all of its active ones"
            } else if ruleNext(after: origin) == nil {
                "it has no fire between its start and its end"
            } else {
                "its windows exclude every fire"
            }
        throw TimeError(.neverFires, value: rule.description, message: "\(shown(rule.description)) never fires: \(reason)")
    }

    private var onlyFire: Instant? { nextOfAll(after: origin) }
}

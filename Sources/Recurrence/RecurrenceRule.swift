/// When something happens again and again: by the calendar, at equal distances, or at every start of the machinery.
public enum RecurrenceRule: Hashable, Sendable, CustomStringConvertible {
    /// `0 9 * * 1-5`, `@daily`
    case cron(CronExpression)
    /// `every 90m`, `@every 1h/15m`, `PT5M`
    case interval(Interval)
    /// `@reboot`: once for each boot of the daemon, at no time that could be told in advance.
    case reboot

    /// A text that is parsed as the same rule.
    public var description: String {
        switch self {
        case .cron(let expression): expression.description
        case .interval(let interval): interval.description
        case .reboot: "@reboot"
        }
    }

    /// The zone it is evaluated in: the one that the expression names, else the one given by name, else the default.
    ///
    /// - Throws: `unknownZone`; `zoneConflict` if the expression names another zone than the one given.
    public func zone(given name: String?, default zone: Zone, zones: any ZoneSource) throws(TimeError) -> Zone {
        let given: Zone? = if let name { try zones.zone(named: name) } else { nil }
        guard case .cron(let expression) = self, let own = expression.zoneName else { return given ?? zone }
        let column = description.unicodeScalars.prefix { $0 != "=" }.count + 2
        let named: Zone
        do {
            named = try zones.zone(named: own)
        } catch {
            var located = error
            located.field = .zone
            located.column = column
            throw located
        }
        guard given == nil || given == named else {
            let message = "the zone \(shown(own)) in \(shown(description)) contradicts \(name ?? ""), which is given beside it"
            throw TimeError(
                .zoneConflict, field: .zone, value: own, column: column, message: message, hint: "leave one of them out")
        }
        return named
    }

    /// Whether it is an interval whose fires depend on an anchor.
    var isCountedFromAnchor: Bool {
        if case .interval(let interval) = self { interval.phase == nil } else { false }
    }

    func next(after instant: Instant, anchor: Instant, in zone: Zone) -> Instant? {
        switch self {
        case .cron(let expression): expression.next(after: instant, in: zone)
        case .interval(let interval): interval.next(after: instant, anchor: anchor)
        case .reboot: nil
        }
    }

    func last(atOrBefore instant: Instant, anchor: Instant, in zone: Zone) -> Instant? {
        switch self {
        case .cron(let expression): expression.last(atOrBefore: instant, in: zone)
        case .interval(let interval): interval.last(atOrBefore: instant, anchor: anchor)
        case .reboot: nil
        }
    }

    func count(after: Instant, through: Instant, anchor: Instant, in zone: Zone) -> Int {
        switch self {
        case .cron(let expression): expression.count(after: after, through: through, in: zone)
        case .interval(let interval): interval.count(after: after, through: through, anchor: anchor)
        case .reboot: 0
        }
    }
}

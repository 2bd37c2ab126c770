/// A schedule or a single time, whichever a text is.
public enum TimeExpression: Hashable, Sendable {
    case recurring(RecurrenceRule)
    case once(ResolvedTime)

    /// Parses cron, intervals, `@reboot` and single times. `PT5M`, which is an interval and a single time, is taken as an
    /// interval.
    ///
    /// - Parameters: those of ``RecurrenceRule/init(parsing:dialect:schedule:)`` and ``TimePhrase/resolve(_:now:zone:past:zones:)``.
    /// - Throws: ``TimeError``, the one of the form that the text has.
    public init(
        parsing text: String, now: Instant, zone: Zone, zones: any ZoneSource, past: PastPolicy = .refuse,
        dialect: CronExpression.Dialect = .upbeat, schedule: String? = nil
    ) throws(TimeError) {
        let errorAsSchedule: TimeError
        do {
            self = .recurring(try RecurrenceRule(parsing: text, dialect: dialect, schedule: schedule))
            return
        } catch {
            errorAsSchedule = error
        }
        do {
            self = .once(try TimePhrase.resolve(text, now: now, zone: zone, past: past, zones: zones))
        } catch {
            throw Self.isMeantAsTime(text, errorAsSchedule, error) ? error : errorAsSchedule
        }
    }

    private static func isMeantAsTime(_ text: String, _ asSchedule: TimeError, _ asTime: TimeError) -> Bool {
        switch asSchedule.code {
        case .badTime: asTime.code != .badTime
        case .fieldCount:
            !text.utf8.contains(UInt8(ascii: "*"))
                && (asTime.code != .badTime || (asTime.hint != nil && PhraseParser(text).tokens.first?.number == nil))
        default: false
        }
    }
}

/// The part of a schedule that an error is about; raw values are part of the API.
public enum TimeField: String, Hashable, Sendable, CaseIterable {
    case second, minute, hour
    case dayOfMonth = "day_of_month"
    case month
    case dayOfWeek = "day_of_week"
    case year
    /// The time zone, be it of `CRON_TZ=` or given beside the schedule.
    case zone
}

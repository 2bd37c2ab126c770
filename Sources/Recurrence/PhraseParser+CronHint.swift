extension PhraseParser {
    /// For what people say after "every" when they mean days, `monday at 9`, `day at 17:30`, `weekday`: the cron expression
    /// to write instead. Nil when it is something else.
    func cronForDays() -> String? {
        var rest = self
        guard let word = current?.word else { return nil }
        let days: String
        switch word {
        case "day", "daily": days = "*"
        case "weekday", "weekdays": days = "1-5"
        case "weekend", "weekends": days = "0,6"
        default:
            guard let day = WeekdaySet.day(named: word) ?? WeekdaySet.names.firstIndex(where: { $0 + "s" == word }) else { return nil }
            days = "\((day + 1) % 7)"
        }
        rest.index += 1
        guard rest.current != nil else { return days == "*" ? nil : "0 9 * * \(days)" }
        guard let (day, time) = try? rest.dayAndTime(), day == nil else { return nil }
        let fields = "\(time.minute) \(time.hour) * * \(days)"
        return time.second == 0 ? fields : "\(time.second) \(fields)"
    }
}

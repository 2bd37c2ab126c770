extension CronDiagnosis {
    /// The error of dates that no calendar has; it points at the field that is to blame.
    var neverFires: TimeError {
        var parser = CronParser(text, dialect: dialect, schedule: "", keepsSyntax: true)
        try? parser.parse()
        let syntax = parser.syntax
        guard let date = syntax[.dayOfMonth], let weekday = syntax[.dayOfWeek], let month = syntax[.month] else {
            return error(failure.range, nil, message: "\(shown(value)) can never fire", hint: nil)
        }
        let years = syntax[.year].map { $0.isStar ? "" : " of \($0.text)" } ?? ""
        let months = (month.isStar ? "any month" : "month \(month.text)") + years
        let isDateToBlame = date.isStar ? false : weekday.isStar || !parser.plan.dates.hasDates
        let blamed = isDateToBlame || weekday.isStar ? date : weekday
        let message =
            isDateToBlame
            ? "\(shown(value)) can never fire: no day \(date.text) is in \(months)"
            : "\(shown(value)) can never fire: day of month \(date.text) is never a \(weekday.text) in \(months)"
        let start = blamed.column - 1
        return error(
            start..<start + blamed.text.utf8.count, blamed.field, message: message,
            hint: isDateToBlame ? dateHint(date, years: syntax[.year]) : weekday.hasPlus ? "without the + either of them is enough" : nil)
    }

    private func dateHint(_ date: CronSyntax.Field, years: CronSyntax.Field?) -> String? {
        if years?.isStar == false, date.text == "29" {
            return "29 February is in leap years alone, such as 2028"
        }
        return "L is the last day of every month"
    }
}

extension CronDates {
    /// Whether there is a date if the weekday does not matter.
    fileprivate var hasDates: Bool {
        var dates = self
        dates.days.weekdays = 0x7F
        return !dates.isEmpty
    }
}

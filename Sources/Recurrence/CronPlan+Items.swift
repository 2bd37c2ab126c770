extension CronPlan {
    /// Adds what an item of a field stands for.
    ///
    /// - Parameter schedule: what `H` draws from.
    /// - Returns: false for `H` without a schedule.
    mutating func insert(_ item: CronSyntax.Item, _ field: TimeField, schedule: String?) -> Bool {
        let cycle = field.cycle
        switch item.kind {
        case .all, .any: insert(field, from: cycle.lowerBound, length: cycle.count - 1, step: item.step)
        case .value(let value):
            let start = field == .dayOfWeek && value == 7 ? 0 : value
            insert(field, from: start, length: item.step == nil ? 0 : cycle.upperBound - start, step: item.step)
        case .range(let first, let last): insert(field, from: first, through: last, step: item.step)
        case .hashed(let written):
            guard let schedule else { return false }
            let values = written ?? field.hashedValues
            let choice = item.step.map { min($0, values.count) } ?? values.count
            let drawn = StableDraw.number(below: UInt64(choice), schedule: schedule, subject: field.cronName)
            let start = values.lowerBound + Int(drawn)
            insert(field, from: start, length: item.step == nil ? 0 : values.upperBound - start, step: item.step)
        case .last(let offset): dates.days.lasts |= 1 << UInt32(offset)
        case .lastWorkday(let offset): dates.days.lastWorkdays |= 1 << UInt32(offset)
        case .workday(let date): dates.days.workdays |= 1 << UInt32(date - 1)
        case .nth(let weekday, let nth): dates.days.nths |= 1 << UInt64((nth - 1) * 7 + weekday % 7)
        case .lastWeekday(let weekday): dates.days.lastWeekdays |= 1 << UInt32(weekday % 7)
        }
        return true
    }

    /// A range that may wrap around, the step counting through the wrap. Weekday 7 is 0.
    private mutating func insert(_ field: TimeField, from first: Int, through last: Int, step: Int?) {
        guard field == .dayOfWeek else {
            return insert(field, from: first, length: first <= last ? last - first : last - first + field.cycle.count, step: step)
        }
        let start = first % 7
        let end = first == 7 ? last % 7 : last
        insert(field, from: start, length: start <= end ? end - start : end - start + 7, step: step)
    }

    /// Adds `start` and what follows it at the step, up to `length` behind it.
    private mutating func insert(_ field: TimeField, from start: Int, length: Int, step: Int?) {
        let cycle = field.cycle
        guard field != .year else {
            if step == nil, length == cycle.count - 1 {
                dates.years = .every
                return
            }
            var years = dates.years ?? CronYears()
            for year in stride(from: start, through: start + length, by: step ?? 1) {
                years.insert(year)
            }
            dates.years = years
            return
        }
        var bits: UInt64 = 0
        if step == nil, start + length <= cycle.upperBound {
            bits = (.max >> UInt64(63 - length)) << UInt64(start)
        } else {
            for value in stride(from: start, through: start + length, by: step ?? 1) {
                bits |= 1 << UInt64((value - cycle.lowerBound) % cycle.count + cycle.lowerBound)
            }
        }
        switch field {
        case .second: clock.seconds |= bits
        case .minute: clock.minutes |= bits
        case .hour: clock.hours |= bits
        case .dayOfMonth: dates.days.dates |= UInt32(truncatingIfNeeded: bits >> 1)
        case .month: dates.months |= bits
        case .dayOfWeek: dates.days.weekdays |= UInt32(truncatingIfNeeded: bits)
        case .year, .zone: break
        }
    }
}

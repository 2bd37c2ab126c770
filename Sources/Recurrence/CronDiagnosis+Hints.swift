extension CronDiagnosis {
    /// What was probably meant.
    var hint: String? {
        switch failure.code {
        case .fieldCount: fieldCountHint
        case .yearInSixthField:
            suggestion([replacingFields(with: ["0"] + fields)]) ?? "with the seconds first, the year is the seventh field"
        case .badChar: badCharacterHint ?? commandHint
        case .emptyItem:
            suggestion([replacingField(with: fieldText.split(separator: ",").joined(separator: ","))])
        case .badRange: badRangeHint ?? commandHint
        case .badStep: badStepHint ?? commandHint
        case .zeroStep: zeroStepHint
        case .stepTooLarge: stepTooLargeHint
        case .outOfRange: outOfRangeHint
        case .unknownName: unknownNameHint ?? commandHint
        case .misplacedSpecial: misplacedSpecialHint
        case .badModifier: badModifierHint
        case .badNth: badNthHint
        case .badLastOffset: "L is the last day of the month, L-1 the day before it"
        case .unknownMacro: unknownMacroHint
        default: nil
        }
    }

    private var badRangeHint: String? {
        guard let field = failure.field, value.contains("-"), !value.hasPrefix("H"), !value.hasPrefix("h") else { return nil }
        let bounds = field.bounds(in: dialect)
        let parts = value.split(separator: "-", omittingEmptySubsequences: false).map(String.init)
        if parts.count > 2 {
            return suggestion([replacingItem(with: parts.joined(separator: ","))])
        }
        switch (parts[0], parts[1]) {
        case ("", _) where field == .dayOfMonth: return "L is the last day of the month, L-1 the day before it"
        case ("", let value): return suggestion([replacingItem(with: value)])
        case ("*", let last): return suggestion([replacingItem(with: "\(bounds.lowerBound)-\(last)")])
        case (let first, ""), (let first, "*"), (let first, "L"), (let first, "l"):
            return suggestion([replacingItem(with: "\(first)-\(bounds.upperBound)")])
        case (let first, let last) where field == .year: return suggestion([replacingItem(with: "\(last)-\(first)")])
        case (let first, let last):
            return suggestion([replacingItem(with: "\(first)-\(bounds.upperBound),\(bounds.lowerBound)-\(last)")])
        }
    }

    private var badStepHint: String? {
        let parts = item.split(separator: "/", omittingEmptySubsequences: false)
        let base = parts.first.map { $0.isEmpty || $0 == "?" ? "*" : String($0) } ?? "*"
        let digits = parts.dropFirst().first?.drop { !$0.isNumber }.prefix(while: \.isNumber) ?? ""
        return suggestion((digits.isEmpty ? [] : [replacingItem(with: "\(base)/\(digits)")]) + [replacingItem(with: base)])
    }

    private var zeroStepHint: String? {
        let base = String(item.prefix { $0 != "/" })
        guard base == "*", let field = failure.field else { return suggestion([replacingItem(with: base)]) }
        return "* is every \(field.title), and \(field.bounds(in: dialect).lowerBound) the first"
    }

    private var stepTooLargeHint: String? {
        guard let step = Int(value) else { return nil }
        return switch failure.field {
        case .second: "did you mean `every \(step % 3600 == 0 ? "\(step / 3600)h" : step % 60 == 0 ? "\(step / 60)m" : "\(step)s")`?"
        case .minute: "did you mean `every \(step % 60 == 0 ? "\(step / 60)h" : "\(step)m")`?"
        case .hour: "did you mean `every \(step % 24 == 0 ? "\(step / 24)d" : "\(step)h")`?"
        default: "name the months, and the years in a seventh field"
        }
    }

    private var outOfRangeHint: String? {
        let number = Int(value) ?? .max
        switch failure.field {
        case .second, .minute: return number == 60 ? "0 begins the next \(failure.field == .second ? "minute" : "hour")" : nil
        case .hour where number == 24: return "midnight is hour 0"
        case .hour:
            var fields = fields
            guard let hour = fields.firstIndex(of: fieldText), hour > 0 else { return nil }
            fields.swapAt(hour - 1, hour)
            return suggestion([replacingFields(with: fields)])
        case .dayOfMonth: return number == 0 ? "the first day is 1, the last one is L" : "the last day of every month is L"
        case .month: return number == 0 ? "January is 1" : nil
        case .dayOfWeek where (1900...2199).contains(number) && fields.count == 5:
            return suggestion([replacingFields(with: ["0"] + fields.dropLast() + ["*", value])])
        case .dayOfWeek where item.uppercased().hasSuffix("W"): return "did you mean \(item.uppercased()) in day of month?"
        case .dayOfWeek: return dialect == .upbeat ? "Sunday is 0 or 7, Saturday is 6" : "Sunday is 1, Saturday is 7 in \(dialect.rawValue)"
        case .year: return (0..<100).contains(number) ? suggestion([replacingItem(with: "\(2000 + number)")]) : nil
        default: return nil
        }
    }

    private var unknownNameHint: String? {
        guard let field = failure.field else { return nil }
        if fieldText.contains("=") {
            let (name, zone) = (fieldText.prefix { $0 != "=" }, fieldText.drop { $0 != "=" })
            return suggestion([text.replacing(fieldText, with: name.uppercased() + zone)]) ?? "a zone is written CRON_TZ=Europe/Berlin"
        }
        let names = (field == .month ? CronName.months : field == .dayOfWeek ? CronName.weekdays : []).map(\.description)
        let word = value.lowercased()
        if field == .dayOfWeek, let days = ["weekday": "MON-FRI", "weekend": "SAT,SUN"].first(where: { word.hasPrefix($0.key) })?.value {
            return "did you mean \(days)?"
        }
        let short = names.map { String($0.prefix(3)) }
        if let nearest = nearestName(word, in: short) ?? nearestName(word, in: names) {
            return "did you mean \(nearest.prefix(3).uppercased())?"
        }
        let bytes = Array(word.utf8)[...]
        if field != .month, CronName.number(of: bytes, in: .month) != nil {
            return "\(value) is a month, which stands before the day of week"
        }
        return field != .dayOfWeek && CronName.number(of: bytes, in: .dayOfWeek) != nil
            ? "\(value) is a weekday, which stands behind the month" : nil
    }

    private var misplacedSpecialHint: String? {
        switch (value.uppercased(), failure.field) {
        case ("?", _): suggestion([replacingItem(with: "*")])
        case ("+", _): suggestion([replacingItem(with: item.filter { $0 != "+" })])
        case ("H", _): "write a number, or give the schedule's name"
        case ("L", .dayOfWeek): "did you mean SAT (6), or 6L for the last Saturday of the month?"
        case ("L", .month): "did you mean 12?"
        case ("LW", .dayOfWeek), ("W", .dayOfWeek): "did you mean \(item.uppercased()) in day of month?"
        default: nil
        }
    }

    private var badModifierHint: String? {
        let letters = item.filter(\.isLetter).uppercased()
        let number = item.filter(\.isNumber)
        if item.contains("-"), letters != "LW" {
            return "\(letters.suffix(1)) follows a single day, not a range"
        }
        return switch (failure.field, letters) {
        case (.dayOfMonth, "W"): suggestion([replacingItem(with: number + "W")]) ?? "did you mean 15W or LW?"
        case (.dayOfMonth, "L"): suggestion([replacingItem(with: "L-" + number)])
        case (.dayOfMonth, "LW"): suggestion([replacingItem(with: "L-\(number)W")])
        case (.dayOfWeek, "L"): suggestion([replacingItem(with: number + "L")])
        default: nil
        }
    }

    private var badNthHint: String? {
        let parts = item.split(separator: "#", omittingEmptySubsequences: false).map(String.init)
        guard parts.count == 2 else { return nil }
        if let days = weekdays(in: parts[0]) {
            return suggestion([replacingItem(with: days.map { "\($0)#\(parts[1])" }.joined(separator: ","))])
        }
        let last = parts[1].isEmpty ? "\(parts[0])#1" : "\(parts[0])#L"
        return suggestion([replacingItem(with: "\(parts[1])#\(parts[0])"), replacingItem(with: last)])
    }

    /// Each day of a range of weekdays.
    private func weekdays(in range: String) -> [String]? {
        let ends = range.split(separator: "-").compactMap { CronName.number(of: Array($0.utf8)[...], in: .dayOfWeek) ?? Int($0) }
        guard ends.count == 2, ends.allSatisfy((0...7).contains) else { return nil }
        let names = CronName.weekdays.map { $0.description.prefix(3).uppercased() }
        return (0...(ends[1] - ends[0] + 7) % 7).map { names[(ends[0] + $0) % 7] }
    }

    private var unknownMacroHint: String? {
        let word = String(value.prefix { !$0.isWhitespace }).lowercased()
        if CronMacro.fields(of: word) != nil {
            return "did you mean `\(word)`? nothing may follow it"
        }
        guard !["@every", "@reboot"].contains(word) else { return nil }
        let known = [
            "@minutely": "@every_minute", "@secondly": "@every_second", "@weekdays": "0 0 * * MON-FRI", "@quarterly": "0 0 1 */3 *",
        ]
        if let meant = known[word] {
            return "did you mean `\(meant)`?"
        }
        return nearestName(word, in: CronMacro.names + ["@every", "@reboot"]).map { "did you mean `\($0)`?" }
    }
}

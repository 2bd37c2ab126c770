import Testing

@testable import Recurrence

/// Reads the words of an explanation as a person would, knowing nothing of the expression: which seconds of a day, and
/// which days, do they name? It takes no word that it does not understand.
struct ExplanationReader {
    private(set) var seconds = [Bool](repeating: false, count: 86_400)
    private(set) var isDay: (CivilTime) -> Bool = { _ in true }
    private var tokens: [String]
    private var index = 0

    struct Misunderstood: Error {
        let words: String
        let token: String
    }

    init(_ words: String) throws {
        let sentence = words.split(separator: " (either")[0].split(separator: " (both")[0]
        tokens = sentence.replacing(",", with: " ,").split(separator: " ").map(String.init)
        do {
            try readTimes()
            try readDays()
            guard index == tokens.count else { throw Misunderstood(words: words, token: tokens[index]) }
        } catch is Misunderstood {
            throw Misunderstood(words: words, token: index < tokens.count ? tokens[index] : "the end")
        }
    }

    // MARK: Pieces

    private var next: String? { index < tokens.count ? tokens[index] : nil }

    private mutating func take(_ phrase: String) -> Bool {
        let words = phrase.split(separator: " ").map(String.init)
        guard tokens[index...].starts(with: words) else { return false }
        index += words.count
        return true
    }

    private mutating func need(_ phrase: String) throws {
        guard take(phrase) else { throw Misunderstood(words: phrase, token: next ?? "") }
    }

    private mutating func one<Value>(_ parse: (String) -> Value?) throws -> Value {
        guard let token = next, let value = parse(token) else { throw Misunderstood(words: "", token: next ?? "") }
        index += 1
        return value
    }

    /// `1, 2 and 5 to 9`, `0, 2, 4, … 22`; `cycle` is the number of values where a range may go around.
    private mutating func list(_ parse: (String) -> Int?, cycle: Int? = nil) throws -> [Int] {
        var values = [try one(parse)]
        while true {
            if take("to") {
                let (first, last) = (values[values.count - 1], try one(parse))
                if last < first, let cycle {
                    values += (first...(last + cycle)).map { $0 % cycle }
                } else {
                    values += Array(first...last)
                }
            } else if take(", …") {
                let (before, first, last) = (values[values.count - 2], values[values.count - 1], try one(parse))
                values += stride(from: first, through: last, by: first - before)
            } else {
                let back = index
                guard take(",") || take("and") || take("or"), next == "…" || next.flatMap(parse) != nil else {
                    index = back
                    return values
                }
                if next == "…" {
                    index = back
                    continue
                }
                values.append(try one(parse))
            }
        }
    }

    private static func clock(_ token: String) -> Int? {
        let parts = token.split(separator: ":").map { Int($0) }
        guard parts.count == 2 || parts.count == 3, let hour = parts[0], let minute = parts[1] else { return nil }
        return hour * 3600 + minute * 60 + (parts.count == 3 ? parts[2] ?? 0 : 0)
    }

    private static func ordinal(_ token: String) -> Int? {
        token.first?.isNumber == true && token.last?.isLetter == true ? Int(token.dropLast(2)) : nil
    }

    private static func month(_ token: String) -> Int? { English.months.firstIndex(of: token).map { $0 + 1 } }

    /// ISO weekday.
    private static func weekday(_ token: String) -> Int? { English.weekdays.firstIndex(of: token).map { $0 + 1 } }

    // MARK: Times of day

    private mutating func readTimes() throws {
        if take("Every") {
            let number = next.flatMap { Int($0) } ?? 1
            index += next.flatMap { Int($0) } == nil ? 0 : 1
            let unit = try one { ["second": 1, "minute": 60, "hour": 3600][$0.hasSuffix("s") ? String($0.dropLast()) : $0] }
            let step = number * unit
            if take(", from") {
                repeat {
                    let first = try one(Self.clock)
                    try need("to")
                    let last = try one(Self.clock)
                    for time in stride(from: first, through: last < first ? last + 86_400 : last, by: step) {
                        seconds[time % 86_400] = true
                    }
                } while take("and from") || take(", from")
                return
            }
            try fill { $0 % step == 0 }
        } else if take("On the hour") {
            try fill { $0 % 3600 == 0 }
        } else {
            try need("At")
            if let time = next.flatMap(Self.clock) {
                for time in [time] + (try list(Self.clock)) {
                    seconds[time] = true
                }
                return
            }
            let values = Set(try list { Int($0) })
            if take("minutes past every hour") || take("minutes past the hour") || take("minute past every hour")
                || take("minute past the hour")
            {
                try fill { $0 % 60 == 0 && values.contains($0 / 60 % 60) }
            } else {
                guard take("seconds past") || take("second past") else { return try need("seconds past") }
                guard take("every minute") || take("the minute") else { return try need("the minute") }
                try fill { values.contains($0 % 60) }
            }
        }
    }

    private mutating func fill(_ isTime: (Int) -> Bool) throws {
        var minutes = Set(0...59)
        var hours = Set(0...23)
        if take(", in the minute") || take(", in the minutes") {
            minutes = Set(try list { Int($0) })
            guard take("of every hour") || take("of the hour") else { return try need("of the hour") }
        }
        if take(", in the hour") || take(", in the hours") {
            hours = Set(try list { Int($0) })
        }
        for time in seconds.indices {
            seconds[time] = isTime(time) && minutes.contains(time / 60 % 60) && hours.contains(time / 3600)
        }
    }

    // MARK: Days

    private mutating func restrict(_ isDay: @escaping (CivilTime) -> Bool) {
        let before = self.isDay
        self.isDay = { before($0) && isDay($0) }
    }

    private mutating func readDays() throws {
        while take(",") {
            if take("every day") { continue }
            if take("only if it is") {
                restrict(try weekdays())
            } else if take("in") {
                if next.flatMap(Self.month) != nil {
                    let months = Set(try list(Self.month))
                    restrict { months.contains($0.month) }
                } else {
                    let years = Set(try list { Int($0) })
                    restrict { years.contains(Int($0.year)) }
                }
            } else if take("on") {
                if let days = try dates() {
                    restrict(take("and on") ? either(days, try weekdays()) : days)
                } else {
                    restrict(try weekdays())
                }
            } else {
                restrict(try weekdays())
            }
        }
    }

    private func either(_ one: @escaping (CivilTime) -> Bool, _ other: @escaping (CivilTime) -> Bool) -> (CivilTime) -> Bool {
        { one($0) || other($0) }
    }

    /// `the 1st and 15th of the month`, `the last day of January`; nil if it is about weekdays.
    private mutating func dates() throws -> ((CivilTime) -> Bool)? {
        let start = index
        var kinds: [(CivilTime) -> Bool] = []
        repeat {
            if take("the last day") {
                kinds.append { Self.length($0) == $0.day }
            } else if take("the last weekday (Monday to Friday)") {
                kinds.append { Self.workday(near: Self.length($0), $0) == $0.day }
            } else if take("the weekday (Monday to Friday) nearest to the") {
                let number = try one(Self.ordinal)
                let isFromEnd = take("day before the last")
                kinds.append { day in
                    let wanted = isFromEnd ? Self.length(day) - number : number
                    return (1...Self.length(day)).contains(wanted) && Self.workday(near: wanted, day) == day.day
                }
            } else if take("the"), next.flatMap(Self.ordinal) != nil {
                let numbers = try list(Self.ordinal)
                if take("day before the last") {
                    kinds.append { Self.length($0) - numbers[0] == $0.day }
                } else {
                    kinds.append { numbers.contains($0.day) }
                }
            } else {
                index = start
                return nil
            }
        } while take(",") || (tokens[index...].starts(with: ["and", "the"]) && take("and"))
        try need("of")
        if !take("the month") {
            let months = Set(try list(Self.month))
            return { day in months.contains(day.month) && kinds.contains { $0(day) } }
        }
        return { day in kinds.contains { $0(day) } }
    }

    private mutating func weekdays() throws -> (CivilTime) -> Bool {
        var kinds: [(CivilTime) -> Bool] = []
        let weeks = ["first", "second", "third", "fourth", "fifth"]
        while true {
            if take("every day from") || take("a day from") || (take("every") || take("a")) || next.flatMap(Self.weekday) != nil {
                let days = Set(try list({ Self.weekday($0).map { $0 % 7 } }, cycle: 7))
                kinds.append { days.contains($0.weekday % 7) }
            } else {
                try need("the")
                let week = take("last") ? nil : try one { weeks.firstIndex(of: $0) }
                let weekday = try one(Self.weekday)
                try need("of the month")
                kinds.append { day in
                    guard day.weekday == weekday else { return false }
                    return week.map { (day.day - 1) / 7 == $0 } ?? (day.day + 7 > Self.length(day))
                }
            }
            let back = index
            guard take(",") || take("and") || take("or"), ["the", "every", "a"].contains(next) || next.flatMap(Self.weekday) != nil else {
                index = back
                break
            }
        }
        return { day in kinds.contains { $0(day) } }
    }

    private static func length(_ day: CivilTime) -> Int { CivilTime.days(inMonth: day.month, of: day.year) }

    /// The day from Monday to Friday nearest to a day, in its month.
    private static func workday(near wanted: Int, _ day: CivilTime) -> Int {
        let length = length(day)
        func isWorkday(_ number: Int) -> Bool {
            CivilTime(year: day.year, month: day.month, day: number).map { $0.weekday <= 5 } ?? false
        }
        return [0, -1, 1, -2, 2].map { wanted + $0 }.first { (1...length).contains($0) && isWorkday($0) } ?? 0
    }
}

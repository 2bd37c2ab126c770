/// A cron expression as lists of what matches, read straight from section 1 of the specification.
///
/// Written to be looked through, not to be fast, and apart from the library: the two share no code.
final class NaiveCron {
    enum Refusal: Error, Equatable {
        case grammar(String)
        case neverFires
    }

    /// What a field may hold.
    struct Field {
        var name: String
        var range: ClosedRange<Int>
        /// The last value that `a/n` counts to.
        var top: Int
        var names: [String] = []
        /// The longest step; nil where any is allowed.
        var longestStep: Int?
        var wraps = true
    }

    static let fields = [
        Field(name: "second", range: 0...59, top: 59, longestStep: 59),
        Field(name: "minute", range: 0...59, top: 59, longestStep: 59),
        Field(name: "hour", range: 0...23, top: 23, longestStep: 23),
        Field(name: "day_of_month", range: 1...31, top: 31),
        Field(
            name: "month", range: 1...12, top: 12,
            names: [
                "", "JANUARY", "FEBRUARY", "MARCH", "APRIL", "MAY", "JUNE", "JULY", "AUGUST", "SEPTEMBER", "OCTOBER", "NOVEMBER",
                "DECEMBER",
            ],
            longestStep: 12),
        Field(
            name: "day_of_week", range: 0...7, top: 6,
            names: ["SUNDAY", "MONDAY", "TUESDAY", "WEDNESDAY", "THURSDAY", "FRIDAY", "SATURDAY"]),
        Field(name: "year", range: 1970...2199, top: 2199, wraps: false),
    ]

    static let macros = [
        "@yearly": "0 0 1 1 *", "@annually": "0 0 1 1 *", "@monthly": "0 0 1 * *", "@weekly": "0 0 * * 0", "@daily": "0 0 * * *",
        "@midnight": "0 0 * * *", "@hourly": "0 * * * *", "@every_minute": "* * * * *", "@every_second": "* * * * * *",
    ]

    /// By value: whether it matches.
    let seconds: [Bool]
    let minutes: [Bool]
    let hours: [Bool]
    let months: [Bool]
    /// Nil without a year field.
    let years: Set<Int>?
    let daysOfMonth: [DayOfMonth]
    let daysOfWeek: [DayOfWeek]
    /// Both day fields have to match; one of them is enough otherwise.
    let needsBoth: Bool
    /// No field of the time of day begins with a star.
    let isFixed: Bool
    /// What `CRON_TZ=` or `TZ=` names.
    let zoneName: String?

    enum DayOfMonth {
        case any
        case day(Int)
        /// So many days before the last one.
        case beforeLast(Int)
        case weekdayNear(Int)
        case weekdayNearBeforeLast(Int)
    }

    enum DayOfWeek {
        case any
        case weekday(Int)
        case nth(Int, Int)
        case last(Int)
    }

    init(_ text: String) throws(Refusal) {
        guard text.utf8.count <= 512 else { throw .grammar("too long") }
        guard text.utf8.allSatisfy({ $0 < 128 }) else { throw .grammar("not ASCII") }
        var words = text.split { $0 == " " || $0 == "\t" }.map(String.init)
        let prefix = ["CRON_TZ=", "TZ="].first { words.first?.hasPrefix($0) ?? false }
        zoneName = prefix.map { String(words.removeFirst().dropFirst($0.count)) }
        guard zoneName != "" else { throw .grammar("no zone") }
        if words.count == 1, let macro = Self.macros[words[0].lowercased()] {
            words = macro.split(separator: " ").map(String.init)
        }
        let numbers = words.count == 6 ? words[5].split { !$0.isNumber }.compactMap { Int($0) } : []
        guard !numbers.contains(where: (1900...2199).contains) else { throw .grammar("a year in the sixth field") }
        if words.count == 5 { words.insert("0", at: 0) }
        guard words.count == 6 || words.count == 7 else { throw .grammar("\(words.count) fields") }

        seconds = try Self.table(Self.fields[0], words[0])
        minutes = try Self.table(Self.fields[1], words[1])
        hours = try Self.table(Self.fields[2], words[2])
        months = try Self.table(Self.fields[4], words[4])
        years = words.count == 7 ? Set(try Self.values(Self.fields[6], words[6])) : nil

        let forced = words[5].hasPrefix("+")
        if forced { words[5].removeFirst() }
        var (daysOfMonth, daysOfWeek): ([DayOfMonth], [DayOfWeek]) = ([], [])
        for item in try Self.items(words[3]) { daysOfMonth += try Self.dayOfMonth(item) }
        for item in try Self.items(words[5]) { daysOfWeek += try Self.dayOfWeek(item) }
        self.daysOfMonth = daysOfMonth
        self.daysOfWeek = daysOfWeek
        let stars = [words[3], words[5]].contains { $0.hasPrefix("*") || $0.hasPrefix("?") }
        needsBoth = forced || stars
        isFixed = !words[0...2].contains { $0.hasPrefix("*") }
        guard firesOnSomeDay else { throw .neverFires }
    }

    // MARK: fields

    private static func items(_ text: String) throws(Refusal) -> [String] {
        let items = text.uppercased().split(separator: ",", omittingEmptySubsequences: false).map(String.init)
        guard !items.contains("") else { throw .grammar("empty item") }
        return items
    }

    private static func table(_ field: Field, _ text: String) throws(Refusal) -> [Bool] {
        var table = Array(repeating: false, count: 60)
        for value in try values(field, text) { table[value] = true }
        return table
    }

    private static func values(_ field: Field, _ text: String) throws(Refusal) -> [Int] {
        var all: [Int] = []
        for item in try items(text) { all += try values(field, item: item) }
        return all
    }

    /// `*`, `a`, `a-b`, each with or without `/n`.
    private static func values(_ field: Field, item: String) throws(Refusal) -> [Int] {
        let parts = item.split(separator: "/", omittingEmptySubsequences: false).map(String.init)
        guard parts.count <= 2 else { throw .grammar("two steps") }
        var step = 1
        if parts.count == 2 {
            step = try number(parts[1])
            guard step >= 1, step <= field.longestStep ?? .max else { throw .grammar("step \(step)") }
        }
        let ends = parts[0].split(separator: "-", omittingEmptySubsequences: false).map(String.init)
        if parts[0] == "*" { return count(field, field.range.lowerBound, field.top, step) }
        guard ends.count <= 2 else { throw .grammar("two ranges") }
        let begin = try value(field, ends[0])
        if ends.count == 2 { return try wound(field, begin, value(field, ends[1]), step) }
        return parts.count == 2 ? try wound(field, begin, field.top, step) : [begin % (field.names.count == 7 ? 7 : .max)]
    }

    /// From `begin` to `end` in steps, over the end of the field where `end` lies before `begin`.
    private static func wound(_ field: Field, _ begin: Int, _ end: Int, _ step: Int) throws(Refusal) -> [Int] {
        if begin <= end { return count(field, begin, end, step) }
        guard field.wraps else { throw .grammar("backwards") }
        let size = field.top - field.range.lowerBound + 1
        return count(field, begin, end + size, step)
    }

    private static func count(_ field: Field, _ begin: Int, _ end: Int, _ step: Int) -> [Int] {
        let size = field.top - field.range.lowerBound + 1
        var values: [Int] = []
        var value = begin
        while value <= end {
            values.append((value - field.range.lowerBound) % size + field.range.lowerBound)
            value += step
        }
        return values
    }

    private static func value(_ field: Field, _ text: String) throws(Refusal) -> Int {
        for (value, name) in field.names.enumerated() where name != "" {
            if text == name || text == name.prefix(3) { return value }
        }
        let number = try number(text)
        guard field.range.contains(number) else { throw .grammar("\(number) is no \(field.name)") }
        return number
    }

    private static func number(_ text: String) throws(Refusal) -> Int {
        guard !text.isEmpty, text.utf8.allSatisfy({ (48...57).contains($0) }), let number = Int(text), number < 1_000_000_000 else {
            throw .grammar("no number: \(text)")
        }
        return number
    }

    // MARK: day fields

    private static func dayOfMonth(_ item: String) throws(Refusal) -> [DayOfMonth] {
        switch item {
        case "?", "*": return [.any]
        case "L": return [.beforeLast(0)]
        case "LW": return [.weekdayNearBeforeLast(0)]
        default: break
        }
        let onWeekday = item.hasSuffix("W")
        let rest = onWeekday ? String(item.dropLast()) : item
        if rest.hasPrefix("L-") {
            let distance = try number(String(rest.dropFirst(2)))
            guard (1...30).contains(distance) else { throw .grammar("L-\(distance)") }
            return [onWeekday ? .weekdayNearBeforeLast(distance) : .beforeLast(distance)]
        }
        if onWeekday {
            return [.weekdayNear(try value(fields[3], rest))]
        }
        return try values(fields[3], item: item).map { .day($0) }
    }

    private static func dayOfWeek(_ item: String) throws(Refusal) -> [DayOfWeek] {
        if item == "?" || item == "*" { return [.any] }
        let parts = item.split(separator: "#", omittingEmptySubsequences: false).map(String.init)
        if parts.count == 2 {
            let weekday = try value(fields[5], parts[0]) % 7
            if parts[1] == "L" { return [.last(weekday)] }
            let nth = try number(parts[1])
            guard (1...5).contains(nth) else { throw .grammar("#\(nth)") }
            return [.nth(weekday, nth)]
        }
        if item.hasSuffix("L") { return [.last(try value(fields[5], String(item.dropLast())) % 7)] }
        return try values(fields[5], item: item).map { .weekday($0) }
    }
}

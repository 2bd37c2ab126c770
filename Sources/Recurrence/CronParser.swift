/// Reads a whole cron expression: zone, macro or fields, and what they come to.
struct CronParser {
    private var scanner: CronScanner
    private let schedule: String?
    private let keepsSyntax: Bool
    private(set) var plan = CronPlan()
    /// Fields are kept only if that was asked for.
    private(set) var syntax: CronSyntax
    /// Blanks at the ends, tabs, or several blanks between fields.
    private(set) var isUntidy = false
    private(set) var hasHash = false

    /// - Parameter schedule: what `H` draws from; without it `H` is taken only where the syntax is kept.
    init(_ text: String, dialect: CronExpression.Dialect, schedule: String?, keepsSyntax: Bool = false) {
        let bytes = Array(text.utf8)
        var end = bytes.count
        while end > 0, bytes[end - 1].isWhiteSpace {
            end -= 1
        }
        var start = 0
        while start < end, bytes[start].isWhiteSpace {
            start += 1
        }
        isUntidy = start > 0 || end < bytes.count
        scanner = CronScanner(bytes: bytes, dialect: dialect, position: start, end: end)
        self.schedule = schedule
        self.keepsSyntax = keepsSyntax
        syntax = CronSyntax(text: text, fields: [])
    }

    mutating func parse() throws(CronFailure) {
        guard scanner.position < scanner.end else { throw CronFailure(code: .empty, range: 0..<0) }
        try zone()
        if scanner.current == UInt8(ascii: "@") {
            try macro()
        }
        let start = scanner.position
        let (count, sixth) = try fieldCount()
        guard let fields = TimeField.cronFields(count: count), count > 5 || scanner.dialect == .upbeat else {
            throw CronFailure(code: .fieldCount, range: start..<scanner.end)
        }
        if count == 6, let year = year(from: sixth) {
            throw CronFailure(code: .yearInSixthField, field: .dayOfWeek, range: year)
        }
        plan.clock.seconds = count == 5 ? 1 : 0
        for field in fields {
            try self.field(field)
        }
        plan.dates.settle()
        guard !plan.dates.isEmpty else { throw CronFailure(code: .neverFires, range: start..<scanner.end) }
    }

    /// Steps over `CRON_TZ=` or `TZ=` and the name behind it.
    private mutating func zone() throws(CronFailure) {
        let rest = scanner.bytes[scanner.position..<scanner.end]
        guard let length = [8, 3].first(where: { rest.starts(with: Self.zonePrefix.suffix($0)) }) else { return }
        let start = scanner.position + length
        scanner.position = start
        while !scanner.isAtFieldEnd {
            scanner.position += 1
        }
        let range = start..<scanner.position
        scanner.skipBlanks()
        guard !range.isEmpty, !scanner.bytes[range].contains(where: \.isWhiteSpace) else {
            throw CronFailure(code: .unknownZone, field: .zone, range: range)
        }
        isUntidy = isUntidy || scanner.position > range.upperBound + 1 || scanner.bytes[range.upperBound...].first == UInt8(ascii: "\t")
        syntax.zoneName = String(decoding: scanner.bytes[range], as: UTF8.self)
        guard scanner.position < scanner.end else { throw CronFailure(code: .empty, range: start - length..<range.upperBound) }
    }

    private static let zonePrefix = Array("CRON_TZ=".utf8)

    /// Puts what a macro stands for into its place.
    private mutating func macro() throws(CronFailure) {
        let range = scanner.position..<scanner.end
        let word = String(decoding: scanner.bytes[range], as: UTF8.self).lowercased()
        guard let fields = CronMacro.fields(of: word) else { throw CronFailure(code: .unknownMacro, range: range) }
        syntax.macro = word
        scanner = CronScanner(bytes: Array(fields.utf8), dialect: .upbeat, position: 0, end: fields.utf8.count)
    }

    /// Counts the fields, and says where the sixth begins.
    private mutating func fieldCount() throws(CronFailure) -> (count: Int, sixth: Int) {
        var count = 0
        var sixth = 0
        var wasBlank = true
        for position in scanner.position..<scanner.end {
            let byte = scanner.bytes[position]
            if byte == UInt8(ascii: " ") || byte == UInt8(ascii: "\t") {
                isUntidy = isUntidy || wasBlank || byte != UInt8(ascii: " ")
                wasBlank = true
            } else {
                guard byte &- 0x21 < 0x5E else { throw CronFailure(code: .badChar, range: scalar(at: position)) }
                if wasBlank {
                    count += 1
                    if count == 6 {
                        sixth = position
                    }
                }
                wasBlank = false
            }
        }
        return (count, sixth)
    }

    /// The bytes of the Unicode scalar that begins at a position.
    private func scalar(at position: Int) -> Range<Int> {
        let rest = scanner.bytes[(position + 1)...].prefix { $0 & 0xC0 == 0x80 }
        return position..<rest.endIndex
    }

    /// The first number from 1900 to 2199 from a position on.
    private func year(from position: Int) -> Range<Int>? {
        var position = position
        while position < scanner.end {
            let digits = scanner.bytes[position..<scanner.end].prefix(while: \.isDigit)
            if digits.count >= 4 {
                let number = digits.reduce(0) { min($0 * 10 + Int($1 & 0x0F), 99_999) }
                if (1900...2199).contains(number) {
                    return position..<digits.endIndex
                }
            }
            position = digits.endIndex + 1
        }
        return nil
    }

    private mutating func field(_ field: TimeField) throws(CronFailure) {
        scanner.skipBlanks()
        scanner.field = field
        var start = scanner.position
        let hasPlus = field == .dayOfWeek && scanner.take("+")
        if hasPlus {
            start += 1
        }
        let isStar = scanner.current == UInt8(ascii: "*") || scanner.current == UInt8(ascii: "?")
        var items: [CronSyntax.Item] = []
        repeat {
            let item = try scanner.item()
            if case .hashed = item.kind {
                hasHash = true
            }
            if !plan.insert(item, field, schedule: schedule), !keepsSyntax {
                throw scanner.failure(.misplacedSpecial, item.range.lowerBound..<item.range.lowerBound + 1)
            }
            if keepsSyntax {
                items.append(item)
            }
        } while scanner.take(",")
        switch field {
        case .second, .minute, .hour: plan.isFixedTime = plan.isFixedTime && !isStar
        case .dayOfMonth, .dayOfWeek:
            plan.dates.days.isAnded = plan.dates.days.isAnded || isStar || hasPlus || scanner.dialect != .upbeat
        case .year, .month, .zone: break
        }
        if keepsSyntax {
            let text = String(decoding: scanner.bytes[start..<scanner.position], as: UTF8.self)
            syntax.fields.append(CronSyntax.Field(field: field, text: text, items: items, hasPlus: hasPlus, column: start + 1))
        }
    }
}

extension UInt8 {
    /// What may surround an expression: blanks, tabs and ends of lines.
    var isWhiteSpace: Bool { self == 0x20 || self == 0x09 || self == 0x0A || self == 0x0D }
}

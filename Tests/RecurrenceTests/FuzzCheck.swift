import Recurrence

/// What was found.
struct FuzzTally: Sendable {
    /// How many texts each reader took.
    var accepted: [String: Int] = [:]
    /// What is wrong, of all texts.
    var faults: [String] = []

    mutating func add(_ other: FuzzTally) {
        accepted.merge(other.accepted, uniquingKeysWith: +)
        faults += other.faults
    }
}

/// Gives one text to everything that reads texts, and looks at what comes back.
final class FuzzCheck {
    /// The codes of section 7 of the specification.
    private static let codes: Set = [
        "empty", "too_long", "field_count", "year_in_sixth_field", "bad_char", "empty_item", "bad_range", "bad_step", "zero_step",
        "step_too_large", "out_of_range", "unknown_name", "misplaced_special", "bad_modifier", "bad_nth", "bad_last_offset",
        "unknown_macro", "never_fires", "unknown_zone", "zone_conflict", "bad_duration", "interval_too_short", "calendar_unit_in_interval",
        "bad_time", "ambiguous_date", "bare_number", "in_the_past", "offset_conflict",
    ]

    private static let starts = [
        Instant(seconds: -1), Instant(seconds: 1_768_899_600), .distantPast, .distantFuture, Instant(milliseconds: .min),
        Instant(milliseconds: .max),
    ]

    private let sources: [any ZoneSource] = [SystemZones(), FoundationZones()]
    private let places: [Zone]
    var tally = FuzzTally()
    private var text = ""

    init() throws {
        places = [.utc, try sources[0].zone(named: "Europe/Berlin"), try sources[0].zone(named: "Australia/Lord_Howe")]
    }

    func check(_ text: String, round: Int) {
        self.text = text
        let place = places[round % places.count]
        for dialect in CronExpression.Dialect.allCases {
            attempt("cron \(dialect)") { () throws(TimeError) in
                let expression = try CronExpression(parsing: text, dialect: dialect, schedule: round % 2 == 0 ? "backup" : nil)
                return fault(of: expression, in: place, round)
            }
        }
        attempt("rule") { () throws(TimeError) in
            let rule = try RecurrenceRule(parsing: text, schedule: "backup")
            return fault(of: Timetable(rule: rule, zone: place, creation: Self.starts[round % 6]), round)
        }
        _ = Instant(rfc3339: text)
        attempt("phrase") { () throws(TimeError) in
            let past: PastPolicy = round % 4 == 0 ? .allow : .refuse
            let resolved = try TimePhrase.resolve(text, now: Self.starts[round % 6], zone: place, past: past, zones: sources[round % 2])
            return resolved.instant >= .distantPast && resolved.instant <= .distantFuture ? nil : "out of range"
        }
        attempt("expression") { () throws(TimeError) in
            let expression = try TimeExpression(parsing: text, now: Self.starts[round % 6], zone: place, zones: sources[round % 2])
            guard case .once = expression else { return nil }
            return (try? RecurrenceRule(parsing: text)) == nil ? nil : "a schedule is taken as a time"
        }
        attempt("duration") { () throws(TimeError) in
            let duration = try HumanDuration(parsing: text)
            return duration.duration >= .zero ? nil : "negative"
        }
        attempt("window") { () throws(TimeError) in
            let windows = Windows(active: [try Window(parsing: text)])
            let opening = windows.nextOpening(after: Self.starts[round % 6], in: place)
            return windows.areNeverOpen || opening != nil || round % 6 > 2 || windows.areAlwaysOpen ? nil : "never opens"
        }
        // The nearest of six hundred names takes a while.
        guard round % 10 == 0 else { return }
        attempt("zone") { () throws(TimeError) in
            let zone = try sources[round % 2].zone(named: text)
            return zone.identifier == text ? nil : "is called \(zone)"
        }
    }

    private func attempt(_ what: String, _ parse: () throws(TimeError) -> String?) {
        do {
            let fault = try parse()
            tally.accepted[what, default: 0] += 1
            if let fault { add("\(what): accepted, but \(fault)") }
        } catch {
            if let fault = fault(of: error) { add("\(what): \(fault): \(error.code.rawValue), \"\(error)\"") }
        }
    }

    private func add(_ fault: String) {
        tally.faults.append("\(fault); text of \(text.utf8.count) bytes: \(String(text.prefix(200)).debugDescription)")
    }

    // MARK: what is right

    private func fault(of expression: CronExpression, in place: Zone, _ round: Int) -> String? {
        let start = Self.starts[round % 2]
        guard let first = expression.next(after: Self.starts[0], in: .utc) else { return "it never fires" }
        guard expression.last(atOrBefore: first, in: .utc) == first else { return "its first fire is not found from behind" }
        for fire in expression.fires(after: start, in: place).prefix(3) {
            guard fire > start else { return "a fire before the start" }
        }
        for start in Self.starts {
            _ = expression.next(after: start, in: place)
            _ = expression.last(atOrBefore: start, in: place)
        }
        guard expression.count(after: Self.starts[0], through: first, in: .utc) == 1 else { return "its first fire does not count as one" }
        // Ten thousand years take a while.
        _ = expression.count(after: round % 500 == 0 ? .distantPast : start, through: round % 500 == 1 ? .distantFuture : first, in: place)
        guard let again = try? CronExpression(parsing: expression.description, schedule: "backup") else {
            return "its description \"\(expression)\" is refused"
        }
        let (fires, others) = (expression.fires(after: start, in: .utc).prefix(3), again.fires(after: start, in: .utc).prefix(3))
        return Array(fires) == Array(others) ? nil : "its description \"\(expression)\" fires at other times"
    }

    private func fault(of timetable: Timetable, _ round: Int) -> String? {
        let first = timetable.next(after: Self.starts[round % 6])
        if timetable.rule == .reboot { return first == nil ? nil : "it fires at a time" }
        guard round % 6 < 2, let first else { return nil }
        return timetable.last(atOrBefore: first) == first ? nil : "its first fire is not found from behind"
    }

    private func fault(of error: TimeError) -> String? {
        guard Self.codes.contains(error.code.rawValue) else { return "the code is not of section 7" }
        guard !error.message.isEmpty, error.hint != "", error.value.unicodeScalars.count <= 80 else {
            return "an empty sentence or a long value"
        }
        let scalars = error.description.unicodeScalars
        guard scalars.count < 600, !scalars.contains(where: { $0.value < 0x20 || (0x7f...0x9f).contains($0.value) }) else {
            return "the sentence cannot be shown"
        }
        guard let column = error.column else { return nil }
        let count = text.unicodeScalars.count
        return column >= 1 && column <= count + 1 && error.length >= 0 && column - 1 + error.length <= count
            ? nil : "column \(column), length \(error.length) in a text of \(count)"
    }
}

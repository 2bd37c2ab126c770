import Recurrence
import StrictJSON

/// One line of `upbeat explain --batch`: a question in JSON, and its answer.
///
/// - `{"id", "expr", "tz", "start", "n"}` gives `{"id", "next": [...]}`. Beside them `dialect`, and `schedule` for `H`.
/// - `{"id", "phrase", "tz", "now"}` gives `{"id", "at"}`.
/// - `{"id", "schedule", "nominal", "following", "jitter_ms"}` gives `{"id", "offset_ms"}`.
///
/// Times are unix seconds. What is wrong gives `{"id", "error": {"code", "message", "field", "column", "hint"}}`.
struct ExplainLine {
    let zones: any ZoneSource
    /// For lines that name none.
    let zone: Zone
    /// For lines that give no time.
    let now: @Sendable () -> Instant

    /// As many times are listed at most.
    private static let mostTimes: Int64 = 100_000

    /// Appends the answer to a line, with its line break.
    func answer(_ line: ArraySlice<UInt8>, to output: inout [UInt8]) {
        var id = JSON.null
        do {
            let question = try parsed(line)
            id = question["id"] ?? .null
            var answer = JSONObjectText()
            answer.add("id", id)
            try fill(&answer, question)
            output += answer.finish()
        } catch {
            var answer = JSONObjectText()
            answer.add("id", id)
            answer.add("error", .object(error.members))
            output += answer.finish()
        }
        output.append(0x0A)
    }

    /// Appends the answer to a line that cannot be read at all.
    func refuse(_ reason: String, to output: inout [UInt8]) {
        var answer = JSONObjectText()
        answer.add("id", .null)
        answer.add("error", .object(LineError.bad(reason, nil).members))
        output += answer.finish()
        output.append(0x0A)
    }

    private func parsed(_ line: ArraySlice<UInt8>) throws(LineError) -> JSONObject {
        do {
            guard case .object(let question) = try JSON(parsing: Array(line)) else {
                throw LineError.bad("a line is a JSON object such as {\"id\": 1, \"expr\": \"0 9 * * *\", \"tz\": \"UTC\"}", nil)
            }
            return question
        } catch let error as JSONSyntaxError {
            throw .bad("\(error)", nil)
        } catch let error as LineError {
            throw error
        } catch {
            throw .bad("the line could not be read: \(error)", nil)
        }
    }

    private func fill(_ answer: inout JSONObjectText, _ question: JSONObject) throws(LineError) {
        if question["expr"] != nil {
            answer.add("next", try times(question))
        } else if question["phrase"] != nil {
            answer.add("at", Self.seconds(try moment(question)))
        } else if question["nominal"] != nil {
            let offset = Jitter.offset(
                schedule: try text("schedule", question) ?? "", nominal: try whole("nominal", question) ?? 0,
                following: try whole("following", question), jitterMilliseconds: try whole("jitter_ms", question) ?? 0)
            answer.add("offset_ms", offset)
        } else {
            throw .bad("a line asks for \"expr\", for \"phrase\" or for \"nominal\"; this one has none of them", nil)
        }
    }

    private func times(_ question: JSONObject) throws(LineError) -> [Int64] {
        let expression = try text("expr", question) ?? ""
        let start = try instant("start", question)
        let count = try whole("n", question) ?? 5
        guard count >= 0, count <= Self.mostTimes else { throw .bad("n is \(count); it goes from 0 to \(Self.mostTimes)", "n") }
        var dialect = CronExpression.Dialect.upbeat
        if let name = try text("dialect", question) {
            guard let known = CronExpression.Dialect(rawValue: name) else {
                let names = CronExpression.Dialect.allCases.map { "\"\($0.rawValue)\"" }.joined(separator: ", ")
                throw .bad("dialect is \(JSON.string(name)); it is one of \(names)", "dialect")
            }
            dialect = known
        }
        let asked = ScheduleQuestion(
            text: expression, zone: try text("tz", question), dialect: dialect, schedule: try text("schedule", question), from: start)
        do {
            return try asked.resolved(zones: zones, default: zone).times(Int(count)).map(\.seconds)
        } catch {
            throw .time(error)
        }
    }

    private func moment(_ question: JSONObject) throws(LineError) -> Instant {
        let (phrase, name, now) = (try text("phrase", question) ?? "", try text("tz", question), try instant("now", question))
        do {
            let zone = try name.map { name throws(TimeError) in try zones.zone(named: name) } ?? zone
            return try TimePhrase.resolve(phrase, now: now, zone: zone, zones: zones).instant
        } catch {
            throw .time(error)
        }
    }

    // MARK: members

    private func text(_ key: String, _ question: JSONObject) throws(LineError) -> String? {
        switch question[key] {
        case nil, .null: return nil
        case .string(let text): return text
        case let other?: throw .bad("\(key) is \(other.kindName); it has to be a string", key)
        }
    }

    private func whole(_ key: String, _ question: JSONObject) throws(LineError) -> Int64? {
        switch question[key] {
        case nil, .null: return nil
        case .integer(let number): return number
        case .number(let number):
            if let exact = Int64(exactly: number) { return exact }
            throw .bad("\(key) is \(number); it has to be a whole number", key)
        case let other?: throw .bad("\(key) is \(other.kindName); it has to be a whole number", key)
        }
    }

    private func instant(_ key: String, _ question: JSONObject) throws(LineError) -> Instant {
        switch question[key] {
        case nil, .null: return now()
        case .integer(let seconds): return Instant(seconds: seconds)
        case .number(let seconds):
            guard seconds.magnitude < 1e12 else { throw .bad("\(key) is \(seconds); it has to be unix seconds", key) }
            return Instant(milliseconds: Int64((seconds * 1000).rounded(.down)))
        case let other?: throw .bad("\(key) is \(other.kindName); it has to be unix seconds", key)
        }
    }

    /// Whole seconds as an integer.
    private static func seconds(_ instant: Instant) -> JSON {
        let milliseconds = instant.milliseconds
        return milliseconds % 1000 == 0 ? .integer(milliseconds / 1000) : .number(Double(milliseconds) / 1000)
    }
}

/// Why a line has no answer.
private enum LineError: Error {
    case time(TimeError)
    /// Not a question; which member is wrong.
    case bad(String, String?)

    var members: JSONObject {
        switch self {
        case .time(let error): error.members
        case .bad(let message, let field):
            field.map { ["code": "bad_line", "message": .string(message), "field": .string($0)] }
                ?? ["code": "bad_line", "message": .string(message)]
        }
    }
}

extension TimeError {
    /// As `--json` and `--batch` show it.
    var members: JSONObject {
        var members: JSONObject = ["code": .string(code.rawValue), "message": .string(message)]
        if let field { members["field"] = .string(field.rawValue) }
        if let column { members["column"] = .integer(Int64(column)) }
        if column != nil { members["length"] = .integer(Int64(length)) }
        if !value.isEmpty { members["value"] = .string(value) }
        if let hint { members["hint"] = .string(hint) }
        return members
    }
}

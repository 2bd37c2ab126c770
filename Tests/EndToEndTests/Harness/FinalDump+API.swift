import Foundation
import Pulses
import Recurrence
import StrictJSON
import TestSupport

extension FinalDump {
    /// Asks the daemon for all that it has, page by page, and for the attempts of whatever has left `pending` or was tried.
    static func read(_ home: KillHome, schedules: [DumpedSchedule]) throws -> FinalDump {
        let connection = UnixHTTPConnection(path: home.socket, timeout: .seconds(30))
        let readAt = BootTime.now()
        let living = Set(ProcessCensus.runs(ofHome: home.state).map(\.run))
        let statuses = PulseStatus.allCases.map(\.name).joined(separator: ",")
        var pulses: [DumpedPulse] = []
        var before: Int64?
        repeat {
            let target = "/v1/pulses?status=\(statuses)&order=newest&limit=500" + (before.map { "&before=\($0)" } ?? "")
            let page = try get(target, connection)
            guard let rows = page["pulses"]?.arrayValue else { throw HarnessError("\(target): no pulses in the answer") }
            for row in rows { pulses.append(try pulse(row, connection, ahead: home.ahead)) }
            before = page["next_before"]?.integerValue
        } while before != nil
        return FinalDump(readAt: readAt, pulses: pulses.reversed(), schedules: schedules, living: living)
    }

    static func get(_ target: String, _ connection: UnixHTTPConnection) throws -> JSON {
        let answer = try connection.request("GET", target)
        guard answer.status == 200, let json = answer.json else {
            throw HarnessError("\(target): answered \(answer.status): \(answer.text.prefix(300))")
        }
        return json
    }

    private static func pulse(_ row: JSON, _ connection: UnixHTTPConnection, ahead: Duration) throws -> DumpedPulse {
        guard let id = row["id"]?.integerValue, let status = row["status"]?.stringValue.flatMap(PulseStatus.init(name:)),
            let due = moment(row["scheduled_at"], ahead), let attempt = row["attempt"]?.integerValue
        else { throw HarnessError("not a pulse: \(row)") }
        var pulse = DumpedPulse(
            id: PulseID(id), key: row["tags"]?.arrayValue?.first?.stringValue, status: status, reason: row["reason"]?.stringValue,
            due: due, attempts: [])
        if let schedule = row["schedule"]?.stringValue, let nominal = row["nominal_at"]?.stringValue.flatMap(Instant.init(rfc3339:)) {
            pulse.occurrence = DumpedOccurrence(schedule: schedule, nominal: nominal, nominalAt: BootTime(nominal, ahead: ahead))
            pulse.key = pulse.key.map { $0 + String(id) }
        }
        if attempt > 0 || status != .pending {
            let shown = try get("/v1/pulses/\(id)", connection)
            guard let attempts = shown["attempts"]?.arrayValue else { throw HarnessError("pulse \(id): no attempts in the answer") }
            pulse.attempts = try attempts.map { try self.attempt($0, ahead: ahead) }
        }
        return pulse
    }

    private static func attempt(_ row: JSON, ahead: Duration) throws -> DumpedAttempt {
        guard let number = row["number"]?.integerValue, let due = moment(row["due_at"], ahead) else {
            throw HarnessError("not an attempt: \(row)")
        }
        let outcome = row["outcome"]?.stringValue.flatMap { name in AttemptOutcome.allCases.first { $0.name == name } }
        return DumpedAttempt(
            number: Int(number), outcome: outcome, due: due, error: row["error"]?.stringValue, startedAt: moment(row["started_at"], ahead))
    }

    private static func moment(_ value: JSON?, _ ahead: Duration) -> BootTime? {
        value?.stringValue.flatMap(Instant.init(rfc3339:)).map { BootTime($0, ahead: ahead) }
    }
}

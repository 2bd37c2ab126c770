import Foundation
import Pulses
import Recurrence
import StrictJSON
import TestSupport

extension KillHarness {
    /// Makes a few more of the schedules, until all are there: some live through the whole history, some come later.
    func makeSchedules() throws {
        let connection = UnixHTTPConnection(path: home.socket)
        for schedule in KillSchedule.all.dropFirst(schedules.count).prefix(4) {
            let answer = try connection.request("POST", "/v1/schedules", body: schedule.body(home))
            let made = answer.json?["schedule"]
            guard answer.status == 201, let madeAt = made?["created_at"]?.stringValue.flatMap(Instant.init(rfc3339:)),
                let first = answer.json?["next_fires"]?.arrayValue?.first?["nominal_at"]?.stringValue.flatMap(Instant.init(rfc3339:))
            else { throw HarnessError("schedule \(schedule.name): answered \(answer.status): \(answer.text.prefix(300))") }
            schedules.append(
                MadeSchedule(schedule: schedule, madeAt: madeAt, times: NominalTimes(first: first, every: schedule.rule.period)))
        }
    }

    /// Waits until every schedule has gone on since the last daemon began to answer, and pauses it, so that the history can end.
    func holdSchedules(_ daemon: DaemonUnderTest) throws {
        let ready = (daemon.life.readyAt ?? .now()) - .now()
        let sinceReady = (BootTime.wall + home.ahead + ready).milliseconds
        let probe = try DatabaseProbe(home.database)
        defer { probe.close() }
        // A planted fault that is not theirs can be seen without.
        if plan.sabotage?.isOfSchedules ?? true {
            do {
                try waitFor("every schedule went on", within: .seconds(20)) {
                    try probe.value("SELECT count(*) FROM progress WHERE cursor < \(sinceReady)") == "0" ? true : nil
                }
            } catch {
                report.problems.append("\(error) after the last start")
            }
        }
        let connection = UnixHTTPConnection(path: home.socket)
        for index in schedules.indices {
            let answer = try connection.request("POST", "/v1/schedules/\(schedules[index].schedule.name)/pause")
            schedules[index].heldAt = answer.json?["schedule"]?["pause"]?["since"]?.stringValue.flatMap(Instant.init(rfc3339:))
            guard schedules[index].heldAt != nil else {
                throw HarnessError("pausing answered \(answer.status): \(answer.text.prefix(300))")
            }
        }
    }

    /// What is on record of them; after `holdSchedules`.
    func dumpSchedules() throws -> [DumpedSchedule] {
        let connection = UnixHTTPConnection(path: home.socket)
        let probe = try DatabaseProbe(home.database)
        defer { probe.close() }
        return try schedules.map { made in
            let name = made.schedule.name
            let sql = "SELECT cursor FROM progress WHERE schedule = (SELECT id FROM schedule WHERE name = '\(name)')"
            guard let cursor = try probe.value(sql).flatMap(Int64.init), let heldAt = made.heldAt else {
                throw HarnessError("schedule \(name) is not on record")
            }
            return DumpedSchedule(
                name: name, times: made.times, mayOverlap: made.schedule.mayOverlap, madeAt: made.madeAt,
                cursor: Instant(milliseconds: cursor), heldAt: heldAt,
                occurrences: try FinalDump.occurrences(of: name, connection).reversed())
        }
    }
}

extension FinalDump {
    /// What became of a schedule's times, the latest first.
    static func occurrences(of name: String, _ connection: UnixHTTPConnection) throws -> [Occurrence] {
        var all: [Occurrence] = []
        var before: String?
        repeat {
            let target = "/v1/schedules/\(name)/occurrences?limit=500" + (before.map { "&before=\($0)" } ?? "")
            let page = try get(target, connection)
            guard let rows = page["occurrences"]?.arrayValue else { throw HarnessError("\(target): no occurrences in the answer") }
            all += try rows.map(occurrence)
            before = page["next_before"]?.stringValue
        } while before != nil
        return all
    }

    private static func occurrence(_ row: JSON) throws -> Occurrence {
        func instant(_ key: String) -> Instant? { row[key]?.stringValue.flatMap(Instant.init(rfc3339:)) }
        let reason = row["reason"]?.stringValue
        let fate: Occurrence.Fate? =
            switch row["fate"]?.stringValue {
            case "fired": row["pulse"]?.integerValue.map { .fired(PulseID($0)) }
            case "skipped": reason.flatMap(SkipReason.init(rawValue:)).map { .skipped($0) }
            case "missed": reason.flatMap(MissReason.init(rawValue:)).map { .missed($0) }
            default: nil
            }
        guard let fate, let first = instant("nominal_at"), let last = instant("last_nominal_at"), let at = instant("decided_at"),
            let count = row["count"]?.integerValue
        else { throw HarnessError("not an occurrence: \(row)") }
        return Occurrence(schedule: ScheduleID(0), first: first, last: last, count: Int(count), fate: fate, at: at)
    }
}

import Pulses
import Recurrence
import StrictJSON
import TestSupport

extension QuietHouse {
    func make(_ schedule: JSON) throws {
        let answer = try connection.request("POST", "/v1/schedules", body: Array(schedule.serialized().utf8))
        guard answer.status == 201 else { throw HarnessError("POST answered \(answer.status): \(answer.text)") }
    }

    /// The START of a child after a moment; of one whose key begins so, where one is named.
    @discardableResult
    func waitForStart(of key: String = "", after moment: BootTime) throws -> BootTime {
        var ledger = ChildLedgerFile(path: home.ledger)
        return try waitFor("a start \(key)", within: .seconds(20)) {
            ledger.read().first { $0.event == .start && $0.key.hasPrefix(key) && $0.at > moment }?.at
        }
    }

    /// What is on record of a schedule, the oldest first.
    func record(_ name: String) throws -> [Occurrence] { try FinalDump.occurrences(of: name, connection).reversed() }

    /// How many of its occurrences have run and done well.
    func completed(_ name: String) throws -> Int {
        let list = try FinalDump.get("/v1/schedules/\(name)/occurrences?limit=500", connection)
        return list["occurrences"]?.arrayValue?.count { $0["run"]?["status"] == "completed" } ?? 0
    }

    func nextTime(_ name: String) throws -> Instant? {
        let next = try schedule(name)["next_fires"]?.arrayValue?.first
        return next?["nominal_at"]?.stringValue.flatMap(Instant.init(rfc3339:))
    }

    /// Seconds of the steps of the clock that are on record as events.
    func corrections() throws -> [Int] {
        let events = try FinalDump.get("/v1/events?limit=1000", connection)["events"]?.arrayValue ?? []
        return events.filter { $0["kind"] == "clock.stepped" }.compactMap { event in
            event["detail"]?.stringValue?.split(separator: " ").first.flatMap { Int($0) }.map { $0 / 1000 }
        }
    }
}

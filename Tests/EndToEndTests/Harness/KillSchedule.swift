import Pulses
import Recurrence
import StrictJSON
import TestSupport

/// One schedule of a history: when it fires, what it does when things go wrong, and what its child does.
struct KillSchedule: Sendable {
    var name: String
    var rule: Rule
    var misfire: String
    var overlap = "skip"
    var manner = KillChild.Manner.plain
    var milliseconds = 20
    /// Every attempt fails.
    var fails = false

    enum Rule: Sendable {
        /// Seconds between two.
        case every(Int)
        /// The same, as cron has it.
        case cron(Int)

        var period: Int64 {
            switch self {
            case .every(let seconds), .cron(let seconds): Int64(seconds) * 1000
            }
        }
    }

    /// Between them every way to miss a time and to meet an earlier run; some take longer than they have.
    static let all = [
        KillSchedule(name: "once", rule: .every(1), misfire: "run_once", milliseconds: 50),
        KillSchedule(name: "skipping", rule: .every(1), misfire: "skip", milliseconds: 1300),
        KillSchedule(name: "all", rule: .every(1), misfire: "run_all", overlap: "allow_all", milliseconds: 300),
        KillSchedule(name: "buffering", rule: .every(1), misfire: "run_once", overlap: "buffer_one", milliseconds: 700),
        KillSchedule(name: "earliest", rule: .every(2), misfire: "run_once_earliest", milliseconds: 400),
        KillSchedule(name: "failing", rule: .every(2), misfire: "run_once", fails: true),
        KillSchedule(name: "cron", rule: .cron(2), misfire: "run_once", manner: .stubborn, milliseconds: 150),
    ]

    var mayOverlap: Bool { overlap == "allow_all" }

    /// What its children are given as their key: the number of the pulse follows.
    private var key: String { name + (mayOverlap ? "+" : "#") }

    /// The body of `POST /v1/schedules`.
    func body(_ home: KillHome) -> [UInt8] {
        let command = home.command(key: key, manner, milliseconds: milliseconds, failures: fails ? 99 : 0)
        let (field, text) =
            switch rule {
            case .every(let seconds): ("every", "\(seconds)s")
            case .cron(let seconds): ("cron", "*/\(seconds) * * * * *")
            }
        let json: JSON = [
            "name": .string(name), .init(field): .string(text), "zone": "UTC", "misfire": .string(misfire), "max_catch_up": 10,
            "overlap": .string(overlap), "pause_after": 0, "command": .array(command.map(JSON.string)), "tags": [.string(key)],
        ]
        return Array(json.serialized().utf8)
    }
}

/// One that was made, with what its maker was told.
struct MadeSchedule: Sendable {
    var schedule: KillSchedule
    var madeAt: Instant
    var times: NominalTimes
    /// When it was paused for the end of the history.
    var heldAt: Instant?
}

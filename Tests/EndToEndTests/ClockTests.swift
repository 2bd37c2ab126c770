import Foundation
import Pulses
import Recurrence
import StrictJSON
import TestSupport
import Testing

extension KillTests {
    /// What the built daemon makes of a wall clock that is set, under it or while it is away (DESIGN.md, time and small decisions).
    @Suite(.serialized) struct ClockTests {
        /// How long a step may stay unnoticed: the sleep bound, and two seconds.
        private static let notice = Duration.seconds(4)
        private static let settings = ["UPBEAT_ENGINE_SLEEP_BOUND": "2s", "UPBEAT_LOG_LEVEL": "debug"]

        @Test func `after 400 days down an every-second schedule fires within 2 s, and one row tells of all it missed`() async throws {
            let (answered, fired, rows) = try await onOwnThread {
                let (home, clock) = try Self.home()
                defer { home.remove() }
                try Self.life(home) { house in
                    try house.make(Self.tick("tick", home))
                    try house.waitForStart(after: house.daemon.life.startedAt)
                }
                try clock.step(by: .seconds(400 * 86_400))
                return try Self.life(home) { house in
                    let begin = house.daemon.life.startedAt
                    let fired = try house.waitForStart(after: begin) - begin
                    return ((house.daemon.life.readyAt ?? begin) - begin, fired, try house.record("tick"))
                }
            }
            print("400 days down: answered after \(answered.inMilliseconds), fired after \(fired.inMilliseconds)")
            #expect(fired <= .seconds(2))
            let missed = rows.filter { $0.fate == .missed(.coalesced) }
            #expect(missed.count == 1 && missed.allSatisfy { $0.count > 399 * 86_400 && $0.first < $0.last })
            #expect(Self.isGapless(rows), "\(rows)")
        }

        @Test func `a weekly schedule survives daily restarts`() async throws {
            let (rows, starts) = try await onOwnThread {
                let (home, clock) = try Self.home()
                defer { home.remove() }
                // A Monday at noon.
                try clock.step(by: try Self.instant("2027-01-04T12:00:00Z") - clock.now)
                try Self.life(home) { house in
                    try house.make(["name": "weekly", "cron": "0 9 * * 3", "zone": "UTC", "command": Self.child("weekly", home)])
                }
                for day in 1...15 {
                    try clock.step(by: .seconds(86_400))
                    // On Wednesdays its time was three hours ago.
                    let wanted = day < 2 ? 0 : day < 9 ? 1 : 2
                    try Self.life(home) { house in
                        try waitFor("fire \(wanted) on day \(day)", within: .seconds(10)) {
                            try house.completed("weekly") == wanted ? true : nil
                        }
                    }
                }
                let rows = try Self.life(home) { house in try house.record("weekly") }
                var ledger = ChildLedgerFile(path: home.ledger)
                return (rows, ledger.read().count { $0.event == .start })
            }
            #expect(rows.map(\.first) == [try Self.instant("2027-01-06T09:00:00Z"), try Self.instant("2027-01-13T09:00:00Z")], "\(rows)")
            #expect(rows.allSatisfy { if case .fired = $0.fate { $0.first == $0.last } else { false } })
            #expect(starts == 2)
        }

        @Test func `after a step back nothing fires twice, and what was not on record yet fires when it comes`() async throws {
            let story = try await onOwnThread {
                let (home, clock) = try Self.home()
                defer { home.remove() }
                return try Self.life(home) { house in
                    var story = Story()
                    try house.make(Self.tick("tick", home))
                    try house.waitForStart(after: house.daemon.life.startedAt)
                    let back = BootTime.now()
                    try clock.step(by: .seconds(-3600))
                    let before = try house.record("tick").count
                    try waitFor("word of the step", within: Self.notice) { house.hasLogged("the wall clock was set back by") }
                    story.noticed = BootTime.now() - back
                    // What is made now counts from now: none of its times is on record.
                    try house.make(Self.tick("young", home))
                    try waitFor("a fire of the young one", within: Self.notice) { try house.completed("young") > 1 ? true : nil }
                    story.rowsMeanwhile = try house.record("tick").count - before
                    story.next = try house.nextTime("tick")
                    story.last = try house.record("tick").last?.last
                    // Its next time comes when the clock is where it was.
                    let again = BootTime.now()
                    try clock.step(by: .seconds(3600))
                    story.wentOn = try house.waitForStart(of: "tick+", after: again) - again
                    try waitFor("a fire of the young one", within: Self.notice) { try house.completed("young") > 3 ? true : nil }
                    (story.rows, story.young) = (try house.record("tick"), try house.record("young"))
                    story.corrections = try house.corrections()
                    return story
                }
            }
            print(
                "an hour back: noticed after \(story.noticed.inMilliseconds); the hour on again: fired after \(story.wentOn.inMilliseconds)"
            )
            #expect(story.noticed <= Self.notice && story.wentOn <= Self.notice)
            #expect(story.rowsMeanwhile <= 1 && story.next == story.last.map { $0 + .seconds(1) })
            #expect(Self.isGapless(story.rows), "\(story.rows)")
            #expect(Self.isGapless(story.young), "\(story.young)")
            // Three hours and less are none.
            #expect(story.corrections == [])
        }

        @Test(arguments: [2 * 3600, 3 * 86_400])
        func `a step forward is noticed in time, and what was passed over is judged once`(seconds: Int) async throws {
            let story = try await onOwnThread {
                let (home, clock) = try Self.home()
                defer { home.remove() }
                return try Self.life(home) { house in
                    var story = Story()
                    try house.make(Self.tick("tick", home))
                    try house.make(Self.tick("skipping", home, misfire: "skip"))
                    try house.make(Self.tick("all", home, misfire: "run_all"))
                    for name in ["tick", "skipping", "all"] { try house.waitForStart(of: name + "+", after: house.daemon.life.startedAt) }
                    let begin = BootTime.now()
                    try clock.step(by: .seconds(seconds))
                    story.wentOn = try house.waitForStart(of: "tick+", after: begin + .milliseconds(100)) - begin
                    try house.waitForStart(of: "skipping+", after: begin + .milliseconds(1100))
                    try waitFor("what is caught up", within: .seconds(10)) { try house.completed("all") > 3 ? true : nil }
                    (story.rows, story.skipping, story.all) = (
                        try house.record("tick"), try house.record("skipping"), try house.record("all")
                    )
                    story.corrections = try house.corrections()
                    return story
                }
            }
            print("\(seconds) s forward: fired after \(story.wentOn.inMilliseconds)")
            #expect(story.wentOn <= Self.notice)
            for rows in [story.rows, story.skipping, story.all] { #expect(Self.isGapless(rows), "\(rows)") }
            let day = 86_400
            #expect(Self.has([seconds], .coalesced, story.rows))
            #expect(Self.has([seconds], .late, story.skipping))
            #expect(Self.has([min(seconds, day)], .overLimit, story.all))
            #expect(Self.has(seconds > day ? [seconds - day] : [], .tooOld, story.all))
            #expect(story.corrections.count == (seconds > 3 * 3600 ? 1 : 0))
            #expect(story.corrections.allSatisfy { abs($0 - seconds) <= 1 }, "\(story.corrections)")
        }

        @Test func `an idle daemon notices a step within its sleep bound and two seconds`() async throws {
            let (rows, late) = try await onOwnThread {
                let (home, clock) = try Self.home()
                defer { home.remove() }
                return try Self.life(home) { house in
                    try house.make(["name": "rare", "every": "1h", "command": Self.child("rare", home)])
                    // Long after the engine has gone to sleep.
                    let begin = BootTime.now() + .milliseconds(300)
                    pass(until: begin)
                    try clock.step(by: .seconds(2 * 3600))
                    return (try house.record("rare"), try house.waitForStart(after: begin) - begin)
                }
            }
            print("two hours forward while idle: fired after \(late.inMilliseconds)")
            #expect(rows.isEmpty && late <= Self.notice)
        }

        // MARK: parts

        private struct Story: Sendable {
            var noticed = Duration.zero
            var wentOn = Duration.zero
            var rowsMeanwhile = 0
            var next: Instant?
            var last: Instant?
            var rows: [Occurrence] = []
            var young: [Occurrence] = []
            var skipping: [Occurrence] = []
            var all: [Occurrence] = []
            /// Seconds of each step that went on record.
            var corrections: [Int] = []
        }

        private static func home() throws -> (KillHome, ShiftedClock) {
            let home = try KillHome(settings: settings, hasShiftedClock: true)
            guard let clock = home.clock else { throw HarnessError("no clock") }
            return (home, clock)
        }

        /// One life of a daemon on a home that outlives it.
        @discardableResult
        private static func life<Value>(_ home: KillHome, _ body: (QuietHouse) throws -> Value) throws -> Value {
            let house = try QuietHouse(home: home)
            defer { house.stop() }
            return try body(house)
        }

        private static func instant(_ text: String) throws -> Instant { try #require(Instant(rfc3339: text)) }

        private static func child(_ name: String, _ home: KillHome) -> JSON {
            .array(home.command(key: name + "+", .plain, milliseconds: 0, failures: 0).map(JSON.string))
        }

        private static func tick(_ name: String, _ home: KillHome, misfire: String = "run_once") -> JSON {
            [
                "name": .string(name), "every": "1s", "misfire": .string(misfire), "max_catch_up": 3, "overlap": "allow_all",
                "command": child(name, home),
            ]
        }

        /// Every second is told of once.
        private static func isGapless(_ rows: [Occurrence]) -> Bool {
            rows.allSatisfy { $0.last - $0.first == .seconds($0.count - 1) }
                && zip(rows, rows.dropFirst()).allSatisfy { $1.first - $0.last == .seconds(1) }
        }

        /// Whether the long rows of that reason tell of so many each, but for the seconds that the edges of a step take.
        private static func has(_ counts: [Int], _ reason: MissReason, _ rows: [Occurrence]) -> Bool {
            let found = rows.filter { $0.fate == .missed(reason) && $0.count > 60 }.map(\.count)
            return found.count == counts.count && zip(found, counts).allSatisfy { abs($0 - $1) <= 10 }
        }
    }
}

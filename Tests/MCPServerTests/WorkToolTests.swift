import ControlPlane
import MCPServer
import Pulses
import Recurrence
import StrictJSON
import TestSupport
import Testing

/// Listing, showing, changing and cancelling.
@Suite struct WorkToolTests {
    private let house = House()

    private func make(_ arguments: JSONObject) async throws -> String {
        var all: JSONObject = ["prompt": "do it"]
        for (key, value) in arguments { all[key] = value }
        return try #require(try await house.ask("pulse_schedule", all)["item"]?["id"]?.stringValue)
    }

    // MARK: list

    @Test func aListGoesOnWithItsCursorAndLeavesNothingOut() async throws {
        var expected: Set<String> = []
        for number in 0..<7 { expected.insert(try await make(["every": "1h", "name": .string("s\(number)"), "tags": ["t"]])) }
        for _ in 0..<23 { expected.insert(try await make(["in": "1h", "tags": ["t"]])) }
        _ = try await make(["in": "1h", "tags": ["other"]])
        for limit: JSON in [1, 3, 7, 8, 100] {
            var seen: [String] = []
            var cursor: JSON?
            repeat {
                var arguments: JSONObject = ["limit": limit, "tag": "t"]
                arguments["cursor"] = cursor
                let page = try await house.ask("pulse_list", arguments)
                seen += page.ids
                cursor = page["next_cursor"]
            } while cursor != nil
            #expect(seen.count == 30 && Set(seen) == expected)
        }
    }

    @Test func longPromptsMakeShortPages() async throws {
        let long = String(repeating: "ünïcödé \"quoted\" ", count: 200)
        for _ in 0..<10 { _ = try await make(["prompt": .string(long), "in": "1h"]) }
        var (seen, cursor): ([String], JSON?) = ([], nil)
        repeat {
            var arguments: JSONObject = ["detail": "full"]
            arguments["cursor"] = cursor
            let page = try await house.ask("pulse_list", arguments)
            #expect(!page.ids.isEmpty)
            seen += page.ids
            cursor = page["next_cursor"]
        } while cursor != nil
        #expect(seen == (1...10).reversed().map { "\($0)" })
    }

    @Test func aListShowsWhatItsStatusSays() async throws {
        let (waits, runs) = (try await make(["in": "1h"]), try await make(["in": "1s"]))
        let name = try await make(["every": "1h", "name": "hourly"])
        house.clock.advance(by: .seconds(2))
        try await house.turn()
        #expect(try await house.ask("pulse_list").ids == [name, runs, waits])
        #expect(try await house.ask("pulse_list", ["status": "processing"]).ids == [runs])
        #expect(try await house.ask("pulse_list", ["status": "recurring"]).ids == [name])
        #expect(try await house.ask("pulse_list", ["status": "paused"]).ids.isEmpty)
        _ = try await house.ask("pulse_update", ["id": .string(name), "paused": true])
        #expect(try await house.ask("pulse_list", ["status": "paused"]).ids == [name])
        #expect(try await house.ask("pulse_list", ["status": "failed"]).ids.isEmpty)
        #expect(try await house.ask("pulse_list", ["within": "30m"]).ids.isEmpty)
        #expect(try await house.ask("pulse_list", ["within": "1h"]).ids == [waits])
    }

    @Test(
        arguments: [
            (["cursor": "x"], "cursor is"), (["cursor": "p-1"], "cursor is"), (["cursor": "s9"], "cursor is"), (["limit": 0], "limit is 0"),
            (["limit": 101], "limit is 101"), (["status": "done"], "status is"), (["within": "soon"], "within is"),
            (["within": "1h", "cursor": "p1"], "cursor is \"p1\", which was not given out here"), (["Tag": "x"], "did you mean tag?"),
        ] as [(JSONObject, String)]) func aWrongListIsToldSo(_ arguments: JSONObject, _ says: String) async throws
    {
        #expect(try await house.fault("pulse_list", arguments).contains(says))
    }

    // MARK: get

    @Test func aPulseIsShownWithHowItsRunsWent() async throws {
        let id = try await make(["in": "1s"])
        house.clock.advance(by: .seconds(3))
        let key = try #require(try await house.turn().first)
        house.output.set(String(repeating: "a", count: 5000) + "the end", of: key)
        house.output.set("oh no", of: key, .error)
        house.clock.advance(by: .seconds(61))
        try await house.end(key, .failed, error: "exit 3")
        let answer = try await house.ask("pulse_get", ["id": .string(id)])
        let attempt = try #require(answer["attempts"]?.arrayValue?.first)
        #expect(attempt["id"] == "1.1" && attempt["outcome"] == "failed" && attempt["late"] == "2s" && attempt["took"] == "1m 01s")
        #expect(attempt["exit_code"] == 3 && attempt["error"] == "exit 3" && attempt["error_output"] == "oh no")
        #expect(attempt["output"]?.stringValue?.hasSuffix("aathe end") == true && answer["item"]?["status"] == "failed")
        #expect(try await house.ask("pulse_get", ["id": .string(id), "runs": 0])["attempts"] == [])
    }

    @Test func aRecurringOneIsShownWithWhatBecameOfItsTimes() async throws {
        let name = try await make(["every": "1h", "name": "hourly", "if_missed": "skip"])
        house.clock.advance(by: .seconds(3600))
        try await house.turn()
        house.clock.advance(by: .seconds(10 * 3600 + 1800))
        try await house.turn()
        let answer = try await house.ask("pulse_get", ["id": .string(name)])
        let occurrences = try #require(answer["occurrences"]?.arrayValue)
        #expect(occurrences.last?["fate"] == "fired" && occurrences.last?["pulse"] == "1" && occurrences.first?["fate"] == "missed")
        let status = try await house.ask("pulse_status")
        #expect(status["missed"]?.arrayValue?.first?["what"] == "hourly" && status["missed_count"]?.integerValue ?? 0 >= 1)
        #expect(try await house.ask("pulse_status", ["since": "1s"])["missed_count"] != .null)
    }

    @Test(
        arguments: [
            ([:], "id is missing"), (["id": ""], "id is"), (["id": "01"], "id is"), (["id": "-1"], "id is"), (["id": "a b"], "id is"),
            (["id": "99999999999999999999"], "id is"), (["id": "77"], "There is no pulse 77"), (["id": "none"], "There is no schedule"),
        ] as [(JSONObject, String)]) func whatIsNotThereIsToldSo(_ arguments: JSONObject, _ says: String) async throws
    {
        #expect(try await house.fault("pulse_get", arguments).contains(says))
    }

    @Test func aRunKnowsItself() async throws {
        let id = try await make(["in": "1s", "key": "me"])
        house.clock.advance(by: .seconds(1))
        let key = try #require(try await house.turn().first)
        let inside = Caller(.local, run: key)
        #expect(try await house.ask("pulse_get", as: inside)["item"]?["id"] == .string(id))
        #expect(try await house.ask("pulse_status", as: inside)["run"] == "1.1")
        // It does not end itself in the middle of its work.
        #expect(try await house.fault("pulse_cancel", ["id": .string(id)], as: inside).contains("the run that you are in"))
        #expect(try await house.ask("pulse_cancel", ["key": "me"], as: inside)["left"] == [.string(id)])
    }

    // MARK: update

    @Test func aRecurringOneIsChangedInPart() async throws {
        let name = try await make(["every": "1h", "name": "hourly", "until": "2027-01-01", "max_fires": 9, "tags": ["a"]])
        let answer = try await house.ask(
            "pulse_update", ["id": .string(name), "cron": "0 9 * * *", "prompt": "new", "until": "never", "max_fires": 0, "name": "daily"])
        #expect(answer["changed"] == ["prompt", "cron", "name", "until", "max_fires"] && answer["item"]?["id"] == "daily")
        let spec = try #require(try await house.store.schedule(named: "daily")).spec
        #expect(spec.timing.rule == "0 9 * * *" && spec.timing.end == nil && spec.timing.maxRuns == nil && spec.template.tags == ["a"])
    }

    @Test func pausingTwiceIsAsPausingOnce() async throws {
        let name = try await make(["every": "1h", "name": "hourly"])
        for isPaused in [true, true, false, false] {
            let answer = try await house.ask("pulse_update", ["id": .string(name), "paused": .bool(isPaused)])
            #expect(answer["item"]?["status"] == .string(isPaused ? "paused" : "active"))
        }
        let snoozed = try await house.ask("pulse_update", ["id": .string(name), "snooze": "30m"])
        #expect(snoozed["item"]?["next"]?.arrayValue?.first?["utc"] == "2026-01-20T10:30:00Z" && snoozed["item"]?["status"] == "active")
    }

    @Test(
        arguments: [
            (["id": "hourly"], "there is nothing to change"), (["snooze": "1h"], "id is missing"),
            (["id": "hourly", "in": "1h"], "in does not go"),
            (["id": "hourly", "paused": true, "snooze": "1h"], "snooze does not go"),
            (["id": "hourly", "snooze": "x"], "snooze cannot be read"),
            (["id": "hourly", "cron": "@daily", "every": "1h"], "both there"),
            (["id": "hourly", "if_running": "wait"], "one of skip, queue, allow"),
        ] as [(JSONObject, String)]) func aWrongChangeLeavesAllAsItWas(_ arguments: JSONObject, _ says: String) async throws
    {
        _ = try await make(["every": "1h", "name": "hourly"])
        let before = try await house.store.schedule(named: "hourly")
        #expect(try await house.fault("pulse_update", arguments).contains(says))
        #expect(try await house.store.schedule(named: "hourly") == before)
    }

    // MARK: cancel

    @Test func aTagTakesAllThatHaveIt() async throws {
        let names = [
            try await make(["every": "1h", "name": "hourly", "tags": ["t"]]), try await make(["in": "1h", "tags": ["t"]]),
            try await make(["in": "2h", "name": "t"]),
        ]
        let other = try await make(["in": "1h", "tags": ["u"]])
        #expect(try await house.ask("pulse_cancel", ["tag": "t", "dry_run": true])["cancelled"]?.arrayValue?.count == 3)
        #expect(try await house.ask("pulse_list").ids.count == 4)
        let answer = try await house.ask("pulse_cancel", ["tag": "t"])
        #expect(Set(answer["cancelled"]?.arrayValue?.compactMap(\.stringValue) ?? []) == Set(names))
        #expect(try await house.ask("pulse_list").ids == [other])
        #expect(try await house.ask("pulse_cancel", ["tag": "t"])["cancelled"] == [])
    }

    @Test func oneIsCancelledByAnyOfItsNames() async throws {
        _ = try await make(["every": "1h", "name": "hourly"])
        #expect(try await house.ask("pulse_cancel", ["name": "hourly"])["cancelled"] == ["hourly"])
        let named = try await make(["in": "1h", "name": "look"])
        #expect(try await house.ask("pulse_cancel", ["name": "look"])["cancelled"] == [.string(named)])
        let keyed = try await make(["in": "1h", "key": "k"])
        #expect(try await house.ask("pulse_cancel", ["key": "k"])["cancelled"] == [.string(keyed)])
        #expect(try await house.ask("pulse_cancel", ["id": .string(keyed)])["left"] == [.string(keyed)])
    }

    @Test(
        arguments: [
            ([:], "all missing"), (["id": "1", "tag": "x"], "not given exactly once"), (["id": "7"], "There is no pulse 7"),
            (["id": "no-such"], "There is no schedule"), (["ids": ["1"]], "did you mean id?"),
        ] as [(JSONObject, String)]) func aWrongCancelIsToldSo(_ arguments: JSONObject, _ says: String) async throws
    {
        #expect(try await house.fault("pulse_cancel", arguments).contains(says))
    }

    // MARK: status

    @Test func statusTellsWhatIsLeftOfLimits() async throws {
        let limits = Agent.Limits(openPulses: 3, schedules: 1, shortestInterval: .seconds(600), pulsesPerDay: 5)
        let agent = try await house.agent("a", limits: limits)
        _ = try await house.ask("pulse_schedule", ["prompt": "x", "in": "1h"], as: agent)
        let status = try await house.ask("pulse_status", as: agent)
        #expect(status["limits"] == ["open_pulses_left": 2, "pulses_today_left": 4, "recurring_left": 1, "smallest_interval": "10m"])
        let strict = Agent(
            name: "b", limits: Agent.Limits(furthest: .seconds(86_400), scheduleLifetime: .seconds(7 * 86_400)), createdAt: House.start,
            needsApproval: true)
        try await house.store.keep(strict)
        let waiting = Caller(.local, agent: "b")
        let told = try await house.ask("pulse_status", as: waiting)["limits"]
        #expect(told == ["furthest": "1d", "recurring_ends_after": "7d", "approval": "required"])
        let made = try await house.ask("pulse_schedule", ["prompt": "x", "in": "1h"], as: waiting)
        #expect(made["item"]?["status"] == "blocked" && made["item"]?["reason"] == "approval")
        let again = try await house.ask("pulse_schedule", ["prompt": "x", "every": "1h", "name": "again"], as: waiting)
        let notes = (again["warnings"]?.arrayValue ?? []).compactMap(\.stringValue).joined()
        #expect(notes.contains("ends 7d later") && notes.contains("upbeat approve again"))
        #expect(try await house.fault("pulse_schedule", ["prompt": "x", "in": "2d"], as: waiting).contains("no further ahead than 1d"))
        #expect(try await house.fault("pulse_update", ["id": "again", "paused": false, "snooze": "1h"], as: waiting).contains("approv"))
        #expect(try await house.fault("pulse_status", ["since": "tomorrow 9am"]).contains("since lies in the future"))
        #expect(try await house.fault("pulse_schedule", ["prompt": "x", "every": "1m"], as: agent).contains("no less than 10m"))
    }
}

import ControlPlane
import Pulses
import Recurrence
import StrictJSON
import TestSupport
import Testing

@Suite struct ScheduleToolTests {
    private let house = House()

    private func pulse(_ id: Int64) async throws -> Pulse { try #require(try await house.store.pulse(PulseID(id))) }

    @Test func aOneOffIsMadeWithAllThatIsAsked() async throws {
        let result = try await house.call(
            "pulse_schedule",
            [
                "prompt": "look", "at": "tomorrow 09:00", "timezone": "America/New_York", "name": "look-again", "key": "k",
                "until": "tomorrow 10:00",
                "session": "s1", "sticky_notes": ["be kind"], "tags": ["a"], "priority": "high",
            ])
        #expect(
            result.words
                == "Pulse 1 is made: it runs once, Wed 2026-01-21 09:00:00 -05:00 (America/New_York; 2026-01-21T14:00:00Z; in 1d 5h).")
        let spec = try await pulse(1).spec
        #expect(spec.scheduledAt == Instant(rfc3339: "2026-01-21T14:00:00Z") && spec.tags == ["a", "look-again"] && spec.key == "k")
        #expect(spec.priority == .high && spec.expiresAt != nil)
        guard case .prompt(let prompt) = spec.action else { throw Wrong() }
        #expect(prompt.text == "look" && prompt.session == "s1" && prompt.notes == ["be kind"])
        let item = result["structuredContent"]?["item"]
        #expect(item?["next"]?.arrayValue?.first?["utc"] == "2026-01-21T14:00:00Z")
        #expect(item?["next"]?.arrayValue?.first?["local"] == "2026-01-21T09:00:00-05:00")
    }

    private struct Wrong: Error {}

    @Test(arguments: ["20m", "in 20 minutes", "+20m", "PT20M", "1200 seconds"]) func inIsALengthOfTime(_ text: String) async throws {
        _ = try await house.ask("pulse_schedule", ["prompt": "x", "in": .string(text)])
        #expect(try await pulse(1).spec.scheduledAt == House.start + .seconds(1200))
    }

    @Test func aKeyReplacesWhatIsOpen() async throws {
        _ = try await house.ask("pulse_schedule", ["prompt": "x", "in": "20m", "key": "k"])
        let answer = try await house.ask("pulse_schedule", ["prompt": "y", "in": "30m", "key": "k"])
        #expect(answer["replaced"] == ["1"] && answer["item"]?["id"] == "2")
        #expect(try await pulse(1).progress.status == .cancelled)
    }

    @Test func aRecurringOneHasItsPolicies() async throws {
        let result = try await house.call(
            "pulse_schedule",
            [
                "prompt": "x", "cron": "0 9 * * *", "name": "daily", "until": "2026-03-01", "max_fires": 5, "if_missed": "skip",
                "if_running": "queue",
                "tags": ["t"], "timezone": "UTC",
            ])
        let schedule = try #require(try await house.store.schedule(named: "daily"))
        #expect(schedule.spec.policies.misfire == .skip && schedule.spec.policies.overlap == .bufferAll)
        #expect(schedule.spec.timing.maxRuns == 5 && schedule.spec.timing.zone == "UTC" && schedule.spec.template.tags == ["t"])
        #expect(schedule.spec.timing.end == Instant(rfc3339: "2026-03-01T00:00:00Z"))
        #expect(result["structuredContent"]?["item"]?["if_running"] == "queue")
        #expect(result["structuredContent"]?["item"]?["next"]?.arrayValue?.count == 3)
        #expect(
            result.words.contains("next Wed 2026-01-21 09:00:00 +00:00 (UTC; 2026-01-21T09:00:00Z; in 1d), then Thu"), "\(result.words)")
    }

    @Test(arguments: [
        ("Check the CI of main, please; now", "check-the-ci-of-main"), ("42 is the answer", "pulse-42-is-the-answer"),
        ("Ünïcödé 漢字", "n-c-d"),
        ("!!!", "pulse"), (String(repeating: "longword", count: 30), "pulse"),
    ]) func aNameIsMadeOfThePrompt(_ prompt: String, _ name: String) async throws {
        let answer = try await house.ask("pulse_schedule", ["prompt": .string(prompt), "every": "1h"])
        #expect(answer["item"]?["id"] == .string(name))
        #expect(try await house.ask("pulse_schedule", ["prompt": .string(prompt), "every": "1h"])["item"]?["id"] == .string("\(name)-2"))
    }

    @Test func aKeyMakesARecurringOneOnce() async throws {
        _ = try await house.ask("pulse_schedule", ["prompt": "x", "every": "1h", "key": "CI check", "until": "2027-01-01", "tags": ["a"]])
        let answer = try await house.ask("pulse_schedule", ["prompt": "y", "cron": "@daily", "key": "CI check"])
        #expect(answer["replaced"] == ["ci-check"])
        let schedule = try #require(try await house.store.schedule(named: "ci-check"))
        #expect(schedule.spec.timing.end == nil && schedule.spec.template.tags.isEmpty && schedule.spec.timing.rule == "@daily")
        #expect(try await house.store.schedules(after: nil, limit: 10).count == 1)
        // Without a key a name that is taken is a mistake.
        #expect(try await house.fault("pulse_schedule", ["prompt": "y", "every": "1h", "name": "ci-check"]).contains("ci-check"))
    }

    @Test func aWarningIsTold() async throws {
        let answer = try await house.ask("pulse_schedule", ["prompt": "x", "cron": "30 2 * * *", "dry_run": true])
        #expect(answer["warnings"]?.arrayValue?.first?.stringValue?.contains("2026-03-29") == true && answer["made"] == false)
        #expect(try await house.store.schedules(after: nil, limit: 10).isEmpty)
    }

    /// Each says the field, what it takes, and arguments that would be right.
    @Test(
        arguments: [
            (["prompt": "x"], "at, in, every and cron are all missing", #"{"prompt":"x","in":"20m"}"#),
            (["in": "20m"], "prompt is missing", #""in":"20m","prompt":"#),
            (["prompt": "x", "in": "20m", "cron": "@daily"], "cron and in are both there", #"{"prompt":"x","in":"20m"}"#),
            (["promt": "x", "in": "20m"], "did you mean prompt?", #"{"in":"20m","prompt":"x"}"#),
            (["prompt": "x", "in": "20m", "priority": "hihg"], "it takes one of critical, high", #""priority":"high""#),
            (["prompt": "x", "in": "20"], "in cannot be read", #""in":"20m""#),
            (["prompt": "x", "at": "yesterday"], "at cannot be read", #""at":"tomorrow 09:00""#),
            (["prompt": "x", "at": "03/04/2026"], "at cannot be read", #""at":"tomorrow 09:00""#),
            (["prompt": "x", "in": "20m", "timezone": "Mars/Base"], "timezone cannot be read", #""timezone":"Europe/Berlin""#),
            (["prompt": "", "in": "20m"], "prompt is empty", #""prompt":"Check"#),
            (["prompt": 7.5, "in": "20m"], "prompt is 7.5; it takes a string", #""prompt":"Check"#),
            (["prompt": "x", "in": "20m", "tags": [1]], "it takes a list of strings", #""tags":["deploy"]"#),
            (["prompt": "x", "in": "20m", "dry_run": "yes"], "it takes true or false", #""dry_run":true"#),
            (["prompt": "x", "in": "20m", "max_fires": 3], "max_fires goes with every and cron", #"{"prompt":"x","in":"20m"}"#),
            (["prompt": "x", "in": "20m", "if_missed": "skip"], "if_missed goes with every and cron", #"{"prompt":"x","in":"20m"}"#),
            (["prompt": "x", "every": "1h", "max_fires": 0], "a whole number from 1 to", #""max_fires":10"#),
            (["prompt": "x", "every": "1h", "max_fires": 1.5], "a whole number from 1 to", #""max_fires":10"#),
            (["prompt": "x", "every": "soon"], "every cannot be read", #""every":"2h""#),
            (["prompt": "x", "cron": "61 * * * *"], "cron cannot be read", #""cron":"0 9 * * 1-5""#),
            (["prompt": "x", "cron": "@daily", "until": "yesterday"], "until cannot be read", #""until":"2026-12-31 18:00""#),
            (["prompt": "x", "cron": "@daily", "name": "7up"], "name \"7up\" cannot be used", #""name":"morning-brief""#),
            (["prompt": "x", "in": "20m", "sticky_notes": [""]], "sticky_notes 0 is empty", #""sticky_notes":["Answer in German"]"#),
            (["prompt": "x", "in": "20m", "a\u{0}\n\"b": 1], #""a\u0000\n\"b" is no argument"#, #"{"prompt":"x","in":"20m"}"#),
        ] as [(JSONObject, String, String)]) func whatIsWrongIsToldWithWhatWouldBeRight(
            _ arguments: JSONObject, _ says: String, _ corrected: String
        ) async throws
    {
        let words = try await house.fault("pulse_schedule", arguments)
        #expect(words.contains(says) && words.contains("Right would be, for example: {"), "\(words)")
        #expect(words.contains(corrected), "\(words)")
        #expect(try await house.store.events(after: 0, limit: 1).isEmpty)
    }

    @Test func nullIsNotGiven() async throws {
        let answer = try await house.ask("pulse_schedule", ["prompt": "x", "in": "20m", "cron": .null, "tags": .null, "dry_run": .null])
        #expect(answer["made"] == true)
    }

    @Test func hostileArgumentsAreShortlyRefused() async throws {
        let long = String(repeating: "x", count: 1 << 20)
        #expect(try await house.fault("pulse_schedule", ["prompt": .string(long), "in": "20m"]).utf8.count < 3000)
        #expect(try await house.fault("pulse_schedule", [long: "x", "in": "20m"]).utf8.count < 8000)
        let many = JSONObject((0..<20_000).map { ("field\($0)", JSON.integer(1)) })
        #expect(try await house.fault("pulse_schedule", many).contains("And "))
        let tags: JSON = .array(Array(repeating: "t", count: 100_000))
        #expect(try await house.fault("pulse_schedule", ["prompt": "x", "in": "20m", "tags": tags]).contains("at most 50"))
    }

    @Test func aStoreThatFailsIsToldSo() async throws {
        house.store.fail(with: .full("the disk is full"))
        #expect(try await house.fault("pulse_schedule", ["prompt": "x", "in": "20m"]).isEmpty == false)
        #expect(try await house.fault("pulse_list").isEmpty == false)
        #expect(await house.send(modern("resources/read", ["uri": "upbeat://upcoming"])).code == -32603)
        house.store.fail(with: nil)
        _ = try await house.ask("pulse_schedule", ["prompt": "x", "in": "20m"])
    }
}

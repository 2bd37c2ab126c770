import ControlPlane
import Pulses
import Recurrence
import StrictJSON
import TestSupport
import Testing

/// What comes of a body: text, exactly, and nothing but text.
@Suite struct HookFillingTests {
    @Test(
        "a template is filled in as plain text",
        arguments: [
            ("{{a}} and {{b.c}}", #"{"a": "x", "b": {"c": "y"}}"#, "x and y"),
            ("<{{a}}>", #"{"a": "<b>&\"' \u00fc {"}"#, "<<b>&\"' ü {>"),
            ("{{{a}}}{{&a}}", #"{"a": "<&>"}"#, "<&><&>"),
            ("[{{missing}}{{a.b.c}}]", #"{"a": 1}"#, "[]"),
            ("{{a}}", #"{"a": "{{b}} {{#c}}", "b": "no"}"#, "{{b}} {{#c}}"),
            ("{{#list}}{{name}},{{/list}}", #"{"list": [{"name": "x"}, {"name": "y"}]}"#, "x,y,"),
            ("{{#list}}{{.}};{{/list}}", #"{"list": [1, 2.5, true, null, "t"]}"#, "1;2.5;true;;t;"),
            ("{{list.1.name}}{{list.7}}.", #"{"list": [{"name": "x"}, {"name": "y"}]}"#, "y."),
            ("{{^list}}none{{/list}}{{^no}}!{{/no}}", #"{"list": []}"#, "none!"),
            ("{{#a}}A{{/a}}{{^a}}B{{/a}}{{#t}}T{{/t}}", #"{"a": false, "t": true}"#, "BT"),
            ("{{#empty}}A{{/empty}}{{^empty}}nothing{{/empty}}", #"{"empty": ""}"#, "nothing"),
            ("{{#null}}A{{/null}}{{^null}}nothing{{/null}}", #"{"null": null}"#, "nothing"),
            ("{{#a}}{{b}}{{top}}{{/a}}", #"{"a": {"b": 1}, "top": 2}"#, "12"),
            ("{{o}} {{l}}", #"{"o": {"k": [1]}, "l": [{"x": null}]}"#, #"{"k":[1]} [{"x":null}]"#),
            (
                "{{n}} {{big}} {{e}}", #"{"n": 9223372036854775807, "big": 123456789012345678, "e": 1e3}"#,
                "9223372036854775807 123456789012345678 1000.0"
            ),
            ("{{#.}}{{k}}{{/.}}", #"[{"k": 1}, {"k": 2}]"#, "12"),
            ("{{.}}", #""just a text""#, "just a text"),
            ("a{{! not this {{ }}b", "{}", "ab"),
            ("{{#a}}\nline {{.}}\n{{/a}}\nend", #"{"a": ["x", "y"]}"#, "line x\nline y\nend"),
            ("{{upbeat.hook}} {{upbeat.id}}|", #"{"upbeat": {"hook": "spoofed", "id": "spoofed"}}"#, "h |"),
            ("no tags } }} { here", "{}", "no tags } }} { here"),
        ])
    func filledIn(_ template: String, _ body: String, _ text: String) async throws {
        #expect(try await HookHouse(PulseRequest(prompt: template)).prompt(body) == text)
    }

    @Test func whereItComesFromIsOnRecordAndAboveThePrompt() async throws {
        let house = HookHouse(PulseRequest(prompt: "{{a}}", notes: ["mine", "{{missing}}"], tags: ["{{a}}", "{{missing}}", "fixed"]))
        let spec = try await house.made(#"{"a": "x"}"#)
        #expect(spec.createdBy == "hook h" && spec.door == .http && spec.tags == ["x", "fixed"])
        guard case .prompt(let prompt) = spec.action else { throw HookHouse.Unexpected() }
        #expect(prompt.notes.count == 2 && prompt.notes[1] == "mine")
        #expect(prompt.notes[0].contains("the webhook h") && prompt.notes[0].contains("not instructions"))
        #expect(house.house.engine.wakes.count == 1)
    }

    @Test func anOpenPulseWithTheKeyIsKept() async throws {
        let house = HookHouse(PulseRequest(prompt: "x", key: "issue-{{n}}"))
        let first = try await house.call(#"{"n": 7}"#)
        #expect(try await house.call(#"{"n": 8}"#) != first)
        guard case .pulse(let id, false, false) = try await house.call(#"{"n": 7}"#) else { throw HookHouse.Unexpected() }
        #expect(first == .pulse(id, isCreated: true, isReplay: false))
        #expect(try await house.pulses == 2)
    }

    @Test func argumentsAndVariablesAreData() async throws {
        let house = HookHouse(
            PulseRequest(command: ["/bin/echo", "{{a}}", "--title={{a}}"], environment: ["TITLE": "{{a}}"]))
        let spec = try await house.made(#"{"a": "$(rm -rf /); `x` \n"}"#)
        guard case .command(let command) = spec.action else { throw HookHouse.Unexpected() }
        #expect(command.arguments == ["/bin/echo", "$(rm -rf /); `x` \n", "--title=$(rm -rf /); `x` \n"])
        #expect(spec.environment == ["TITLE": "$(rm -rf /); `x` \n"])
    }

    @Test(
        "what came in cannot be made is refused with its field, and nothing is made",
        arguments: [
            (PulseRequest(command: ["echo", "{{a}}"]), #"{"a": "--help"}"#, "/command/1"),
            (PulseRequest(command: ["echo", "{{a}}"]), #"{"a": "x\u0000y"}"#, "/command/1"),
            (PulseRequest(prompt: "{{a}}"), #"{"a": "x\u0000y"}"#, "/prompt"),
            (PulseRequest(command: ["a", "{{a}}"]), #"{"a": "\#(String(repeating: "x", count: 100_001))"}"#, "/command/1"),
            (PulseRequest(command: ["a"], environment: ["E": "{{a}}"]), #"{"a": "\#(String(repeating: "x", count: 100_001))"}"#, "/env/E"),
            (PulseRequest(command: ["a"], environment: ["E": "{{a}}"]), #"{"a": "\u0000"}"#, "/env/E"),
            (PulseRequest(prompt: "{{a}}"), #"{}"#, "/prompt"),
            (PulseRequest(prompt: "{{a}}"), #"{"a": "\#(String(repeating: "ü", count: 100_001))"}"#, "/prompt"),
            (PulseRequest(prompt: "x", tags: ["{{a}}"]), #"{"a": "x\ny"}"#, "/tags/0"),
            (PulseRequest(prompt: "x", key: "{{a}}"), #"{"a": ""}"#, "/key"),
            (PulseRequest(prompt: "x", key: "{{a}}"), #"{"a": "\#(String(repeating: "k", count: 201))"}"#, "/key"),
        ])
    func refused(_ wish: PulseRequest, _ body: String, _ pointer: String) async throws {
        let house = HookHouse(wish)
        guard case .invalid(let errors) = await house.error(body) else { throw HookHouse.Unexpected() }
        #expect(errors.map(\.pointer) == [pointer])
        #expect(try await house.pulses == 0)
    }

    @Test(
        "bodies that are no JSON",
        arguments: [
            [0xFF, 0xFE], Array("{".utf8), Array("{}}".utf8), Array(#"{"a":1,"a":2}"#.utf8), Array("[1e999]".utf8),
            Array((String(repeating: "[", count: 65) + String(repeating: "]", count: 65)).utf8), Array("{\"a\":\"\u{0}\"}".utf8),
            Array("payload=%7B%7D".utf8), [0xEF, 0xBB, 0xBF, 0x7B, 0x7D],
        ] as [[UInt8]])
    func notJSON(_ body: [UInt8]) async throws {
        let house = HookHouse(PulseRequest(prompt: "x"))
        do {
            _ = try await house.receive(body, ["authorization": ["Bearer \(HookHouse.secret)"]])
            Issue.record("it was taken")
        } catch RequestError.notJSON {}
        #expect(try await house.pulses == 0)
    }

    @Test func anEmptyBodyHoldsNothing() async throws {
        #expect(try await HookHouse(PulseRequest(prompt: "go {{a}}")).prompt("") == "go ")
    }

    @Test(
        "a small body cannot be made into gigabytes", .timeLimit(.minutes(1)),
        arguments: [
            "{{#l}}{{#l}}{{#l}}{{#l}}x{{/l}}{{/l}}{{/l}}{{/l}}",
            "{{#l}}{{#l}}{{#l}}{{#l}}{{no}}{{/l}}{{/l}}{{/l}}{{/l}}",
            "{{#l}}{{l}}{{/l}}",
            "{{#l}}" + String(repeating: "word ", count: 10_000) + "{{/l}}",
            String(repeating: "{{l}}", count: 10_000),
        ])
    func explosions(_ template: String) async throws {
        let body = "{\"l\": [" + Array(repeating: "1", count: 200_000).joined(separator: ",") + "]}"
        let house = HookHouse(PulseRequest(prompt: template))
        guard case .invalid(let errors) = await house.error(body) else { throw HookHouse.Unexpected() }
        #expect(errors.first?.detail.contains("MiB of text") == true)
    }

    @Test func aPipelineIsMadeWhole() async throws {
        let steps = [
            StepRequest(name: "fetch", pulse: PulseRequest(command: ["echo", "{{repository.name}}"])),
            StepRequest(name: "tell", pulse: PulseRequest(prompt: "about {{repository.name}}", after: [AfterRequest(on: .step("fetch"))])),
        ]
        let house = HookHouse(.pipeline(PipelineRequest(name: "h", steps: steps, tags: ["{{repository.name}}"])))
        let body = #"{"repository": {"name": "upbeat"}}"#
        guard case .pipeline(let id, false) = try await house.call(body, id: "1") else { throw HookHouse.Unexpected() }
        #expect(try await house.call(body, id: "1") == .pipeline(id, isReplay: true))
        #expect(try await house.pulses == 2)
        let first = try #require(try await house.house.store.pulse(id)).spec
        #expect(first.tags == ["upbeat"] && first.createdBy == "hook h")
        guard case .invalid(let errors) = await house.error(#"{"repository": {"name": "-n"}}"#) else { throw HookHouse.Unexpected() }
        #expect(errors.map(\.pointer) == ["/steps/0/command/1"])
        #expect(try await house.pulses == 2)
    }

    @Test func onlyWhatItHearsMakesSomething() async throws {
        let secret = HookHouse.secret
        let house = HookHouse(
            .pulse(PulseRequest(prompt: "{{upbeat.event}} {{upbeat.id}}")), proof: .github(secrets: [HookHouse.reference]),
            events: ["issues", "push"],
            conditions: [Hook.Condition(field: "issue.state", values: ["open", "7"]), Hook.Condition(field: "ok", values: ["true"])])
        func call(_ event: String, _ body: String, _ id: String) async throws -> ReceiveHook.Answer {
            try await house.receive(
                Array(body.utf8),
                [
                    "x-hub-signature-256": [Signing.gitHub(secret, Array(body.utf8))], "x-github-event": [event],
                    "x-github-delivery": [id],
                ])
        }
        let right = #"{"issue": {"state": "open"}, "ok": true}"#
        guard case .pulse(let id, true, false) = try await call("issues", right, "d-1") else { throw HookHouse.Unexpected() }
        guard case .prompt(let prompt) = try #require(try await house.house.store.pulse(id)).spec.action else {
            throw HookHouse.Unexpected()
        }
        #expect(prompt.text == "issues d-1")
        for (event, body) in [
            ("ping", right), ("issues", "{}"), ("issues", #"{"issue": {"state": "closed"}, "ok": true}"#), ("push", #"{"issue": "open"}"#),
            ("push", #"{"issue": {"state": "open"}, "ok": "yes"}"#), ("", right), ("push", "[]"),
        ] {
            guard case .ignored(let why) = try await call(event, body, "d-2") else { throw HookHouse.Unexpected() }
            #expect(!why.contains("closed") && !why.isEmpty)
        }
        guard case .pulse = try await call("push", #"{"issue": {"state": 7}, "ok": true}"#, "d-2") else { throw HookHouse.Unexpected() }
        #expect(try await house.pulses == 2)
    }

    @Test func theLimitsOfTheAgentHold() async throws {
        var wish = PulseRequest(prompt: "x")
        wish.agent = "bot"
        let house = HookHouse(wish)
        var agent = Agent(name: "bot", scope: .schedule, createdAt: .distantPast)
        agent.limits.openPulses = 1
        _ = try await house.house.plane.reconcileAgents([agent])
        let spec = try await house.made("{}")
        #expect(spec.owner == "bot" && spec.createdBy == "hook h")
        guard case .limitReached = await house.error("{}") else { throw HookHouse.Unexpected() }
    }
}

import ControlPlane
import Pulses
import Recurrence
import TestSupport
import Testing

@Suite struct SchedulePulseTests {
    let house = House()

    private func errors(_ request: PulseRequest) async -> [FieldError] {
        do {
            _ = try await house.plane.schedule(request, by: House.local)
            return []
        } catch RequestError.invalid(let errors) {
            return errors
        } catch {
            return [FieldError("?", "\(error)")]
        }
    }

    @Test func aPulseKeepsAllThatWasAsked() async throws {
        let request = PulseRequest(
            prompt: "look", at: "in 5 minutes", priority: "low", session: "s", notes: ["n"], tags: ["t"], runner: "echo",
            directory: "~/x", environment: ["A": "1"], timeout: "90s", key: "k", creator: "me", zone: "Europe/Berlin")
        let answer = try await house.plane.schedule(request, by: House.local)
        let spec = answer.pulse.spec
        #expect(spec.action == .prompt(Prompt(text: "look", session: "s", notes: ["n"], runner: "echo")))
        #expect(spec.scheduledAt == House.start + .seconds(300))
        #expect(answer.delay == .seconds(300))
        #expect(spec.priority == .low && spec.tags == ["t"] && spec.createdBy == "me" && spec.door == .commandLine)
        #expect(spec.zone == "Europe/Berlin" && spec.key == "k" && spec.directory == "~/x")
        #expect(spec.environment == ["A": "1"] && spec.timeout == .seconds(90))
        #expect(house.engine.wakes == [House.start + .seconds(300)])
        #expect(try await house.store.pulse(answer.pulse.id) == answer.pulse)
    }

    @Test func whoAsksIsNoted() async throws {
        let run = Caller(.local, run: RunKey(pulse: PulseID(9), attempt: 1))
        let request = PulseRequest(prompt: "x")
        #expect(try await house.plane.schedule(request, by: House.local).pulse.spec.createdBy == "person")
        #expect(try await house.plane.schedule(request, by: run).pulse.spec.createdBy == "pulse 9")
        let spec = try await house.plane.schedule(request, by: Caller(.network(token: "t"))).pulse.spec
        #expect(spec.createdBy == "http" && spec.door == .http)
    }

    @Test(arguments: [
        (PulseRequest(), "/prompt"),
        (PulseRequest(prompt: "a", command: ["b"]), "/prompt"),
        (PulseRequest(prompt: ""), "/prompt"),
        (PulseRequest(prompt: "a\0b"), "/prompt"),
        (PulseRequest(prompt: String(repeating: "x", count: 100_001)), "/prompt"),
        (PulseRequest(command: []), "/command"),
        (PulseRequest(command: [""]), "/command/0"),
        (PulseRequest(command: ["a", "b\0"]), "/command/1"),
        (PulseRequest(command: ["a", String(repeating: "x", count: 1 << 20)]), "/command"),
        (PulseRequest(command: ["a"], session: "s"), "/session"),
        (PulseRequest(command: ["a"], notes: ["s"]), "/sticky_notes"),
        (PulseRequest(command: ["a"], runner: "hapi"), "/runner"),
        (PulseRequest(prompt: "a", priority: "urgent"), "/priority"),
        (PulseRequest(prompt: "a", session: "-rf"), "/session"),
        (PulseRequest(prompt: "a", session: ""), "/session"),
        (PulseRequest(prompt: "a", session: "x\u{1b}"), "/session"),
        (PulseRequest(prompt: "a", notes: ["ok", ""]), "/sticky_notes/1"),
        (PulseRequest(prompt: "a", notes: [String(repeating: "x", count: 2001)]), "/sticky_notes/0"),
        (PulseRequest(prompt: "a", notes: Array(repeating: "x", count: 51)), "/sticky_notes"),
        (PulseRequest(prompt: "a", tags: ["a\nb"]), "/tags/0"),
        (PulseRequest(prompt: "a", tags: [String(repeating: "x", count: 101)]), "/tags/0"),
        (PulseRequest(prompt: "a", tags: Array(repeating: "x", count: 51)), "/tags"),
        (PulseRequest(prompt: "a", runner: "clade"), "/runner"),
        (PulseRequest(prompt: "a", directory: "x/y"), "/cwd"),
        (PulseRequest(prompt: "a", directory: "~other/y"), "/cwd"),
        (PulseRequest(prompt: "a", directory: "/a\0"), "/cwd"),
        (PulseRequest(prompt: "a", environment: ["1A": "x"]), "/env/1A"),
        (PulseRequest(prompt: "a", environment: ["A/B": "x"]), "/env/A~1B"),
        (PulseRequest(prompt: "a", environment: ["": "x"]), "/env/"),
        (PulseRequest(prompt: "a", environment: ["UPBEAT_HOME": "x"]), "/env/UPBEAT_HOME"),
        (PulseRequest(prompt: "a", environment: ["A": "\0"]), "/env/A"),
        (PulseRequest(prompt: "a", timeout: "999ms"), "/timeout"),
        (PulseRequest(prompt: "a", timeout: "31d"), "/timeout"),
        (PulseRequest(prompt: "a", timeout: "soon"), "/timeout"),
        (PulseRequest(prompt: "a", key: ""), "/key"),
        (PulseRequest(prompt: "a", key: String(repeating: "k", count: 201)), "/key"),
        (PulseRequest(prompt: "a", creator: "a\u{7f}"), "/created_by"),
        (PulseRequest(prompt: "a", zone: "Mars/Phobos"), "/zone"),
        (PulseRequest(prompt: "a", at: "yesterday-ish"), "/at"),
        (PulseRequest(prompt: "a", at: "2020-01-01T00:00:00Z"), "/at"),
    ])
    func whatMayNotBeIsRefusedByName(_ request: PulseRequest, _ pointer: String) async throws {
        #expect(await errors(request).map(\.pointer) == [pointer])
        #expect(try await house.store.tally().byStatus.isEmpty)
    }

    @Test func allErrorsComeAtOnce() async {
        let request = PulseRequest(prompt: "", priority: "x", tags: [""], timeout: "1ms")
        #expect(await errors(request).map(\.pointer) == ["/prompt", "/timeout", "/priority", "/tags/0"])
    }

    @Test(arguments: [
        PulseRequest(prompt: String(repeating: "\u{1F468}\u{200D}\u{1F469}", count: 33_333)),
        PulseRequest(command: ["a", "", "x\ny"]),
        PulseRequest(prompt: "a", notes: Array(repeating: String(repeating: "x", count: 2000), count: 50)),
        PulseRequest(prompt: "a", timeout: "1s"),
        PulseRequest(prompt: "a", timeout: "30d"),
        PulseRequest(prompt: "a", directory: "~"),
        PulseRequest(prompt: "a", environment: ["_a9": ""]),
        PulseRequest(prompt: "a", at: "now"),
    ])
    func whatIsAtTheLimitIsTaken(_ request: PulseRequest) async {
        #expect(await errors(request).isEmpty)
    }

    @Test func lengthsCountScalarsNotCharacters() async {
        // One Character, three scalars; Python's len says 3.
        let family = "\u{1F468}\u{200D}\u{1F469}"
        let long = PulseRequest(prompt: String(repeating: family, count: 667), rules: .reeve)
        let short = PulseRequest(prompt: String(repeating: family, count: 4), rules: .reeve)
        #expect(await errors(long).map(\.pointer) == ["/prompt"])
        #expect(await errors(short).isEmpty)
    }

    @Test func anUnknownRunnerNamesTheKnownOnesAndTheNearest() async {
        let text = await errors(PulseRequest(prompt: "a", runner: "clade")).first?.detail ?? ""
        #expect(text.contains("hapi, claude, codex") && text.contains("did you mean claude?"))
    }

    @Test func anUnknownUnitIsToldApart() async {
        await #expect {
            try await house.plane.schedule(PulseRequest(prompt: "a", at: "in 5 fortnights"), by: House.local)
        } throws: { error in
            if case RequestError.unknownUnit(let unit, let field) = error {
                unit.hasPrefix("fortnight") && field.pointer == "/at"
            } else {
                false
            }
        }
    }

    @Test func reevesRulesTakeThePastAsNow() async throws {
        let request = PulseRequest(prompt: "0123456789", at: "2020-01-01T00:00:00Z", rules: .reeve)
        let answer = try await house.plane.schedule(request, by: House.local)
        #expect(answer.pulse.spec.scheduledAt == House.start)
        #expect(answer.delay == .zero)
    }

    @Test func reevesRulesNameItsOwnFields() async {
        #expect(await errors(PulseRequest(prompt: "0123456789", at: "nonsense", rules: .reeve)).map(\.pointer) == ["/scheduled_at"])
        #expect(await errors(PulseRequest(prompt: "0123456789", creator: "\n", rules: .reeve)).map(\.pointer) == ["/source"])
    }

    @Test func theDefaultRunnerIsResolvedWhenThePulseIsMade() async throws {
        func runner(_ house: House) async throws -> String? {
            let pulse = try await house.plane.schedule(PulseRequest(prompt: "x"), by: House.local).pulse
            guard case .prompt(let prompt) = pulse.spec.action else { return nil }
            return prompt.runner
        }
        #expect(try await runner(House(installed: ["gemini", "codex"])) == "codex")
        #expect(try await runner(House(installed: [])) == "default")
        #expect(try await runner(House(installed: ["echo"])) == "default")
        #expect(try await runner(House(installed: ["claude"], runners: RunnerCatalogue(preferred: "goose"))) == "goose")
    }

    @Test func anOpenKeyIsKeptAndWakesNobody() async throws {
        let request = PulseRequest(prompt: "x", key: "k")
        let first = try await house.plane.schedule(request, by: House.local)
        let second = try await house.plane.schedule(request, by: House.local)
        #expect(first.isCreated && !second.isCreated && second.pulse.id == first.pulse.id)
        #expect(house.engine.wakes.count == 1)
    }

    @Test(arguments: [
        (StoreError.full("x"), "storeFull"), (.busy, "unavailable"), (.closed, "unavailable"), (.broken("x"), "unavailable"),
        (.malformed("x"), "faulty"),
    ])
    func errorsOfTheStoreAreTold(_ error: StoreError, _ name: String) async {
        house.store.fail(with: error)
        await #expect {
            try await house.plane.schedule(PulseRequest(prompt: "x"), by: House.local)
        } throws: { "\($0)".hasPrefix(name) }
        #expect(house.engine.wakes.isEmpty)
    }
}

import ControlPlane
import MCPServer
import Pulses
import StrictJSON
import TestSupport
import Testing

/// An agent sees and changes its own alone; what is another's is not there for it.
@Suite(.timeLimit(.minutes(1))) struct OwnershipTests {
    private let house = House()

    /// A single pulse (1, 2, 3) and a recurring one of each of a, b and the person.
    private func fill() async throws -> (a: Caller, b: Caller) {
        let (a, b) = (try await house.agent("a"), try await house.agent("b"))
        for (caller, name) in [(a, "of-a"), (b, "of-b"), (House.person, "of-person")] {
            _ = try await house.ask(
                "pulse_schedule", ["prompt": "x", "in": "1h", "tags": ["t"], "key": .string("key-\(name)")], as: caller)
            _ = try await house.ask("pulse_schedule", ["prompt": "x", "every": "1h", "tags": ["t"], "name": .string(name)], as: caller)
        }
        return (a, b)
    }

    @Test func anAgentSeesItsOwnAndAPersonEverything() async throws {
        let (a, b) = try await fill()
        #expect(try await house.ask("pulse_list", as: a).ids == ["of-a", "1"])
        #expect(try await house.ask("pulse_list", ["within": "1h"], as: b).ids == ["2", "of-b"])
        #expect(try await house.ask("pulse_list").ids == ["of-a", "of-b", "of-person", "3", "2", "1"])
        #expect(try await house.ask("pulse_status", as: a)["next"]?.arrayValue?.compactMap { $0["id"]?.stringValue } == ["1", "of-a"])
        let upcoming = await house.send(modern("resources/read", ["uri": "upbeat://upcoming"]), as: b)
        let text = try #require(upcoming["result"]?["contents"]?.arrayValue?.first?["text"]?.stringValue)
        #expect(!text.contains("of-a") && !text.contains("of-person") && text.contains("of-b"))
    }

    @Test func whatIsAnothersIsNotThere() async throws {
        let (_, b) = try await fill()
        let before = try await house.store.events(after: 0, limit: 1000)
        for id: JSON in ["1", "3"] {
            let wanted = "There is no pulse \(id.stringValue ?? "")."
            #expect(try await house.fault("pulse_get", ["id": id], as: b) == wanted)
            #expect(try await house.fault("pulse_update", ["id": id, "snooze": "1h"], as: b) == wanted)
            #expect(try await house.fault("pulse_cancel", ["id": id], as: b) == wanted)
            #expect(try await house.fault("pulse_wait", ["id": id], as: b) == wanted)
        }
        for id: JSON in ["of-a", "of-person"] {
            #expect(try await house.fault("pulse_get", ["id": id], as: b).hasPrefix("There is no schedule"))
            #expect(try await house.fault("pulse_update", ["id": id, "paused": true], as: b).hasPrefix("There is no schedule"))
            #expect(try await house.fault("pulse_cancel", ["id": id], as: b).hasPrefix("There is no schedule"))
            #expect(try await house.ask("pulse_cancel", ["name": id], as: b)["cancelled"] == [])
        }
        #expect(try await house.ask("pulse_cancel", ["key": "key-of-a"], as: b)["cancelled"] == [])
        for uri: JSON in ["upbeat://pulses/1", "upbeat://pulses/of-a", "upbeat://attempts/1.1"] {
            #expect(await house.send(modern("resources/read", ["uri": uri]), as: b).code == -32602)
        }
        #expect(try await house.store.events(after: 0, limit: 1000) == before)
    }

    @Test func aTagReachesItsOwnAlone() async throws {
        let (a, b) = try await fill()
        #expect(try await house.ask("pulse_cancel", ["tag": "t"], as: b)["cancelled"] == ["of-b", "2"])
        #expect(try await house.ask("pulse_list", as: a).ids == ["of-a", "1"])
        #expect(try await house.ask("pulse_cancel", ["tag": "t"])["count"] == 4)
    }

    @Test func namesAndKeysThatAreTakenTellNothingOfTheOther() async throws {
        let (_, b) = try await fill()
        let name = try await house.fault("pulse_schedule", ["prompt": "x", "every": "1h", "name": "of-a"], as: b)
        #expect(name == "The name of-a is taken; choose another one.")
        let byKey = try await house.fault("pulse_schedule", ["prompt": "x", "every": "1h", "key": "of-a"], as: b)
        #expect(byKey == "The name of-a is taken; choose another one.")
        let key = try await house.fault("pulse_schedule", ["prompt": "x", "in": "1h", "key": "key-of-a"], as: b)
        #expect(key.contains("in use by somebody else") && !key.contains("agent a"))
        #expect(try await house.store.pulse(PulseID(1))?.progress.status == .pending)
    }

    @Test func whatOthersMissIsNotTold() async throws {
        let (a, b) = try await fill()
        _ = try await house.ask("pulse_update", ["id": "of-b", "if_missed": "skip"], as: b)
        house.clock.advance(by: .seconds(5 * 3600 + 1800))
        try await house.turn()
        #expect(try await house.ask("pulse_status", as: a)["missed"]?.arrayValue?.contains { $0["what"] == "of-b" } == false)
        #expect(try await house.ask("pulse_status", as: b)["missed"]?.arrayValue?.contains { $0["what"] == "of-b" } == true)
    }

    @Test func aRunIsItsAgent() async throws {
        let (a, _) = try await fill()
        house.clock.advance(by: .seconds(3600))
        let key = try #require(try await house.turn().first { $0.pulse == PulseID(1) })
        let inside = Caller(.local, run: key)
        #expect(try await house.ask("pulse_list", ["status": "recurring"], as: inside).ids == ["of-a"])
        #expect(try await house.ask("pulse_schedule", ["prompt": "again", "in": "1h"], as: inside)["made"] == true)
        let ids = try await house.ask("pulse_list", ["status": "pending"], as: a).ids
        let id = try #require(ids.first.flatMap(Int64.init))
        #expect(try await house.store.pulse(PulseID(id))?.spec.owner == "a")
    }

    @Test func whatAClientCallsItselfCountsForNothing() async throws {
        let (_, b) = try await fill()
        let meta: JSON = ["io.modelcontextprotocol/clientInfo": ["name": "a", "version": "1"]]
        let request = modern("tools/call", ["name": "pulse_list", "arguments": [:], "_meta": meta])
        #expect(await house.send(request, as: b)["result"]?["structuredContent"]?.ids == ["of-b", "2"])
    }

    @Test func whoMayOnlyReadMakesNothing() async throws {
        let reader = try await house.agent("r", scope: .read)
        #expect(try await house.fault("pulse_schedule", ["prompt": "x", "in": "1h"], as: reader).contains("may only read"))
        #expect(
            try await house.fault("pulse_schedule", ["prompt": "x", "in": "1h", "dry_run": true], as: reader).contains("may only read"))
        // One that is not declared may not even that of others.
        let stranger = Caller(.local, agent: "nobody")
        #expect(try await house.ask("pulse_list", as: stranger).ids.isEmpty)
        #expect(try await house.fault("pulse_schedule", ["prompt": "x", "in": "1h"], as: stranger).contains("may only read"))
    }

    @Test func aDryRunRefusesWhatMakingItWould() async throws {
        let (a, b) = try await fill()
        let every: JSONObject = ["prompt": "x", "every": "1h", "dry_run": true]
        var taken = every
        taken["name"] = "of-a"
        let refusal = try await house.fault("pulse_schedule", taken, as: b)
        #expect(refusal.contains("of-a is taken") && !refusal.contains("made by"))
        try await house.store.keep(Agent(name: "b", limits: Agent.Limits(openPulses: 1, schedules: 1), createdAt: house.clock.now()))
        #expect(try await house.fault("pulse_schedule", every, as: b).contains("may have 1 schedules"))
        let once: JSONObject = ["prompt": "x", "in": "1h", "dry_run": true]
        #expect(try await house.fault("pulse_schedule", once, as: b).contains("may have 1 pulses open"))
        _ = try await house.ask("pulse_schedule", ["prompt": "x", "in": "1h", "key": "k"], as: a)
        var wish = once
        wish["key"] = "k"
        let replaced = try await house.ask("pulse_schedule", wish, as: a)["replaced"]?.arrayValue
        #expect(replaced?.count == 1)
        #expect(try await house.store.tally().byStatus[.cancelled] == nil)
    }

    @Test func anAgentAmongACrowdFindsItsOwn() async throws {
        let a = try await house.agent("a")
        for _ in 0..<1200 { _ = try await house.store.make(PulseOrder(spec: StoreContract.spec())) }
        _ = try await house.ask("pulse_schedule", ["prompt": "mine", "in": "300 days"], as: a)
        for _ in 0..<600 { _ = try await house.store.make(PulseOrder(spec: StoreContract.spec())) }
        #expect(try await house.ask("pulse_list", as: a).ids == ["1201"])
        #expect(try await house.ask("pulse_status", as: a)["next"]?.arrayValue?.first?["id"] == "1201")
    }
}

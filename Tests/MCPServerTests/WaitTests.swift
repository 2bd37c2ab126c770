import ControlPlane
import MCPServer
import Pulses
import Recurrence
import StrictJSON
import TestSupport
import Testing

/// Watching until a pulse fires: it waits on facts, consumes nothing, and ends when it is told to.
@Suite(.timeLimit(.minutes(1))) struct WaitTests {
    private let house = House()

    private func waiting(_ arguments: JSONObject, as caller: Caller = House.person, meta: JSONObject = [:], sent: Sent = Sent()) async
        -> JSON
    {
        let request = modern("tools/call", ["name": "pulse_wait", "arguments": .object(arguments), "_meta": .object(meta)])
        let answer = await house.server.answer(bytes(request), in: MCPContext(caller: caller)) { sent.add($0) }
        return answer.message?["result"] ?? answer.message ?? .null
    }

    /// Makes one that is due, and starts it once somebody waits.
    private func fire(as caller: Caller = House.person, within: Duration = .seconds(50)) async throws {
        await house.clock.sleeper(within: within)
        _ = try await house.ask("pulse_schedule", ["prompt": "x", "at": "now"], as: caller)
        try await house.turn()
    }

    @Test func whatHasBegunOrEndedIsNotWaitedFor() async throws {
        _ = try await house.ask("pulse_schedule", ["prompt": "x", "at": "now"])
        _ = try await house.ask("pulse_schedule", ["prompt": "y", "in": "1h"])
        try await house.turn()
        let begun = await waiting(["id": "1"])["structuredContent"]
        #expect(begun?["outcome"] == "over" && begun?["item"]?["status"] == "processing")
        _ = try await house.ask("pulse_cancel", ["id": "2"])
        let ended = await waiting(["id": "2"])["structuredContent"]
        #expect(ended?["outcome"] == "over" && ended?["item"]?["status"] == "cancelled")
    }

    @Test func itEndsWhenAPulseFires() async throws {
        async let result = waiting([:])
        try await fire()
        // What happens close together is told at once, after a moment.
        let done = Flag()
        async let driven: Void = drive(until: done)
        let answer = await result
        done.raise()
        await driven
        let structured = try #require(answer["structuredContent"])
        #expect(structured["outcome"] == "fired" && structured["item"]?["id"] == "1" && structured["item"]?["status"] == "processing")
        #expect(try await house.store.pulse(PulseID(1))?.progress.status == .processing)
    }

    /// Lets time go by, from one who sleeps to the next: the pauses of who follows the events, or also the steps of a wait and its end, which
    /// both sleep.
    private func drive(until done: Flag, isToEnd: Bool = false) async {
        while !done.isRaised {
            _ = isToEnd ? house.clock.wakeFirst(within: .seconds(60), of: 2) : house.clock.wakeFirst(within: .milliseconds(100))
            try? await Task.sleep(for: .milliseconds(2))
        }
    }

    @Test func itEndsWhenItsTimeIsOverAndTellsHowFarItIs() async throws {
        _ = try await house.ask("pulse_schedule", ["prompt": "x", "in": "2h"])
        let (sent, done) = (Sent(), Flag())
        async let driven: Void = drive(until: done, isToEnd: true)
        let answer = await waiting(["timeout_s": 20], meta: ["progressToken": "t"], sent: sent)
        done.raise()
        await driven
        #expect(answer["structuredContent"]?["outcome"] == "timed_out" && answer["structuredContent"]?["next"]?["id"] == "1")
        let steps = sent.messages.compactMap { $0["params"]?["progress"]?.integerValue }
        #expect(steps.count >= 2 && steps == Array(Set(steps)).sorted(), "\(steps)")
        #expect(
            sent.messages.allSatisfy {
                $0["method"] == "notifications/progress" && $0["params"]?["progressToken"] == "t" && $0["id"] == nil
            })
    }

    @Test func nothingIsToldToWhoDidNotAskForIt() async throws {
        let (sent, done) = (Sent(), Flag())
        async let driven: Void = drive(until: done, isToEnd: true)
        _ = await waiting(["timeout_s": 20], sent: sent)
        done.raise()
        await driven
        #expect(sent.messages.isEmpty)
    }

    @Test func anAgentWaitsForItsOwn() async throws {
        let (a, b) = (try await house.agent("a"), try await house.agent("b"))
        async let result = waiting([:], as: a)
        try await fire(as: b)
        _ = try await house.ask("pulse_schedule", ["prompt": "x", "at": "now"], as: a)
        try await house.turn()
        let done = Flag()
        async let driven: Void = drive(until: done)
        let answer = await result
        done.raise()
        await driven
        #expect(answer["structuredContent"]?["item"]?["id"] == "2")
    }

    @Test func itCanWaitForOneAlone() async throws {
        _ = try await house.ask("pulse_schedule", ["prompt": "x", "every": "1h", "name": "hourly"])
        async let result = waiting(["id": "hourly"])
        try await fire()
        house.clock.advance(by: .milliseconds(100))
        house.clock.step(to: House.start + .seconds(3600))
        try await house.turn()
        let done = Flag()
        async let driven: Void = drive(until: done)
        let answer = await result
        done.raise()
        await driven
        #expect(answer["structuredContent"]?["item"]?["schedule"] == "hourly", "\(answer)")
    }

    @Test func whoeverGivesUpGetsNoAnswer() async throws {
        let house = house
        let (sent, answered) = (Sent(), Flag())
        await withTaskGroup(of: Void.self) { group in
            group.addTask {
                let request = modern("tools/call", ["name": "pulse_wait"])
                let answer = await house.server.answer(bytes(request), in: MCPContext(caller: House.person)) { sent.add($0) }
                if answer.message != nil { answered.raise() }
            }
            await house.clock.sleeper(within: .seconds(50))
            group.cancelAll()
        }
        #expect(!answered.isRaised && sent.messages.isEmpty)
    }

    @Test(
        arguments: [
            (["timeout_s": 0], "timeout_s is 0"), (["timeout_s": 51], "a whole number from 1 to 50"),
            (["timeout_s": "1m"], "a whole number"),
            (["id": "7"], "There is no pulse 7"), (["timeout": 5], "did you mean timeout_s?"),
        ] as [(JSONObject, String)]) func aWrongWaitIsToldSo(_ arguments: JSONObject, _ says: String) async throws
    {
        #expect(try await house.fault("pulse_wait", arguments).contains(says))
    }

    @Test func withoutADaemonThereIsNothingToWaitFor() async throws {
        let house = House(engine: NoEngine())
        #expect(try await house.fault("pulse_wait").contains("`upbeat start` starts it"))
        #expect(try await house.ask("pulse_status")["daemon_runs"] == false)
    }

    @Test(arguments: [JSON.bool(true), .number(1.5), .array([])]) func aTokenOfProgressIsAStringOrAnInteger(_ token: JSON)
        async throws
    {
        let request = modern("tools/call", ["name": "pulse_status", "_meta": ["progressToken": token]])
        #expect(await house.send(request).code == -32602)
    }
}

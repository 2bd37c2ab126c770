import ControlPlane
import Pulses
import Recurrence
import TestSupport
import Testing

/// Who stands for the words of a pulse.
@Suite struct AuthorTests {
    let house = House()

    private func made(_ caller: Caller, agent: String? = nil) async throws -> Pulse {
        try await house.plane.schedule(PulseRequest(prompt: "x", at: "in 1 hour", agent: agent), by: caller).pulse
    }

    @Test func agentsAreNamedAndThePersonIsNot() async throws {
        let bot = try await house.agent("bot")
        let boss = try await house.agent("boss", scope: .admin)
        #expect(try await made(House.local).spec.author == nil)
        #expect(try await made(House.local, agent: "bot").spec.author == nil)
        #expect(try await made(Caller(.network(token: "t"))).spec.author == nil)
        let own = try await made(bot)
        #expect(own.spec.author == Author(.agent, "bot", door: .http, at: House.start))
        #expect(try await made(boss, agent: "bot").spec.author == Author(.agent, "boss", door: .http, at: House.start))
        let run = Caller(.local, run: RunKey(pulse: own.id, attempt: 1))
        #expect(try await made(run).spec.author == Author(.agent, "bot", door: .commandLine, run: own.id, at: House.start))
        var client = Caller(.network(token: "laptop"))
        client.isOverMCP = true
        let byClient = try await made(client).spec
        #expect(byClient.author == Author(.client, "laptop", door: .mcp, at: House.start) && byClient.door == .mcp)
        #expect(try await made(Caller(.hook("issues"))).spec.author == Author(.hook, "issues", door: .http, at: House.start))
    }

    @Test func wordsStayWhoseTheyAre() async throws {
        let bot = try await house.agent("bot")
        let plane = house.plane
        let author = Author(.agent, "bot", door: .http, at: House.start)
        let persons = try await made(House.local, agent: "bot")
        let time = PulseChange().with { $0.at = .set("in 2 hours") }
        let moved = try #require(try await plane.change(persons, time, by: bot))
        #expect(moved.spec.author == nil)
        let note = PulseChange().with { $0.part.notes = .set(["n"]) }
        let noted = try #require(try await plane.change(moved, note, by: bot))
        #expect(noted.spec.author == author)
        let tagged = try #require(try await plane.change(noted, PulseChange().with { $0.part.notes = .reset }, by: House.local))
        #expect(tagged.spec.author == author)
        let rewritten = try await plane.change(tagged, PulseChange().with { $0.part.prompt = .set("mine") }, by: House.local)
        #expect(rewritten?.spec.author == nil)

        try await house.make(.hello(every: "1h"), by: bot)
        let changed = try await plane.changeSchedule("hello", ScheduleRequest().with { $0.every = .set("2h") }, by: House.local)
        #expect(changed.schedule.spec.template.author == author)
        house.clock.advance(by: .seconds(7200))
        let id = try #require(try await house.turn().map(\.pulse).max())
        let fired = try #require(try await house.store.pulse(id)).spec
        #expect(fired.schedule != nil && fired.author == author)
        let own = try await plane.changeSchedule("hello", ScheduleRequest().with { $0.pulse.prompt = .set("mine") }, by: House.local)
        #expect(own.schedule.spec.template.author == nil)
    }
}

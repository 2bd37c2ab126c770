import ControlPlane
import Pulses
import Recurrence
import TestSupport
import Testing

@Suite struct CancelPulsesTests {
    let house = House()

    private func made(_ tags: [String] = [], at: String = "in 1 hour") async throws -> PulseID {
        try await house.plane.schedule(PulseRequest(prompt: "x", at: at, tags: tags), by: House.local).pulse.id
    }

    @Test func allThatIsNamedHasToBeSo() async throws {
        let (a, b, other) = (try await made(["night", "x"]), try await made(["night"]), try await made(["day"]))
        let answer = try await house.plane.cancelAll(CancelPulses.Filter(tag: "night"), by: House.local)
        #expect(answer == CancelPulses.Answer(cancelled: [a, b], ending: []))
        #expect(try await house.store.pulse(other)?.progress.status == .pending)
        #expect(try await house.store.pulse(a)?.progress.status == .cancelled)
        let again = try await house.plane.cancelAll(CancelPulses.Filter(tag: "night"), by: House.local)
        #expect(again == CancelPulses.Answer())
        let both = try await house.plane.cancelAll(CancelPulses.Filter(tag: "day", agent: "nobody"), by: House.local)
        #expect(both == CancelPulses.Answer())
    }

    @Test func aDryRunChangesNothing() async throws {
        let id = try await made(["night"])
        let answer = try await house.plane.cancelAll(CancelPulses.Filter(tag: "night"), isDryRun: true, by: House.local)
        #expect(answer.cancelled == [id])
        #expect(try await house.store.pulse(id)?.progress.status == .pending)
    }

    @Test func manyPagesAreGoneThrough() async throws {
        for _ in 0..<1203 { _ = try await made(["night"]) }
        let answer = try await house.plane.cancelAll(CancelPulses.Filter(tag: "night"), by: House.local)
        #expect(answer.cancelled.count == 1203 && answer.cancelled == answer.cancelled.sorted())
    }

    @Test func whatRunsIsEndedAndToldApartWhereItGoesOn() async throws {
        let id = try await made(["night"], at: "now")
        _ = try await house.claim()
        let answer = try await house.plane.cancelAll(CancelPulses.Filter(tag: "night"), by: House.local)
        #expect(answer == CancelPulses.Answer(cancelled: [], ending: [id]))
        #expect(house.engine.stops.contains(id))
    }

    @Test func nothingNamedAndAnUnknownScheduleAreErrors() async throws {
        await #expect(throws: RequestError.self) { try await house.plane.cancelAll(CancelPulses.Filter(), by: House.local) }
        await #expect(throws: RequestError.self) {
            try await house.plane.cancelAll(CancelPulses.Filter(schedule: "nosuch"), by: House.local)
        }
    }
}

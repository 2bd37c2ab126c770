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

    @Test func whatIsCalledOffWithAnotherOneIsTold() async throws {
        var ids: [PulseID] = []
        for _ in 0..<3 {
            var spec = StoreContract.spec("x", in: .seconds(3600))
            spec.tags = ["chain"]
            let after = ids.last.map { [DependencyOrder(on: .pulse($0))] } ?? []
            guard case .created(let pulse) = try await house.store.make(PulseOrder(spec: spec, after: after)) else { continue }
            ids.append(pulse.id)
        }
        let answer = try await house.plane.cancelAll(CancelPulses.Filter(tag: "chain"), by: House.local)
        #expect(ids.count == 3 && answer == CancelPulses.Answer(cancelled: ids, ending: []))
    }

    @Test func theEngineHearsOfWhatMayRunInstead() async throws {
        let id = try await made()
        _ = try await house.plane.cancel(id, by: House.local)
        #expect(house.engine.wakes.last == House.start)
    }

    @Test func whatWaitsForAFailedOneIsRetriedWithIt() async throws {
        let first = try await made(at: "now")
        guard
            case .created(let second) = try await house.store.make(
                PulseOrder(spec: StoreContract.spec("then"), after: [DependencyOrder(on: .pulse(first))])),
            let key = try await house.claim().first
        else { return #expect(Bool(false)) }
        try await house.end(key, .failed, .finish(.failed, reason: nil))
        do {
            _ = try await house.plane.retry(second.id, by: House.local)
            #expect(Bool(false), "it was taken")
        } catch {
            #expect("\(error)".contains("pulse \(first), which is failed; retry \(first)"), "\(error)")
        }
        _ = try await house.plane.retry(first, by: House.local)
        #expect(try await house.store.pulse(second.id)?.progress.status == .blocked)
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

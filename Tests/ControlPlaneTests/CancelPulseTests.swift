import ControlPlane
import Pulses
import Recurrence
import TestSupport
import Testing

@Suite struct CancelPulseTests {
    let house = House()

    private func made(at: String = "now") async throws -> PulseID {
        try await house.plane.schedule(PulseRequest(prompt: "x", at: at), by: House.local).pulse.id
    }

    @Test func whatWaitsIsCancelledAtOnce() async throws {
        let id = try await made(at: "in 1 hour")
        let answer = try await house.plane.cancel(id, by: House.local)
        #expect(answer.hasEnded && answer.pulse.progress.status == .cancelled)
        #expect(house.engine.stops.isEmpty)
    }

    @Test func whatRunsIsStoppedAndReadAgain() async throws {
        let id = try await made()
        let key = try #require(try await house.claim().first)
        house.engine.onStop { [house] in try? await house.end(key, .cancelled, .finish(.cancelled, reason: "cancelled")) }
        let answer = try await house.plane.cancel(id, by: House.local)
        #expect(answer.hasEnded && answer.pulse.progress.status == .cancelled)
        #expect(house.engine.stops == [id])
    }

    @Test func aRunThatDoesNotEndInTimeIsAnsweredAsRunning() async throws {
        let id = try await made()
        _ = try await house.claim()
        let answer = try await house.plane.cancel(id, by: House.local)
        #expect(!answer.hasEnded && answer.pulse.progress.status == .processing)
    }

    @Test func aRunThatWonTheRaceIsToldAsItEnded() async throws {
        let id = try await made()
        let key = try #require(try await house.claim().first)
        house.engine.onStop { [house] in try? await house.end(key, .succeeded, .finish(.completed, reason: nil)) }
        #expect(try await house.plane.cancel(id, by: House.local).pulse.progress.status == .completed)
    }

    @Test func theUnknownAndTheEndedAreToldApart() async throws {
        let id = try await made(at: "in 1 hour")
        _ = try await house.plane.cancel(id, by: House.local)
        await #expect(throws: RequestError.conflict("pulse \(id) has ended already: it is cancelled")) {
            try await house.plane.cancel(id, by: House.local)
        }
        await #expect(throws: RequestError.notFound("there is no pulse 99")) { try await house.plane.cancel(PulseID(99), by: House.local) }
    }

    @Test func retryMakesDueAgainWhatEndedBadly() async throws {
        let id = try await made(at: "in 1 hour")
        await #expect(throws: RequestError.self) { try await house.plane.retry(id, by: House.local) }
        _ = try await house.plane.cancel(id, by: House.local)
        let pulse = try await house.plane.retry(id, by: House.local)
        #expect(pulse.progress.status == .pending && pulse.progress.dueAt == House.start)
        #expect(house.engine.wakes.last == House.start)
        await #expect(throws: RequestError.notFound("there is no pulse 99")) { try await house.plane.retry(PulseID(99), by: House.local) }
    }

    @Test func retryNamesTheKeyThatIsTaken() async throws {
        let request = PulseRequest(prompt: "x", at: "in 1 hour", key: "k")
        let id = try await house.plane.schedule(request, by: House.local).pulse.id
        _ = try await house.plane.cancel(id, by: House.local)
        _ = try await house.plane.schedule(request, by: House.local)
        await #expect {
            try await house.plane.retry(id, by: House.local)
        } throws: { "\($0)".contains("the key") }
    }
}

/// A store in which the run ends and comes back between the wish and its reading.
@Suite struct CancelRaceTests {
    @Test func aPulseThatTurnedPendingIsCancelledAgain() async throws {
        let house = House()
        var plane = house.plane
        let making = ForgetfulMaking(store: house.store)
        plane.making = making
        let id = try await plane.schedule(PulseRequest(prompt: "x"), by: House.local).pulse.id
        let key = try #require(try await house.claim().first)
        house.engine.onStop { [house] in try? await house.end(key, .failed, .again(at: House.start)) }
        let answer = try await plane.cancel(id, by: House.local)
        #expect(answer.hasEnded && answer.pulse.progress.status == .cancelled)
    }

    /// Says that a pulse runs without noting the wish: as if the run had ended on its own at that very moment.
    private struct ForgetfulMaking: PulseMaking {
        let store: InMemoryStore

        func make(_ orders: [PulseOrder]) async throws(StoreError) -> [Made] { try await store.make(orders) }
        func makePipeline(_ orders: [PulseOrder], _ idempotency: Idempotency?) async throws(StoreError) -> PipelineMade {
            try await store.makePipeline(orders, idempotency)
        }
        func revive(_ id: PulseID, at now: Instant, _ terms: AskingTerms) async throws(StoreError) -> ReviveAnswer {
            try await store.revive(id, at: now, terms)
        }
        func approve(_ id: PulseID, at now: Instant) async throws(StoreError) -> ApprovalAnswer { try await store.approve(id, at: now) }
        func deny(_ id: PulseID, why: String?, at now: Instant) async throws(StoreError) -> ApprovalAnswer {
            try await store.deny(id, why: why, at: now)
        }
        func postpone(_ id: PulseID, until: Instant, at now: Instant, _ terms: AskingTerms) async throws(StoreError) -> PostponeAnswer {
            try await store.postpone(id, until: until, at: now, terms)
        }
        func change(
            _ pulse: Pulse, to spec: PulseSpec, at now: Instant, _ terms: AskingTerms
        ) async throws(StoreError) -> PulseChanged {
            try await store.change(pulse, to: spec, at: now, terms)
        }
        func report(_ order: ReportOrder) async throws(StoreError) -> Reported { try await store.report(order) }
        func cancel(_ id: PulseID, at now: Instant) async throws(StoreError) -> CancelAnswer {
            if let pulse = try await store.pulse(id), pulse.progress.status == .processing { return .running(pulse) }
            return try await store.cancel(id, at: now)
        }
    }
}

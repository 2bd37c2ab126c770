import Pulses
import Recurrence

extension StoreContract {
    private static func request(_ key: String = "k", _ fingerprint: UInt8 = 1) -> Idempotency {
        Idempotency(scope: "s", key: key, fingerprint: [fingerprint])
    }

    static let requests: [Case] = [
        Case(name: "a request is begun once, and answered as it was from then on") { store in
            try expectEqual(try await store.begin(request(), by: boot, at: start), .new, "the first")
            try expectEqual(try await store.begin(request(), by: boot, at: start + .seconds(1)), .inProgress, "while it is carried out")
            try expectEqual(try await store.begin(request("k", 2), by: boot, at: start), .conflict, "another request with its key")
            try expectEqual(try await store.begin(request("other"), by: boot, at: start), .new, "another key")
            let answer = KeptAnswer(status: 201, location: "/x/1", body: [0, 255, 34])
            try await store.finish(request(), by: boot, with: answer)
            try expectEqual(try await store.begin(request(), by: otherBoot, at: start + .seconds(9)), .answered(answer), "again")
            try await store.finish(request(), by: boot, with: KeptAnswer(status: 500, body: nil))
            try await store.abandon(request(), by: boot)
            try expectEqual(try await store.begin(request(), by: boot, at: start), .answered(answer), "after it was finished")
            let later = start + Idempotency.lifetime
            try expectEqual(try await store.begin(request("k", 2), by: boot, at: later), .new, "once it is forgotten")
        },
        Case(name: "an answer without a body is kept as one") { store in
            _ = try await store.begin(request(), by: boot, at: start)
            try await store.finish(request(), by: boot, with: KeptAnswer(status: 202, body: nil))
            try expectEqual(
                try await store.begin(request(), by: boot, at: start), .answered(KeptAnswer(status: 202, body: nil)), "the answer")
        },
        Case(name: "what was refused may be tried again") { store in
            _ = try await store.begin(request(), by: boot, at: start)
            try await store.abandon(request(), by: otherBoot)
            try expectEqual(try await store.begin(request(), by: boot, at: start), .inProgress, "given up by somebody else")
            try await store.abandon(request(), by: boot)
            try expectEqual(try await store.begin(request("k", 2), by: boot, at: start), .new, "given up")
        },
        Case(name: "what a dead owner began is taken over, and what an owner forgot in time") { store in
            _ = try await store.begin(request(), by: boot, at: start)
            try expectEqual(try await store.begin(request(), by: otherBoot, at: start), .takenOver, "by another owner")
            try expectEqual(try await store.begin(request(), by: otherBoot, at: start), .inProgress, "which has it now")
            try await store.finish(request(), by: boot, with: KeptAnswer(status: 200, body: [1]))
            let late = start + Idempotency.patience
            try expectEqual(try await store.begin(request(), by: otherBoot, at: late), .takenOver, "after a long time")
        },
        Case(name: "requests that make pulses and those that do not share no key") { store in
            var order = PulseOrder(spec: spec())
            order.idempotency = request()
            guard case .created(let pulse) = try await store.make(order) else { throw Violation(description: "not made") }
            try expectEqual(try await store.begin(request(), by: boot, at: start), .conflict, "a pulse's key")
            try expectEqual(try await store.made(by: request(), at: start), .replayed(pulse, wasCreated: true), "what it made")
            try expectEqual(try await store.made(by: request("k", 2), at: start), .fingerprintConflict, "what another request made")
            try expectEqual(try await store.made(by: request("none"), at: start), nil, "what nobody asked")
            order.idempotency = request("held")
            _ = try await store.begin(request("held"), by: boot, at: start)
            try expectEqual(try await store.make(order), .fingerprintConflict, "a request's key")
            try expectEqual(
                try await store.makePipeline([PulseOrder(spec: spec())], request("held")), .fingerprintConflict, "for a pipeline")
        },
        Case(name: "a schedule is triggered once by a request") { store in
            guard case .created(let schedule) = try await store.make(scheduleSpec(), at: start) else {
                throw Violation(description: "no schedule")
            }
            func trigger(_ wish: Idempotency?) async throws -> Triggered {
                try await store.trigger(schedule.id, by: "ann", door: .http, at: start, wish)
            }
            guard case .created(let pulse) = try await trigger(request()) else { throw Violation(description: "not triggered") }
            try expectEqual(try await trigger(request()), .replayed(pulse), "again")
            try expectEqual(try await trigger(request("k", 2)), .fingerprintConflict, "another request")
            guard case .created = try await trigger(nil) else { throw Violation(description: "not triggered without a key") }
            let pulses = try await store.pulses(PulseQuery(.open(of: schedule.id), limit: 9))
            try expectEqual(pulses.count, 2, "the pulses")
        },
        Case(name: "of orders that come together none is carried out where one is refused") { store in
            let holder = try await create(store, spec(key: "held"))
            var refusing = PulseOrder(spec: spec(key: "held"))
            refusing.onKey = .refuse
            var reused = PulseOrder(spec: spec())
            reused.idempotency = request("k", 2)
            var known = PulseOrder(spec: spec())
            known.idempotency = request()
            _ = try await store.make(known)
            let fresh = PulseOrder(spec: spec())
            try expectEqual(try await store.make([fresh, refusing]), [.notTried, .keyTaken(holder)], "a key that is taken")
            try expectEqual(try await store.make([fresh, reused]), [.notTried, .fingerprintConflict], "a key that was used")
            try expectEqual(try await store.pulses(PulseQuery(.newest([]), limit: 9)).count, 2, "the pulses")
        },
    ]
}

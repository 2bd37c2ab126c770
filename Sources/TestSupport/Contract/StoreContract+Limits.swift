import Pulses
import Recurrence

extension StoreContract {
    /// An order for an agent's pulse.
    private static func order(_ owner: String? = "ann", in delay: Duration = .seconds(60), at made: Duration = .zero) -> PulseOrder {
        var spec = spec(in: delay)
        (spec.owner, spec.createdAt) = (owner, start + made)
        return PulseOrder(spec: spec)
    }

    private static func keep(_ store: Store, _ limits: Agent.Limits) async throws {
        try await store.keep(Agent(name: "ann", limits: limits, createdAt: start))
    }

    static let limits: [Case] = [
        Case(name: "what is kept of an agent is read again, whole") { store in
            let agent = Agent(
                name: "ann", scope: .admin,
                limits: Agent.Limits(
                    openPulses: 1, schedules: 2, shortestInterval: .seconds(3), pulsesPerDay: 4, furthest: .seconds(5),
                    scheduleLifetime: .seconds(6)),
                zone: "Asia/Tokyo", runner: "claude", origin: .declared("f"), createdAt: start, needsApproval: true)
            try await store.keep(agent)
            try await store.keep(Agent(name: "bob", createdAt: start))
            try expectEqual(try await store.agents(), [agent, Agent(name: "bob", createdAt: start)], "the agents")
        },
        Case(name: "an agent has no more open pulses than it may, whoever asks at once") { store in
            try await keep(store, Agent.Limits(openPulses: 5))
            let made = try await withThrowingTaskGroup(of: Bool.self) { group in
                for _ in 0..<40 {
                    group.addTask { if case .created = try await store.make(order()) { true } else { false } }
                }
                return try await group.reduce(0) { $0 + ($1 ? 1 : 0) }
            }
            try expectEqual(made, 5, "how many were made")
            let fault = LimitFault(agent: "ann", kind: .openPulses, limit: 5, has: 5, asked: 1)
            try expectEqual(try await store.make(order()), .overLimit(fault), "one more")
            guard case .created = try await store.make(order("bob")) else { throw Violation(description: "another's was refused") }
            guard case .created = try await store.make(order(nil)) else { throw Violation(description: "the person's was refused") }
            _ = try await store.cancel(PulseID(1), at: start)
            guard case .created = try await store.make(order()) else { throw Violation(description: "there was room again") }
        },
        Case(name: "of a list that is too long for its owner none is made") { store in
            try await keep(store, Agent.Limits(openPulses: 2))
            let fault = LimitFault(agent: "ann", kind: .openPulses, limit: 2, has: 0, asked: 3)
            let orders = [order("bob"), order(), order(), order()]
            try expectEqual(try await store.make(orders), [.notTried, .overLimit(fault), .notTried, .notTried], "the answers")
            try expectEqual(try await store.makePipeline(Array(orders.dropFirst()), nil), .overLimit(fault), "a pipeline")
            try expectEqual(try await store.tally().byStatus, [:], "what was made")
        },
        Case(name: "within a day there are no more than it may, what was asked for again included") { store in
            try await keep(store, Agent.Limits(pulsesPerDay: 3))
            guard case .created(let first) = try await store.make(order()) else { throw Violation(description: "not made") }
            _ = try await store.cancel(first.id, at: start)
            let limited = AskingTerms(isLimited: true)
            guard case .revived = try await store.revive(first.id, at: start + .seconds(1), limited) else {
                throw Violation(description: "not revived")
            }
            _ = try await store.cancel(first.id, at: start + .seconds(2))
            try expectEqual(try await store.usage(of: "ann", since: start).recentPulses, 2, "what it has had")
            guard case .revived = try await store.revive(first.id, at: start + .seconds(3), limited) else {
                throw Violation(description: "not revived")
            }
            _ = try await store.cancel(first.id, at: start + .seconds(4))
            let fault = LimitFault(agent: "ann", kind: .pulsesPerDay, limit: 3, has: 3, asked: 1)
            try expectEqual(try await store.revive(first.id, at: start + .seconds(5), limited), .overLimit(fault), "again and again")
            try expectEqual(try await store.make(order(at: .seconds(5))), .overLimit(fault), "a new one")
            guard case .revived = try await store.revive(first.id, at: start + .seconds(6)) else {
                throw Violation(description: "the person was refused")
            }
            guard case .created = try await store.make(order(at: .seconds(86_500))) else {
                throw Violation(description: "the next day was refused")
            }
        },
        Case(name: "what is answered as before, or kept by its key, needs no room; what takes a place gives it") { store in
            try await keep(store, Agent.Limits(openPulses: 1))
            var first = order()
            first.spec.key = "k"
            first.idempotency = Idempotency(scope: "s", key: "i", fingerprint: [1])
            guard case .created(let made) = try await store.make(first) else { throw Violation(description: "not made") }
            try expectEqual(try await store.make(first), .replayed(made, wasCreated: true), "the same request")
            var second = order()
            second.spec.key = "k"
            try expectEqual(try await store.make(second), .kept(made), "the same key")
            second.onKey = .replace
            guard case .replaced(_, let old) = try await store.make(second) else { throw Violation(description: "not replaced") }
            try expectEqual(old, [made.id], "what it takes the place of")
            guard case .overLimit = try await store.make(order()) else { throw Violation(description: "there was no room") }
        },
        Case(name: "an agent has no more schedules than it may; those of files are no agent's making") { store in
            try await keep(store, Agent.Limits(schedules: 1))
            func made(_ name: String, declared: Bool = false) async throws -> ScheduleMade {
                try await store.make(
                    scheduleSpec(name) { spec in
                        spec.template.owner = "ann"
                        if declared { spec.origin = .declared("f") }
                    }, at: start)
            }
            guard case .created = try await made("a") else { throw Violation(description: "not made") }
            let fault = LimitFault(agent: "ann", kind: .schedules, limit: 1, has: 1, asked: 1)
            try expectEqual(try await made("b"), .overLimit(fault), "one more")
            guard case .created = try await made("c", declared: true) else { throw Violation(description: "the file's was refused") }
        },
        Case(name: "a schedule of an agent makes no more than it may have, and the rest is on record") { store in
            try await keep(store, Agent.Limits(pulsesPerDay: 2))
            let made = try await schedule(store, scheduleSpec(overlap: .allowAll) { $0.template.owner = "ann" })
            for minute in 1...4 { _ = try await judge(store, at: .seconds(60 * minute), limit: 0) }
            let fates = try await store.occurrences(of: made.id, before: nil, limit: 9).map(\.fate)
            try expectEqual(
                fates, [.skipped(.agentLimit), .skipped(.agentLimit), .fired(PulseID(2)), .fired(PulseID(1))], "what became of its times")
            try expectEqual(try await store.schedule(made.id)?.state.fires, 2, "how often it fired")
            let limited = AskingTerms(isLimited: true)
            let fault = LimitFault(agent: "ann", kind: .pulsesPerDay, limit: 2, has: 2, asked: 1)
            let asked = try await store.trigger(made.id, by: "ann", door: .http, at: start + .seconds(250), nil, limited)
            try expectEqual(asked, .overLimit(fault), "one beside its times")
            let later = try await judge(store, at: .seconds(86_640), limit: 0)
            try expectEqual(later.judged.flatMap(\.makes).count, 1, "what it makes on the next day")
        },
    ]
}

import Pulses
import Recurrence

extension StoreContract {
    static let dependencies: [Case] = [
        Case(name: "a pulse waits for the success of another, and then comes at its own time or at once") { store in
            let first = try await create(store, spec("first")).id
            let now = try await create(store, spec("now"), after: [first])
            let later = try await create(store, spec("later", in: .seconds(60)), after: [first])
            try expectEqual(now.progress, PulseProgress(status: .blocked, reason: "dependency", dueAt: start), "what waits")
            try expectEqual(try await store.pulse(now.id), now, "what is kept")
            try expectEqual(try await store.tally().byStatus, [.pending: 1, .blocked: 2], "the tally")
            let claims = try await claim(store).claims
            try expectEqual(claims.map(\.key.pulse), [first], "the claims")
            let turn = try await claim(store, at: .seconds(5), ends: [ended(claims[0])])
            try expectEqual(turn.claims.map(\.key.pulse), [now.id], "the claim of the turn in which it ended")
            try expectEqual(turn.claims[0].dueAt, start + .seconds(5), "when it was due")
            try expectEqual(turn.claims[0].inputs, [RunInput(key: claims[0].key)], "what it is given")
            try expectEqual(turn.nextDue, start + .seconds(60), "the other one's time")
            try expectEqual(
                try await store.dependencies(of: [first, later.id]), [later.id: [Dependency(on: first, isMet: true)]], "what is on record")
        },
        Case(name: "it waits for all of them, in any order of their ends") { store in
            let ids = [try await create(store, spec("a")).id, try await create(store, spec("b")).id]
            let last = try await create(store, spec("last"), after: ids).id
            let claims = try await claim(store).claims
            try expectEqual(try await claim(store, ends: [ended(claims[1])]).claims, [], "after one")
            let turn = try await claim(store, ends: [ended(claims[0])])
            try expectEqual(turn.claims.map(\.key.pulse), [last], "after both")
            try expectEqual(turn.claims[0].inputs.map(\.key), claims.map(\.key), "what it is given, in the order of its names")
        },
        Case(name: "what needed the success of one that failed is cancelled, and what waits for that; any end will do for others") {
            store in
            let first = try await create(store, spec("first")).id
            let second = try await create(store, spec("second"), after: [first]).id
            let third = try await create(store, spec("third"), after: [second]).id
            let anyway = try await create(store, spec("anyway"), after: [third], .end).id
            let claims = try await claim(store).claims
            let turn = try await claim(store, at: .seconds(1), ends: [ended(claims[0], .failed)])
            for id in [second, third] {
                try expectEqual(
                    try await store.pulse(id)?.progress,
                    PulseProgress(status: .cancelled, reason: "dependency", dueAt: start, finishedAt: start + .seconds(1)), "pulse \(id)")
            }
            try expectEqual(turn.claims.map(\.key.pulse), [anyway], "what any end was enough for")
            try expectEqual(turn.claims[0].inputs, [], "what did not complete gives nothing")
            try expectEqual(try await store.tally().byStatus, [.failed: 1, .cancelled: 2, .processing: 1], "the tally")
        },
        Case(name: "a cancelled one and an expired one take their branch along, and leave the other branches") { store in
            let root = try await create(store, spec("root", in: .seconds(99))).id
            let left = try await create(store, spec("left"), after: [root]).id
            let leaf = try await create(store, spec("leaf"), after: [left]).id
            let right = try await create(store, spec("right"), after: [root]).id
            _ = try await store.cancel(left, at: start)
            try expectEqual(try await store.pulse(leaf)?.progress.reason, "dependency", "the branch")
            try expectEqual(try await store.pulse(right)?.progress.status, .blocked, "the other branch")
            var short = spec("short", in: .seconds(1))
            short.expiresAfter = .seconds(1)
            let expiring = try await create(store, short).id
            let behind = try await create(store, spec("behind"), after: [expiring]).id
            _ = try await claim(store, limit: 0, at: .seconds(3))
            try expectEqual(try await store.pulse(behind)?.progress.status, .cancelled, "behind what expired")
        },
        Case(name: "what has completed is waited for by nobody; what ended badly is refused unless any end will do") { store in
            let done = try await create(store, spec("done")).id
            let bad = try await create(store, spec("bad")).id
            let claims = try await claim(store).claims
            _ = try await claim(store, ends: [ended(claims[0]), ended(claims[1], .failed)])
            let next = try await create(store, spec("next"), after: [done])
            try expectEqual(next.progress.status, .pending, "after what completed")
            try expectEqual(try await claim(store).claims.first?.inputs.map(\.key), [claims[0].key], "what it is given")
            try expectEqual(try await refusal(store, after: [bad]), .ended(bad, .failed), "after what failed")
            try expectEqual(try await create(store, spec(), after: [bad], .end).progress.status, .pending, "after any end of it")
            try expectEqual(try await refusal(store, after: [PulseID(999)]), .unknown(PulseID(999)), "after what is not there")
            let orders = [
                PulseOrder(spec: spec("one")), PulseOrder(spec: spec("two"), after: [DependencyOrder(on: .pulse(bad))]),
            ]
            let before = try await store.tally()
            try expectEqual(try await store.make(orders), [.notTried, .refused(.ended(bad, .failed))], "a batch")
            try expectEqual(try await store.tally(), before, "what a refused batch leaves behind")
        },
        Case(name: "asking for a failed one again revives what was cancelled for its sake, and nothing else") { store in
            let first = try await create(store, spec("first")).id
            let second = try await create(store, spec("second"), after: [first]).id
            let third = try await create(store, spec("third"), after: [second]).id
            let called = try await create(store, spec("called off"), after: [first]).id
            _ = try await store.cancel(called, at: start)
            let claims = try await claim(store).claims
            _ = try await claim(store, limit: 0, ends: [ended(claims[0], .failed)])
            guard case .refused(let kept) = try await store.revive(second, at: start) else {
                throw Violation(description: "what waits for a failed one was revived by itself")
            }
            try expectEqual(kept.progress.status, .cancelled, "what was refused")
            _ = try await store.revive(first, at: start + .seconds(9))
            let statuses = try await [first, second, third, called].asyncMap { try await store.pulse($0)?.progress.status }
            try expectEqual(statuses, [.pending, .blocked, .blocked, .cancelled], "after the first is asked for again")
            let again = try await claim(store, at: .seconds(9)).claims
            let turn = try await claim(store, at: .seconds(9), ends: [ended(again[0])])
            try expectEqual(turn.claims.map(\.key.pulse), [second], "and so on")
            try expectEqual(turn.claims[0].inputs.map(\.key.attempt), [2], "the attempt that completed")
        },
        Case(name: "what was called off comes back by itself when what it waited for has completed since") { store in
            let first = try await create(store, spec("first")).id
            let second = try await create(store, spec("second"), after: [first]).id
            _ = try await store.cancel(second, at: start)
            let claims = try await claim(store).claims
            guard case .revived(let waiting) = try await store.revive(second, at: start) else {
                throw Violation(description: "it did not come back while what it waits for runs")
            }
            try expectEqual(waiting.progress.status, .blocked, "while what it waits for runs")
            _ = try await store.cancel(second, at: start)
            _ = try await claim(store, limit: 0, ends: [ended(claims[0])])
            _ = try await store.revive(second, at: start + .seconds(5))
            let turn = try await claim(store, at: .seconds(5))
            try expectEqual(turn.claims.map(\.key.pulse), [second], "afterwards")
            try expectEqual(turn.claims[0].inputs, [RunInput(key: claims[0].key)], "what it is given")
        },
        Case(name: "what an open pulse waited for is not removed") { store in
            let first = try await create(store, spec("first")).id
            let second = try await create(store, spec("second", in: .seconds(9000)), after: [first]).id
            let claims = try await claim(store).claims
            _ = try await claim(store, limit: 0, ends: [ended(claims[0])])
            let policy = PruningPolicy(age: .seconds(1), pulses: 0)
            try expectEqual(try await store.prune(policy, at: start + .seconds(99), batch: 9).pulses, [], "while it waits")
            _ = try await store.cancel(second, at: start + .seconds(99))
            try expectEqual(
                try await Set(store.prune(policy, at: start + .seconds(999), batch: 9).pulses), [first, second], "afterwards")
        },
    ]

    static let keys: [Case] = [
        Case(name: "replace cancels what waits with the key, and waits for the end of what runs") { store, clock in
            let old = try await create(store, spec("old", key: "k")).id
            guard case .replaced(let new, let gone) = try await store.make(PulseOrder(spec: spec("new", key: "k"), onKey: .replace)) else {
                throw Violation(description: "nothing was replaced")
            }
            try expectEqual(gone, [old], "what was replaced")
            try expectEqual(
                try await store.pulse(old)?.progress,
                PulseProgress(status: .cancelled, reason: "replaced", dueAt: start, finishedAt: start), "the old one")
            let run = try await claim(store).claims[0]
            try expectEqual(run.key.pulse, new.id, "the new one runs")
            guard case .replaced(let third, [new.id]) = try await store.make(PulseOrder(spec: spec("third", key: "k"), onKey: .replace))
            else { throw Violation(description: "what runs was not replaced") }
            try expectEqual(third.progress.status, .blocked, "the third")
            try expectEqual(try await orphans(store, clock).map(\.isCancelled), [true], "the wish")
            guard case .replaced(let fourth, let both) = try await store.make(PulseOrder(spec: spec("fourth", key: "k"), onKey: .replace))
            else { throw Violation(description: "what waits was not replaced") }
            try expectEqual(both, [third.id, new.id], "both, the newest first")
            let turn = try await claim(store, ends: [ended(run, .cancelled, .finish(.cancelled, reason: "cancelled"))])
            try expectEqual(turn.claims.map(\.key.pulse), [fourth.id], "the last one comes when the run has ended")
        },
        Case(name: "refuse makes nothing while one with the key is open, and something afterwards") { store in
            let old = try await create(store, spec("old", key: "k"))
            let order = PulseOrder(spec: spec("new", key: "k"), onKey: .refuse)
            try expectEqual(try await store.make(order), .keyTaken(old), "while it is open")
            _ = try await store.cancel(old.id, at: start)
            guard case .created = try await store.make(order) else { throw Violation(description: "the key is still taken") }
        },
        Case(name: "a pulse may not need the success of one that it replaces") { store in
            let old = try await create(store, spec("old", key: "k")).id
            let order = PulseOrder(spec: spec("new", key: "k"), after: [DependencyOrder(on: .pulse(old))], onKey: .replace)
            try expectEqual(try await store.make(order), .refused(.ended(old, .cancelled)), "the answer")
            try expectEqual(try await store.pulse(old)?.progress.status, .pending, "the old one")
        },
    ]

    @discardableResult
    static func create(
        _ store: Store, _ spec: PulseSpec, after: [PulseID], _ condition: Dependency.Condition = .success
    ) async throws -> Pulse {
        let order = PulseOrder(spec: spec, after: after.map { DependencyOrder(on: .pulse($0), condition: condition) })
        guard case .created(let pulse) = try await store.make(order) else { throw Violation(description: "a new pulse was not created") }
        return pulse
    }

    private static func refusal(_ store: Store, after: [PulseID]) async throws -> DependencyFault? {
        let order = PulseOrder(spec: spec(), after: after.map { DependencyOrder(on: .pulse($0)) })
        guard case .refused(let fault) = try await store.make(order) else { return nil }
        return fault
    }
}

extension Array {
    func asyncMap<R>(_ body: (Element) async throws -> R) async rethrows -> [R] {
        var results: [R] = []
        for element in self { results.append(try await body(element)) }
        return results
    }
}

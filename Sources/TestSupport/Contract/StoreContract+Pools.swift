import Pulses
import Recurrence

extension StoreContract {
    static let pools: [Case] = [
        Case(name: "as many of a pool run at once as it allows, and what it holds back holds up nothing else") { store in
            try await store.declare([Pool(name: "llm", limits: PoolLimits(capacity: 1), file: "f")])
            for index in 1...3 { try await create(store, pooled(["llm"], in: .seconds(-10 + index), priority: .critical)) }
            let free = try await create(store, spec(priority: .deferred)).id
            let turn = try await claim(store)
            try expectEqual(turn.claims.map(\.key.pulse), [PulseID(1), free], "the first claims")
            try expectEqual(turn.nextDue, nil, "nothing comes but by an end")
            try expectEqual(try await claim(store, at: .seconds(1)).claims, [], "while it runs")
            let next = try await claim(store, at: .seconds(2), ends: [ended(turn.claims[0])])
            try expectEqual(next.claims.map(\.key.pulse), [PulseID(2)], "the claim of the turn in which the first ended")
            let use = try await store.pools(at: start + .seconds(2))
            let pool = Pool(name: "llm", limits: PoolLimits(capacity: 1), file: "f")
            try expectEqual(use, [PoolUse(pool: pool, running: 1, waiting: 1, closed: .full)], "how it stands")
        },
        Case(name: "a run that waits for its retry gives its place back") { store in
            try await store.declare([Pool(name: "llm", limits: PoolLimits(capacity: 1))])
            for _ in 1...2 { try await create(store, pooled(["llm"])) }
            let first = try await claim(store).claims[0]
            let turn = try await claim(store, ends: [ended(first, .failed, .again(at: start + .seconds(9)))])
            try expectEqual(turn.claims.map(\.key.pulse), [PulseID(2)], "the other one")
            let later = try await claim(store, at: .seconds(9), ends: [ended(turn.claims[0])])
            try expectEqual(later.claims.map(\.key), [RunKey(pulse: first.key.pulse, attempt: 2)], "the retry")
        },
        Case(name: "a pulse that needs several pools starts when all of them let it") { store in
            try await store.declare([
                Pool(name: "a", limits: PoolLimits(capacity: 1)), Pool(name: "b", limits: PoolLimits(capacity: 2)),
            ])
            let both = try await create(store, pooled(["a", "b"])).id
            let onlyA = try await create(store, pooled(["a"])).id
            let (b1, b2) = (try await create(store, pooled(["b"])).id, try await create(store, pooled(["b"])).id)
            let turn = try await claim(store)
            try expectEqual(turn.claims.map(\.key.pulse), [both, b1], "what has room")
            let next = try await claim(store, ends: [ended(turn.claims[0])])
            try expectEqual(next.claims.map(\.key.pulse), [onlyA, b2], "what has room afterwards")
        },
        Case(name: "within a turn pools fill in the order of claims, across lanes and priorities") { store in
            try await store.declare([Pool(name: "a", limits: PoolLimits(capacity: 2)), Pool(name: "b", limits: PoolLimits(capacity: 9))])
            var ids: [PulseID] = []
            for (names, delay, priority) in [
                (["a"], -1, Priority.normal), (["a", "b"], -3, .normal), (["a"], -2, .normal), (["a", "b"], 0, .high), (["b"], -9, .low),
            ] {
                ids.append(try await create(store, pooled(names, in: .seconds(delay), priority: priority)).id)
            }
            try expectEqual(try await claim(store).claims.map(\.key.pulse), [ids[3], ids[1], ids[4]], "the claims")
        },
        Case(name: "a rate lets so many begin in any stretch of its length, and tells when the next may") { store in
            let rate = PoolLimits.Rate(count: 2, window: .seconds(10))
            try await store.declare([Pool(name: "api", limits: PoolLimits(rate: rate))])
            for _ in 1...5 { try await create(store, pooled(["api"])) }
            var starts: [Int64] = []
            var at: Duration = .zero
            for _ in 1...5 {
                let turn = try await claim(store, limit: 1, at: at)
                starts += turn.claims.map { ($0.startedAt - start).milliseconds }
                guard let next = turn.nextDue else { break }
                at = max(next - start, at + .seconds(3))
            }
            try expectEqual(starts, [0, 3000, 10_000, 13_000, 20_000], "the starts")
            let use = try await store.pools(at: start + .seconds(20))
            try expectEqual(use.map(\.recent), [2], "how many count")
            try expectEqual(use.map(\.closed), [.rate(until: start + .seconds(23))], "when the next may begin")
            try expectEqual(try await store.pools(at: start + .seconds(23)).map(\.closed), [nil], "at that time")
        },
        Case(name: "attempts count for a rate, given back and retried ones too") { store in
            try await store.declare([Pool(name: "api", limits: PoolLimits(rate: PoolLimits.Rate(count: 1, window: .seconds(60))))])
            try await create(store, pooled(["api"]))
            let first = try await claim(store).claims[0]
            let turn = try await claim(store, at: .seconds(1), ends: [ended(first, .failed, .again(at: start + .seconds(1)))])
            try expectEqual(turn.claims, [], "the retry")
            try expectEqual(turn.nextDue, start + .seconds(60), "when it may begin")
            try expectEqual(try await claim(store, at: .seconds(60)).claims.count, 1, "then")
        },
        Case(name: "a clock that was set back holds up a rate by its length at most") { store in
            try await store.declare([Pool(name: "api", limits: PoolLimits(rate: PoolLimits.Rate(count: 1, window: .seconds(60))))])
            for _ in 1...2 { try await create(store, pooled(["api"], in: .seconds(-9000))) }
            _ = try await claim(store)
            let turn = try await claim(store, at: .seconds(-3600))
            try expectEqual(turn.claims, [], "after the step")
            try expectEqual(turn.nextDue, start - .seconds(3540), "when the next may begin")
            try expectEqual(try await claim(store, at: .seconds(-3540)).claims.count, 1, "then")
        },
        Case(name: "a day has so many runs, and a new day has as many again") { store in
            try await store.declare([Pool(name: "api", limits: PoolLimits(daily: 2))])
            for _ in 1...5 { try await create(store, pooled(["api"])) }
            let turn = try await claim(store)
            try expectEqual(turn.claims.count, 2, "the first day's")
            let midnight = start + .seconds(15 * 3600)
            try expectEqual(turn.nextDue, midnight, "when the day is over")
            let use = try await store.pools(at: start)
            try expectEqual(use.map(\.today), [2], "how many count")
            try expectEqual(use.map(\.closed), [.daily(until: midnight)], "why nothing begins")
            try expectEqual(try await claim(store, at: .seconds(15 * 3600 - 1)).claims.count, 0, "before midnight")
            try expectEqual(try await claim(store, at: .seconds(15 * 3600)).claims.count, 2, "at midnight")
        },
        Case(name: "a pool that is declared no more stays while something needs it; other limits hold at once") { store in
            try await store.declare([
                Pool(name: "gone", limits: PoolLimits(capacity: 1), file: "f"),
                Pool(name: "idle", limits: PoolLimits(capacity: 1), file: "f"),
                Pool(name: "more", limits: PoolLimits(capacity: 1), file: "f"),
            ])
            for name in ["gone", "gone", "more", "more"] { try await create(store, pooled([name])) }
            try expectEqual(try await claim(store).claims.count, 2, "one of each")
            try await store.declare([Pool(name: "more", limits: PoolLimits(capacity: 2), file: "f")])
            let use = try await store.pools(at: start)
            try expectEqual(use.map(\.pool.name), ["gone", "more"], "the pools")
            try expectEqual(use.map(\.pool.file), [nil, "f"], "their files")
            try expectEqual(try await claim(store).claims.map(\.key.pulse), [PulseID(4)], "what has room now")
        },
        Case(name: "pulses of schedules need pools too, and what is snoozed keeps its lane") { store in
            try await store.declare([Pool(name: "llm", limits: PoolLimits(capacity: 1))])
            try await schedule(store, scheduleSpec(overlap: .allowAll) { $0.template.pools = ["llm"] })
            try expectEqual(try await judge(store, at: .seconds(60), limit: 5).claims.count, 1, "the first")
            let second = try await judge(store, at: .seconds(120), limit: 5)
            try expectEqual(second.claims, [], "the second")
            let id = try await store.pulses(PulseQuery(.upcoming, limit: 5)).map(\.id)
            try expectEqual(id.count, 1, "what is upcoming")
            _ = try await store.postpone(id[0], until: start + .seconds(130), at: start + .seconds(121))
            try expectEqual(try await store.pools(at: start + .seconds(125)).map(\.waiting), [0], "what waits meanwhile")
            try expectEqual(try await store.pools(at: start + .seconds(130)).map(\.waiting), [1], "what waits then")
        },
        Case(name: "a pulse counts for one level more for each quarter of an hour that it has waited") { store in
            let old = try await create(store, spec("old", priority: .deferred)).id
            let newer = try await create(store, spec("newer", in: .seconds(3000), priority: .normal)).id
            let late = try await create(store, spec("late", in: .seconds(3599), priority: .critical)).id
            try expectEqual(try await claim(store, limit: 0, at: .seconds(3600)).claims, [], "nothing yet")
            // After 59:59 it counts as high; after an hour as critical, and is due before the one that is critical by itself.
            let last = try await create(store, spec("last", in: .seconds(3598), priority: .critical)).id
            try expectEqual(
                try await claim(store, limit: 1, at: .milliseconds(3_599_999)).claims.map(\.key.pulse), [last], "before the hour")
            try expectEqual(
                try await claim(store, at: .seconds(3600)).claims.map(\.key.pulse), [old, late, newer], "after the hour")
        },
    ]

    static func pooled(_ pools: [String], in delay: Duration = .zero, priority: Priority = .normal) -> PulseSpec {
        var spec = spec(in: delay, priority: priority)
        spec.pools = pools
        return spec
    }
}

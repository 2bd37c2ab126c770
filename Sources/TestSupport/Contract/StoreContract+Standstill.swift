import Pulses
import Recurrence

extension StoreContract {
    static let standstills: [Case] = [
        Case(name: "in a standstill nothing is claimed and nothing is judged, and what runs may end") { store in
            let made = try await schedule(store)
            let run = try await running(store)
            try await create(store, spec("waits"))
            let standstill = Standstill(by: "ann", why: "fire drill", since: start + .seconds(10))
            try await store.standStill(standstill, at: start + .seconds(10))
            try expectEqual(try await store.standstill(), standstill, "the standstill")
            let turn = try await judge(store, at: .seconds(130), limit: 5, ends: [ended(run)])
            try expectEqual(turn, TurnResult(claims: [], applied: [run.key: .completed], nextDue: nil), "the turn")
            try await store.standStill(nil, at: start + .seconds(140))
            try expectEqual(try await store.standstill(), nil, "afterwards")
            let next = try await judge(store, at: .seconds(140), limit: 5)
            try expectEqual(next.claims.count, 1, "the claims afterwards")
            try expectEqual(try await fates(store, made.id), ["60-120 skipped paused_all x2"], "the occurrences")
            let words = try await store.events(after: 0, limit: 99).filter { $0.kind.name.hasPrefix("standstill") }
            try expectEqual(
                words.map { "\($0.kind.name) \($0.detail ?? "-")" }, ["standstill.began ann: fire drill", "standstill.ended -"], "events")
            try expectEqual(words.map(\.at), [start + .seconds(10), start + .seconds(140)], "when")
        },
        Case(name: "a standstill ends at the time that it was given, which is told and judged") { store in
            let made = try await schedule(store, scheduleSpec { $0.timing.onBlocked = .defer })
            try await store.standStill(Standstill(by: "ann", since: start, until: start + .seconds(100)), at: start)
            try expectEqual(
                try await judge(store, at: .seconds(99), limit: 5),
                TurnResult(claims: [], applied: [:], nextDue: nil, nextLook: start + .seconds(100)), "a turn in it")
            let turn = try await judge(store, at: .seconds(100), limit: 5)
            try expectEqual(turn.claims.map(\.spec.nominal), [start + .seconds(60)], "what was put off")
            try expectEqual(try await store.standstill(), nil, "afterwards")
            _ = try await judge(store, at: .seconds(101))
            let ends = try await store.events(after: 0, limit: 99).filter { $0.kind == .standstillEnded }
            try expectEqual(ends.map(\.at), [start + .seconds(100)], "the end, once")
            try expectEqual(try await fates(store, made.id), ["60 fired"], "the occurrences")
            try await store.standStill(nil, at: start + .seconds(110))
            try expectEqual(try await store.events(after: 0, limit: 99).filter { $0.kind == .standstillEnded }.count, 1, "an end of none")
        },
        Case(name: "who stops everything anew takes over since when") { store in
            let made = try await schedule(store)
            try await store.standStill(Standstill(by: "ann", since: start), at: start)
            try await store.standStill(
                Standstill(by: "bob", since: start + .seconds(90), until: start + .seconds(130)), at: start + .seconds(90))
            let wanted = Standstill(by: "bob", since: start, until: start + .seconds(130))
            try expectEqual(try await store.standstill(), wanted, "the standstill")
            _ = try await judge(store, at: .seconds(130))
            try expectEqual(try await fates(store, made.id), ["60-120 skipped paused_all x2"], "the occurrences")
        },
        Case(
            name: "in maintenance nothing is claimed and nothing is judged",
            judge: IntervalJudge(closed: [(start + .seconds(30))..<(start + .seconds(130))])
        ) { store in
            let made = try await schedule(store)
            try await create(store, spec("waits"))
            let turn = try await judge(store, at: .seconds(30), limit: 5)
            try expectEqual(turn, TurnResult(claims: [], applied: [:], nextDue: nil, nextLook: start + .seconds(130)), "a turn in it")
            try expectEqual(try await judge(store, at: .seconds(129), limit: 5).judged, [], "what is judged in it")
            try expectEqual(try await judge(store, at: .seconds(130), limit: 5).claims.count, 1, "the claims afterwards")
            try expectEqual(try await fates(store, made.id), ["60-120 skipped maintenance x2"], "the occurrences")
            try expectEqual(try await store.standstill(), nil, "the standstill")
        },
    ]
}

import Pulses
import Recurrence

extension StoreContract {
    /// What a page that tells of trouble asks for.
    static let attention: [Case] = [
        Case(name: "what is late is what was due before a time and needs no pool that is to be avoided, soonest first") { store in
            try await store.declare(["llm", "web"].map { Pool(name: $0, limits: PoolLimits(capacity: 1)) })
            let free = try await create(store, spec(in: .seconds(-90))).id
            try await create(store, pooled(["llm"], in: .seconds(-300)))
            let web = try await create(store, pooled(["web"], in: .seconds(-200), priority: .low)).id
            try await create(store, pooled(["llm", "web"], in: .seconds(-400)))
            try await create(store, spec(in: .seconds(-60)))
            try await create(store, spec(in: .seconds(600)))
            let before = start - .seconds(60)
            func late(_ pools: Set<String>, limit: Int = 10) async throws -> [PulseID] {
                try await store.pulses(PulseQuery(.late(before: before, avoiding: pools), limit: limit)).map(\.id)
            }
            try expectEqual(try await late(["llm"]), [web, free], "beside the closed pool")
            try expectEqual(try await late(["llm"], limit: 1), [web], "the first of them")
            try expectEqual(try await late([]).count, 4, "with all pools open")
            try expectEqual(try await late(["llm", "web"]), [free], "with none open")
            _ = try await claim(store, limit: 10)
            try expectEqual(try await late(["llm", "web"]), [], "once it runs")
        },
        Case(name: "the latest events of some kinds are told newest first, and none from further back than is looked") { store in
            for text in ["the first thing to do", "the second thing to do"] {
                let run = try await running(store, spec(text))
                _ = try await claim(store, at: .seconds(9), ends: [ended(run, .failed, .finish(.failed, reason: nil))])
            }
            let all = try await store.events(after: 0, limit: 100)
            let failed = all.filter { $0.kind == .pulseFailed }
            try expectEqual(failed.count, 2, "the failures there are")
            func latest(_ kinds: Set<EventKind>, since: Instant = .distantPast, lookingBack: Int = 100) async throws -> [EventRecord] {
                try await store.latestEvents(of: kinds, since: since, lookingBack: lookingBack)
            }
            try expectEqual(try await latest([.pulseFailed]), failed.reversed(), "the failures")
            try expectEqual(try await latest([.pulseFailed, .pulseCreated]).count, 4, "of two kinds")
            try expectEqual(try await latest([]), [], "of no kind")
            try expectEqual(try await latest([.pulseFailed], lookingBack: 1), [failed[1]], "one event back")
            try expectEqual(try await latest([.pulseFailed], since: failed[1].at + .seconds(1)), [], "later than all")
        },
        Case(name: "schedules that paused themselves are told from those that a person paused") { store in
            for name in ["failing", "held", "well"] {
                _ = try await schedule(
                    store,
                    scheduleSpec { spec in
                        spec.name = name
                        spec.policies.pauseAfterFailures = name == "failing" ? 1 : 0
                    })
            }
            let held = try await store.schedule(named: "held")
            _ = try await store.pause(held?.id ?? ScheduleID(0), Pause(by: "ann", since: start), at: start)
            try expectEqual(try await store.selfPausedSchedules(limit: 5), [], "before any failed")
            _ = try await judge(store, at: .seconds(60))
            try await finish(store, .failed, at: .seconds(61))
            let paused = try await store.selfPausedSchedules(limit: 5)
            try expectEqual(paused.map(\.spec.name), ["failing"], "after each failed")
            try expectEqual(paused.first?.state.pause?.kind, .failures, "why")
            try expectEqual(try await store.selfPausedSchedules(limit: 0), [], "none asked for")
        },
    ]
}

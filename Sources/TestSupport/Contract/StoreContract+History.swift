import Pulses
import Recurrence

extension StoreContract {
    static let outcomes: [Case] = [
        Case(name: "occurrences are listed newest first, page by page, each schedule's own") { store in
            let made = try await schedule(store, scheduleSpec("a", overlap: .allowAll))
            let other = try await schedule(store, scheduleSpec("b", overlap: .allowAll))
            for minute in 1...5 { _ = try await judge(store, at: .seconds(60 * minute)) }
            func times(_ before: Int?, _ limit: Int) async throws -> [Int64] {
                let before = before.map { start + .seconds($0) }
                return try await store.occurrences(of: made.id, before: before, limit: limit).map { ($0.first - start).components.seconds }
            }
            try expectEqual(try await times(nil, 3), [300, 240, 180], "the newest")
            try expectEqual(try await times(180, 3), [120, 60], "the next page")
            try expectEqual(try await store.occurrences(of: other.id, before: nil, limit: 9).count, 5, "the other's")
            try expectEqual(try await store.occurrences(of: ScheduleID(99), before: nil, limit: 9), [], "an unknown one's")
        },
        Case(name: "what came of an occurrence: status, lateness of the first attempt, outcome of the latest") { store in
            let made = try await schedule(store, scheduleSpec(overlap: .allowAll))
            guard let first = try await judge(store, at: .milliseconds(60_250), limit: 1).claims.first else {
                throw Violation(description: "nothing was claimed")
            }
            let retry = ended(first, .failed, .again(at: start + .seconds(70)), after: .seconds(2))
            guard let second = try await claim(store, at: .seconds(75), ends: [retry]).claims.first else {
                throw Violation(description: "nothing was claimed again")
            }
            _ = try await claim(store, limit: 0, at: .seconds(80), ends: [ended(second, after: .seconds(5))])
            _ = try await judge(store, at: .milliseconds(120_100), limit: 1)
            _ = try await judge(store, at: .seconds(180))
            _ = try await store.pause(made.id, Pause(by: "ann", since: start + .seconds(200)), at: start + .seconds(200))
            _ = try await store.pause(made.id, nil, at: start + .seconds(250))
            _ = try await judge(store, at: .seconds(250))
            let outcomes = try await store.outcomes(of: made.id, before: nil, limit: 9)
            try expectEqual(
                outcomes.map(\.occurrence), try await store.occurrences(of: made.id, before: nil, limit: 9), "the occurrences")
            let wanted: [OccurrenceOutcome.Run?] = [
                nil, OccurrenceOutcome.Run(status: .pending),
                OccurrenceOutcome.Run(
                    status: .processing, attempts: 1, startedAt: start + .milliseconds(120_100), lateness: .milliseconds(100)),
                OccurrenceOutcome.Run(
                    status: .completed, attempts: 2, startedAt: start + .milliseconds(60_250), lateness: .milliseconds(250),
                    outcome: .succeeded, duration: .seconds(5), finishedAt: start + .seconds(80)),
            ]
            try expectEqual(outcomes.map(\.run), wanted, "what came of them")
            try expectEqual(try await store.outcomes(of: made.id, before: start + .seconds(120), limit: 9), [outcomes[3]], "a page")
            let again = ended(
                Claim(key: outcomes[2].runKey(1), spec: first.spec, dueAt: start, startedAt: start, spent: 0, lost: 0), .timedOut,
                .again(at: start + .seconds(900)), after: .seconds(300))
            _ = try await claim(store, limit: 0, at: .seconds(300), ends: [again])
            let retried = try await store.outcomes(of: made.id, before: start + .seconds(180), limit: 1).first?.run
            try expectEqual(retried?.outcome, .timedOut, "the outcome of the one that waits for a retry")
            try expectEqual(retried?.status, .pending, "its status")
        },
    ]

    static let agents: [Case] = [
        Case(name: "agents are kept by their names") { store in
            let ann = Agent(
                name: "ann", scope: .admin,
                limits: Agent.Limits(openPulses: 3, schedules: 4, shortestInterval: .milliseconds(1500), pulsesPerDay: 5),
                zone: "Asia/Tokyo",
                runner: "claude", origin: .declared("/etc/a.yaml"), createdAt: start)
            let bob = Agent(name: "bob", createdAt: start)
            for agent in [bob, ann] { try await store.keep(agent) }
            try expectEqual(try await store.agents(), [ann, bob], "the agents")
            var changed = bob
            changed.scope = .read
            try await store.keep(changed)
            try expectEqual(try await store.agents(), [ann, changed], "after a change")
            try expectEqual(try await store.removeAgent(named: "ann"), true, "a removal")
            try expectEqual(try await store.removeAgent(named: "ann"), false, "a second removal")
            try expectEqual(try await store.agents(), [changed], "those who stay")
        },
        Case(name: "whose a pulse is stays with it") { store, clock in
            var wish = spec()
            wish.owner = "ann"
            let pulse = try await create(store, wish)
            try expectEqual(try await store.pulse(pulse.id), pulse, "what is read")
            try expectEqual(try await claim(store).claims.map(\.spec), [wish], "what is claimed")
            try expectEqual(try await store.pulses(PulseQuery(.newest([]), limit: 9)).map(\.spec), [wish], "what is listed")
            try expectEqual(try await orphans(store, clock).map(\.claim.spec), [wish], "what is an orphan")
        },
    ]

    static let pruning: [Case] = [
        Case(name: "pruning removes what has ended by age, and never what is open") { store in
            let claims = try await ages(store)
            let policy = PruningPolicy(age: .seconds(100))
            let pruned = try await store.prune(policy, at: start + .seconds(150), batch: 50)
            try expectEqual(pruned.pulses, [claims[0].key.pulse], "the pulses")
            try expect(!pruned.isPartial, "there was more to remove")
            try expectEqual(try await store.pulse(claims[0].key.pulse), nil, "what is gone")
            try expectEqual(try await store.attempts(of: claims[0].key.pulse), [], "its attempts")
            try expectEqual(try await store.tally().byStatus, [.completed: 1, .processing: 1, .pending: 1], "the tally")
            try expectEqual(try await store.tally().byOutcome, [.succeeded: 2], "the attempts that were counted")
            _ = try await store.prune(policy, at: start + .seconds(99_999), batch: 50)
            try expectEqual(try await store.tally().byStatus, [.processing: 1, .pending: 1], "what is open")
            try expectEqual(try await store.attempts(of: claims[2].key.pulse).count, 1, "the attempts of what is open")
        },
        Case(name: "pruning keeps the newest, in batches, and tells when there is more") { store in
            for _ in 0..<7 { try await create(store, spec()) }
            try await finish(store, at: .seconds(1))
            let policy = PruningPolicy(age: .seconds(1_000_000), pulses: 2)
            var pruned: [Pruned] = []
            for _ in 0..<3 { pruned.append(try await store.prune(policy, at: start + .seconds(2), batch: 2)) }
            try expectEqual(pruned.map { $0.pulses.map(\.value) }, [[1, 2], [3, 4], [5]], "the pulses")
            try expectEqual(pruned.map(\.isPartial), [true, true, false], "whether there is more")
            try expectEqual(try await store.pulses(PulseQuery(.newest([]), limit: 9)).map(\.id.value), [7, 6], "what stays")
            try expectEqual(try await create(store, spec()).id, PulseID(8), "the next number")
        },
        Case(name: "a request whose pulse was pruned is a new one") { store in
            let order = PulseOrder(spec: spec(), idempotency: Idempotency(scope: "t", key: "k", fingerprint: [1]))
            guard case .created(let first) = try await store.make(order) else { throw Violation(description: "not created") }
            try await finish(store, at: .seconds(1))
            _ = try await store.prune(PruningPolicy(pulses: 0), at: start + .seconds(2), batch: 9)
            guard case .created(let second) = try await store.make(order) else { throw Violation(description: "not created anew") }
            try expect(second.id > first.id, "the same pulse")
        },
        Case(name: "occurrences go by age and count, the oldest first, but not those whose pulse is open") { store in
            let made = try await schedule(store, scheduleSpec(overlap: .allowAll))
            let open = try await judge(store, at: .seconds(60), limit: 1).claims
            for minute in 2...6 {
                _ = try await judge(store, at: .seconds(60 * minute))
                try await finish(store, at: .seconds(60 * minute + 1))
            }
            let few = PruningPolicy(age: .seconds(1_000_000), occurrences: 4)
            let first = try await store.prune(few, at: start + .seconds(400), batch: 2)
            try expectEqual([first.occurrences, first.isPartial ? 1 : 0], [2, 0], "the first batch")
            try expectEqual(try await fates(store, made.id), ["60 fired", "240 fired", "300 fired", "360 fired"], "what stays")
            let old = PruningPolicy(age: .seconds(100))
            let second = try await store.prune(old, at: start + .seconds(401), batch: 1)
            try expectEqual([second.occurrences, second.isPartial ? 1 : 0], [1, 1], "the second batch")
            while try await store.prune(old, at: start + .seconds(99_999), batch: 50).isPartial {}
            try expectEqual(try await fates(store, made.id), ["60 fired"], "the one that is open")
            _ = try await claim(store, limit: 0, at: .seconds(99_999), ends: [ended(open[0])])
            _ = try await store.prune(old, at: start + .seconds(99_999), batch: 50)
            try expectEqual(try await fates(store, made.id), [], "when it has ended")
        },
        Case(name: "events go by age and count, the oldest first, and the newest stays") { store in
            for number in 0..<5 {
                var wish = spec()
                wish.createdAt = start + .seconds(number)
                try await create(store, wish)
            }
            func sequences() async throws -> [Int64] { try await store.events(after: 0, limit: 99).map(\.sequence) }
            let few = PruningPolicy(age: .seconds(1_000_000), events: 3)
            let first = try await store.prune(few, at: start + .seconds(9), batch: 1)
            try expectEqual([first.events, first.isPartial ? 1 : 0], [1, 1], "a batch by count")
            try expectEqual(try await store.prune(few, at: start + .seconds(9), batch: 9).events, 1, "the rest")
            try expectEqual(try await sequences(), [3, 4, 5], "what stays")
            try expectEqual(try await store.prune(PruningPolicy(age: .seconds(6)), at: start + .seconds(9), batch: 9).events, 1, "by age")
            try expectEqual(try await store.events(after: 4, limit: 9).map(\.sequence), [5], "those after the fourth")
            let last = try await store.prune(PruningPolicy(age: .zero, events: 0), at: start + .seconds(999), batch: 9)
            try expectEqual([last.events, last.isPartial ? 1 : 0], [1, 0], "all that may go")
            try expectEqual(try await sequences(), [5], "the newest")
            try await create(store, spec())
            try expectEqual(try await sequences(), [5, 6], "the next")
        },
        Case(name: "who follows the events is told once for all that happened since the last time") { store in
            let signal = store.eventSignal()
            for _ in 0..<3 { try await create(store, spec()) }
            try expect(await isSignalled(signal), "three pulses were made, and nobody was told")
            _ = try await store.tally()
            try expect(await !isSignalled(store.eventSignal(), within: .milliseconds(20)), "nothing has happened, and somebody was told")
            let late = store.eventSignal()
            try await create(store, spec())
            try expect(await isSignalled(late), "a pulse was made, and the second was not told")
        },
    ]

    /// Whether there is a signal, for a reader of its own.
    private static func isSignalled(_ signal: AsyncStream<Void>, within limit: Duration = .seconds(20)) async -> Bool {
        await withTaskGroup(of: Bool.self) { group in
            group.addTask { await signal.first { true } != nil }
            group.addTask {
                try? await Task.sleep(for: limit)
                return false
            }
            defer { group.cancelAll() }
            return await group.next() ?? false
        }
    }

    /// Two that have ended, at 10 s and 100 s, one that runs, one that waits.
    private static func ages(_ store: Store) async throws -> [Claim] {
        for _ in 0..<4 { try await create(store, spec()) }
        let claims = try await claim(store, limit: 3).claims
        _ = try await claim(store, limit: 0, ends: [ended(claims[0], after: .seconds(10)), ended(claims[1], after: .seconds(100))])
        return claims
    }
}

extension OccurrenceOutcome {
    /// The key of an attempt of its pulse.
    fileprivate func runKey(_ attempt: Int) -> RunKey {
        if case .fired(let pulse) = occurrence.fate {
            RunKey(pulse: pulse, attempt: attempt)
        } else {
            RunKey(pulse: PulseID(0), attempt: 0)
        }
    }
}

import Pulses
import Recurrence

extension StoreContract {
    static let claiming: [Case] = [
        Case(name: "claims go by priority, then due time, then id, up to the limit") { store in
            var ids: [String: PulseID] = [:]
            for (name, delay, priority) in [
                ("low early", -60, Priority.low), ("critical late", -1, .critical), ("normal b", -10, .normal),
                ("normal a", -20, .normal), ("normal b2", -10, .normal), ("deferred", -500, .deferred), ("high", 0, .high),
            ] {
                ids[name] = try await create(store, spec(name, in: .seconds(delay), priority: priority)).id
            }
            let order = ["critical late", "high", "normal a", "normal b", "normal b2", "low early", "deferred"].map { ids[$0] }
            let first = try await claim(store, limit: 3)
            let second = try await claim(store, limit: 10)
            try expectEqual((first.claims + second.claims).map { Optional($0.key.pulse) }, order, "the order")
            try expectEqual(first.claims.count, 3, "the first claims")
            try expectEqual(first.nextDue, start - .seconds(500), "the next due after the first turn")
            try expectEqual(second.nextDue, nil, "the next due after the second turn")
        },
        Case(name: "nothing is claimed before its time, and the time is told") { store in
            let pulse = try await create(store, spec(in: .milliseconds(1)))
            try await create(store, spec(in: .seconds(50), priority: .critical))
            let early = try await claim(store)
            try expectEqual(early.claims, [], "claims before the time")
            try expectEqual(early.nextDue, start + .milliseconds(1), "the next due")
            let onTime = try await claim(store, at: .milliseconds(1))
            try expectEqual(onTime.claims.map(\.key), [RunKey(pulse: pulse.id, attempt: 1)], "claims at the time")
        },
        Case(name: "what is claimed is processing and is not claimed again") { store in
            let claim = try await running(store)
            let pulse = try await store.pulse(claim.key.pulse)
            try expectEqual(pulse?.progress.status, .processing, "the status")
            try expectEqual(pulse?.progress.attempt, 1, "the attempt")
            try expectEqual(try await Self.claim(store).claims, [], "a second claim")
            let attempts = try await store.attempts(of: claim.key.pulse)
            try expectEqual(
                attempts, [Attempt(key: claim.key, owner: boot, dueAt: start, startedAt: start)], "the running attempt")
        },
        Case(name: "a turn with limit 0 claims nothing but tells what is due") { store in
            try await create(store, spec())
            let result = try await claim(store, limit: 0)
            try expectEqual(result, TurnResult(claims: [], applied: [:], nextDue: start), "the turn")
        },
        Case(name: "the child of a run is put on record; a stale note changes nothing") { store in
            let claim = try await running(store)
            let process = ProcessRecord(pid: 4711, startTicks: UInt64.max - 3, group: 4711)
            try await store.note(ProcessRecord(pid: 1, startTicks: 1, group: 1), of: RunKey(pulse: claim.key.pulse, attempt: 2))
            try expectEqual(try await store.attempts(of: claim.key.pulse).last?.process, nil, "after the stale note")
            try await store.note(process, of: claim.key)
            try expectEqual(try await store.attempts(of: claim.key.pulse).last?.process, process, "after the note")
        },
        Case(name: "orphans are the runs of other owners, with all that is known of them") { store, clock in
            let claim = try await running(store, spec("one"))
            try await store.note(ProcessRecord(pid: 7, startTicks: 8, group: 9), of: claim.key)
            try await create(store, spec("two"))
            let mine = try await Self.claim(store, owner: otherBoot).claims
            _ = try await store.cancel(claim.key.pulse, at: start)
            let orphans = try await orphans(store, clock)
            let wanted = Orphan(
                claim: claim, owner: boot, process: ProcessRecord(pid: 7, startTicks: 8, group: 9), isCancelled: true)
            try expectEqual(orphans, [wanted], "the orphans")
            try expectEqual(mine.count, 1, "the other daemon's claims")
        },
    ]

    static let ending: [Case] = [
        Case(name: "a success completes the pulse and is history") { store in
            let claim = try await running(store)
            let end = ended(claim)
            let result = try await Self.claim(store, ends: [end])
            try expectEqual(result.applied, [claim.key: .completed], "what was applied")
            let pulse = try await store.pulse(claim.key.pulse)
            try expectEqual(
                pulse?.progress,
                PulseProgress(status: .completed, dueAt: start, attempt: 1, spent: 1, lost: 0, finishedAt: end.end.endedAt),
                "the progress")
            try expectEqual(
                try await store.attempts(of: claim.key.pulse),
                [Attempt(key: claim.key, owner: boot, dueAt: start, startedAt: start, end: end.end)], "the history")
        },
        Case(name: "a retry is pending again at its time, with the next attempt's number") { store in
            let claim = try await running(store)
            let again = start + .seconds(30)
            let result = try await Self.claim(store, ends: [ended(claim, .failed, .again(at: again))])
            try expectEqual(result, TurnResult(claims: [], applied: [claim.key: .pending], nextDue: again), "the turn")
            let pulse = try await store.pulse(claim.key.pulse)
            try expectEqual(pulse?.progress, PulseProgress(status: .pending, dueAt: again, attempt: 1, spent: 1), "the progress")
            let next = try await Self.claim(store, at: .seconds(30)).claims.first
            try expectEqual(next?.key, RunKey(pulse: claim.key.pulse, attempt: 2), "the next attempt")
            try expectEqual(next?.spent, 1, "what was spent")
            try expectEqual(next?.dueAt, again, "its due time")
        },
        Case(name: "what is given back can be claimed in the same turn") { store in
            let claim = try await running(store)
            let result = try await Self.claim(store, ends: [ended(claim, .cancelled, .again(at: start))])
            try expectEqual(result.claims.map(\.key), [RunKey(pulse: claim.key.pulse, attempt: 2)], "the claims")
        },
        Case(name: "what was given back at shutdown is history but counts nowhere") { store in
            let claim = try await running(store)
            var end = ended(claim, .cancelled, .again(at: start))
            end.end.stopped = .shutdown
            _ = try await Self.claim(store, limit: 0, ends: [end])
            try expectEqual(try await store.tally(), Tally(byStatus: [.pending: 1]), "the tally")
            try expectEqual(try await store.attempts(of: claim.key.pulse).map(\.end), [end.end], "the history")
        },
        Case(name: "a stale end changes nothing") { store in
            let claim = try await running(store)
            var stale = ended(claim)
            stale.key.attempt = 2
            try expectEqual(try await Self.claim(store, limit: 0, ends: [stale]).applied, [:], "an end of another attempt")
            try expectEqual(try await store.pulse(claim.key.pulse)?.progress.status, .processing, "the status")
            let before = try await store.tally()
            _ = try await Self.claim(store, limit: 0, ends: [ended(claim)])
            try expectEqual(
                try await Self.claim(store, limit: 0, ends: [ended(claim, .failed)]).applied, [:], "a second end")
            try expectEqual(try await store.pulse(claim.key.pulse)?.progress.status, .completed, "the status after both")
            try expectEqual(before.byOutcome, [:], "the count before")
            try expectEqual(try await store.tally().byOutcome, [.succeeded: 1], "the count after")
        },
        Case(name: "a lost attempt is told apart and counted in a row") { store in
            let claim = try await running(store)
            var end = ended(claim, .lost, .again(at: start))
            end.verdict.spent = 0
            end.verdict.lost = 1
            _ = try await Self.claim(store, limit: 0, ends: [end])
            let pulse = try await store.pulse(claim.key.pulse)
            try expectEqual(pulse?.progress, PulseProgress(status: .pending, dueAt: start, attempt: 1, spent: 0, lost: 1), "progress")
        },
    ]
}

import Pulses
import Recurrence

extension StoreContract {
    static let overlap: [Case] = [
        Case(name: "skip: while one is open, waiting for a retry included, the others are left out") { store in
            let made = try await schedule(store)
            guard let claim = try await judge(store, at: .seconds(60), limit: 1).claims.first else {
                throw Violation(description: "nothing was claimed")
            }
            _ = try await judge(store, at: .seconds(120))
            let retry = ended(claim, .failed, .again(at: start + .seconds(500)))
            _ = try await judge(store, at: .seconds(180), ends: [retry])
            try expectEqual(
                try await fates(store, made.id), ["60 fired", "120 skipped overlap", "180 skipped overlap"], "the occurrences")
            _ = try await store.cancel(claim.key.pulse, at: start + .seconds(190))
            _ = try await judge(store, at: .seconds(240))
            try expectEqual(try await fates(store, made.id).last, "240 fired", "the one after the end")
        },
        Case(name: "allow_all: they run beside each other") { store in
            let made = try await schedule(store, scheduleSpec(overlap: .allowAll))
            _ = try await judge(store, at: .seconds(60), limit: 5)
            _ = try await judge(store, at: .seconds(120), limit: 5)
            try expectEqual(try await statuses(store, made.id), [.processing, .processing], "the pulses")
        },
        Case(name: "buffer_one: one waits and comes when the last open one has ended; the others are left out") { store in
            let made = try await schedule(store, scheduleSpec(overlap: .bufferOne))
            let claims = try await judge(store, at: .seconds(60), limit: 1).claims
            for minute in 2...3 { _ = try await judge(store, at: .seconds(60 * minute), limit: 5) }
            try expectEqual(try await fates(store, made.id), ["60 fired", "120 fired", "180 skipped buffer_full"], "the occurrences")
            let waiting = try await pulses(store, made.id)[1]
            try expectEqual(
                waiting.progress, PulseProgress(status: .blocked, reason: "buffered", dueAt: start + .seconds(120)), "what waits")
            try expectEqual(try await store.tally().byStatus, [.processing: 1, .blocked: 1], "the tally while it waits")
            try expectEqual(try await store.pulses(PulseQuery(.newest([.blocked]), limit: 5)), [waiting], "what is blocked")
            let turn = try await judge(store, at: .seconds(200), limit: 5, ends: [ended(claims[0], .failed)])
            try expectEqual(turn.claims.map(\.key.pulse), [waiting.id], "the claim of the turn in which the first ended")
            try expectEqual(turn.claims.map(\.dueAt), [start + .seconds(200)], "when it was due")
            try expectEqual(try await store.tally().byStatus, [.processing: 1, .failed: 1], "the tally")
            let tail = try await events(store, made.id).suffix(3)
            try expectEqual(tail, ["pulse.failed failed", "pulse.released", "pulse.started"], "the events")
        },
        Case(name: "buffer_all: they come one by one, the oldest first, up to the limit") { store in
            let made = try await schedule(store, scheduleSpec(overlap: .bufferAll) { $0.policies.bufferLimit = 2 })
            var claims = try await judge(store, at: .seconds(60), limit: 5).claims
            for minute in 2...4 { _ = try await judge(store, at: .seconds(60 * minute), limit: 5) }
            try expectEqual(try await fates(store, made.id).last, "240 skipped buffer_full", "the last")
            let ids = try await pulses(store, made.id).map(\.id)
            for (index, id) in ids.dropFirst().enumerated() {
                claims = try await claim(store, at: .seconds(250 + index), ends: [ended(claims[0])]).claims
                try expectEqual(claims.map(\.key.pulse), [id], "claim \(index)")
            }
        },
        Case(name: "what is buffered comes too when the open one is cancelled, and can be cancelled itself") { store in
            let made = try await schedule(store, scheduleSpec(overlap: .bufferAll))
            for minute in 1...3 { _ = try await judge(store, at: .seconds(60 * minute)) }
            let ids = try await pulses(store, made.id).map(\.id)
            _ = try await store.cancel(ids[1], at: start + .seconds(190))
            try expectEqual(try await statuses(store, made.id), [.pending, .cancelled, .blocked], "after the first cancel")
            _ = try await store.cancel(ids[0], at: start + .seconds(195))
            try expectEqual(try await statuses(store, made.id), [.cancelled, .cancelled, .pending], "after the second")
            try expectEqual(try await store.tally().byStatus, [.cancelled: 2, .pending: 1], "the tally")
            try expectEqual(try await claim(store, at: .seconds(195)).claims.map(\.key.pulse), [ids[2]], "the claim")
        },
        Case(name: "cancel_other: what runs is asked to stop and the new one waits for it; what waits is cancelled") { store, clock in
            let made = try await schedule(store, scheduleSpec(overlap: .cancelOther))
            guard let claim = try await judge(store, at: .seconds(60), limit: 1).claims.first else {
                throw Violation(description: "nothing was claimed")
            }
            let second = try await judge(store, at: .seconds(120), limit: 5)
            try expectEqual(second.stops, [Judgement.Stop(pulse: claim.key.pulse, isAtOnce: false)], "the stops")
            try expectEqual(second.claims, [], "the claims")
            try expectEqual(try await orphans(store, clock).map(\.isCancelled), [true], "the wish")
            let third = try await judge(store, at: .seconds(180), limit: 5)
            try expectEqual(third.stops, second.stops, "the stops again")
            try expectEqual(try await statuses(store, made.id), [.processing, .cancelled, .blocked], "the pulses")
            try expectEqual(try await pulses(store, made.id)[1].progress.reason, "replaced", "the reason")
            let end = ended(claim, .cancelled, .finish(.cancelled, reason: "cancelled"))
            let last = try await judge(store, at: .seconds(185), limit: 5, ends: [end])
            try expectEqual(last.claims.map(\.spec.nominal), [start + .seconds(180)], "what comes")
            try expectEqual(
                try await events(store, made.id).dropFirst(3),
                [
                    "pulse.cancel_asked replaced", "pulse.created", "pulse.cancelled replaced", "pulse.created",
                    "pulse.cancelled cancelled",
                    "pulse.released", "pulse.started",
                ], "the events")
        },
        Case(name: "cancel_other: where all the others only wait, the new one need not") { store in
            let made = try await schedule(store, scheduleSpec(overlap: .cancelOther))
            _ = try await judge(store, at: .seconds(60))
            let turn = try await judge(store, at: .seconds(120), limit: 5)
            try expectEqual(turn.stops, [], "the stops")
            try expectEqual(try await statuses(store, made.id), [.cancelled, .processing], "the pulses")
            try expectEqual(turn.claims.map(\.spec.nominal), [start + .seconds(120)], "the claim")
        },
        Case(name: "what is to make room twice makes room once", judge: IntervalJudge(repeatsItself: true)) { store in
            let made = try await schedule(store, scheduleSpec(overlap: .cancelOther))
            _ = try await judge(store, at: .seconds(60))
            let claims = try await judge(store, at: .seconds(120), limit: 1).claims
            try expectEqual(try await store.tally().byStatus, [.cancelled: 1, .processing: 1], "the tally")
            let turn = try await judge(store, at: .seconds(180), limit: 1)
            try expectEqual(turn.stops.map(\.pulse), claims.map(\.key.pulse), "the stops")
            try expectEqual(
                try await events(store, made.id).filter { $0.hasSuffix("replaced") },
                ["pulse.cancelled replaced", "pulse.cancel_asked replaced"], "the events")
        },
        Case(name: "terminate_other: what runs has to stop at once") { store in
            try await schedule(store, scheduleSpec(overlap: .terminateOther))
            let claims = try await judge(store, at: .seconds(60), limit: 1).claims
            let turn = try await judge(store, at: .seconds(120), limit: 5)
            try expectEqual(turn.stops, [Judgement.Stop(pulse: claims[0].key.pulse, isAtOnce: true)], "the stops")
        },
        Case(name: "a pulse that waits for its time is not open yet, but nothing is released beside it") { store in
            let made = try await schedule(store, scheduleSpec(overlap: .bufferOne))
            let claims = try await judge(store, at: .seconds(60), limit: 1).claims
            _ = try await judge(store, at: .seconds(120))
            var wish = spec("by hand", in: .seconds(9999))
            wish.schedule = made.id
            let later = try await create(store, wish)
            _ = try await claim(store, at: .seconds(130), ends: [ended(claims[0])])
            try expectEqual(try await statuses(store, made.id), [.completed, .blocked, .pending], "while it waits")
            _ = try await store.cancel(later.id, at: start + .seconds(140))
            try expectEqual(try await statuses(store, made.id), [.completed, .pending, .cancelled], "afterwards")
        },
    ]
}

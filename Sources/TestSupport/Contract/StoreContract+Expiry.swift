import Pulses
import Recurrence

/// Pulses that it is too late for.
extension StoreContract {
    private static func expiring(_ store: Store, in delay: Duration, due: Duration = .zero) async throws -> PulseID {
        var wish = spec(in: due)
        wish.expiresAfter = delay - due
        return try await create(store, wish).id
    }

    static let expiry: [Case] = [
        Case(name: "what could not begin in time is missed, and on record with its reason") { store in
            let id = try await expiring(store, in: .seconds(60))
            let early = try await claim(store, limit: 0, at: .seconds(59))
            try expectEqual(early.nextLook, start + .seconds(60), "when the store wants to be asked")
            let result = try await claim(store, at: .seconds(60))
            try expectEqual(result.claims.count, 0, "claims")
            let pulse = try await store.pulse(id)
            try expectEqual(pulse?.progress.status, .missed, "the status")
            try expectEqual(pulse?.progress.reason, "expired", "the reason")
            try expectEqual(pulse?.progress.finishedAt, start + .seconds(60), "when")
            try expectEqual(pulse?.spec.expiresAt, start + .seconds(60), "as it was asked")
            try expectEqual(try await store.tally().byStatus[.missed], 1, "the count")
            try expectEqual(try await store.tally().missed, [.expired: 1], "the count by reason")
            try expectEqual(try await store.events(after: 0, limit: 10).last?.detail, "expired", "the event")
            try expectEqual(result.nextDue, nil, "the next due time")
            try expectEqual(result.nextLook, nil, "the next look")
        },
        Case(name: "what has begun may end, and is not begun again") { store in
            let id = try await expiring(store, in: .seconds(60))
            let claims = try await claim(store, at: .seconds(59)).claims
            try expectEqual(claims.map(\.key.pulse), [id], "claims")
            try expectEqual(try await claim(store, at: .seconds(61)).claims.count, 0, "claims while it runs")
            try expectEqual(try await store.pulse(id)?.progress.status, .processing, "while it runs")
            let end = AttemptEnd(outcome: .failed, endedAt: start + .seconds(62))
            let verdict = Verdict(disposition: .again(at: start + .seconds(63)), spent: 1, lost: 0)
            _ = try await claim(store, at: .seconds(62), ends: [EndedRun(key: claims[0].key, end: end, verdict: verdict)])
            try expectEqual(try await store.pulse(id)?.progress.status, .missed, "afterwards")
        },
        Case(name: "what somebody asks for again is of use again") { store in
            let id = try await expiring(store, in: .seconds(60))
            _ = try await claim(store, at: .seconds(60))
            _ = try await store.revive(id, at: start + .seconds(70))
            try expectEqual(try await claim(store, at: .seconds(71)).claims.map(\.key.pulse), [id], "claims")
        },
        Case(name: "what a schedule makes expires too, and the next that waits for it comes") { store in
            let made = try await schedule(store, scheduleSpec(overlap: .bufferOne) { $0.template.expiresAfter = .seconds(90) })
            _ = try await judge(store, at: .seconds(60))
            _ = try await judge(store, at: .seconds(120))
            try expectEqual(try await statuses(store, made.id), [.pending, .blocked], "before")
            _ = try await judge(store, at: .seconds(150))
            try expectEqual(try await statuses(store, made.id), [.missed, .pending], "afterwards")
        },
        Case(name: "pulses expire while everything is paused") { store in
            let id = try await expiring(store, in: .seconds(60))
            try await store.standStill(Standstill(by: "ann", since: start), at: start)
            try expectEqual(try await claim(store, at: .seconds(1)).nextLook, start + .seconds(60), "when the store wants to be asked")
            _ = try await claim(store, at: .seconds(60))
            try expectEqual(try await store.pulse(id)?.progress.status, .missed, "the status")
        },
    ]
}

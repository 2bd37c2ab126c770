import Pulses
import Recurrence

extension StoreContract {
    /// The runs of the first owner, once its lease has run out; it has another one afterwards.
    static func orphans(_ store: Store, _ clock: ManualClock) async throws -> [Orphan] {
        clock.advance(by: .seconds(90))
        let orphans = try await store.orphans(notOf: otherBoot)
        _ = try await claim(store, limit: 0)
        return orphans
    }

    /// A turn that does nothing but renew a lease, and tells what it tells of owners.
    private static func look(_ store: Store, owner: BootID = boot, ends: [EndedRun] = [], at delay: Duration = .zero) async throws
        -> TurnResult
    {
        try await store.turn(Turn(ends: ends, limit: 0, owner: owner, now: start + delay, seeksOrphans: true))
    }

    /// What a rescuer makes of it.
    private static func lost(_ claim: Claim) -> EndedRun {
        var end = ended(claim, .lost, .again(at: start))
        end.verdict.spent = 0
        end.verdict.lost = 1
        return end
    }

    static let owners: [Case] = [
        Case(name: "a run is no orphan however long it takes, as long as its owner takes turns") { store, clock in
            let claim = try await running(store)
            for _ in 1...50 {
                clock.advance(by: .milliseconds(89_999))
                try expectEqual(try await store.orphans(notOf: otherBoot), [], "the orphans")
                let other = try await look(store, owner: otherBoot, ends: [lost(claim)])
                try expectEqual([other.hasOrphans, !other.applied.isEmpty], [false, false], "what another owner is told")
                try expectEqual(try await look(store).held, nil, "what its owner is told")
            }
            try expectEqual(try await look(store, ends: [ended(claim)]).applied, [claim.key: .completed], "its end")
        },
        Case(name: "the runs of an owner that takes no turns are orphans when its lease is over, and not before") { store, clock in
            let claim = try await running(store)
            clock.advance(by: .milliseconds(89_999))
            try expectEqual(try await store.orphans(notOf: otherBoot), [], "the orphans before")
            try expectEqual(try await look(store, owner: otherBoot).hasOrphans, false, "what a turn tells before")
            clock.advance(by: .milliseconds(1))
            try expectEqual(try await store.orphans(notOf: otherBoot).map(\.claim), [claim], "the orphans")
            try expectEqual(try await look(store, owner: otherBoot).hasOrphans, true, "what a turn tells")
            try expectEqual(
                try await Self.claim(store, limit: 0, owner: otherBoot).hasOrphans, false, "what a turn tells that does not ask")
            try expectEqual(try await store.orphans(notOf: boot), [], "its own")
        },
        Case(name: "a turn says how long its owner's lease is, and a later one may say otherwise") { store, clock in
            _ = try await running(store)
            _ = try await store.turn(Turn(ends: [], limit: 0, owner: boot, now: start, lease: .seconds(600)))
            clock.advance(by: .seconds(599))
            try expectEqual(try await store.orphans(notOf: otherBoot), [], "the orphans before")
            _ = try await store.turn(Turn(ends: [], limit: 0, owner: boot, now: start, lease: .seconds(5)))
            clock.advance(by: .seconds(5))
            try expectEqual(try await store.orphans(notOf: otherBoot).count, 1, "the orphans")
        },
        Case(name: "leases go by the store's clock, whatever their owners take the time to be") { store, clock in
            _ = try await running(store)
            clock.step(to: start + .seconds(365 * 86_400))
            try expectEqual(try await look(store, owner: otherBoot, at: .seconds(365 * 86_400)).hasOrphans, false, "a year ahead")
            clock.advance(by: .seconds(90))
            try expectEqual(try await look(store, owner: otherBoot, at: .seconds(-365 * 86_400)).hasOrphans, true, "a year behind")
        },
        Case(name: "what a rescuer says of an orphan is on record, and its late owner's word changes nothing") { store, clock in
            let claim = try await running(store)
            clock.advance(by: .seconds(90))
            let rescue = try await Self.claim(store, owner: otherBoot, ends: [lost(claim)])
            try expectEqual(rescue.applied, [claim.key: .pending], "the rescue")
            try expectEqual(rescue.claims.map(\.key), [RunKey(pulse: claim.key.pulse, attempt: 2)], "what it runs again")
            let record = try await store.attempts(of: claim.key.pulse)
            try await store.note(ProcessRecord(pid: 1, startTicks: 2, group: 3), of: claim.key)
            try expectEqual(try await look(store, ends: [ended(claim)]).applied, [:], "the late word")
            try expectEqual(try await store.attempts(of: claim.key.pulse), record, "the attempts")
            try expectEqual(record.map(\.owner), [boot, otherBoot], "the owners")
            try expectEqual(
                try await store.tally(), Tally(byStatus: [.processing: 1], byOutcome: [.lost: 1], totalDuration: .seconds(1)), "the tally")
        },
        Case(name: "an owner whose lease had run out is told what is still its own, once, and claims nothing meanwhile") { store, clock in
            for text in ["one", "two"] { try await create(store, spec(text)) }
            let claims = try await claim(store).claims
            try await create(store, spec("three"))
            clock.advance(by: .seconds(90))
            try expectEqual(try await look(store, owner: otherBoot, ends: [lost(claims[0])]).applied.count, 1, "the rescue")
            let late = try await claim(store)
            try expectEqual(late.held, [claims[1].key], "what it holds")
            try expectEqual(late.claims, [], "what it claims")
            try expectEqual(late.nextDue, start, "what is due")
            let next = try await claim(store)
            try expectEqual(next.held, nil, "what it is told afterwards")
            try expectEqual(next.claims.count, 2, "what it claims afterwards")
            try expectEqual(try await store.orphans(notOf: otherBoot), [], "the orphans")
        },
        Case(name: "an owner that nobody took anything from goes on with what it holds") { store, clock in
            let claim = try await running(store)
            clock.advance(by: .seconds(1000))
            try expectEqual(try await look(store).held, [claim.key], "what it holds")
            try expectEqual(try await look(store, owner: otherBoot, ends: [lost(claim)]).applied, [:], "a rescue that comes too late")
            try expectEqual(try await look(store, ends: [ended(claim)]).applied, [claim.key: .completed], "its end")
        },
        Case(name: "the end that an owner brings itself counts, its lease or no") { store, clock in
            let claim = try await running(store)
            clock.advance(by: .seconds(1000))
            let late = try await look(store, ends: [ended(claim)])
            try expectEqual(late.applied, [claim.key: .completed], "its end")
            try expectEqual(late.held, [], "what it holds")
        },
        Case(name: "of two rescuers one is heard") { store, clock in
            let claim = try await running(store)
            clock.advance(by: .seconds(90))
            let third = BootID("boot-c")
            try expectEqual(try await store.orphans(notOf: otherBoot), try await store.orphans(notOf: third), "what both see")
            try expectEqual(try await look(store, owner: third, ends: [lost(claim)]).applied.count, 1, "the first")
            try expectEqual(try await look(store, owner: otherBoot, ends: [lost(claim)]).applied, [:], "the second")
            let progress = try await store.pulse(claim.key.pulse)?.progress
            try expectEqual(progress, PulseProgress(status: .pending, dueAt: start, attempt: 1, spent: 0, lost: 1), "the progress")
        },
        Case(name: "the wish to cancel a run goes on to its rescuer") { store, clock in
            let claim = try await running(store)
            _ = try await store.cancel(claim.key.pulse, at: start)
            clock.advance(by: .seconds(90))
            try expectEqual(try await store.orphans(notOf: otherBoot).map(\.isCancelled), [true], "the wish")
            try expectEqual(try await look(store, owner: otherBoot, ends: [lost(claim)]).applied, [claim.key: .cancelled], "the rescue")
            try expectEqual(try await look(store).held, [], "what its late owner is told")
        },
    ]
}

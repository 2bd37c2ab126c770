import Pulses
import Recurrence

extension StoreContract {
    /// A pulse that waits for the person's word.
    private static func awaiting(_ store: Store, _ spec: PulseSpec = spec(), after: [DependencyOrder] = []) async throws -> Pulse {
        let order = PulseOrder(spec: spec, after: after, awaitsApproval: true)
        guard case .created(let pulse) = try await store.make(order) else { throw Violation(description: "a new pulse was not created") }
        return pulse
    }

    private static let waits = PulseProgress(status: .blocked, reason: Approval.reason, dueAt: start)

    private static func done(_ answer: ApprovalAnswer) throws -> [Pulse] {
        guard case .done(let pulses) = answer else { throw Violation(description: "the word was not heard: \(answer)") }
        return pulses
    }

    static let approvals: [Case] = [
        Case(name: "what waits for approval is not claimed before it has it, and at once afterwards") { store in
            let pulse = try await awaiting(store)
            try expectEqual(pulse.progress, waits, "what was made")
            try expectEqual(try await store.pulse(pulse.id), pulse, "what is read")
            try expectEqual(try await store.pulses(PulseQuery(.awaitingApproval, limit: 9)), [pulse], "what waits")
            let early = try await claim(store, at: .seconds(60))
            try expect(early.claims.isEmpty && early.nextDue == nil, "it was claimed, or is due")
            try expectEqual(try await store.tally().byStatus, [.blocked: 1], "the counts")
            let approved = try done(try await store.approve(pulse.id, at: start + .seconds(90)))
            try expectEqual(approved.map(\.progress), [PulseProgress(status: .pending, dueAt: start + .seconds(90))], "what was approved")
            try expectEqual(try await store.tally().byStatus, [.pending: 1], "the counts afterwards")
            try expectEqual(try await store.approve(pulse.id, at: start), .refused(approved[0]), "a second word")
            try expectEqual(try await store.deny(pulse.id, why: nil, at: start), .refused(approved[0]), "another word")
            try expectEqual(try await store.approve(PulseID(99), at: start), .unknown, "about none")
            try expectEqual(try await claim(store, at: .seconds(90)).claims.map(\.key.pulse), [pulse.id], "what is claimed")
            try expectEqual(
                try await store.events(after: 0, limit: 9).map(\.kind), [.pulseCreated, .pulseApproved, .pulseStarted], "the events")
        },
        Case(name: "what is approved before its time waits for that") { store in
            let pulse = try await awaiting(store, spec(in: .seconds(50)))
            _ = try await store.approve(pulse.id, at: start)
            try expectEqual(try await claim(store).nextDue, start + .seconds(50), "when it is due")
        },
        Case(name: "what is denied is cancelled with the reason, and what waits for it too") { store in
            let pulse = try await awaiting(store)
            let order = PulseOrder(spec: spec(), after: [DependencyOrder(on: .pulse(pulse.id))])
            guard case .created(let next) = try await store.make(order) else { throw Violation(description: "not made") }
            let denied = try done(try await store.deny(pulse.id, why: "not today", at: start + .seconds(1)))
            try expectEqual(denied.map(\.progress.reason), ["denied: not today"], "the reason")
            try expectEqual(try await store.pulse(next.id)?.progress.reason, Dependency.reason, "what waited")
            try expectEqual(try await store.tally().byStatus, [.cancelled: 2], "the counts")
            let strict = AskingTerms(awaitsApproval: true)
            guard case .revived(let again) = try await store.revive(pulse.id, at: start, strict) else {
                throw Violation(description: "not revived")
            }
            try expectEqual(again.progress, waits, "asked for again by an agent")
            _ = try await store.deny(pulse.id, why: nil, at: start)
            guard case .revived(let wanted) = try await store.revive(pulse.id, at: start) else {
                throw Violation(description: "not revived")
            }
            try expectEqual(wanted.progress, PulseProgress(status: .pending, dueAt: start), "asked for again by the person")
        },
        Case(name: "one that waits for another too waits for both") { store in
            for approvesFirst in [true, false] {
                let first = try await running(store)
                let pulse = try await awaiting(store, after: [DependencyOrder(on: .pulse(first.key.pulse))])
                try expectEqual(pulse.progress.reason, Approval.reason, "what it waits for first")
                let end = ended(first)
                if approvesFirst {
                    let approved = try done(try await store.approve(pulse.id, at: start))
                    try expectEqual(approved[0].progress.reason, Dependency.reason, "what is left to wait for")
                    let turn = try await claim(store, at: .seconds(1), ends: [end])
                    try expectEqual(turn.claims.map(\.key.pulse), [pulse.id], "what is claimed after the end")
                } else {
                    let turn = try await claim(store, at: .seconds(1), ends: [end])
                    try expectEqual(turn.claims, [], "what is claimed without approval")
                    _ = try await store.approve(pulse.id, at: start + .seconds(2))
                    try expectEqual(try await claim(store, at: .seconds(2)).claims.map(\.key.pulse), [pulse.id], "what is claimed then")
                }
                let rest = try await store.orphans(notOf: otherBoot).map { ended($0.claim) }
                _ = try await claim(store, limit: 0, at: .seconds(3), ends: rest)
            }
        },
        Case(name: "what was never approved is not when what it waited for comes back") { store in
            let first = try await running(store)
            let pulse = try await awaiting(store, after: [DependencyOrder(on: .pulse(first.key.pulse))])
            _ = try await claim(store, limit: 0, at: .seconds(1), ends: [ended(first, .failed)])
            try expectEqual(try await store.pulse(pulse.id)?.progress.status, .cancelled, "after the failure")
            _ = try await store.revive(first.key.pulse, at: start + .seconds(2))
            try expectEqual(try await store.pulse(pulse.id)?.progress.reason, Approval.reason, "after it was asked for again")
            guard let again = try await claim(store, at: .seconds(2)).claims.first else { throw Violation(description: "nothing began") }
            try expectEqual(try await claim(store, at: .seconds(3), ends: [ended(again)]).claims, [], "what follows without approval")
        },
        Case(name: "what is changed or put off on such terms waits anew, whatever it was") { store in
            let strict = AskingTerms(awaitsApproval: true)
            let pulse = try await create(store, spec(in: .seconds(5)))
            var other = pulse.spec
            other.tags = ["x"]
            guard case .changed(let changed) = try await store.change(pulse, to: other, at: start, strict) else {
                throw Violation(description: "not changed")
            }
            try expectEqual(changed.progress.reason, Approval.reason, "after the change")
            try expectEqual(try await claim(store, at: .seconds(60)).claims, [], "what is claimed")
            _ = try await store.approve(pulse.id, at: start)
            guard case .postponed(let later) = try await store.postpone(pulse.id, until: start + .seconds(70), at: start, strict) else {
                throw Violation(description: "not put off")
            }
            try expectEqual(later.progress.reason, Approval.reason, "after it was put off")
            try expectEqual(try await claim(store, at: .seconds(70)).claims, [], "what is claimed then")
            try expectEqual(try await store.tally().byStatus, [.blocked: 1], "the counts")
            _ = try await store.approve(pulse.id, at: start)
            try expectEqual(try await claim(store).nextDue, start + .seconds(70), "when it is due")
        },
        Case(name: "one that expires while it waits is missed") { store in
            var mortal = spec()
            mortal.expiresAfter = .seconds(30)
            let pulse = try await awaiting(store, mortal)
            _ = try await claim(store, limit: 0, at: .seconds(30))
            try expectEqual(try await store.pulse(pulse.id)?.progress.status, .missed, "its status")
            guard case .refused = try await store.approve(pulse.id, at: start + .seconds(31)) else {
                throw Violation(description: "it was approved")
            }
        },
        Case(name: "the pulses of a pipeline are approved or denied together") { store in
            for isApproved in [true, false] {
                let orders = (0..<3).map { place in
                    PulseOrder(
                        spec: spec(), after: place == 0 ? [] : [DependencyOrder(on: .step(place - 1))], awaitsApproval: true)
                }
                guard case .created(let made) = try await store.makePipeline(orders, nil) else { throw Violation(description: "not made") }
                try expectEqual(made.map(\.progress.reason), [Approval.reason, Approval.reason, Approval.reason], "what was made")
                let id = made[1].id
                let answer = isApproved ? try await store.approve(id, at: start) : try await store.deny(id, why: nil, at: start)
                let reasons = try done(answer).map(\.progress.reason)
                try expectEqual(
                    reasons, isApproved ? [nil, Dependency.reason, Dependency.reason] : ["denied", "denied", "denied"],
                    "what became of them")
            }
        },
    ]

    static let scheduleApprovals: [Case] = [
        Case(name: "a schedule that waits for approval fires not before, and its times are on record") { store in
            let pause = Pause(kind: .approval, by: "ann", why: "waits", since: start)
            guard case .created(let made) = try await store.make(scheduleSpec(), at: start, pause) else {
                throw Violation(description: "not made")
            }
            try expect(made.awaitsApproval && made.state.next == nil, "it fires")
            try expectEqual(try await store.schedulesAwaitingApproval(limit: 9), [made], "what waits")
            try expectEqual(try await store.pause(made.id, nil, at: start + .seconds(1)), made, "resumed")
            let other = Pause(by: "ann", since: start, until: start + .seconds(2))
            try expectEqual(try await store.pause(made.id, other, at: start + .seconds(1)), made, "paused for a while")
            try expectEqual(try await judge(store, at: .seconds(130)).judged, [], "what is judged meanwhile")
            guard case .done(let approved) = try await store.approve(made.id, at: start + .seconds(130)) else {
                throw Violation(description: "not approved")
            }
            try expect(!approved.awaitsApproval, "it still waits")
            let turn = try await judge(store, at: .seconds(130), limit: 9)
            try expectEqual(turn.claims, [], "what fires of what fell into the waiting")
            let record = try await store.occurrences(of: made.id, before: nil, limit: 9)
            try expectEqual(record.map(\.fate), [.skipped(.approval)], "what is on record")
            try expectEqual(record.first?.count, 2, "how many times")
            try expectEqual(try await judge(store, at: .seconds(180), limit: 9).claims.count, 1, "what fires then")
            guard case .refused = try await store.approve(made.id, at: start) else { throw Violation(description: "approved twice") }
        },
        Case(name: "a schedule that is changed on such terms waits anew, and one that is denied is over") { store in
            let made = try await schedule(store, scheduleSpec())
            let pause = Pause(kind: .approval, by: "ann", since: start + .seconds(70))
            var spec = made.spec
            spec.template.tags = ["x"]
            guard case .changed(let changed) = try await store.change(made.id, to: spec, at: start + .seconds(70), ifStill: nil, pause)
            else { throw Violation(description: "not changed") }
            try expect(changed.awaitsApproval && changed.state.next == nil, "it fires")
            guard case .done(let denied) = try await store.deny(made.id, why: "no", at: start + .seconds(80)) else {
                throw Violation(description: "not denied")
            }
            try expectEqual(denied.state.over, "denied: no", "why it is over")
            try expectEqual(try await store.events(after: 0, limit: 99).last?.detail, "denied: no", "what is told")
            try expectEqual(try await judge(store, at: .seconds(600)).judged, [], "what it does")
            guard case .changed(let again) = try await store.change(made.id, to: spec, at: start + .seconds(610), ifStill: nil, pause)
            else { throw Violation(description: "not changed") }
            try expect(again.awaitsApproval && again.state.over == nil, "it is not asked about anew")
            try expectEqual(try await store.deny(ScheduleID(99), why: nil, at: start), .unknown, "about none")
        },
    ]
}

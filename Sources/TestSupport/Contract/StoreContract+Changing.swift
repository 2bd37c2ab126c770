import Pulses
import Recurrence

extension StoreContract {
    static let changing: [Case] = [
        Case(name: "cancelling what waits is final") { store in
            let pulse = try await create(store, spec(in: .seconds(5)))
            guard case .cancelled(let cancelled) = try await store.cancel(pulse.id, at: start + .seconds(1)) else {
                throw Violation(description: "not cancelled")
            }
            try expectEqual(
                cancelled.progress,
                PulseProgress(status: .cancelled, reason: "cancelled", dueAt: start + .seconds(5), finishedAt: start + .seconds(1)),
                "the progress")
            try expectEqual(try await claim(store, at: .seconds(60)).claims, [], "claims of a cancelled pulse")
            try expectEqual(try await store.cancel(pulse.id, at: start), .alreadyEnded(cancelled), "cancelling again")
        },
        Case(name: "cancelling what runs is kept in mind: no retry follows") { store in
            let claim = try await running(store)
            guard case .running(let pulse) = try await store.cancel(claim.key.pulse, at: start) else {
                throw Violation(description: "the running pulse was not told apart")
            }
            try expectEqual(pulse.progress.status, .processing, "the status")
            let result = try await Self.claim(store, ends: [ended(claim, .failed, .again(at: start))])
            try expectEqual(result.applied, [claim.key: .cancelled], "what followed")
            try expectEqual(result.claims, [], "the claims")
        },
        Case(name: "unknown pulses are said to be unknown") { store in
            try expectEqual(try await store.cancel(PulseID(99), at: start), .unknown, "cancel")
            try expectEqual(try await store.revive(PulseID(99), at: start), .unknown, "revive")
            try expectEqual(try await store.pulse(PulseID(99)), nil, "reading")
            try expectEqual(try await store.attempts(of: PulseID(99)), [], "its attempts")
        },
        Case(name: "what failed can be asked for again, with a new set of attempts") { store in
            let claim = try await running(store)
            _ = try await Self.claim(store, limit: 0, ends: [ended(claim, .failed)])
            guard case .revived(let pulse) = try await store.revive(claim.key.pulse, at: start + .seconds(9)) else {
                throw Violation(description: "not revived")
            }
            try expectEqual(
                pulse.progress, PulseProgress(status: .pending, dueAt: start + .seconds(9), attempt: 1, spent: 0), "the progress")
            let next = try await Self.claim(store, at: .seconds(9)).claims
            try expectEqual(next.map(\.key.attempt), [2], "the attempt")
        },
        Case(name: "what completed or is open is not revived") { store in
            let claim = try await running(store)
            guard case .refused = try await store.revive(claim.key.pulse, at: start) else {
                throw Violation(description: "a running pulse was revived")
            }
            _ = try await Self.claim(store, limit: 0, ends: [ended(claim)])
            guard case .refused = try await store.revive(claim.key.pulse, at: start) else {
                throw Violation(description: "a completed pulse was revived")
            }
        },
        Case(name: "a pulse is not revived while another one holds its key") { store in
            let claim = try await running(store, spec(key: "k"))
            _ = try await Self.claim(store, limit: 0, ends: [ended(claim, .failed)])
            try await create(store, spec(key: "k"))
            guard case .refused(let pulse) = try await store.revive(claim.key.pulse, at: start) else {
                throw Violation(description: "two open pulses share a key")
            }
            try expectEqual(pulse.progress.status, .failed, "the status")
        },
    ]

    static let reading: [Case] = [
        Case(name: "upcoming ones are pending ones, soonest first, the more important first among equals") { store in
            let late = try await create(store, spec(in: .seconds(30), priority: .critical)).id
            let low = try await create(store, spec(in: .seconds(10), priority: .low)).id
            let high = try await create(store, spec(in: .seconds(10), priority: .high)).id
            let high2 = try await create(store, spec(in: .seconds(10), priority: .high)).id
            try await create(store, spec())
            _ = try await claim(store)
            let all = try await store.pulses(PulseQuery(.upcoming, limit: 10)).map(\.id)
            try expectEqual(all, [high, high2, low, late], "all")
            try expectEqual(try await store.pulses(PulseQuery(.upcoming, limit: 2)).map(\.id), [high, high2], "the first two")
        },
        Case(name: "the newest can be had by status and page by page") { store in
            var ids: [PulseID] = []
            for _ in 0..<6 { ids.append(try await create(store, spec()).id) }
            let claims = try await claim(store, limit: 3).claims
            _ = try await claim(store, limit: 0, ends: [ended(claims[0]), ended(claims[1], .failed)])
            _ = try await store.cancel(ids[5], at: start)
            func newest(_ statuses: Set<PulseStatus>, before: PulseID? = nil, limit: Int = 10) async throws -> [PulseID] {
                try await store.pulses(PulseQuery(.newest(statuses), limit: limit, before: before)).map(\.id)
            }
            try expectEqual(try await newest([]), ids.reversed(), "all")
            try expectEqual(try await newest([.completed]), [ids[0]], "completed")
            try expectEqual(try await newest([.failed]), [ids[1]], "failed")
            try expectEqual(try await newest([.processing]), [ids[2]], "processing")
            try expectEqual(try await newest([.pending]), [ids[4], ids[3]], "pending")
            try expectEqual(try await newest([.cancelled, .failed, .pending]), [ids[5], ids[4], ids[3], ids[1]], "several")
            try expectEqual(try await newest([], before: ids[3], limit: 2), [ids[2], ids[1]], "a page")
            try expectEqual(try await newest([.missed]), [], "none")
        },
        Case(name: "the tally is exact") { store in
            for _ in 0..<5 { try await create(store, spec()) }
            let claims = try await claim(store, limit: 3).claims
            _ = try await claim(
                store, limit: 0, ends: [ended(claims[0], after: .seconds(2)), ended(claims[1], .failed, after: .seconds(4))])
            let waiting = try await store.pulses(PulseQuery(.newest([.pending]), limit: 1))
            _ = try await store.cancel(waiting[0].id, at: start)
            let wanted = Tally(
                byStatus: [.completed: 1, .failed: 1, .cancelled: 1, .processing: 1, .pending: 1],
                byOutcome: [.succeeded: 1, .failed: 1], totalDuration: .seconds(6))
            try expectEqual(try await store.tally(), wanted, "the tally")
            _ = try await store.revive(claims[1].key.pulse, at: start)
            try expectEqual(try await store.tally().byStatus[.pending], 2, "pending after a revival")
            try expectEqual(try await store.tally().byStatus[.failed], nil, "failed after a revival")
        },
        Case(name: "each change is an event, in order") { store in
            let done = try await create(store, spec())
            let off = try await create(store, spec(in: .seconds(60)))
            let first = try await claim(store).claims
            let again = try await claim(
                store, ends: [ended(first[0], .failed, .again(at: start))]
            ).claims
            _ = try await store.cancel(done.id, at: start + .seconds(2))
            _ = try await claim(store, limit: 0, ends: [ended(again[0])])
            _ = try await store.cancel(off.id, at: start + .seconds(3))
            _ = try await store.revive(off.id, at: start + .seconds(4))
            let events = try await store.events(after: 0, limit: 100)
            let words = events.map { event in
                let about = event.pulse.map { "\($0)" } ?? "-"
                return "\(about) \(event.kind.name) \(event.attempt.map(String.init) ?? "-") \(event.detail ?? "-")"
            }
            let wanted = [
                "\(done.id) pulse.created - -", "\(off.id) pulse.created - -", "\(done.id) pulse.started 1 -",
                "\(done.id) pulse.retrying 1 failed", "\(done.id) pulse.started 2 -", "\(done.id) pulse.cancel_asked 2 -",
                "\(done.id) pulse.completed 2 -", "\(off.id) pulse.cancelled - cancelled", "\(off.id) pulse.revived - -",
            ]
            try expectEqual(words, wanted, "the events")
            try expect(zip(events, events.dropFirst()).allSatisfy { $0.sequence < $1.sequence }, "numbers that do not rise")
            try expectEqual(events[7].at, start + .seconds(3), "when it was cancelled")
            let tail = try await store.events(after: events[6].sequence, limit: 1)
            try expectEqual(tail, [events[7]], "the one after the seventh")
        },
        Case(name: "what is claimed is what was made, the first time and again") { store in
            var specs: [PulseSpec] = []
            for number in 0..<40 {
                var spec = spec("number \(number) with \"quotes\", \u{1F600} and \\", in: .seconds(number))
                spec.tags = ["a", "b\(number)"]
                spec.environment = ["NAME": "value \(number)"]
                spec.directory = "/tmp"
                spec.timeout = .milliseconds(1500 + number)
                spec.retry = RetryPolicy(attempts: number + 1)
                spec.onLost = number % 2 == 0 ? .fail : .retry
                if number % 3 == 0 { spec.action = .command(Command(arguments: ["echo", "\(number)"])) }
                try await create(store, spec)
                specs.append(spec)
            }
            for number in 0..<40 where number % 4 == 0 {
                let wanted = Array(specs[number..<(number + 4)])
                let first = try await claim(store, limit: 4, at: .seconds(100)).claims
                try expectEqual(first.map(\.spec), wanted, "claims \(number) to \(number + 3)")
                let failed = first.map { ended($0, .failed, .again(at: $0.dueAt)) }
                let second = try await claim(store, limit: 4, at: .seconds(100), ends: failed).claims
                try expectEqual(second.map(\.spec), wanted, "second claims \(number) to \(number + 3)")
            }
        },
    ]
}

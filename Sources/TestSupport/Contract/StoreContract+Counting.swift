import Pulses
import Recurrence

extension StoreContract {
    static let postponing: [Case] = [
        Case(name: "a pulse that is put off is due at the later time, and was asked for the earlier one") { store in
            let pulse = try await create(store, spec(in: .seconds(10)))
            let later = start + .seconds(50)
            guard case .postponed(let postponed) = try await store.postpone(pulse.id, until: later, at: start) else {
                throw Violation(description: "it was not put off")
            }
            try expectEqual(postponed.progress.dueAt, later, "the due time")
            try expectEqual(postponed.spec, pulse.spec, "what was asked")
            try expectEqual(try await store.pulse(pulse.id), postponed, "what is read")
            let early = try await claim(store, at: .seconds(49))
            try expectEqual(early.claims, [], "what is claimed before")
            try expectEqual(early.nextDue, later, "the next due time")
            try expectEqual(try await claim(store, at: .seconds(50)).claims.map(\.key.pulse), [pulse.id], "what is claimed then")
            try expectEqual(
                try await store.events(after: 0, limit: 9).map(\.kind), [.pulseCreated, .pulseSnoozed, .pulseStarted], "the events")
        },
        Case(name: "only what is pending can be put off") { store in
            let claim = try await running(store)
            guard case .refused(let pulse) = try await store.postpone(claim.key.pulse, until: start + .seconds(9), at: start) else {
                throw Violation(description: "what runs was put off")
            }
            try expectEqual(pulse.progress.status, .processing, "its status")
            try expectEqual(try await store.postpone(PulseID(99), until: start, at: start), .unknown, "an unknown one")
        },
    ]

    static let counting: [Case] = [
        Case(name: "the open pulses of a schedule are listed oldest first, others' left out") { store in
            let made = try await schedule(store, scheduleSpec(overlap: .allowAll))
            _ = try await create(store, spec())
            _ = try await judge(store, at: .seconds(60), limit: 0)
            _ = try await judge(store, at: .seconds(120), limit: 0)
            let triggered = try await store.trigger(made.id, by: "ann", door: .http, at: start + .seconds(130))
            let open = try await store.pulses(PulseQuery(.open(of: made.id), limit: 9))
            try expectEqual(open.map(\.spec.nominal), [start + .seconds(60), start + .seconds(120), nil], "the open ones")
            try expectEqual(open.last, triggered, "the triggered one")
            guard let first = open.first else { throw Violation(description: "there is none") }
            _ = try await store.cancel(first.id, at: start + .seconds(131))
            try expectEqual(
                try await store.pulses(PulseQuery(.open(of: made.id), limit: 1)).map(\.id), [open[1].id], "the oldest afterwards")
        },
        Case(name: "declared schedules are listed by name, made ones left out") { store in
            for (name, file) in [("b", "/etc/u.yaml"), ("a", "/etc/u.yaml"), ("c", nil)] {
                var spec = scheduleSpec(name)
                spec.origin = file.map { .declared($0) } ?? .made
                _ = try await schedule(store, spec)
            }
            let declared = try await store.declaredSchedules()
            try expectEqual(declared.map(\.spec.name), ["a", "b"], "the declared ones")
            guard let first = declared.first else { throw Violation(description: "there is none") }
            var moved = first.spec
            moved.origin = .made
            _ = try await store.change(first.id, to: moved, at: start)
            try expectEqual(try await store.declaredSchedules().map(\.spec.name), ["b"], "after one was made a person's")
        },
        Case(name: "schedules are counted by how they are") { store in
            try expectEqual(try await store.scheduleCounts(), ScheduleCounts(), "none")
            for name in ["a", "b", "c"] { _ = try await schedule(store, scheduleSpec(name)) }
            let paused = try await schedule(store, scheduleSpec("d"))
            _ = try await store.pause(paused.id, Pause(by: "ann", since: start), at: start)
            try expectEqual(try await store.scheduleCounts(), ScheduleCounts(total: 4, paused: 1, over: 0), "the counts")
        },
        Case(name: "what an agent has is counted, what others have is not") { store in
            func made(by owner: String?, at delay: Duration) async throws -> Pulse {
                var spec = spec()
                (spec.owner, spec.createdAt) = (owner, start + delay)
                return try await create(store, spec)
            }
            let first = try await made(by: "ann", at: .zero)
            _ = try await made(by: "ann", at: .seconds(60))
            _ = try await made(by: "bob", at: .seconds(60))
            _ = try await made(by: nil, at: .seconds(60))
            _ = try await store.cancel(first.id, at: start + .seconds(61))
            for (name, owner) in [("a", "ann"), ("b", "bob"), ("c", nil)] {
                var spec = scheduleSpec(name)
                spec.template.owner = owner
                _ = try await schedule(store, spec)
            }
            let given = try await schedule(store, scheduleSpec("d") { $0.template.owner = "ann" })
            _ = try await store.change(given.id, to: scheduleSpec("d") { $0.template.owner = "bob" }, at: start)
            let usage = try await store.usage(of: "ann", since: start)
            try expectEqual(usage, AgentUsage(openPulses: 1, recentPulses: 2, schedules: 1), "what ann has")
            try expectEqual(
                try await store.usage(of: "bob", since: start), AgentUsage(openPulses: 1, recentPulses: 1, schedules: 2), "what bob has")
            try expectEqual(try await store.usage(of: "ann", since: start + .seconds(1)).recentPulses, 1, "the recent ones")
            try expectEqual(try await store.usage(of: "carl", since: start), AgentUsage(), "what carl has")
        },
    ]
}

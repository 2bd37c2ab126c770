import Pulses
import Recurrence

extension StoreContract {
    static let patching: [Case] = [
        Case(name: "a pulse that waits is claimed as it was changed") { store in
            let pulse = try await create(store, spec(in: .seconds(60)))
            var spec = pulse.spec
            spec.action = .command(Command(arguments: ["true"]))
            (spec.scheduledAt, spec.priority, spec.tags) = (start + .seconds(5), .critical, ["new"])
            guard case .changed(let changed) = try await store.change(pulse, to: spec, at: start) else {
                throw Violation(description: "not changed")
            }
            try expectEqual(changed.spec, spec, "the spec")
            try expectEqual(changed.progress, PulseProgress(status: .pending, dueAt: start + .seconds(5)), "the progress")
            try expectEqual(try await store.pulse(pulse.id), changed, "what is read")
            try expectEqual(try await store.events(after: 0, limit: 9).map(\.kind), [.pulseCreated, .pulseChanged], "the events")
            try expectEqual(try await claim(store, at: .seconds(4)).nextDue, start + .seconds(5), "when it is due")
            let claims = try await claim(store, at: .seconds(5)).claims
            try expectEqual(claims.map(\.spec), [spec], "what is claimed")
            try expectEqual(try await claim(store, at: .seconds(60)).claims, [], "what is left at its old time")
        },
        Case(name: "one that was read earlier, runs, has ended or is not there is not changed") { store in
            let pulse = try await create(store, spec())
            var later = pulse.spec
            later.tags = ["x"]
            guard case .changed(let changed) = try await store.change(pulse, to: later, at: start) else {
                throw Violation(description: "not changed")
            }
            try expectEqual(try await store.change(pulse, to: later, at: start), .stale(changed), "read before")
            let claim = try await claim(store).claims[0]
            guard case .stale = try await store.change(changed, to: pulse.spec, at: start) else {
                throw Violation(description: "a running pulse was changed")
            }
            _ = try await Self.claim(store, limit: 0, ends: [ended(claim)])
            guard let ended = try await store.pulse(pulse.id) else { throw Violation(description: "gone") }
            try expectEqual(try await store.change(ended, to: pulse.spec, at: start), .stale(ended), "one that has ended")
            var stranger = pulse
            stranger.id = PulseID(99)
            try expectEqual(try await store.change(stranger, to: later, at: start), .unknown, "an unknown one")
        },
        Case(name: "its expiry goes with it") { store in
            var spec = spec(in: .seconds(10))
            spec.expiresAfter = .seconds(10)
            let pulse = try await create(store, spec)
            var longer = spec
            longer.expiresAfter = .seconds(50)
            guard case .changed(let changed) = try await store.change(pulse, to: longer, at: start) else {
                throw Violation(description: "not changed")
            }
            let look = try await claim(store, limit: 0, at: .seconds(30))
            try expectEqual(look.nextLook, start + .seconds(60), "when it expires")
            try expectEqual(try await store.pulse(pulse.id)?.progress.status, .pending, "at its old expiry")
            var never = longer
            never.expiresAfter = nil
            _ = try await store.change(changed, to: never, at: start)
            _ = try await claim(store, limit: 0, at: .seconds(99))
            try expectEqual(try await store.pulse(pulse.id)?.progress.status, .pending, "without one")
        },
        Case(name: "its pools go with it") { store in
            try await store.declare([Pool(name: "llm", limits: PoolLimits(capacity: 1), file: "f")])
            var held = spec()
            held.pools = ["llm"]
            let first = try await create(store, held)
            let second = try await create(store, held)
            try expectEqual(try await claim(store).claims.map(\.key.pulse), [first.id], "what the pool lets begin")
            _ = try await store.change(second, to: spec(), at: start)
            try expectEqual(try await claim(store).claims.map(\.key.pulse), [second.id], "what needs it no more")
        },
        Case(name: "one that waits for another keeps waiting, and runs at its new time") { store in
            let first = try await create(store, spec())
            var order = PulseOrder(spec: spec())
            order.after = [DependencyOrder(on: .pulse(first.id), condition: .success)]
            guard case .created(let pulse) = try await store.make(order) else { throw Violation(description: "not made") }
            var spec = pulse.spec
            spec.scheduledAt = start + .seconds(30)
            guard case .changed(let changed) = try await store.change(pulse, to: spec, at: start) else {
                throw Violation(description: "not changed")
            }
            try expectEqual(changed.progress.status, .blocked, "the status")
            let claim = try await claim(store).claims[0]
            _ = try await Self.claim(store, limit: 0, at: .seconds(2), ends: [ended(claim)])
            try expectEqual(try await store.pulse(pulse.id)?.progress.dueAt, start + .seconds(30), "when it is due")
        },
    ]

    static let filtering: [Case] = [
        Case(name: "pulses are found by what they have in common, a piece at a time") { store in
            for number in 0..<12 {
                var spec = spec(in: .seconds(number), priority: number % 2 == 0 ? .high : .normal)
                spec.tags = number % 3 == 0 ? ["three", "a \"quoted\" one"] : []
                (spec.owner, spec.createdBy) = (number % 4 == 0 ? "bot" : nil, "maker \(number % 2)")
                try await create(store, spec)
            }
            _ = try await store.cancel(PulseID(1), at: start)
            func find(
                before: Int64? = nil, limit: Int = 20, lookingBack: Int = 100, _ said: (inout PulseFilter) -> Void
            ) async throws -> ([Int64], Int64?) {
                var filter = PulseFilter()
                said(&filter)
                let page = try await store.pulses(
                    matching: filter, before: before.map { PulseID($0) }, limit: limit, lookingBack: lookingBack)
                return (page.pulses.map(\.id.value), page.next?.value)
            }
            try expect(try await find { $0.tag = "three" } == ([10, 7, 4, 1], nil), "by tag")
            try expect(try await find { $0.tag = "thr" } == ([], nil), "by half a tag")
            try expect(try await find { $0.tag = "a \"quoted\" one" }.0.count == 4, "by a tag with quotes")
            try expect(try await find { ($0.tag, $0.priority) = ("three", .high) } == ([7, 1], nil), "by tag and priority")
            try expect(try await find { $0.owner = "bot" } == ([9, 5, 1], nil), "by owner")
            try expect(try await find { $0.creator = "maker 1" }.0 == [12, 10, 8, 6, 4, 2], "by maker")
            try expect(
                try await find { ($0.from, $0.to) = (start + .seconds(3), start + .seconds(6)) } == ([6, 5, 4], nil), "by due time")
            try expect(try await find { ($0.owner, $0.statuses) = ("bot", [.cancelled]) } == ([1], nil), "by owner and status")
            try expect(try await find { $0.schedule = ScheduleID(1) } == ([], nil), "by schedule")
            try expect(try await find(limit: 2) { $0.tag = "three" } == ([10, 7], 7), "a page")
            try expect(try await find(before: 7, limit: 2) { $0.tag = "three" } == ([4, 1], nil), "the last page")
            try expect(try await find(lookingBack: 5) { $0.owner = "bot" } == ([9], 8), "a piece")
            try expect(try await find(before: 8, lookingBack: 2) { $0.owner = "bot" } == ([], 6), "a piece without any")
        }
    ]
}

import Pulses
import Recurrence

extension StoreContract {
    static let pipelines: [Case] = [
        Case(name: "the steps of a pipeline are made together, wherever they stand, and run as they depend on each other") { store in
            // The last is named first.
            let made = try await pipeline(store, [("d", [1, 2]), ("b", [3]), ("c", [3]), ("a", [])])
            try expectEqual(made.map(\.progress.status), [.blocked, .blocked, .blocked, .pending], "their statuses")
            try expectEqual(made.map(\.pipeline), Array(repeating: made[0].id, count: 4), "their pipeline")
            try expectEqual(try await store.pulses(PulseQuery(.pipeline(made[0].id), limit: 9)), made, "what is kept")
            var turn = try await claim(store)
            try expectEqual(turn.claims.map(\.key.pulse), [made[3].id], "the first step")
            turn = try await claim(store, ends: turn.claims.map { ended($0) })
            try expectEqual(turn.claims.map(\.key.pulse), [made[1].id, made[2].id], "the fan-out")
            turn = try await claim(store, ends: turn.claims.map { ended($0) })
            try expectEqual(turn.claims.map(\.key.pulse), [made[0].id], "the fan-in")
            try expectEqual(turn.claims[0].inputs.map(\.step), ["b", "c"], "what it is given")
        },
        Case(name: "a pipeline is made once for an idempotency key, and not at all after what is not there") { store in
            let wish = Idempotency(scope: "s", key: "k", fingerprint: [1])
            let orders = [order("a"), order("b", [0])]
            guard case .created(let made) = try await store.makePipeline(orders, wish) else {
                throw Violation(description: "the pipeline was not created")
            }
            try expectEqual(try await store.makePipeline(orders, wish), .replayed(made), "the same request")
            var other = wish
            other.fingerprint = [2]
            try expectEqual(try await store.makePipeline(orders, other), .fingerprintConflict, "another request")
            var bad = order("c", [0])
            bad.after.append(DependencyOrder(on: .pulse(PulseID(77))))
            let before = try await store.tally()
            try expectEqual(
                try await store.makePipeline([order("a"), bad], nil), .refused(step: 1, .unknown(PulseID(77))), "after what is not there")
            try expectEqual(try await store.tally(), before, "what was made")
        },
        Case(name: "a chain of 10,000 is made, and called off, in two moments") { store in
            let orders = (0..<10_000).map { order("s\($0)", $0 == 0 ? [] : [$0 - 1]) }
            guard case .created(let made) = try await store.makePipeline(orders, nil) else {
                throw Violation(description: "the pipeline was not created")
            }
            _ = try await store.cancel(made[0].id, at: start)
            try expectEqual(try await store.tally().byStatus, [.cancelled: 10_000], "what is left of it")
        },
        Case(name: "each fire of a schedule with steps makes them all, and counts as open until all have ended") { store in
            let made = try await schedule(store, stepped(.skip))
            var turn = try await judge(store, at: .seconds(60), limit: 9)
            try expectEqual(turn.judged.map(\.makes), [[PulseID(1)]], "what it made")
            try expectEqual(try await pulses(store, made.id).map(\.spec.step?.name), ["a", "b", "c"], "its steps")
            try expectEqual(try await pulses(store, made.id).map(\.spec.nominal), Array(repeating: start + .seconds(60), count: 3), "times")
            turn = try await judge(store, at: .seconds(120), limit: 9, ends: [ended(turn.claims[0])])
            try expectEqual(try await fates(store, made.id), ["60 fired", "120 skipped overlap"], "while the second step runs")
            turn = try await judge(store, at: .seconds(125), limit: 9, ends: turn.claims.map { ended($0) })
            _ = try await judge(store, at: .seconds(126), limit: 9, ends: turn.claims.map { ended($0) })
            _ = try await judge(store, at: .seconds(180))
            try expectEqual(try await fates(store, made.id).last, "180 fired", "when all have ended")
            try expectEqual(try await store.schedule(made.id)?.state.fires, 2, "its fires")
        },
        Case(name: "what is buffered of a schedule with steps comes as a whole, and counts as one") { store in
            let made = try await schedule(store, stepped(.bufferOne, roots: 2))
            var turn = try await judge(store, at: .seconds(60), limit: 9)
            for minute in 2...3 { _ = try await judge(store, at: .seconds(60 * minute), limit: 9) }
            try expectEqual(try await fates(store, made.id), ["60 fired", "120 fired", "180 skipped buffer_full"], "the occurrences")
            turn = try await judge(store, at: .seconds(181), limit: 9, ends: turn.claims.map { ended($0) })
            try expectEqual(turn.claims.map(\.key.pulse), [PulseID(3)], "the last step of the first")
            turn = try await judge(store, at: .seconds(182), limit: 9, ends: turn.claims.map { ended($0) })
            try expectEqual(turn.claims.map(\.key.pulse), [PulseID(4), PulseID(5)], "the first steps of the second")
        },
        Case(name: "cancel_other calls off all of the pipeline that is open") { store in
            let made = try await schedule(store, stepped(.cancelOther))
            let first = try await judge(store, at: .seconds(60), limit: 9).claims[0]
            let turn = try await judge(store, at: .seconds(120), limit: 9)
            try expectEqual(turn.stops, [Judgement.Stop(pulse: first.key.pulse, isAtOnce: false)], "what has to make room")
            try expectEqual(
                try await statuses(store, made.id), [.processing, .cancelled, .cancelled, .blocked, .blocked, .blocked], "the pulses")
            let next = try await judge(
                store, at: .seconds(121), limit: 9, ends: [ended(first, .cancelled, .finish(.cancelled, reason: "cancelled"))])
            try expectEqual(next.claims.map(\.key.pulse), [PulseID(4)], "the next one's first step")
        },
        Case(name: "a pipeline that failed is one failure, when all of it has ended") { store in
            let made = try await schedule(store, stepped(.skip))
            var turn = try await judge(store, at: .seconds(60), limit: 9)
            turn = try await judge(store, at: .seconds(61), limit: 9, ends: turn.claims.map { ended($0) })
            try expectEqual(try await store.schedule(made.id)?.state.failures, 0, "after the first step")
            _ = try await judge(store, at: .seconds(62), limit: 9, ends: turn.claims.map { ended($0, .failed) })
            try expectEqual(try await store.schedule(made.id)?.state.failures, 1, "after the second failed")
            try expectEqual(try await statuses(store, made.id), [.completed, .failed, .cancelled], "the pulses")
        },
        Case(name: "while another branch goes on, a failed one does not count yet") { store in
            let made = try await schedule(store, stepped(.skip, roots: 2))
            let claims = try await judge(store, at: .seconds(60), limit: 9).claims
            _ = try await judge(store, at: .seconds(61), limit: 9, ends: [ended(claims[0], .failed)])
            try expectEqual(try await store.schedule(made.id)?.state.failures, 0, "while the other branch runs")
            _ = try await judge(store, at: .seconds(62), limit: 9, ends: [ended(claims[1])])
            try expectEqual(try await store.schedule(made.id)?.state.failures, 1, "when it has ended too")
        },
        Case(name: "whoever triggers a schedule with steps makes them all") { store in
            let made = try await schedule(store, stepped(.skip))
            let first = try await store.trigger(made.id, by: "ann", door: .http, at: start)
            try expectEqual(first?.id, PulseID(1), "the answer")
            try expectEqual(try await pulses(store, made.id).map(\.progress.status), [.pending, .blocked, .blocked], "the pulses")
            _ = try await store.remove(made.id, at: start)
            try expectEqual(try await statuses(store, made.id), [.cancelled, .cancelled, .cancelled], "when it is removed")
        },
    ]

    private static func order(_ name: String, _ after: [Int] = []) -> PulseOrder {
        var spec = spec(name)
        spec.step = PipelineStep(pipeline: "p", name: name)
        return PulseOrder(spec: spec, after: after.map { DependencyOrder(on: .step($0)) })
    }

    private static func pipeline(_ store: Store, _ steps: [(String, [Int])]) async throws -> [Pulse] {
        guard case .created(let made) = try await store.makePipeline(steps.map { order($0, $1) }, nil) else {
            throw Violation(description: "the pipeline was not created")
        }
        return made
    }

    /// A schedule of three steps: one after the other, or the last after two.
    private static func stepped(_ overlap: OverlapPolicy, roots: Int = 1) -> ScheduleSpec {
        scheduleSpec(overlap: overlap) { wish in
            wish.steps = ["a", "b", "c"].enumerated().map { index, name in
                var template = wish.template
                template.step = PipelineStep(pipeline: wish.name, name: name)
                let after = index < roots ? [] : roots == 1 ? [index - 1] : Array(0..<roots)
                return ScheduleStep(name: name, template: template, after: after.map { ScheduleStep.After(step: $0) })
            }
        }
    }
}

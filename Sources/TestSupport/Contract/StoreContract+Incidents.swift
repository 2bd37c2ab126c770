import Pulses
import Recurrence

extension StoreContract {
    static let incidents: [Case] = [
        Case(name: "failures in a row pause a schedule, told once; a success tells recovery once") { store in
            let made = try await schedule(store, scheduleSpec { $0.policies.pauseAfterFailures = 3 })
            func minute(_ number: Int, _ outcome: AttemptOutcome) async throws {
                _ = try await judge(store, at: .seconds(60 * number))
                try await finish(store, outcome, at: .seconds(60 * number + 1))
            }
            func told() async throws -> [String] {
                try await events(store, made.id).filter { $0.hasPrefix("schedule.") && !$0.hasPrefix("schedule.created") }
            }
            try await minute(1, .failed)
            try await minute(2, .failed)
            try await minute(3, .succeeded)
            try expectEqual(try await found(store, made.id).state.failures, 0, "the failures after a success")
            for number in 4...6 { try await minute(number, .failed) }
            let state = try await found(store, made.id).state
            try expectEqual(
                state.pause, Pause(kind: .failures, by: "upbeat", why: "3 runs failed in a row", since: start + .seconds(361)), "the pause")
            try expectEqual([state.failures, state.isInIncident ? 1 : 0], [3, 1], "the counts")
            try expectEqual(state.next, nil, "the next")
            try expectEqual(try await told(), ["schedule.failing 3 runs failed in a row"], "what was told")

            _ = try await store.pause(made.id, nil, at: start + .seconds(365))
            try await minute(7, .failed)
            try expectEqual(try await found(store, made.id).state.pause?.kind, .failures, "the pause after another failure")
            _ = try await store.pause(made.id, nil, at: start + .seconds(425))
            try await minute(8, .succeeded)
            try await minute(9, .succeeded)
            let after = try await found(store, made.id).state
            try expectEqual([after.failures, after.isInIncident ? 1 : 0], [0, 0], "the counts at the end")
            try expectEqual(
                try await told(),
                [
                    "schedule.failing 3 runs failed in a row", "schedule.resumed", "schedule.paused upbeat: 4 runs failed in a row",
                    "schedule.resumed", "schedule.recovered",
                ], "what was told in the end")
        },
        Case(name: "a failure that asks for it pauses a schedule at once, whatever its policy; a success that asks does not") { store in
            let made = try await schedule(store, scheduleSpec { $0.policies.pauseAfterFailures = 0 })
            func minute(_ number: Int, _ outcome: AttemptOutcome) async throws {
                let turn = try await judge(store, at: .seconds(60 * number), limit: 1)
                guard let claimed = turn.claims.first else { throw Violation(description: "nothing was claimed") }
                var run = ended(claimed, outcome)
                run.end.pauseReason = "it answered 410"
                _ = try await claim(store, limit: 0, at: .seconds(60 * number + 1), ends: [run])
            }
            try await minute(1, .succeeded)
            try expectEqual(try await found(store, made.id).state.pause, nil, "the pause after a success")
            try await minute(2, .failed)
            let state = try await found(store, made.id).state
            let pause = Pause(kind: .failures, by: "upbeat", why: "it answered 410", since: start + .seconds(121))
            try expectEqual(state.pause, pause, "the pause")
            try expectEqual(state.next, nil, "the next")
            try expect(try await events(store, made.id).contains("schedule.failing it answered 410"), "it was not told")
        },
        Case(name: "what is cancelled or triggered: the first counts not, the second does; 0 never pauses") { store in
            let made = try await schedule(store, scheduleSpec { $0.policies.pauseAfterFailures = 2 })
            for delay in [10, 20] {
                _ = try await store.trigger(made.id, by: "ann", door: .http, at: start + .seconds(delay))
                let claims = try await claim(store, limit: 1, at: .seconds(delay)).claims
                _ = try await claim(
                    store, limit: 0, at: .seconds(delay), ends: [ended(claims[0], .cancelled, .finish(.cancelled, reason: "cancelled"))])
            }
            try expectEqual(try await found(store, made.id).state.failures, 0, "the failures after cancels")
            for delay in [30, 40] {
                _ = try await store.trigger(made.id, by: "ann", door: .http, at: start + .seconds(delay))
                try await finish(store, .failed, at: .seconds(delay))
            }
            try expectEqual(try await found(store, made.id).state.pause?.kind, .failures, "the pause")
            let patient = try await schedule(store, scheduleSpec("patient") { $0.policies.pauseAfterFailures = 0 })
            for delay in 50..<70 {
                _ = try await store.trigger(patient.id, by: "ann", door: .http, at: start + .seconds(delay))
                try await finish(store, .failed, at: .seconds(delay))
            }
            let state = try await found(store, patient.id).state
            try expectEqual([state.failures, state.pause == nil ? 0 : 1], [20, 0], "the patient one")
        },
    ]

    static let starts: [Case] = [
        Case(name: "@reboot fires once for each boot, and obeys pause, overlap and its number of runs") { store in
            let made = try await schedule(store, scheduleSpec("boot", "@reboot") { $0.timing.maxRuns = 3 })
            try expectEqual(made.state.next, nil, "its next")
            try await schedule(store)
            try await store.started(boot, at: start + .seconds(1))
            try await store.started(boot, at: start + .seconds(2))
            let claims = try await claim(store, at: .seconds(2)).claims
            try expectEqual(claims.map(\.spec.nominal), [start + .seconds(1)], "the first boot")
            try await store.started(otherBoot, at: start + .seconds(10))
            _ = try await claim(store, at: .seconds(11), ends: [ended(claims[0])])
            _ = try await store.pause(made.id, Pause(by: "ann", since: start + .seconds(12)), at: start + .seconds(12))
            try await store.started(BootID("c"), at: start + .seconds(20))
            _ = try await store.pause(made.id, nil, at: start + .seconds(21))
            try await store.standStill(Standstill(by: "ann", since: start + .seconds(22)), at: start + .seconds(22))
            try await store.started(BootID("d"), at: start + .seconds(30))
            try await store.standStill(nil, at: start + .seconds(31))
            for (index, name) in ["e", "f", "g"].enumerated() {
                try await store.started(BootID(name), at: start + .seconds(40 + index * 2))
                try await finish(store, at: .seconds(41 + index * 2))
            }
            try expectEqual(
                try await fates(store, made.id),
                ["1 fired", "10 skipped overlap", "20 skipped paused", "30 skipped paused_all", "40 fired", "42 fired"], "the occurrences")
            let state = try await found(store, made.id).state
            try expectEqual(state.over, "max_runs", "why it is over")
            try expectEqual(state.fires, 3, "the fires")
            try expectEqual(try await events(store, made.id).last { $0.hasPrefix("schedule") }, "schedule.over max_runs", "the event")
        },
        Case(name: "@reboot carries out the other overlap policies") { store, clock in
            let buffer = try await schedule(store, scheduleSpec("b", "@reboot", overlap: .bufferOne))
            let cancel = try await schedule(store, scheduleSpec("c", "@reboot", overlap: .cancelOther))
            for number in 1...3 {
                try await store.started(BootID("boot \(number)"), at: start + .seconds(number))
                _ = try await claim(store, at: .seconds(number))
            }
            try expectEqual(try await fates(store, buffer.id), ["1 fired", "2 fired", "3 skipped buffer_full"], "buffered")
            try expectEqual(try await statuses(store, buffer.id), [.processing, .blocked], "its pulses")
            try expectEqual(try await statuses(store, cancel.id), [.processing, .cancelled, .blocked], "the pulses of the other")
            try expectEqual(
                try await orphans(store, clock).filter(\.isCancelled).map(\.claim.spec.schedule), [cancel.id], "wishes")
        },
    ]
}

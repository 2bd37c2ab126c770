import Pulses
import Recurrence

extension StoreContract {
    static let schedules: [Case] = [
        Case(name: "a made schedule is planned, and reads back as it was asked for") { store in
            let wish = scheduleSpec("nächtlich 🙂") { wish in
                wish.timing = ScheduleTiming(
                    rule: "every 90s", dialect: .quartz, zone: "Europe/Berlin", jitter: .seconds(5), active: ["Mon-Fri 09:00-17:00"],
                    quiet: ["12:00-13:00", "22:00-06:00"], onBlocked: .defer, start: start + .seconds(45), end: start + .seconds(9999),
                    maxRuns: 7, isAfterCompletion: true, anchor: start)
                wish.policies = SchedulePolicies(
                    misfire: .runAll, tolerance: .milliseconds(1500), catchUpWindow: .seconds(7), maxCatchUp: 3, overlap: .bufferAll,
                    bufferLimit: 4, pauseAfterFailures: 5)
                wish.template.owner = "ann"
                wish.template.key = "k"
                wish.template.tags = ["a", "b"]
                wish.template.environment = ["A": "1 \"2\""]
                wish.template.action = .command(Command(arguments: ["/bin/echo", "ü"]))
                wish.origin = .declared("/etc/upbeat/conf.d/a.yaml")
            }
            let made = try await schedule(store, wish)
            try expectEqual(made.spec, wish, "what was asked for")
            let first = start + .seconds(45) + .milliseconds(-1) + .seconds(90)
            let planned = ScheduleState(
                createdAt: start, cursor: start + .seconds(45) + .milliseconds(-1), next: NextOccurrence(nominal: first, at: first))
            try expectEqual(made.state, planned, "the state")
            try expectEqual(try await store.schedule(made.id), made, "what is read")
            try expectEqual(try await store.schedule(named: "nächtlich 🙂"), made, "what is found by name")
            try expectEqual(try await store.schedule(ScheduleID(99)), nil, "an unknown one")
            try expectEqual(try await store.schedule(named: "nightly"), nil, "an unknown name")
        },
        Case(name: "names are unique among those that exist") { store in
            let first = try await schedule(store)
            try expectEqual(try await store.make(scheduleSpec(), at: start), .nameTaken(first), "a second one")
            let other = try await schedule(store, scheduleSpec("other"))
            try expectEqual(try await store.change(other.id, to: scheduleSpec(), at: start), .nameTaken(first), "a change of name")
            try expectEqual(try await found(store, other.id), other, "what was not changed")
            _ = try await store.remove(first.id, at: start)
            let again = try await schedule(store)
            try expect(again.id > other.id, "the number \(again.id) was given before")
        },
        Case(name: "a schedule that never fires says why from the beginning") { store in
            let made = try await schedule(store, scheduleSpec("odd", "whenever"))
            try expectEqual(made.state.over, "unreadable", "why")
            try expectEqual(made.state.next, nil, "the next")
            try expectEqual(try await events(store, made.id), ["schedule.created odd", "schedule.over unreadable"], "the events")
        },
        Case(name: "a change keeps history, pausing and counts, and plans the future anew") { store in
            let made = try await schedule(store)
            _ = try await judge(store, at: .seconds(60))
            guard
                case .changed(let changed) = try await store.change(
                    made.id, to: scheduleSpec("new", "every 300s"), at: start + .seconds(70))
            else { throw Violation(description: "not changed") }
            var wanted = ScheduleState(
                revision: 2, createdAt: start, updatedAt: start + .seconds(70), cursor: start + .seconds(70),
                next: NextOccurrence(nominal: start + .seconds(300), at: start + .seconds(300)), fires: 1)
            try expectEqual(changed.state, wanted, "the state")
            try expectEqual(try await found(store, made.id), changed, "what is read")
            try expectEqual(try await store.schedule(named: "minutely"), nil, "the old name")
            try expectEqual(try await fates(store, made.id), ["60 fired"], "the history")
            _ = try await store.pause(made.id, Pause(by: "ann", since: start + .seconds(80)), at: start + .seconds(80))
            _ = try await store.change(made.id, to: scheduleSpec(), at: start + .seconds(90))
            wanted.revision = 3
            wanted.updatedAt = start + .seconds(90)
            wanted.cursor = start + .seconds(90)
            wanted.next = nil
            wanted.pause = Pause(by: "ann", since: start + .seconds(80))
            try expectEqual(try await found(store, made.id).state, wanted, "the state of a paused one")
            try expectEqual(
                try await store.change(ScheduleID(99), to: scheduleSpec("x"), at: start), .unknown, "the change of an unknown one")
        },
        Case(name: "what was due before a change is judged by the old rule: paused times are left out, others run") { store in
            let made = try await schedule(store)
            _ = try await store.change(made.id, to: scheduleSpec("b", "every 7s"), at: start + .seconds(61))
            try expectEqual(try await fates(store, made.id), ["60 fired"], "what was due")
            try expectEqual(try await found(store, made.id).state.next?.nominal, start + .seconds(63), "the next")
            let paused = try await schedule(store, scheduleSpec("c") { $0.timing.onBlocked = .defer })
            _ = try await store.pause(paused.id, Pause(kind: .snooze, by: "ann", since: start + .seconds(30)), at: start + .seconds(30))
            _ = try await store.change(paused.id, to: scheduleSpec("c", "every 3600s"), at: start + .seconds(180))
            try expectEqual(try await fates(store, paused.id), ["60-180 skipped paused x3"], "what fell into the pause")
            let state = try await found(store, paused.id).state
            try expectEqual(state.pause, Pause(kind: .snooze, by: "ann", since: start + .seconds(30)), "the pause")
        },
        Case(name: "a start that was put off can be taken back") { store in
            let made = try await schedule(store, scheduleSpec { $0.timing.start = start + .seconds(86_400) })
            try expectEqual(made.state.next?.nominal, start + .seconds(86_400), "the first of the put off one")
            _ = try await store.change(made.id, to: scheduleSpec(), at: start + .seconds(30))
            try expectEqual(try await found(store, made.id).state.next?.nominal, start + .seconds(60), "the first")
        },
        Case(name: "what goes takes along what waits, lets run what runs, and leaves its history") { store in
            let made = try await schedule(store, scheduleSpec(overlap: .bufferAll))
            let run = try await judge(store, at: .seconds(60), limit: 1).claims
            _ = try await store.trigger(made.id, by: "ann", door: .http, at: start + .seconds(61))
            _ = try await judge(store, at: .seconds(120))
            try expectEqual(try await statuses(store, made.id), [.processing, .pending, .blocked], "before")
            let removed = try await store.remove(made.id, at: start + .seconds(130))
            try expectEqual(removed?.spec, made.spec, "what went")
            let pulses = try await pulses(store, made.id)
            try expectEqual(pulses.map(\.progress.status), [.processing, .cancelled, .cancelled], "after")
            try expectEqual(pulses.map(\.progress.reason), [nil, "schedule removed", "schedule removed"], "the reasons")
            try expectEqual(try await store.tally().byStatus, [.processing: 1, .cancelled: 2], "the tally")
            _ = try await claim(store, at: .seconds(140), ends: [ended(run[0], .failed)])
            try expectEqual(try await fates(store, made.id), ["60 fired", "120 fired"], "the history")
            try expectEqual(try await store.schedule(made.id), nil, "the schedule")
            try expectEqual(try await store.remove(made.id, at: start), nil, "a second removal")
            try expectEqual(try await judge(store, at: .seconds(999)).nextLook, nil, "the next look")
            try expectEqual(
                try await events(store, made.id).suffix(3),
                [
                    "pulse.cancelled schedule removed", "schedule.removed minutely", "pulse.failed failed",
                ], "the events")
        },
        Case(name: "what is triggered runs beside the times, is no occurrence, and counts as open") { store in
            let made = try await schedule(store, scheduleSpec { $0.template.key = "never shared" })
            guard let pulse = try await store.trigger(made.id, by: "telegram", door: .http, at: start + .seconds(55)) else {
                throw Violation(description: "not triggered")
            }
            var wanted = made.spec.template
            wanted.schedule = made.id
            wanted.scheduledAt = start + .seconds(55)
            wanted.createdAt = start + .seconds(55)
            wanted.createdBy = "telegram"
            wanted.key = nil
            try expectEqual(pulse.spec, wanted, "the spec")
            try expectEqual(try await store.pulse(pulse.id), pulse, "what is read")
            try expectEqual(try await store.trigger(ScheduleID(99), by: "x", door: .http, at: start), nil, "an unknown one")
            _ = try await judge(store, at: .seconds(60))
            try expectEqual(try await fates(store, made.id), ["60 skipped overlap"], "the overlap")
            try expectEqual(
                try await events(store, made.id),
                ["schedule.created minutely", "pulse.created", "schedule.skipped 1 skipped: overlap"], "the events")
        },
        Case(name: "schedules are listed by name and by their next occurrence") { store in
            let b = try await schedule(store, scheduleSpec("b", "every 300s"))
            let a = try await schedule(store, scheduleSpec("a", "every 600s"))
            let c = try await schedule(store, scheduleSpec("c", "every 60s"))
            let d = try await schedule(store, scheduleSpec("d", "whenever"))
            func named(_ name: String?, _ limit: Int) async throws -> [ScheduleID] {
                try await store.schedules(after: name, limit: limit).map(\.id)
            }
            try expectEqual(try await named(nil, 10), [a.id, b.id, c.id, d.id], "by name")
            try expectEqual(try await named("a", 2), [b.id, c.id], "after a, two")
            try expectEqual(try await store.schedulesByNext(until: nil, limit: 10), [c, b, a], "by their next")
            try expectEqual(try await store.schedulesByNext(until: nil, limit: 1), [c], "the next")
            try expectEqual(try await store.schedulesByNext(until: start + .seconds(300), limit: 9).map(\.id), [c.id, b.id], "until")
        },
    ]
}

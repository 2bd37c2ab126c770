import Pulses
import Recurrence

extension StoreContract {
    static let judging: [Case] = [
        Case(name: "a schedule that is due fires, and its pulse is claimed by the same turn") { store, clock in
            let made = try await schedule(store, scheduleSpec { $0.template.owner = "ann" })
            let early = try await judge(store, at: .milliseconds(59_999), limit: 5)
            try expectEqual(early, TurnResult(claims: [], applied: [:], nextDue: nil, nextLook: start + .seconds(60)), "before its time")
            let turn = try await judge(store, at: .milliseconds(60_003), limit: 5)
            var wanted = made.spec.template
            wanted.scheduledAt = start + .seconds(60)
            wanted.createdAt = start + .milliseconds(60_003)
            wanted.door = .schedule
            wanted.schedule = made.id
            wanted.nominal = start + .seconds(60)
            try expectEqual(turn.claims.map(\.spec), [wanted], "the claim")
            try expectEqual(turn.claims.map(\.dueAt), [start + .seconds(60)], "when it was due")
            let pulse = turn.claims[0].key.pulse
            try expectEqual(try await store.pulse(pulse)?.spec, wanted, "what is read")
            try expectEqual(turn.nextLook, start + .seconds(120), "the next look")
            var after = made
            after.state.cursor = start + .seconds(60)
            after.state.next = NextOccurrence(nominal: start + .seconds(120), at: start + .seconds(120))
            after.state.fires = 1
            try expectEqual(turn.judged, [JudgedSchedule(schedule: after, records: [], makes: [pulse])], "what was judged")
            try expectEqual(try await found(store, made.id), after, "the schedule")
            let occurrence = Occurrence(
                schedule: made.id, first: start + .seconds(60), last: start + .seconds(60), count: 1, fate: .fired(pulse),
                at: start + .milliseconds(60_003))
            try expectEqual(try await store.occurrences(of: made.id, before: nil, limit: 9), [occurrence], "the occurrence")
            try expectEqual(
                try await events(store, made.id), ["schedule.created minutely", "pulse.created", "pulse.started"], "the events")
            try expectEqual(try await orphans(store, clock).map(\.claim.spec), [wanted], "the orphan")
        },
        Case(name: "a turn that may judge none judges none, but tells when the next has to be looked at") { store in
            let made = try await schedule(store)
            let turn = try await judge(store, at: .seconds(60), judges: 0, limit: 5)
            try expectEqual(turn, TurnResult(claims: [], applied: [:], nextDue: nil, nextLook: start + .seconds(60)), "the turn")
            try expectEqual(try await found(store, made.id), made, "the schedule")
        },
        Case(name: "among equals the first to be looked at are judged first; nothing is claimed that the others could come before") {
            store in
            let late = try await schedule(store, scheduleSpec("late", "every 30s"))
            let later = try await schedule(store, scheduleSpec("later", "every 20s"))
            let last = try await schedule(store, scheduleSpec("last", "every 40s"))
            let early = try await create(store, spec(in: .seconds(39), priority: .high))
            let tooLate = try await create(store, spec(in: .seconds(41), priority: .high))
            let deferred = try await create(store, spec(in: .seconds(1), priority: .deferred))
            let first = try await judge(store, at: .seconds(45), judges: 2, limit: 5)
            try expectEqual(first.judged.map(\.schedule.id), [later.id, late.id], "the first turn")
            let made = first.judged.flatMap(\.makes)
            // By their times: 30, 39 and 40.
            try expectEqual(first.claims.map(\.key.pulse), [made[1], early.id, made[0]], "its claims")
            try expectEqual(first.nextLook, start + .seconds(40), "what is left")
            let second = try await judge(store, at: .seconds(45), judges: 2, limit: 5)
            try expectEqual(second.judged.map(\.schedule.id), [last.id], "the second turn")
            try expectEqual(
                second.claims.map(\.key.pulse), second.judged.flatMap(\.makes) + [tooLate.id, deferred.id], "its claims")
        },
        Case(name: "the most important schedules are judged first, and their pulses claimed while the rest waits") { store in
            var specs: [ScheduleID] = []
            for (name, priority) in [("low", Priority.low), ("normal", .normal), ("critical", .critical)] {
                specs.append(try await schedule(store, scheduleSpec(name, "every 30s") { $0.template.priority = priority }).id)
            }
            let first = try await judge(store, at: .seconds(31), judges: 1, limit: 5)
            try expectEqual(first.judged.map(\.schedule.id), [specs[2]], "the first turn")
            try expectEqual(first.claims.map(\.key.pulse), first.judged[0].makes, "its claims")
            var changed = try await found(store, specs[0]).spec
            changed.template.priority = .high
            _ = try await store.change(specs[0], to: changed, at: start + .seconds(31))
            let second = try await judge(store, at: .seconds(62), judges: 1, limit: 5)
            try expectEqual(second.judged.map(\.schedule.id), [specs[2]], "the second turn")
            let third = try await judge(store, at: .seconds(62), judges: 1, limit: 5)
            try expectEqual(third.judged.map(\.schedule.id), [specs[0]], "the third turn")
            try expectEqual(
                try await store.schedulesByNext(until: nil, limit: 2).map(\.spec.name), ["normal", "low"], "what comes next")
        },
        Case(name: "what is on record is refused and changes nothing", judge: IntervalJudge(repeatsItself: true)) { store in
            let made = try await schedule(store, scheduleSpec(overlap: .allowAll) { $0.policies.misfire = .runAll })
            _ = try await judge(store, at: .seconds(60))
            let turn = try await judge(store, at: .seconds(120))
            try expectEqual(turn.judged.first?.makes.count, 1, "what was made")
            try expectEqual(turn.judged.first?.schedule.state.fires, 2, "the fires")
            try expectEqual(try await fates(store, made.id), ["60 fired", "120 fired"], "the occurrences")
            try expectEqual(try await statuses(store, made.id), [.pending, .pending], "the pulses")
            try expectEqual(try await store.tally().byStatus, [.pending: 2], "the tally")
            try expectEqual(try await events(store, made.id).filter { $0 == "pulse.created" }.count, 2, "the events")
        },
        Case(name: "a row that is on record is refused too, and is not told", judge: IntervalJudge(repeatsItself: true)) { store in
            let made = try await schedule(store, scheduleSpec { $0.policies.misfire = .skip })
            _ = try await judge(store, at: .seconds(100))
            let turn = try await judge(store, at: .seconds(160))
            try expectEqual(turn.judged.first?.records, [], "what was recorded")
            try expectEqual(try await fates(store, made.id), ["60 missed late"], "the occurrences")
            try expectEqual(
                try await events(store, made.id), ["schedule.created minutely", "schedule.missed 1 missed: late"], "the events")
        },
        Case(name: "what was missed is on record, counted and told once; what makes up for it gives way") { store in
            let made = try await schedule(store)
            let turn = try await judge(store, at: .seconds(6 * 3600 + 40))
            try expectEqual(
                turn.judged.first?.records,
                [
                    Judgement.Record(
                        first: start + .seconds(60), last: start + .seconds(21_540), count: 359, fate: .missed(.coalesced))
                ], "the records")
            try expectEqual(try await fates(store, made.id), ["60-21540 missed coalesced x359", "21600 fired"], "the occurrences")
            try expectEqual(try await store.tally().missed, [.coalesced: 359], "the count by reason")
            try expectEqual(try await pulses(store, made.id).map(\.spec.priority), [.low], "the priority")
            try expectEqual(
                try await events(store, made.id),
                ["schedule.created minutely", "pulse.created", "schedule.missed 359 missed: coalesced"], "the events")
        },
        Case(
            name: "several reasons are told in one event", judge: IntervalJudge(closed: [(start + .seconds(50))..<(start + .seconds(130))])
        ) {
            store in
            let made = try await schedule(store)
            _ = try await store.pause(made.id, Pause(by: "ann", since: start, until: start + .seconds(250)), at: start)
            _ = try await judge(store, at: .seconds(250))
            try expectEqual(
                try await events(store, made.id).suffix(2),
                ["schedule.skipped 4 skipped: 2 maintenance, 2 paused", "schedule.resumed"], "the events")
        },
        Case(name: "a schedule that is over says why, once") { store in
            let counted = try await schedule(store, scheduleSpec("counted", overlap: .allowAll) { $0.timing.maxRuns = 2 })
            let ending = try await schedule(store, scheduleSpec("ending") { $0.timing.end = start + .seconds(60) })
            for minute in 1...3 { _ = try await judge(store, at: .seconds(60 * minute)) }
            try await finish(store, .failed, at: .seconds(190))
            let state = try await found(store, counted.id).state
            try expectEqual([state.over, try await found(store, ending.id).state.over], ["max_runs", "end"], "why")
            try expectEqual(state.next, nil, "the next")
            try expectEqual(try await fates(store, counted.id), ["60 fired", "120 fired"], "the occurrences")
            try expectEqual(
                try await events(store, counted.id).filter { $0.hasPrefix("schedule") },
                ["schedule.created counted", "schedule.over max_runs"], "the events")
            try expectEqual(try await judge(store, at: .seconds(999)).judged, [], "what is judged afterwards")
            _ = try await store.change(ending.id, to: scheduleSpec("ending"), at: start + .seconds(999))
            try expectEqual(try await found(store, ending.id).state.over, nil, "after a change")
        },
        Case(name: "the next time after completion counts from the end of the run") { store in
            let made = try await schedule(store, scheduleSpec { $0.timing.isAfterCompletion = true })
            guard let claim = try await judge(store, at: .seconds(60), limit: 1).claims.first else {
                throw Violation(description: "nothing was claimed")
            }
            try expectEqual(try await found(store, made.id).state.next, nil, "the next while it runs")
            let retry = ended(claim, .failed, .again(at: start + .seconds(70)), after: .seconds(5))
            let again = try await judge(store, at: .seconds(70), limit: 1, ends: [retry]).claims
            try expectEqual(try await found(store, made.id).state.next, nil, "the next while it is tried again")
            _ = try await judge(store, at: .seconds(90), ends: [ended(again[0], after: .seconds(15))])
            let next = start + .seconds(145)
            try expectEqual(try await found(store, made.id).state.next, NextOccurrence(nominal: next, at: next), "the next")
            _ = try await judge(store, at: .seconds(145))
            let waiting = try await pulses(store, made.id)
            _ = try await store.cancel(waiting[1].id, at: start + .seconds(150))
            try expectEqual(try await found(store, made.id).state.next?.nominal, start + .seconds(210), "after a cancel")
        },
        Case(name: "a correction of the wall clock goes on record") { store in
            _ = try await store.turn(
                Turn(ends: [], limit: 0, clockStep: .seconds(-3600), owner: boot, now: start))
            let wanted = EventRecord(sequence: 1, at: start, kind: .clockStepped, detail: "-3600000 ms")
            try expectEqual(try await store.events(after: 0, limit: 9), [wanted], "the events")
        },
    ]
}

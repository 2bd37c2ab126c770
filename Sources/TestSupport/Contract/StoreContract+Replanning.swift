import Pulses
import Recurrence

/// What is upcoming, counted anew.
extension StoreContract {
    static let replanning: [Case] = [
        Case(name: "counting anew changes nothing where nothing else is to come") { store in
            let made = try await schedule(store)
            let paused = try await schedule(store, scheduleSpec("paused"))
            let until = start + .seconds(600)
            _ = try await store.pause(paused.id, Pause(by: "ann", since: start, until: until), at: start)
            let due = try await schedule(store, scheduleSpec("due", "every 1s"))
            let before = try await store.schedules(after: nil, limit: 10)
            try expectEqual(try await store.replan(after: nil, limit: 10, at: start + .seconds(2)), Replanned(), "what was changed")
            try expectEqual(try await store.schedules(after: nil, limit: 10), before, "the schedules")
            try expectEqual(try await judge(store, at: .seconds(2)).judged.map(\.schedule.id), [due.id], "what was due")
            try expectEqual(try await store.schedule(made.id)?.state.next?.at, start + .seconds(60), "the next")
        },
        Case(name: "schedules are counted anew batch by batch") { store in
            var ids: [ScheduleID] = []
            for name in ["a", "b", "c"] { ids.append(try await schedule(store, scheduleSpec(name)).id) }
            let first = try await store.replan(after: nil, limit: 2, at: start)
            try expectEqual(first, Replanned(last: ids[1]), "the first batch")
            try expectEqual(try await store.replan(after: first.last, limit: 2, at: start), Replanned(), "the last batch")
        },
    ]
}

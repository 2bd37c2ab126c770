import Pulses
import Recurrence

extension StoreContract {
    static let pausing: [Case] = [
        Case(name: "nothing fires in a pause; what fell into it is judged when it is resumed") { store in
            let made = try await schedule(store)
            let pause = Pause(by: "ann", why: "holidays", since: start + .seconds(30))
            let paused = try await store.pause(made.id, pause, at: start + .seconds(30))
            try expectEqual(paused?.state.pause, pause, "the pause")
            try expectEqual(paused?.state.next, nil, "the next")
            try expectEqual(try await found(store, made.id), paused, "what is read")
            let during = try await judge(store, at: .seconds(190))
            try expectEqual(during.judged, [], "what was judged")
            try expectEqual(during.nextLook, nil, "the next look")
            let resumed = try await store.pause(made.id, nil, at: start + .seconds(200))
            try expectEqual(resumed?.state.next?.at, start + .seconds(200), "when it is looked at")
            try expectEqual(resumed?.state.pause?.until, start + .seconds(200), "the end of the pause")
            let turn = try await judge(store, at: .seconds(201))
            try expectEqual(turn.judged.map(\.schedule.id), [made.id], "what was judged")
            try expectEqual(turn.nextLook, start + .seconds(240), "the next look")
            let state = try await found(store, made.id).state
            try expectEqual(state.pause, nil, "the pause afterwards")
            try expectEqual(try await fates(store, made.id), ["60-180 skipped paused x3"], "the occurrences")
            try expectEqual(
                try await events(store, made.id),
                [
                    "schedule.created minutely", "schedule.paused ann: holidays", "schedule.skipped 3 skipped: paused",
                    "schedule.resumed",
                ], "the events")
            try expectEqual(try await store.pause(ScheduleID(99), pause, at: start), nil, "an unknown one")
        },
        Case(name: "a pause into which nothing fell is over at once") { store in
            let made = try await schedule(store)
            _ = try await store.pause(made.id, Pause(by: "ann", since: start + .seconds(1)), at: start + .seconds(1))
            let resumed = try await store.pause(made.id, nil, at: start + .seconds(20))
            try expectEqual(resumed?.state, made.state, "the state")
            try expectEqual(try await store.pause(made.id, nil, at: start + .seconds(21))?.state, made.state, "resumed again")
            try expectEqual(
                try await events(store, made.id), ["schedule.created minutely", "schedule.paused ann", "schedule.resumed"], "the events")
        },
        Case(name: "a pause with an end is judged then, and over") { store in
            let made = try await schedule(store)
            let pause = Pause(by: "ann", since: start, until: start + .seconds(130))
            let paused = try await store.pause(made.id, pause, at: start)
            try expectEqual(
                paused?.state.next, NextOccurrence(nominal: start + .seconds(60), at: start + .seconds(130)), "the next")
            try expectEqual(try await judge(store, at: .seconds(129)).nextLook, start + .seconds(130), "the next look")
            _ = try await judge(store, at: .seconds(130))
            try expectEqual(try await fates(store, made.id), ["60-120 skipped paused x2"], "the occurrences")
            try expectEqual(try await found(store, made.id).state.pause, nil, "the pause")
            try expectEqual(try await events(store, made.id).last, "schedule.resumed", "the event")
        },
        Case(name: "a snooze puts the next one off: it comes at the end, as one") { store in
            let made = try await schedule(store)
            let snooze = Pause(kind: .snooze, by: "ann", since: start + .seconds(50), until: start + .seconds(125))
            _ = try await store.pause(made.id, snooze, at: start + .seconds(50))
            let turn = try await judge(store, at: .seconds(125))
            try expectEqual(turn.judged.first?.makes.count, 1, "what was made")
            try expectEqual(try await fates(store, made.id), ["60 skipped coalesced", "120 fired"], "the occurrences")
        },
        Case(name: "who pauses anew keeps what fell into the pause before") { store in
            let made = try await schedule(store)
            _ = try await store.pause(made.id, Pause(by: "ann", since: start), at: start)
            let again = Pause(by: "bob", since: start + .seconds(100), until: start + .seconds(150))
            let paused = try await store.pause(made.id, again, at: start + .seconds(100))
            try expectEqual(paused?.state.pause, Pause(by: "bob", since: start, until: start + .seconds(150)), "the pause")
            try expectEqual(
                paused?.state.next, NextOccurrence(nominal: start + .seconds(60), at: start + .seconds(150)), "the next")
            _ = try await judge(store, at: .seconds(150))
            try expectEqual(try await fates(store, made.id), ["60-120 skipped paused x2"], "the occurrences")
        },
    ]
}

import Foundation
import Pulses
import Recurrence
import TestSupport
import Testing

@testable import SQLiteStore

/// What the contract cannot see: rows that cannot be read, what a transaction that was taken back leaves behind.
@Suite struct ScheduleStoreTests {
    private let start = StoreContract.start

    private func withStore(_ body: (SQLiteStore) async throws -> Void) async throws {
        try await withFolder { folder in
            let store = try SQLiteStore(path: folder + "/upbeat.db", judge: IntervalJudge())
            defer { store.close() }
            try await body(store)
        }
    }

    private func make(_ store: SQLiteStore, _ spec: ScheduleSpec) async throws -> ScheduleID {
        guard case .created(let schedule) = try await store.make(spec, at: start) else {
            throw StoreContract.Violation(description: "not created")
        }
        return schedule.id
    }

    private func turn(_ delay: Duration) -> Turn {
        Turn(ends: [], limit: 10, judges: 10, owner: StoreContract.boot, now: start + delay)
    }

    @Test("a schedule that cannot be read stops no other, is seen, and can be mended or removed")
    func survivesMalformedSpecs() async throws {
        try await withStore { store in
            let bad = try await make(store, StoreContract.scheduleSpec("bad"))
            let good = try await make(store, StoreContract.scheduleSpec("good"))
            try await store.writer.submit { session throws(Failure) in
                _ = try session.statement(text: "UPDATE schedule SET spec = '{' WHERE id = ?1").bind(1, bad.value).run()
            }
            let turn = try await store.turn(turn(.seconds(60)))
            #expect(turn.claims.map(\.spec.schedule) == [good])
            #expect(turn.judged.map(\.schedule.state.over) == ["unreadable", nil])
            #expect(try await store.schedules(after: nil, limit: 9).map(\.id) == [bad, good])
            await #expect(throws: StoreError.self) { try await store.trigger(bad, by: "ann", door: .http, at: start) }
            let mended = StoreContract.scheduleSpec("mended")
            guard case .changed(let changed) = try await store.change(bad, to: mended, at: start + .seconds(61)) else {
                return #expect(Bool(false), "not mended")
            }
            #expect(changed.spec == mended && changed.state.over == nil)
            try await store.writer.submit { session throws(Failure) in
                _ = try session.statement(text: "UPDATE schedule SET spec = '[]' WHERE id = ?1").bind(1, bad.value).run()
                session.knownSpecs.forgetAll()
            }
            #expect(try await store.remove(bad, at: start + .seconds(62))?.spec.name == "mended")
        }
    }

    @Test("a pause that cannot be read still pauses")
    func keepsMalformedPauses() async throws {
        try await withStore { store in
            let id = try await make(store, StoreContract.scheduleSpec())
            try await store.writer.submit { session throws(Failure) in
                _ = try session.statement(text: "UPDATE progress SET pause = 'x' WHERE schedule = ?1").bind(1, id.value).run()
            }
            #expect(try await store.schedule(id)?.state.pause?.until == nil)
            #expect(try await store.schedule(id)?.state.pause?.by == "unreadable")
        }
    }

    @Test("what was read of a schedule in a transaction that was taken back is forgotten")
    func forgetsWhatWasTakenBack() async throws {
        try await withStore { store in
            // Too long to be kept at hand, so that nothing takes the place of what was read.
            let long = String(repeating: "x", count: 5000)
            let id = try await make(store, StoreContract.scheduleSpec { $0.template.action = .command(Command(arguments: [long])) })
            func changed(_ text: String) -> ScheduleSpec {
                StoreContract.scheduleSpec { $0.template.action = .command(Command(arguments: [text])) }
            }
            let gone = changed("gone").stored
            do {
                try await store.writer.submit { session throws(Failure) in
                    try session.statement(text: "UPDATE schedule SET spec = ?2 WHERE id = ?1").bind(1, id.value).bind(2, text: gone).run()
                    try session.statement(text: "UPDATE progress SET revision = 2 WHERE schedule = ?1").bind(1, id.value).run()
                    guard let row = try session.progress(id) else { return }
                    _ = try session.known(row)
                    try session.standStill(Standstill(by: "ann", since: start), at: start)
                    _ = try session.statement(.insertDue).bind(1, 9).bind(2, 9).bind(3, 9).run()
                    _ = try session.statement(.insertDue).bind(1, 9).bind(2, 9).bind(3, 9).run()
                }
                return #expect(Bool(false), "the transaction went through")
            } catch {}
            _ = try await store.change(id, to: changed("kept"), at: start + .seconds(1))
            let claims = try await store.turn(turn(.seconds(60))).claims
            #expect(claims.map(\.spec.action) == [.command(Command(arguments: ["kept"]))])
        }
    }

    @Test("what schedules and standstills are is there after opening again")
    func opensAgain() async throws {
        try await withFolder { folder in
            let path = folder + "/upbeat.db"
            let first = try SQLiteStore(path: path, judge: IntervalJudge())
            let id = try await make(first, StoreContract.scheduleSpec())
            let pause = Pause(kind: .snooze, by: "ann", why: "w", since: start, until: start + .seconds(100))
            _ = try await first.pause(id, pause, at: start)
            try await first.standStill(Standstill(by: "ann", since: start, until: start + .seconds(90)), at: start)
            try await first.started(StoreContract.boot, at: start)
            let (schedule, events) = try await (first.schedule(id), first.events(after: 0, limit: 99))
            first.close()
            let second = try SQLiteStore(path: path, judge: IntervalJudge())
            defer { second.close() }
            #expect(try await second.schedule(id) == schedule)
            #expect(try await second.events(after: 0, limit: 99) == events)
            #expect(try await second.turn(turn(.seconds(60))).nextLook == start + .seconds(90))
            #expect(try await second.turn(turn(.seconds(100))).claims.map(\.spec.nominal) == [start + .seconds(60)])
        }
    }

    @Test("pruning goes through a long table in pieces, and finds what is behind many that are open")
    func prunesBehindOpenOnes() async throws {
        try await withStore { store in
            let waiting = (0..<2500).map { _ in PulseOrder(spec: StoreContract.spec(in: .seconds(1_000_000))) }
            _ = try await store.make(waiting)
            _ = try await store.make((0..<30).map { _ in PulseOrder(spec: StoreContract.spec()) })
            let claims = try await store.turn(
                Turn(ends: [], limit: 30, owner: StoreContract.boot, now: start)
            ).claims
            _ = try await store.turn(
                Turn(ends: claims.map(StoreContract.completed), limit: 0, owner: StoreContract.boot, now: start))
            let policy = PruningPolicy(pulses: 0)
            var pruned: [PulseID] = []
            var calls = 0
            while true {
                let result = try await store.prune(policy, at: start + .seconds(10), batch: 20)
                #expect(result.pulses.count <= 20)
                pruned += result.pulses
                calls += 1
                guard result.isPartial, calls < 20 else { break }
            }
            #expect(pruned == claims.map(\.key.pulse))
            #expect(calls == 4, "three pieces of 1000 rows, and a second batch")
            #expect(try await store.tally().byStatus == [.pending: 2500])
            let idle = try await store.prune(PruningPolicy(), at: start + .seconds(10), batch: 20)
            #expect(idle == Pruned(), "what is young is not gone through")
        }
    }
}

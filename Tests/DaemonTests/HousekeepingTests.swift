import Foundation
import Logging
import Performers
import Pulses
import Recurrence
import TestSupport
import Testing

@testable import Daemon

struct HousekeepingTests {
    private let start = Instant(seconds: 1_768_899_600)

    private func pulse(_ store: InMemoryStore, at instant: Instant) async throws -> PulseID {
        let spec = PulseSpec(
            action: .prompt(Prompt(text: "x", runner: "echo")), scheduledAt: instant, createdBy: "person", door: .http, createdAt: instant)
        guard case .created(let pulse) = try await store.make(PulseOrder(spec: spec)) else { throw StoreError.malformed("no pulse") }
        return pulse.id
    }

    @Test("what is old goes with its output, soon after the start and once an hour; the rest stays") func rounds() async throws {
        try await TemporaryHome.withAsync { temporary in
            let (store, clock) = (InMemoryStore(), ManualClock(now: start))
            let outputs = OutputFolder(path: temporary.folder + "/output")
            let (old, new) = (try await pulse(store, at: start), try await pulse(store, at: start))
            _ = try await store.cancel(old, at: start - .seconds(86_400))
            for name in ["\(old)-1.stdout", "\(old)-2.stderr", "\(new)-1.stdout"] {
                try temporary.write("../output/0/\(name)", "text")
            }
            let keeper = Housekeeping(
                store: store, outputs: outputs, policy: { PruningPolicy(age: .seconds(3600)) }, clock: clock,
                log: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() })
            try await withThrowingTaskGroup(of: Void.self) { group in
                group.addTask { await keeper.run() }
                await clock.sleeper()
                #expect(try await store.pulse(old) != nil)
                clock.advance(by: .seconds(20))
                await clock.sleeper()
                #expect(try await store.pulse(old) == nil)
                #expect(try await store.pulse(new) != nil)
                _ = try await store.cancel(new, at: clock.now())
                clock.advance(by: .seconds(3600))
                await clock.sleeper()
                clock.advance(by: .seconds(3600))
                await clock.sleeper()
                #expect(try await store.pulse(new) == nil)
                group.cancelAll()
            }
            let left = try FileManager.default.contentsOfDirectory(atPath: outputs.path)
            #expect(left.isEmpty, "\(left)")
        }
    }

    @Test("a store that cannot does not end the housekeeping") func failing() async throws {
        let (store, clock) = (InMemoryStore(), ManualClock(now: start))
        store.fail(with: .busy)
        let keeper = Housekeeping(
            store: store, outputs: OutputFolder(path: "/nonexistent"), policy: { PruningPolicy() }, clock: clock,
            log: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() })
        await keeper.tidy()
        await withTaskGroup(of: Void.self) { group in
            group.addTask { await keeper.run() }
            await clock.sleeper()
            clock.advance(by: .seconds(20))
            await clock.sleeper()
            group.cancelAll()
        }
    }
}

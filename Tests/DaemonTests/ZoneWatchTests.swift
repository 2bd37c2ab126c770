import Foundation
import Logging
import Pulses
import Recurrence
import SQLiteStore
import Synchronization
import TestSupport
import Testing

@testable import Daemon

/// A zone whose file is replaced, as an update of the system does it.
struct ZoneWatchTests {
    private let start = Instant(seconds: 1_768_899_600)

    private func put(_ zone: String, as name: String, in folder: String) throws {
        let data = try Data(contentsOf: URL(fileURLWithPath: "/usr/share/zoneinfo/\(zone)"))
        try data.write(to: URL(fileURLWithPath: "\(folder)/\(name)"), options: .atomic)
    }

    @Test("what is upcoming follows new zone data, at the start and once an hour") func follows() async throws {
        try await TemporaryHome.withAsync { temporary in
            let folder = temporary.folder + "/zones"
            try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
            try put("Asia/Tokyo", as: "Here", in: folder)
            let zones = SystemZones(directories: [folder], fallback: nil, recheck: .zero)
            let store = try SQLiteStore(path: temporary.folder + "/db", judge: ScheduleJudge(zones: zones))
            let clock = ManualClock(now: start)
            let spec = StoreContract.scheduleSpec("noon", "0 12 * * *") { $0.timing.zone = "Here" }
            guard case .created(let made) = try await store.make(spec, at: start) else { throw StoreError.malformed("a name") }
            // 09:00 in UTC: Tokyo's noon was six hours ago.
            #expect(made.state.next?.at == start + .seconds(18 * 3600))
            try put("Asia/Kathmandu", as: "Here", in: folder)
            let woken = Mutex<[Instant]>([])
            let log = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
            let watch = ZoneWatch(store: store, zones: zones, clock: clock, log: log) { at in woken.withLock { $0.append(at) } }
            try await withThrowingTaskGroup(of: Void.self) { group in
                group.addTask { await watch.run() }
                await clock.sleeper()
                clock.advance(by: .seconds(5))
                await clock.sleeper()
                // Kathmandu is ahead by 5:45.
                #expect(try await store.schedule(made.id)?.state.next?.at == start + .seconds(21 * 3600 + 900))
                try put("UTC", as: "Here", in: folder)
                clock.advance(by: .seconds(3600))
                await clock.sleeper()
                #expect(try await store.schedule(made.id)?.state.next?.at == start + .seconds(3 * 3600))
                // Gone, and there again: it is over meanwhile, and then goes on.
                try FileManager.default.removeItem(atPath: folder + "/Here")
                clock.advance(by: .seconds(3600))
                await clock.sleeper()
                #expect(try await store.schedule(made.id)?.state.over == ScheduleState.unreadable)
                try put("UTC", as: "Here", in: folder)
                clock.advance(by: .seconds(3600))
                await clock.sleeper()
                group.cancelAll()
            }
            #expect(try await store.schedule(made.id)?.state.over == nil)
            // It was due at 12:00, while its zone was gone: it is looked at as soon as its zone is there again.
            #expect(woken.withLock { $0 }.prefix(2) == [start + .seconds(21 * 3600 + 900), start + .seconds(3 * 3600)])
            #expect(woken.withLock { $0 }.count == 3)
            store.close()
        }
    }
}

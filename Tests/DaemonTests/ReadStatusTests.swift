import Foundation
import Pulses
import Recurrence
import SQLiteStore
import Testing
import WireModel

@testable import Daemon

/// The status of a house whose daemon says nothing.
@Suite struct ReadStatusTests {
    private func status(_ temporary: TemporaryHome, socket: String? = nil) async -> Result<StatusResponse, StatusFailure> {
        do {
            return .success(try await readStatus(DaemonOptions(home: temporary.home.state, socket: socket)))
        } catch {
            return .failure(error)
        }
    }

    private func failure(_ temporary: TemporaryHome, socket: String? = nil) async -> CommandFailure? {
        if case .failure(.failure(let failure)) = await status(temporary, socket: socket) { failure } else { nil }
    }

    private func fill(_ home: Home) async throws {
        let store = try SQLiteStore(path: home.database, judge: ScheduleJudge(zones: SystemZones()))
        let spec = PulseSpec(
            action: .command(Command(arguments: ["true"])), scheduledAt: Instant(seconds: 4_000_000_000), createdBy: "person", door: .http,
            createdAt: Instant(seconds: 1))
        _ = try await store.make(PulseOrder(spec: spec))
        store.close()
    }

    private func holder(_ role: LockHolder.Role, since age: Duration) -> LockHolder {
        let now = Instant(milliseconds: Int64(Date().timeIntervalSince1970 * 1000))
        return LockHolder(pid: getpid(), startedAt: now - age, boot: BootID("b"), role: role, version: "0.0.9")
    }

    @Test func `who holds the lock decides what is said of the daemon`() async throws {
        try await TemporaryHome.withAsync { temporary in
            try await fill(temporary.home)
            let cases: [(LockHolder?, String)] = [
                (nil, "stopped"), (holder(.command, since: .zero), "stopped"), (holder(.daemon, since: .zero), "starting"),
                (holder(.daemon, since: .seconds(60)), "not answering"),
            ]
            for (holder, state) in cases {
                let lock = try holder.map { holder throws(LockError) in try StateLock.take(temporary.home, as: holder) }
                let status = try await status(temporary).get()
                lock?.release()
                #expect(status.state == state && status.source == "files" && status.pulses["pending"] == 1)
                #expect(status.lockHolder == holder?.description)
                #expect(status.pid == (holder?.role == .daemon ? Int64(getpid()) : nil))
            }
        }
    }

    @Test func `where nothing was stored it says so, and makes nothing`() async throws {
        try await TemporaryHome.withAsync { temporary in
            let failure = await failure(temporary)
            #expect(failure?.exitCode == 5 && failure?.message.contains("nothing has been stored yet") == true)
            #expect(try FileManager.default.contentsOfDirectory(atPath: temporary.home.state) == [])
            let lock = try StateLock.take(temporary.home, as: holder(.daemon, since: .seconds(60)))
            let hung = await self.failure(temporary)
            lock.release()
            #expect(hung?.exitCode == 3 && hung?.message.contains("does not answer") == true)
        }
    }

    @Test func `a broken configuration does not hide the page`() async throws {
        try await TemporaryHome.withAsync { temporary in
            try await fill(temporary.home)
            try temporary.write("upbeat.yaml", "http: [\n")
            #expect(try await status(temporary).get().pulses["pending"] == 1)
        }
    }

    @Test func `a named socket without a daemon is an error of its own`() async throws {
        try await TemporaryHome.withAsync { temporary in
            try await fill(temporary.home)
            let failure = await failure(temporary, socket: temporary.folder + "/none")
            #expect(failure?.exitCode == 3 && failure?.message.hasPrefix("no daemon listens on \(temporary.folder)/none") == true)
        }
    }
}

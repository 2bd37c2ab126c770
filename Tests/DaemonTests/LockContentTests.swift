import Foundation
import Pulses
import Recurrence
import StrictJSON
import TestSupport
import Testing

@testable import Daemon

/// What the lock file tells of a daemon that ended out of order, however many processes come and go before it is on record.
struct LockContentTests {
    private let start = Instant(seconds: 1_800_000_000)

    private func holder(_ role: LockHolder.Role, _ boot: String, machine: String? = "m1") -> LockHolder {
        LockHolder(pid: 4711, startedAt: start, boot: BootID(boot), role: role, version: "0.1.0", machine: machine)
    }

    private func content(_ home: Home) throws -> LockContent? {
        LockContent(parsing: Array(try Data(contentsOf: URL(fileURLWithPath: home.lock))))
    }

    /// Holds the lock and dies with it: what the process would have written stays.
    private func die(_ home: Home, _ holder: LockHolder, end: LifeEnd? = nil) throws {
        var content = LockContent(holder: holder, end: end)
        if let known = LockContent(parsing: Array((try? Data(contentsOf: URL(fileURLWithPath: home.lock))) ?? Data())) {
            content.earlier = known.crashed(touchedAt: start)
        }
        try Data(content.bytes).write(to: URL(fileURLWithPath: home.lock))
        chmod(home.lock, 0o600)
    }

    @Test("all of it survives being written and read") func roundTrip() throws {
        let end = LifeEnd(at: start + .seconds(9), cause: .signal(11))
        let dead = DeadLife(holder: holder(.daemon, "dead"), end: LifeEnd(at: start, cause: .error("the disk\nis gone")), seenAt: start)
        for content in [
            LockContent(holder: holder(.daemon, "a")), LockContent(holder: holder(.command, "a", machine: nil), earlier: dead),
            LockContent(holder: holder(.daemon, "a"), end: end), LockContent(holder: nil, earlier: dead),
        ] {
            #expect(LockContent(parsing: content.bytes) == content)
        }
        #expect(LockContent(holder: nil).bytes.isEmpty && LockContent(parsing: []) == nil && LockContent(parsing: Array("xx".utf8)) == nil)
    }

    @Test("an orderly end leaves nothing; a crash is told to the next that takes the lock, until it is settled") func crash() throws {
        try TemporaryHome.with { temporary in
            let home = temporary.home
            let first = try StateLock.take(home, as: holder(.daemon, "one"))
            #expect(first.dead == nil)
            first.release()
            #expect(try StateLock.take(home, as: holder(.daemon, "two")).dead == nil)

            try die(home, holder(.daemon, "three"), end: LifeEnd(at: start + .seconds(5), cause: .signal(11)))
            let second = try StateLock.take(home, as: holder(.daemon, "four"))
            #expect(second.dead?.holder.boot == BootID("three") && second.dead?.end?.cause == .signal(11))
            #expect(second.dead?.seenAt == start + .seconds(5))
            // It is carried along until it is on record.
            #expect(try content(home)?.earlier == second.dead)
            second.settle()
            #expect(try content(home)?.earlier == nil)
            second.release()
            #expect(try StateLock.take(home, as: holder(.daemon, "five")).dead == nil)
        }
    }

    @Test("whoever dies before it is on record hands it on") func handedOn() throws {
        try TemporaryHome.with { temporary in
            let home = temporary.home
            try die(home, holder(.daemon, "lost"))
            // A command that is killed, and one that ends in order but could not open the store.
            try die(home, holder(.command, "killed"))
            let command = try StateLock.take(home, as: holder(.command, "orderly"))
            #expect(command.dead?.holder.boot == BootID("lost"))
            command.release()
            let last = try StateLock.take(home, as: holder(.daemon, "last"))
            #expect(last.dead?.holder.boot == BootID("lost"))
            last.release()
        }
    }

    @Test("a command that was killed is no crash of a daemon") func command() throws {
        try TemporaryHome.with { temporary in
            try die(temporary.home, holder(.command, "killed"))
            #expect(try StateLock.take(temporary.home, as: holder(.daemon, "next")).dead == nil)
        }
    }

    @Test("why a daemon gave up is in the file, and its pid, boot and the machine's") func error() throws {
        try TemporaryHome.with { temporary in
            let lock = try StateLock.take(temporary.home, as: holder(.daemon, "one"))
            lock.leave("the disk is gone", at: start + .seconds(60))
            lock.release()
            let next = try StateLock.take(temporary.home, as: holder(.daemon, "two"))
            #expect(next.dead?.end == LifeEnd(at: start + .seconds(60), cause: .error("the disk is gone")))
            next.release()
        }
    }

    @Test(
        "the record names what ended it: its own word, else the machine's end, else nothing",
        arguments: [
            (LifeEnd(at: Instant(seconds: 1_800_000_007), cause: .signal(6)), "m1", Crash.Cause.signal(6)),
            (nil, "another boot", .machine), (nil, MachineBoot.id ?? "m", .unknown),
        ] as [(LifeEnd?, String, Crash.Cause)])
    func record(_ end: LifeEnd?, _ machine: String, _ cause: Crash.Cause) async throws {
        try await TemporaryHome.withAsync { temporary in
            let (home, store, now) = (temporary.home, InMemoryStore(), start + .seconds(3600))
            try die(home, holder(.daemon, "dead", machine: machine), end: end)
            try FileManager.default.setAttributes([.modificationDate: Date(timeIntervalSince1970: 1_800_000_003)], ofItemAtPath: home.lock)
            try await store.started(BootID("dead"), at: start)
            try await store.sign(of: BootID("dead"), at: start + .seconds(5))
            let lock = try StateLock.take(home, as: holder(.daemon, "next"))
            defer { lock.release() }
            let crash = try #require(await CrashNotice(lock, home)?.record(in: store, lock, at: now))
            #expect(crash.cause == cause && crash.noticedAt == now && crash.boot == BootID("dead") && crash.pid == 4711)
            // Its end where it is known, else its last sign: that of the store is later than that of the files.
            #expect(crash.lastSeenAt == (end?.at ?? start + .seconds(5)))
            #expect(try await store.lastCrash() == crash)
            #expect(try content(home)?.earlier == nil)
        }
    }

    @Test("a store that takes nothing leaves it to the next start") func failing() async throws {
        try await TemporaryHome.withAsync { temporary in
            let store = InMemoryStore()
            store.fail(with: .busy)
            try die(temporary.home, holder(.daemon, "dead"))
            let lock = try StateLock.take(temporary.home, as: holder(.daemon, "next"))
            #expect(await CrashNotice(lock, temporary.home)?.record(in: store, lock, at: start) == nil)
            lock.release()
            #expect(try StateLock.take(temporary.home, as: holder(.daemon, "third")).dead?.holder.boot == BootID("dead"))
        }
    }
}

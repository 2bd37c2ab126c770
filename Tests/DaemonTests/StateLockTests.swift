import Foundation
import Pulses
import Recurrence
import StrictJSON
import Testing

@testable import Daemon

struct StateLockTests {
    private let me = LockHolder(
        pid: getpid(), startedAt: Instant(seconds: 1_800_000_000), boot: BootID("0123456789abcdef01234567"), role: .daemon,
        version: "0.1.0",
        machine: "m1")

    @Test func oneHolder() throws {
        try TemporaryHome.with { temporary in
            let home = temporary.home
            let lock = try StateLock.take(home, as: me)
            #expect(throws: LockError.held(path: home.lock, by: me)) { try StateLock.take(home, as: me) }
            #expect(StateLock.currentHolder(home) == me)
            lock.release()
            lock.release()
            #expect(StateLock.currentHolder(home) == nil)
            let again = try StateLock.take(home, as: me)
            #expect(again.fingerprint == lock.fingerprint && StateLock.fingerprint(home) == lock.fingerprint)
        }
    }

    @Test func droppingItLetsGo() throws {
        try TemporaryHome.with { temporary in
            do { _ = try StateLock.take(temporary.home, as: me) }
            #expect(StateLock.currentHolder(temporary.home) == nil)
            _ = try StateLock.take(temporary.home, as: me)
        }
    }

    @Test func theFileSaysWhoHoldsIt() throws {
        try TemporaryHome.with { temporary in
            try temporary.write("upbeat.lock", String(repeating: "x", count: 1000))
            let lock = try StateLock.take(temporary.home, as: me)
            let text = try temporary.read(temporary.home.lock)
            #expect(
                text
                    == "{\"pid\":\(getpid()),\"started_at\":\"2027-01-15T08:00:00Z\",\"boot\":\"0123456789abcdef01234567\",\""
                    + "what\":\"daemon\",\"version\":\"0.1.0\",\"machine\":\"m1\"}\n"
            )
            #expect(mode(temporary.home.lock) == 0o600)
            #expect(lock.fingerprint.wholeMatch(of: #/[0-9a-f]+-[0-9a-f]+/#) != nil)
        }
    }

    @Test("a lock of another process holds, and ends when that process is killed") func otherProcess() async throws {
        try await TemporaryHome.withAsync { temporary in
            let home = temporary.home
            let other = try OtherHolder(home.lock)
            defer { other.end() }
            let error = try #require(throws: LockError.self) { try StateLock.take(home, as: me) }
            #expect(error == .held(path: home.lock, by: other.holder))
            #expect(error.description.contains("a command of upbeat (process \(other.holder.pid), since "))
            let waited = await #expect(throws: LockError.self) { try await StateLock.acquire(home, as: me, waiting: .milliseconds(120)) }
            #expect(waited == error)
            async let acquired = StateLock.acquire(home, as: me, waiting: .seconds(20))
            other.end()
            #expect(try await acquired.fingerprint == StateLock.fingerprint(home))
        }
    }

    @Test("a holder that is dead or has not written yet is not named") func unknownHolder() throws {
        try TemporaryHome.with { temporary in
            let home = temporary.home
            let lock = try StateLock.take(
                home, as: LockHolder(pid: .max, startedAt: me.startedAt, boot: me.boot, role: .daemon, version: "1"))
            #expect(throws: LockError.held(path: home.lock, by: nil)) { try StateLock.take(home, as: me) }
            lock.release()
        }
    }

    @Test("children do not get the lock file") func children() throws {
        try TemporaryHome.with { temporary in
            let lock = try StateLock.take(temporary.home, as: me)
            defer { lock.release() }
            let code = """
                import os, sys
                wanted, found = os.stat(sys.argv[1]).st_ino, 0
                for descriptor in range(3, 1024):
                    try: found += os.fstat(descriptor).st_ino == wanted
                    except OSError: pass
                print(found)
                """
            let child = try Child(["/usr/bin/env", "python3", "-c", code, temporary.home.lock])
            defer { child.end() }
            #expect(child.readLine() == "0")
        }
    }

    @Test func aPlantedLinkIsRefused() throws {
        try TemporaryHome.with { temporary in
            let target = try temporary.write("precious", "keep me")
            #expect(symlink(target, temporary.home.lock) == 0)
            #expect(throws: LockError.unusable(.notAFile(path: temporary.home.lock))) { try StateLock.take(temporary.home, as: me) }
            #expect(try temporary.read(target) == "keep me")
        }
    }

    @Test func anOpenLockFileIsRefused() throws {
        try TemporaryHome.with { temporary in
            try temporary.write("upbeat.lock", "", mode: 0o666)
            #expect(throws: LockError.unusable(.openToOthers(path: temporary.home.lock, mode: 0o666, wanted: 0o600))) {
                try StateLock.take(temporary.home, as: me)
            }
        }
    }

    @Test func aMissingFolderIsSaid() throws {
        let home = Home(configuration: "/nowhere", state: "/nowhere/at/all", user: "/")
        #expect(throws: LockError.unusable(.cannotWrite(path: home.lock, SystemFailure(code: ENOENT)))) { try StateLock.take(home, as: me) }
    }
}

/// A process of another program that holds a file's lock and says so in it.
private struct OtherHolder {
    let child: Child
    let holder: LockHolder

    init(_ path: String) throws {
        let code = """
            import fcntl, os, sys, json
            f = open(sys.argv[1], "w"); os.chmod(sys.argv[1], 0o600)
            fcntl.flock(f, fcntl.LOCK_EX)
            f.write(json.dumps({"pid": os.getpid(), "started_at": "2026-01-01T00:00:00Z", "boot": "b", "what": "command", "version": "9"}))
            f.flush(); print(os.getpid(), flush=True); sys.stdin.read()
            """
        child = try Child(["/usr/bin/env", "python3", "-c", code, path])
        let pid = try #require(child.readLine().flatMap { Int32($0) })
        holder = LockHolder(
            pid: pid, startedAt: try #require(Instant(rfc3339: "2026-01-01T00:00:00Z")), boot: BootID("b"), role: .command, version: "9",
            machine: nil)
    }

    func end() { child.end() }
}

import Foundation
import Pulses
import Recurrence
import Testing

@testable import Daemon

struct RunningDaemonTests {
    private func holder(_ pid: Int32, _ role: LockHolder.Role) -> LockHolder {
        LockHolder(
            pid: pid, startedAt: Instant(milliseconds: 1_800_000_000_000), boot: BootID("0123456789abcdef01234567"), role: role,
            version: "0.1.0")
    }

    @Test("only a daemon that really holds the lock is one") func found() async throws {
        try await TemporaryHome.withAsync { temporary in
            let home = temporary.home
            #expect(try await RunningDaemon.find(home) == nil)
            #expect(!StateLock.isHeld(home))
            let lock = try StateLock.take(home, as: holder(getpid(), .daemon))
            #expect(StateLock.isHeld(home))
            let daemon = try #require(try await RunningDaemon.find(home))
            #expect(daemon.pid == getpid() && daemon.version == "0.1.0" && daemon.socket == home.socket && daemon.manager == nil)
            lock.release()
            #expect(!StateLock.isHeld(home))
            // As a crash leaves it: the word of a process that lives, by chance, and no lock.
            try temporary.write("upbeat.lock", String(decoding: LockContent(holder: holder(getpid(), .daemon)).bytes, as: UTF8.self))
            #expect(try await RunningDaemon.find(home) == nil)
        }
    }

    @Test("a command at work is no daemon") func command() async throws {
        try await TemporaryHome.withAsync { temporary in
            let lock = try StateLock.take(temporary.home, as: holder(getpid(), .command))
            #expect(try await RunningDaemon.find(temporary.home) == nil)
            lock.release()
        }
    }

    @Test("another user's home is a matter of access", .enabled(if: geteuid() == 0, "only root can give a folder away"))
    func foreign() async throws {
        try await TemporaryHome.withAsync { temporary in
            #expect(chown(temporary.home.state, 4711, 4711) == 0)
            defer { chown(temporary.home.state, 0, 0) }
            let failure = await #expect(throws: CommandFailure.self) { try await RunningDaemon.find(temporary.home) }
            #expect(failure?.exitCode == 4)
        }
    }

    @Test("the file for a daemon's words has one writer, is new for each, and follows no link") func output() throws {
        try TemporaryHome.with { temporary in
            let path = temporary.home.daemonOutput
            try temporary.write("daemon.out", "old words\n")
            var first = try DaemonOutput(path)
            #expect(first != nil)
            #expect(try temporary.read(path) == "" && temporary.read(path + ".1") == "old words\n")
            try first?.file.append(Array("upbeat: warning: odd\nupbeat: no port\nFatal error: x\n".utf8))
            #expect(first?.words().warnings == ["odd"])
            #expect(first?.words().rest == ["no port", "Fatal error: x"])
            #expect(try DaemonOutput(path) == nil)
            #expect(try temporary.read(path).hasPrefix("upbeat: warning"))
            first = nil
            #expect(try DaemonOutput(path) != nil)
            #expect(try temporary.read(path + ".1").hasPrefix("upbeat: warning"))
            // One that said nothing takes the place of no words.
            #expect(try DaemonOutput(path) != nil)
            #expect(try temporary.read(path + ".1").hasPrefix("upbeat: warning") && mode(path) == 0o600)
            let target = try temporary.write("precious", "keep me")
            #expect(unlink(path) == 0 && symlink(target, path) == 0)
            #expect(throws: HomeError.notAFile(path: path)) { try DaemonOutput(path) }
            #expect(try temporary.read(target) == "keep me")
        }
    }
}

import ControlPlane
import Foundation
import Pulses
import Recurrence
import SQLiteStore
import Testing

@testable import Daemon

/// Each check sees the real thing broken.
@Suite struct DoctorTests {
    private func options(_ temporary: TemporaryHome, _ flags: [String: String] = [:]) -> DaemonOptions {
        // Port 0 is looked at by nobody; the desk is there.
        let standard = ["http.port": "0", "desk": temporary.folder]
        return DaemonOptions(home: temporary.home.state, flags: standard.merging(flags) { $1 })
    }

    private func look(_ temporary: TemporaryHome, _ flags: [String: String] = [:], fixes: Bool = false) async throws -> DoctorReport {
        try await examine(options(temporary, flags), fixes: fixes)
    }

    private func store(_ home: Home) throws -> SQLiteStore {
        try SQLiteStore(path: home.database, judge: ScheduleJudge(zones: SystemZones()))
    }

    private func worst(_ report: DoctorReport, _ group: Finding.Group) -> [Finding] {
        report.findings.filter { $0.group == group && $0.level > .note }
    }

    // MARK: files

    @Test func `a house that was never lived in is no error, and looking makes nothing`() async throws {
        try await TemporaryHome.withAsync { temporary in
            rmdir(temporary.home.state)
            let report = try await look(temporary)
            #expect(report.count(.error) == 0)
            #expect(
                report.findings.contains { $0.group == .database && $0.level == .note && $0.found.hasPrefix("nothing has been stored yet") }
            )
            #expect(mode(temporary.home.state) == nil)
        }
    }

    @Test func `what is open to others is found, and closed by --fix`() async throws {
        try await TemporaryHome.withAsync { temporary in
            let home = temporary.home
            try store(home).close()
            var generator = SystemRandomNumberGenerator()
            try temporary.write("token", Token.random(using: &generator).text + "\n", mode: 0o644)
            try temporary.write("upbeat.lock", "", mode: 0o666)
            mkdir(home.output, 0o755)
            chmod(home.output, 0o755)
            chmod(home.database, 0o640)
            chmod(home.state, 0o755)
            let found = worst(try await look(temporary), .files)
            #expect(found.map(\.name) == ["state folder", "output folder", "token", "lock file", "database"], "\(found)")
            #expect(found.map(\.level) == [.error, .warning, .error, .error, .warning])
            #expect(found[2].remedy == "chmod 600 \(home.token)")
            #expect(mode(home.token) == 0o644)
            let after = try await look(temporary, fixes: true)
            #expect(worst(after, .files) == [] && after.mended.count == 5 && after.failedToMend == [])
            #expect([home.state, home.output].map { mode($0) } == [0o700, 0o700])
            #expect([home.token, home.lock, home.database].map { mode($0) } == [0o600, 0o600, 0o600])
        }
    }

    @Test func `a link in the token's place is named, and not followed by --fix`() async throws {
        try await TemporaryHome.withAsync { temporary in
            let other = temporary.folder + "/other"
            try Data("secret".utf8).write(to: URL(fileURLWithPath: other))
            chmod(other, 0o644)
            symlink(other, temporary.home.token)
            let report = try await look(temporary, fixes: true)
            #expect(worst(report, .files).contains { $0.name == "token" && $0.level == .error && $0.found.contains("symbolic link") })
            #expect(mode(other) == 0o644 && mode(temporary.home.token) != nil)
            // Neither does what carries it out.
            #expect(throws: CommandFailure.self) { try Mending.restrict(path: temporary.home.token, mode: 0o600).carryOut(temporary.home) }
            #expect(mode(other) == 0o644)
        }
    }

    @Test func `a missing folder of its own is made`() async throws {
        try await TemporaryHome.withAsync { temporary in
            try store(temporary.home).close()
            #expect(worst(try await look(temporary), .files).map(\.name) == ["output folder"])
            #expect(worst(try await look(temporary, fixes: true), .files) == [] && mode(temporary.home.output) == 0o700)
        }
    }

    @Test func `a token file that holds none is an error`() async throws {
        try await TemporaryHome.withAsync { temporary in
            try temporary.write("token", "hello\n")
            #expect(worst(try await look(temporary), .files).contains { $0.name == "token" && $0.remedy == "rm \(temporary.home.token)" })
        }
    }

    // MARK: who is at work

    /// Binds and lets go, as a daemon that was killed leaves it.
    private func leaveSocket(_ path: String) throws {
        let descriptor = try listener(path)
        close(descriptor)
    }

    private func listener(_ path: String) throws -> Int32 {
        var address = sockaddr_un()
        address.sun_family = sa_family_t(AF_UNIX)
        withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: path.utf8) }
        let descriptor = socket(AF_UNIX, Int32(SOCK_STREAM.rawValue), 0)
        try #require(descriptor >= 0)
        let isBound = withUnsafePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { bind(descriptor, $0, socklen_t(MemoryLayout<sockaddr_un>.size)) }
        }
        try #require(isBound == 0 && listen(descriptor, 4) == 0)
        chmod(path, 0o600)
        return descriptor
    }

    @Test func `a socket that nobody listens on is removed by --fix, which leaves the lock file's text alone`() async throws {
        try await TemporaryHome.withAsync { temporary in
            let home = temporary.home
            try temporary.write("upbeat.lock", "what the dead one wrote")
            try leaveSocket(home.socket)
            #expect(worst(try await look(temporary), .daemon).map(\.name) == ["socket"])
            #expect(mode(home.socket) != nil)
            let after = try await look(temporary, fixes: true)
            #expect(worst(after, .daemon) == [] && mode(home.socket) == nil, "\(after.failedToMend)")
            #expect(try temporary.read(home.lock) == "what the dead one wrote")
        }
    }

    @Test func `a socket is left alone while somebody holds the lock, or listens`() async throws {
        try await TemporaryHome.withAsync { temporary in
            let home = temporary.home
            try leaveSocket(home.socket)
            let mending = Mending.removeSocket(path: home.socket)
            let holder = LockHolder(
                pid: getpid(), startedAt: Instant(seconds: 1_800_000_000), boot: BootID("b"), role: .command, version: "1")
            let lock = try StateLock.take(home, as: holder)
            #expect(throws: CommandFailure.self) { try mending.carryOut(home) }
            lock.release()
            unlink(home.socket)
            let descriptor = try listener(home.socket)
            defer { close(descriptor) }
            #expect(throws: CommandFailure.self) { try mending.carryOut(home) }
            #expect(mode(home.socket) != nil)
        }
    }

    @Test func `a listener that says nothing is told soon, and a socket open to others is closed`() async throws {
        try await TemporaryHome.withAsync { temporary in
            let descriptor = try listener(temporary.home.socket)
            defer { close(descriptor) }
            chmod(temporary.home.socket, 0o666)
            let begun = ContinuousClock.now
            let found = worst(try await look(temporary), .daemon)
            #expect(begun.duration(to: .now) < .seconds(5))
            #expect(found.map(\.name) == ["daemon", "socket"] && found.map(\.level) == [.error, .error])
            #expect(worst(try await look(temporary, fixes: true), .daemon).map(\.name) == ["daemon"])
            #expect(mode(temporary.home.socket) == 0o600)
        }
    }

    @Test func `a port that another program has is an error, a free one is none`() async throws {
        try await TemporaryHome.withAsync { temporary in
            let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
            var address = sockaddr_in()
            address.sin_family = sa_family_t(AF_INET)
            address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
            var length = socklen_t(MemoryLayout<sockaddr_in>.size)
            withUnsafeMutablePointer(to: &address) { pointer in
                pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                    #expect(bind(descriptor, $0, length) == 0 && listen(descriptor, 1) == 0 && getsockname(descriptor, $0, &length) == 0)
                }
            }
            let port = ["http.port": String(UInt16(bigEndian: address.sin_port))]
            let taken = worst(try await look(temporary, port), .daemon)
            #expect(taken.map(\.name) == ["port"] && taken.first?.level == .error)
            close(descriptor)
            #expect(worst(try await look(temporary, port), .daemon) == [])
        }
    }

    // MARK: the database

    @Test func `a damaged database is an error whose file --fix does not touch`() async throws {
        try await TemporaryHome.withAsync { temporary in
            let home = temporary.home
            let whole = try store(home)
            for index in 1...300 {
                _ = try await whole.make(
                    PulseOrder(
                        spec: PulseSpec(
                            action: .prompt(Prompt(text: "number \(index)", runner: "echo")), scheduledAt: Instant(seconds: 2_000_000_000),
                            createdBy: "person", door: .http, createdAt: Instant(seconds: 1))))
            }
            whole.close()
            #expect(worst(try await look(temporary), .database) == [])
            let file = try #require(FileHandle(forUpdatingAtPath: home.database))
            for page in stride(from: UInt64(4096 * 20), to: try file.seekToEnd(), by: 4096 * 2) {
                try file.seek(toOffset: page)
                try file.write(contentsOf: Data(repeating: 0x5A, count: 512))
            }
            try file.close()
            let before = FileManager.default.contents(atPath: home.database)
            let found = worst(try await look(temporary, fixes: true), .database)
            #expect(found.map(\.level) == [.error] && found.first?.mending == nil)
            #expect(found.first?.remedy?.contains(".recover") == true && found.first?.found.contains("is damaged") == true, "\(found)")
            #expect(FileManager.default.contents(atPath: home.database) == before)
        }
    }

    @Test func `what was missed, a clock that was set and a crash of the last day are told`() async throws {
        try await TemporaryHome.withAsync { temporary in
            let now = Instant(milliseconds: Int64(Date().timeIntervalSince1970 * 1000))
            let store = try store(temporary.home)
            var template = PulseSpec(
                action: .command(Command(arguments: ["true"])), scheduledAt: now, createdBy: "person", door: .schedule, createdAt: now)
            template.owner = nil
            let begin = now - .seconds(7200)
            let spec = ScheduleSpec(
                name: "backup", timing: ScheduleTiming(rule: "every 10m", zone: "UTC", anchor: begin), template: template)
            _ = try await store.make(spec, at: begin)
            let crash = Crash(
                boot: BootID("dead"), pid: 9, version: "1", startedAt: begin, lastSeenAt: begin, noticedAt: now, cause: .signal(11))
            _ = try await store.keep(crash)
            _ = try await store.turn(
                Turn(ends: [], limit: 0, judges: 10, clockStep: .seconds(3600), owner: BootID("b"), now: now))
            store.close()
            let found = try await look(temporary).findings.filter { $0.group == .history && $0.level > .ok }
            #expect(found.map(\.name) == ["missed", "clock", "crash"], "\(found)")
            #expect(found.first?.found.hasPrefix("the schedule backup missed times") == true)
            #expect(found.last?.found.contains("signal 11 (SIGSEGV)") == true && found.last?.level == .warning)
        }
    }

    // MARK: settings and surroundings

    @Test func `each issue of a broken configuration is told, and the rest is looked at all the same`() async throws {
        try await TemporaryHome.withAsync { temporary in
            try temporary.write("upbeat.yaml", "http:\n  port: eight\nnonsense: 1\n")
            let report = try await look(temporary)
            let found = worst(report, .configuration).filter { $0.name == "settings" }
            #expect(found.count == 2 && found.allSatisfy { $0.level == .error && $0.found.contains("upbeat.yaml:") }, "\(found)")
            #expect(Set(report.findings.map(\.group)).isSuperset(of: [.files, .daemon, .database, .disk, .time, .runners]))
        }
    }

    @Test func `a desk that is not there is told`() async throws {
        try await TemporaryHome.withAsync { temporary in
            let desk = temporary.folder + "/no desk"
            let found = worst(try await look(temporary, ["desk": desk]), .configuration)
            #expect(found.map(\.remedy) == ["mkdir -p '\(desk)'"])
        }
    }

    @Test func `a runner that the settings name and the service does not find is told`() async throws {
        try await TemporaryHome.withAsync { temporary in
            try temporary.write("upbeat.yaml", "runners:\n  mine:\n    command: [no-such-program, \"{prompt}\"]\n")
            #expect(worst(try await look(temporary), .runners).map(\.name) == ["mine"])
            // On the person's PATH, and not on that of the unit.
            var examination = try await Examination.begin(options(temporary))
            defer { examination.putAway() }
            let folder = temporary.folder + "/bin"
            try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
            try Data("#!/bin/sh\n".utf8).write(to: URL(fileURLWithPath: folder + "/no-such-program"))
            chmod(folder + "/no-such-program", 0o755)
            examination.environment["PATH"] = folder
            examination.unitFolders = [Examination.UnitFolder(path: temporary.folder + "/units", isUser: true)]
            #expect(examination.runners().filter { $0.level > .note } == [])
            try FileManager.default.createDirectory(atPath: temporary.folder + "/units", withIntermediateDirectories: true)
            let unit = "[Service]\nEnvironment=A=1 \"PATH=/usr/bin:/bin\"\n"
            try Data(unit.utf8).write(to: URL(fileURLWithPath: temporary.folder + "/units/upbeat.service"))
            let found = examination.runners().filter { $0.level > .note }
            #expect(found.map(\.name) == ["mine"] && found.first?.found.contains("is not on the PATH of") == true, "\(found)")
        }
    }

    @Test(arguments: [
        (free: Int64(50) << 20, total: Int64(100) << 30, level: Finding.Level.error), (900 << 20, 10 << 30, .warning),
        (4 << 30, 100 << 30, .warning), (20 << 30, 100 << 30, .ok),
    ])
    func `a disk that fills is told in time`(free: Int64, total: Int64, level: Finding.Level) async throws {
        try await TemporaryHome.withAsync { temporary in
            var examination = try await Examination.begin(options(temporary))
            defer { examination.putAway() }
            examination.space = { _ in Examination.DiskSpace(free: free, total: total) }
            #expect(examination.disks().first?.level == level)
        }
    }

    @Test func `the space of a folder that is not there yet is that of its disk`() throws {
        let root = try #require(Examination.DiskSpace.of("/tmp"))
        #expect(Examination.DiskSpace.of("/tmp/there/is/nothing/here")?.total == root.total && root.total >= root.free && root.free > 0)
    }
}

import Client
import Foundation
import Recurrence
import Testing
import WireModel

@testable import Daemon

/// What the doctor reads of the system, by the forms in which the system writes it.
@Suite struct DoctorReadingTests {
    @Test(arguments: [
        (3_006_023, Finding.Level.error), (3_034_001, .error), (3_036_000, .error), (3_040_001, .note), (3_044_005, .note),
        (3_044_006, .ok),
        (3_045_000, .note), (3_050_006, .note), (3_050_007, .ok), (3_051_002, .note), (3_051_003, .ok), (3_052_000, .warning),
        (3_053_000, .ok),
    ])
    func `the hazards of SQLite are known by version`(number: Int, level: Finding.Level) {
        #expect(SQLiteHazards.finding(number, "v").level == level)
    }

    @Test func `the kernel's list of locks names the holder, not who waits`() {
        let text = """
            1: POSIX  ADVISORY  WRITE 22743 fe:00:77 1073741824 1073742335
            2: FLOCK  ADVISORY  WRITE 4711 fe:00:77 0 EOF
            2: -> FLOCK  ADVISORY  WRITE 4712 fe:00:78 0 EOF
            3: FLOCK  ADVISORY  WRITE -1 fe:00:79 0 EOF
            """
        #expect(KernelLock.holder(ofInode: 77, in: text) == 4711)
        #expect(KernelLock.holder(ofInode: 78, in: text) == nil && KernelLock.holder(ofInode: 79, in: text) == nil)
        #expect(KernelLock.holder(ofInode: 7, in: text) == nil)
    }

    @Test func `a lock file that was removed under its holder is seen`() throws {
        try TemporaryHome.with { temporary in
            let path = try temporary.write("upbeat.lock", "")
            let file = try PrivateFile(path, create: false)
            #expect(!KernelLock.holdsRemoved(path, pid: getpid()))
            unlink(path)
            #expect(KernelLock.holdsRemoved(path, pid: getpid()))
            _ = file.descriptor
        }
    }

    @Test func `the nearest mount decides whether a folder is on a network`() {
        let text = """
            36 35 98:0 / / rw,noatime - ext4 /dev/vda rw
            37 36 0:44 / /home rw shared:1 - nfs4 host:/home rw
            38 37 0:45 / /home/me/local rw - ext4 /dev/vdb rw
            39 36 0:46 / /homes rw - fuse.sshfs me@host: rw
            """
        #expect(Mounts.networkKind(of: "/home/me/.local/state/upbeat", in: text) == "nfs4")
        #expect(Mounts.networkKind(of: "/home/me/local/upbeat", in: text) == nil)
        #expect(Mounts.networkKind(of: "/homes/x", in: text) == "fuse.sshfs")
        #expect(Mounts.networkKind(of: "/var/lib", in: text) == nil)
    }

    @Test func `the PATH of a unit is found in quotes and without`() {
        #expect(ServicePath.inUnit("[Service]\nEnvironment=\"PATH=/a:/b\" X=1\n") == "/a:/b")
        #expect(ServicePath.inUnit("Environment=PATH=/a\nEnvironment=PATH=/c:/d\n") == "/c:/d")
        #expect(ServicePath.inUnit("# Environment=PATH=/a\nExecStart=/bin/true\n") == nil)
    }

    @Test func `the state of a unit is read from what systemd shows`() {
        let unit = Examination.Unit(path: "/u/upbeat.service", isUser: true)
        func levels(_ text: String, daemon: Int32? = 7) -> [Finding.Level] {
            UnitState(parsing: text).findings(unit, daemon: daemon).map(\.level)
        }
        let well = "ActiveState=active\nType=notify\nMainPID=7\nNRestarts=0\nWatchdogUSec=1min\nWatchdogTimestampMonotonic=99\n"
        #expect(levels(well) == [.ok, .ok])
        #expect(levels(well, daemon: 8) == [.warning, .ok])
        #expect(levels(well.replacing("Monotonic=99", with: "Monotonic=0")) == [.ok, .error])
        #expect(levels(well.replacing("1min", with: "infinity")) == [.ok, .note])
        #expect(levels(well.replacing("notify", with: "simple")) == [.ok, .warning])
        #expect(levels("ActiveState=failed\n") == [.error] && levels("ActiveState=inactive\n") == [.warning])
    }

    @Test func `the kernel's word on the clock is its bit for unsynchronised`() {
        #expect(ClockState.of(status: 0x2001) == .synchronised && ClockState.of(status: 0x40) == .unsynchronised)
        #if os(Linux)
            #expect(ClockState.current() != nil)
        #endif
    }

    @Test func `the version of the zone data is in their first line`() throws {
        try TemporaryHome.with { temporary in
            try temporary.write("tzdata.zi", "# version 2031c\n# redo\n")
            #expect(ZoneData.version(folder: temporary.home.state) == "2031c")
            #expect(ZoneData.version(folder: temporary.folder) == nil)
        }
    }

    @Test func `a daemon of another version is told`() async throws {
        try await TemporaryHome.withAsync { temporary in
            var examination = try await Examination.begin(DaemonOptions(home: temporary.home.state, flags: ["http.port": "0"]))
            defer { examination.putAway() }
            let status = StatusResponse(
                state: "running", version: "0.0.9", pid: 7, boot: nil, startedAt: nil, uptimeMilliseconds: nil, now: "n", zone: "UTC",
                listening: [], slots: nil, home: "/h", pulses: [:], attempts: [:], meanDurationMilliseconds: nil, next: nil, running: [])
            examination.answer = .answered(status)
            let found = examination.versions()
            #expect(found.map(\.level) == [.warning] && found[0].found == "the daemon is version 0.0.9, this program is \(upbeatVersion)")
        }
    }
}

import Foundation
import StrictJSON
import TestSupport
import Testing

/// What somebody, or an accident, has put into the places of the daemon's own files before it starts.
@Suite(.serialized) struct PlantedTests {
    /// How a start is to end.
    struct Case: CustomTestStringConvertible, Sendable {
        /// Below the state folder.
        var place: String
        /// What the sentence on standard error holds.
        var said: String
        var code: Int32 = 1
        var testDescription: String { place }
    }

    static let links = [
        Case(place: "upbeat.lock", said: "upbeat.lock is not a plain file (links are not followed here)"),
        Case(place: "token", said: "token is not a plain file (links are not followed here)"),
        Case(place: "upbeat.db", said: "it is a link, and links are not followed here"),
        Case(place: "upbeat.sock", said: "upbeat.sock is in the way of the daemon's socket"),
        Case(place: "daemon.pid", said: "daemon.pid is not a plain file (links are not followed here)"),
        Case(place: "daemon.pid.new", said: "daemon.pid.new is not a plain file (links are not followed here)"),
    ]

    @Test(arguments: links) func `a link in a file's place is refused, and what it points to is left alone`(planted: Case) async throws {
        let (outcome, target, isStuck) = try await onOwnThread {
            let home = try BareHome(settings: ["UPBEAT_DAEMON_PID_FILE": "~/home/daemon.pid"])
            defer { home.remove() }
            try home.makeState()
            let target = try home.write(home.folder + "/precious", "keep me")
            try Self.link(home.state + "/" + planted.place, to: target)
            let outcome = try home.run("run")
            return (outcome, home.read(target), home.isLocked)
        }
        #expect(outcome.code == planted.code && outcome.err.contains(planted.said), "\(outcome)")
        #expect(target == "keep me" && !isStuck)
    }

    @Test(arguments: ["daemon.out", "start.sock"])
    func `a link in the place of a file of start is refused too`(place: String) async throws {
        let (outcome, target, isLocked) = try await onOwnThread {
            let home = try BareHome()
            defer { home.remove() }
            try home.makeState()
            let target = try home.write(home.folder + "/precious", "keep me")
            try Self.link(home.state + "/" + place, to: target)
            return (try home.run("start"), home.read(target), home.isLocked)
        }
        #expect(outcome.code == 1 && outcome.err.contains(place), "\(outcome)")
        #expect(target == "keep me" && !isLocked)
    }

    @Test func `a link in the log's place is not followed, and the daemon runs without a log`() async throws {
        let (target, said) = try await onOwnThread {
            let home = try BareHome()
            defer { home.remove() }
            try home.makeState()
            let target = try home.write(home.folder + "/precious", "keep me")
            try Self.link(home.state + "/upbeat.log", to: target)
            try home.healthyLife()
            return (home.read(target), home.read(home.printed) ?? "")
        }
        #expect(target == "keep me" && said.contains("upbeat.log is not a plain file"))
    }

    @Test func `a link to a missing file makes none`() async throws {
        for place in ["upbeat.lock", "token", "upbeat.db", "daemon.pid", "upbeat.sock"] {
            let (outcome, isThere) = try await onOwnThread {
                let home = try BareHome(settings: ["UPBEAT_DAEMON_PID_FILE": "~/home/daemon.pid"])
                defer { home.remove() }
                try home.makeState()
                try Self.link(home.state + "/" + place, to: home.folder + "/planted")
                return (try home.run("run"), FileManager.default.fileExists(atPath: home.folder + "/planted"))
            }
            #expect(outcome.code == 1 && !isThere, "\(place): \(outcome)")
        }
    }

    @Test(arguments: [
        Case(place: "", said: "is open to other users (mode 755); close it with: chmod 700"),
        Case(place: "upbeat.lock", said: "upbeat.lock is open to other users (mode 644); close it with: chmod 600"),
        Case(place: "token", said: "token is open to other users (mode 644); close it with: chmod 600"),
    ])
    func `a folder or file that others can read is refused, with the way to close it`(open: Case) async throws {
        let (outcome, healed) = try await onOwnThread {
            let home = try BareHome()
            defer { home.remove() }
            try home.healthyLife()
            let path = open.place.isEmpty ? home.state : home.state + "/" + open.place
            chmod(path, open.place.isEmpty ? 0o755 : 0o644)
            let outcome = try home.run("run")
            chmod(path, open.place.isEmpty ? 0o700 : 0o600)
            try home.healthyLife()
            return (outcome, true)
        }
        #expect(outcome.code == open.code && outcome.err.contains(open.said), "\(outcome)")
        #expect(healed)
    }

    @Test(.enabled(if: geteuid() == 0, "only root can give a file away"), arguments: ["", "upbeat.lock", "token", "upbeat.db"])
    func `another user's folder or file is refused`(place: String) async throws {
        let (outcome, others) = try await onOwnThread {
            let home = try BareHome()
            defer { home.remove() }
            try home.healthyLife()
            chown(place.isEmpty ? home.state : home.state + "/" + place, 4711, 4711)
            let others = place.isEmpty ? [try home.run("start"), try home.run("stop"), try home.run("restart")] : []
            return (try home.run("run"), others)
        }
        for refused in [outcome] + others {
            #expect(refused.err.contains("belongs to user 4711, and this is user 0"), "\(refused)")
            #expect(refused.code == 4, "\(refused)")
        }
    }

    @Test func `a database that was put back open to others is closed`() async throws {
        let modes = try await onOwnThread {
            let home = try BareHome()
            defer { home.remove() }
            try home.healthyLife()
            chmod(home.state + "/upbeat.db", 0o644)
            var modes: [Int] = []
            try home.healthyLife { _ in
                for name in ["upbeat.db", "upbeat.db-wal", "upbeat.db-shm"] {
                    let facts = try FileManager.default.attributesOfItem(atPath: home.state + "/" + name)
                    modes.append((facts[.posixPermissions] as? Int) ?? -1)
                }
            }
            return modes
        }
        #expect(modes == [0o600, 0o600, 0o600])
    }

    @Test func `a stale socket is replaced; a file, a folder or a pipe in its place is not`() async throws {
        let (outcomes, kept) = try await onOwnThread {
            let home = try BareHome()
            defer { home.remove() }
            // As kill -9 leaves it.
            let process = try home.daemon()
            guard try home.waitUntilReady(process) != nil else { throw HarnessError("no daemon") }
            home.putAway(process)
            guard FileManager.default.fileExists(atPath: home.socket) else { throw HarnessError("there is no stale socket") }
            try home.healthyLife()
            var outcomes: [BareHome.Outcome] = []
            try home.write("upbeat.sock", "precious")
            outcomes.append(try home.run("run"))
            let kept = home.read("upbeat.sock")
            unlink(home.socket)
            mkdir(home.socket, 0o700)
            outcomes.append(try home.run("run"))
            rmdir(home.socket)
            mkfifo(home.socket, 0o600)
            outcomes.append(try home.run("run"))
            return (outcomes, kept)
        }
        #expect(outcomes.allSatisfy { $0.code == 1 && $0.err.contains("is in the way of the daemon's socket") }, "\(outcomes)")
        #expect(kept == "precious")
    }

    @Test func `a socket path that is too long falls back to a short folder, where nothing planted is trusted`() async throws {
        let outcomes = try await onOwnThread {
            try Subreaper.begin()
            let home = try BareHome(longerBy: 100)
            defer { home.remove() }
            let started = try home.run("start", "--json")
            guard let socket = started.json?["listening"]?.arrayValue?.last?.stringValue, socket.hasPrefix("/tmp/upbeat-\(geteuid())-"),
                let pid = started.json?["pid"]?.integerValue
            else { throw HarnessError("\(started)") }
            defer { Subreaper.reap(sessions: [Int32(pid)], leaders: [Int32(pid)]) }
            var outcomes = [try home.run("status", "--json"), try home.run("stop")]
            let folder = String(socket.dropLast(2))
            defer { try? FileManager.default.removeItem(atPath: folder) }
            // A link to a folder of our own, a folder of another's, and one that is open to others.
            try FileManager.default.removeItem(atPath: folder)
            mkdir(home.folder + "/elsewhere", 0o700)
            try Self.link(folder, to: home.folder + "/elsewhere")
            outcomes.append(try home.run("run"))
            outcomes.append(try home.run("start"))
            unlink(folder)
            mkdir(folder, 0o755)
            outcomes.append(try home.run("run"))
            if geteuid() == 0 {
                chmod(folder, 0o700)
                chown(folder, 4711, 4711)
                outcomes.append(try home.run("run"))
            }
            return outcomes
        }
        #expect(outcomes[0].code == 0 && outcomes[1].code == 0, "\(outcomes)")
        for refused in outcomes.dropFirst(2) {
            #expect(refused.code != 0 && refused.err.contains("/tmp/upbeat-\(geteuid())-"), "\(refused)")
        }
    }

    private static func link(_ path: String, to target: String) throws {
        guard symlink(target, path) == 0 else { throw HarnessError.system("symlink") }
    }
}

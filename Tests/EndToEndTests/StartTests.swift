import Foundation
import StrictJSON
import TestSupport
import Testing

/// `start`, `stop` and `restart` of the built program.
@Suite(.serialized) struct StartTests {
    @Test func `start returns when the daemon is ready, and it goes on alone`() throws {
        try Subreaper.begin()
        let home = try BareHome(settings: ["UPBEAT_HTTP_ENABLED": "true", "UPBEAT_HTTP_PORT": "0"])
        defer { home.remove() }
        let manager = [
            "NOTIFY_SOCKET": "/nowhere", "WATCHDOG_USEC": "1000", "WATCHDOG_PID": "1", "INVOCATION_ID": "x", "LISTEN_FDS": "1",
            "JOURNAL_STREAM": "8:1",
        ]
        let started = try home.run("start", "--json", settings: manager)
        #expect(started.code == 0 && started.err == "", "\(started)")
        let pid = try #require(started.json?["pid"]?.integerValue.flatMap(Int32.init(exactly:)))
        defer { Subreaper.reap(sessions: [pid], leaders: [pid]) }
        #expect(started.json?["listening"]?.arrayValue?.count == 2)
        // It answers at once, and it is the one that was named.
        let answer = try UnixHTTPConnection(path: home.socket).request("GET", "/v1/status")
        #expect(answer.json?["pid"]?.integerValue == Int64(pid))
        let stat = try #require(ProcessCensus.stat(of: pid))
        #expect(stat.session == pid)
        let environment = try String(decoding: Data(contentsOf: URL(filePath: "/proc/\(pid)/environ")), as: UTF8.self)
            .split(separator: "\0").map(String.init)
        #expect(
            environment.filter { entry in manager.keys.contains { entry.hasPrefix($0 + "=") } } == [
                "NOTIFY_SOCKET=\(home.state)/start.sock"
            ])
        #expect(try FileManager.default.destinationOfSymbolicLink(atPath: "/proc/\(pid)/cwd") == "/")
        #expect(try FileManager.default.destinationOfSymbolicLink(atPath: "/proc/\(pid)/fd/2") == home.state + "/daemon.out")
        // Nothing is logged twice, and nothing of the start is left.
        #expect(home.read("daemon.out") == "" && home.read("upbeat.log")?.contains("listening on") == true)
        #expect(!FileManager.default.fileExists(atPath: home.state + "/start.sock"))

        let again = try home.run("start")
        #expect(again.code == 6 && again.err.contains("process \(pid)") && again.err.contains(home.socket))

        let stopped = try home.run("stop")
        #expect(stopped.code == 0 && stopped.out == "The daemon (process \(pid)) has stopped.\n", "\(stopped)")
        #expect(!home.isLocked && !FileManager.default.fileExists(atPath: home.socket))
        #expect(try home.run("stop").code == 3)
    }

    @Test func `restart starts it with what it was started with, and a daemon without its lock file is still found`() throws {
        try Subreaper.begin()
        let home = try BareHome()
        defer { home.remove() }
        let named = home.folder + "/other.yaml"
        try Data("zone: Europe/Rome\n".utf8).write(to: URL(filePath: named))
        let first = try #require(try home.run("start", "--json", "--log-level", "debug", "--config", named).json?["pid"]?.integerValue)
        let second = try #require(try home.run("restart", "--json").json?["pid"]?.integerValue)
        defer { Subreaper.reap(sessions: [Int32(first), Int32(second)], leaders: [Int32(first), Int32(second)]) }
        let holder = try JSON(parsing: Array((home.read("upbeat.lock") ?? "").utf8))
        #expect(holder["flags"] == ["log.level": "debug"] && holder["config"]?.stringValue == named, "\(holder)")
        #expect(try UnixHTTPConnection(path: home.socket).request("GET", "/v1/status").json?["zone"] == "Europe/Rome")
        // Without it nobody holds the lock; no second daemon begins, and the first one is ended all the same.
        #expect(unlink(home.state + "/upbeat.lock") == 0)
        let rival = try home.run("run")
        #expect(rival.code == 6 && rival.err.contains("its lock file was removed; `upbeat stop` ends it"), "\(rival)")
        #expect(try home.run("stop").out == "The daemon (process \(second)) has stopped.\n")
        let wrong = try home.run("start", "--port", "99999")
        #expect(wrong.code == 64 && wrong.err.contains("http.port: expected a number from 0 to 65535"), "\(wrong)")
    }

    @Test func `restart takes the place of what runs, and keeps it where the settings are wrong`() throws {
        try Subreaper.begin()
        let home = try BareHome()
        defer { home.remove() }
        let first = try #require(try home.run("restart", "--json").json?["pid"]?.integerValue)
        let second = try #require(try home.run("restart", "--json").json?["pid"]?.integerValue)
        defer { Subreaper.reap(sessions: [Int32(first), Int32(second)], leaders: [Int32(first), Int32(second)]) }
        #expect(first != second && ProcessCensus.stat(of: Int32(first))?.state ?? "Z" == "Z")
        try home.write("upbeat.yaml", "http:\n  port: eight\n")
        let refused = try home.run("restart")
        #expect(refused.code == 1 && refused.err.contains("upbeat.yaml:2: http.port"))
        let answer = try UnixHTTPConnection(path: home.socket).request("GET", "/v1/status")
        #expect(answer.json?["pid"]?.integerValue == second)
        // Broken settings do not keep it from being stopped.
        #expect(try home.run("stop").code == 0)
    }

    @Test func `a start that fails says why, with the daemon's own code, and leaves nothing that runs`() throws {
        try Subreaper.begin()
        let home = try BareHome()
        defer { home.remove() }
        try home.makeState()
        try home.write("upbeat.sock", "precious")
        let refused = try home.run("start")
        #expect(refused.code == 1 && refused.err.hasPrefix("upbeat: \(home.socket) is in the way"), "\(refused)")
        #expect(home.read("upbeat.sock") == "precious" && !home.isLocked)
        #expect(home.read("daemon.out")?.contains("is in the way") == true)
        unlink(home.socket)
        try home.write("upbeat.db", "no database")
        let foreign = try home.run("start")
        #expect(foreign.code == 1 && foreign.err.contains("upbeat.db"), "\(foreign)")
        #expect(home.read("upbeat.db") == "no database")
    }

    @Test func `the words of a daemon that crashes while it starts are passed on`() throws {
        try Subreaper.begin()
        let shim = try StepShim()
        defer { shim.remove() }
        let home = try BareHome()
        defer { home.remove() }
        let outcome = try home.run("start", settings: shim.environment(at: 40, signal: SIGSEGV))
        #expect(outcome.code == 1 && outcome.err.contains("was ended by signal \(SIGSEGV) while it started"), "\(outcome)")
        #expect(outcome.err.contains(home.state + "/daemon.out"))
        #expect(outcome.err.contains("crashed") && home.read("daemon.out")?.contains("crashed") == true)
        #expect(!home.isLocked)
        let next = try home.run("start", "--json")
        #expect(home.read("daemon.out") == "" && home.read("daemon.out.1")?.contains("crashed") == true)
        let pid = try #require(next.json?["pid"]?.integerValue)
        #expect(try home.run("stop").code == 0)
        Subreaper.reap(sessions: [Int32(pid)], leaders: [Int32(pid)])
    }

    @Test func `the file of a source's daemon is read as it stands, and its PID file lives as long as the daemon`() throws {
        try Subreaper.begin()
        let home = try BareHome()
        defer { home.remove() }
        let file = try home.write(
            home.folder + "/gateway.json",
            #"{"heartbeat": {"enabled": true, "actions": []}, "daemon": {"pidFile": "~/.agenc/gateway.pid", "watchdogInterval": 60000}}"#
        )
        let started = try home.run("start", "--json", "--config", "~/gateway.json")
        let pid = try #require(started.json?["pid"]?.integerValue)
        defer { Subreaper.reap(sessions: [Int32(pid)], leaders: [Int32(pid)]) }
        let warning =
            "upbeat: warning: \(file):1: heartbeat: heartbeats are not in force in this version; what it declares does not run\n"
        #expect(started.err == warning)
        let pidFile = home.folder + "/.agenc/gateway.pid"
        #expect(home.read(pidFile) == "\(pid)\n")
        let shown = try home.run("config", "check", settings: ["UPBEAT_CONFIG": file])
        #expect(shown.out.contains("daemon.pid_file\t~/.agenc/gateway.pid\t\(file):1\n"), "\(shown)")
        #expect(shown.err == warning)
        #expect(try home.run("stop").code == 0)
        #expect(!FileManager.default.fileExists(atPath: pidFile))
        let gone = try home.run("start", "--config", home.folder + "/gone.json")
        #expect(gone.code == 1 && gone.err.hasPrefix("upbeat: \(home.folder)/gone.json: expected a file, got nothing there"))
    }

    @Test func `stop ends it at once where it is told to, else what runs has its time`() throws {
        let house = try QuietHouse(settings: ["UPBEAT_ENGINE_DRAIN_LIMIT": "60s"])
        defer { house.close() }
        try house.runDeafChildren(1)
        let start = BootTime.now()
        let outcome = try CommandLineTool(house.home).run("stop", "--now")
        #expect(outcome.code == 0, "\(outcome)")
        #expect(BootTime.now() - start < .seconds(3))
        #expect(ProcessCensus.runs(ofHome: house.home.state).isEmpty)
    }

    @Test func `it stops promptly in the middle of a sleep, however often it is told`() throws {
        let home = try BareHome(settings: ["UPBEAT_ENGINE_SLEEP_BOUND": "3600s"])
        defer { home.remove() }
        for times in 1...3 {
            let process = try home.daemon()
            defer { home.putAway(process) }
            try #require(try home.waitUntilReady(process) != nil)
            // The engine sleeps now: it has nothing to do for an hour.
            let start = BootTime.now()
            for _ in 0..<times { kill(process.pid, SIGTERM) }
            #expect(try process.waitForEnd(within: .seconds(10)) == .exited(0))
            #expect(BootTime.now() - start < .seconds(2))
            #expect(!home.isLocked && !FileManager.default.fileExists(atPath: home.socket))
        }
    }
}

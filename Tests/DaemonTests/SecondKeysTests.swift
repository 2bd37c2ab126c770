import Testing

@testable import Daemon

/// The configuration of a source (its `daemon` part) is read as it stands.
struct SecondKeysTests {
    static let example = """
        {
        "heartbeat": {
        "enabled": true,
        "actions": [
        {
        "name": "task-scan",
        "schedule": "*/5 * * * *",
        "config": {
        "minReward": 100000000,
        "capabilities": 3
        }
        },
        {
        "name": "daily-summary",
        "schedule": "0 9 * * *"
        }
        ]
        },
        "daemon": {
        "pidFile": "~/.agenc/gateway.pid",
        "watchdogInterval": 60000
        }
        }
        """

    @Test("the example is read as JSON, with one warning") func example() throws {
        try TemporaryHome.with { temporary in
            try temporary.write("upbeat.yaml", Self.example)
            let settings = try temporary.settings()
            #expect(settings.daemon.pidFile == temporary.home.user + "/.agenc/gateway.pid")
            #expect(settings.daemon.watchdogInterval == .seconds(60))
            #expect(
                settings.warnings.filter { $0.contains("heartbeat") }
                    == ["upbeat.yaml:2: heartbeat: heartbeats are not in force in this version; what it declares does not run"])
            let shown = settings.effective.first { $0.key.name == "daemon.watchdog_interval" }
            #expect(shown?.value == "1m" && shown?.origin == .file("upbeat.yaml", line: 21))
        }
    }

    @Test(
        "a bare number is milliseconds, a duration is itself",
        arguments: [("1000", 1.0), ("3600000", 3600.0), ("\"2500\"", 2.5), ("90s", 90.0), ("2m", 120.0)])
    func interval(text: String, seconds: Double) throws {
        try TemporaryHome.with { temporary in
            try temporary.write("upbeat.yaml", "daemon:\n  watchdogInterval: \(text)\n")
            #expect(try temporary.settings().daemon.watchdogInterval == .seconds(seconds))
        }
    }

    @Test("our own name wants a unit") func ownName() throws {
        try TemporaryHome.with { temporary in
            try temporary.write("upbeat.yaml", "daemon:\n  watchdog_interval: 60000\n")
            #expect(
                temporary.issues().map(\.description).first?.hasPrefix("upbeat.yaml:2: daemon.watchdog_interval: expected a duration")
                    == true)
            try temporary.write("upbeat.yaml", "daemon: {watchdog_interval: 60s, pid_file: /run/u.pid}\n")
            let daemon = try temporary.settings().daemon
            #expect(daemon.watchdogInterval == .seconds(60) && daemon.pidFile == "/run/u.pid")
        }
    }

    static let wrong = ["-5", "1.5", "soon", "999", "3600001", "99999999999999999999999", "1e3", "0x10", "+5000", "2h"]

    @Test("what is no number of milliseconds is refused, with file, line, key and value", arguments: wrong)
    func refused(text: String) throws {
        try TemporaryHome.with { temporary in
            try temporary.write("upbeat.yaml", "{\"daemon\": {\n\"watchdogInterval\": \(text)}}")
            #expect(
                temporary.issues().map(\.description) == [
                    "upbeat.yaml:2: daemon.watchdogInterval: expected a whole number of milliseconds from 1000 to 3600000, got \"\(text)\""
                ])
        }
    }

    @Test(
        "other kinds of values are refused too",
        arguments: [
            BadFile(
                "daemon:\n  watchdogInterval: [1000]\n",
                "upbeat.yaml:2: daemon.watchdogInterval: expected a whole number of milliseconds from 1000 to 3600000, got a list"),
            BadFile(
                "daemon:\n  pidFile: x.pid\n",
                "upbeat.yaml:2: daemon.pidFile: expected an absolute path, or one that begins with ~/, got \"x.pid\""),
            BadFile(
                "daemon:\n  pidFile:\n",
                "upbeat.yaml:2: daemon.pidFile: expected an absolute path, or one that begins with ~/, got nothing"),
            BadFile(
                "daemon:\n  pid_file: /a\n  pidFile: /b\n",
                "upbeat.yaml:3: daemon.pidFile: expected it once, got it again (first as daemon.pid_file in line 2); remove one of them"),
            BadFile(
                "daemon:\n  watchdogInterval: 1000\n\n  watchdog_interval: 1s\n",
                "upbeat.yaml:4: daemon.watchdog_interval: expected it once, got it again (first as daemon.watchdogInterval in line 2); "
                    + "remove one of them"),
            BadFile(
                "daemon:\n  pidfile: /a\n",
                "upbeat.yaml:2: daemon.pidfile: expected a known key; did you mean pid_file?"),
        ])
    func bad(file: BadFile) throws {
        try TemporaryHome.with { temporary in
            try temporary.write("upbeat.yaml", file.yaml)
            #expect(temporary.issues().map(\.description) == file.said)
        }
    }

    @Test("a later file replaces a value, whichever name it uses") func laterFile() throws {
        try TemporaryHome.with { temporary in
            try temporary.write("upbeat.yaml", "daemon: {pidFile: /a, watchdogInterval: 2000}\n")
            try temporary.write("conf.d/10.yaml", "daemon: {pid_file: /b}\n")
            let daemon = try temporary.settings().daemon
            #expect(daemon.pidFile == "/b" && daemon.watchdogInterval == .seconds(2))
        }
    }
}

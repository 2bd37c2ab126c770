import Foundation
import Logging
import Pulses
import Testing

@testable import Daemon

struct SettingsPrecedenceTests {
    @Test("flags, environment, .env, files, defaults: each goes before what follows") func order() throws {
        try TemporaryHome.with { temporary in
            func port(flags: [String: String] = [:], environment: [String: String] = [:]) throws -> String {
                let settings = try temporary.settings(flags: flags, environment: environment)
                let effective = try #require(settings.effective.first { $0.key.name == "http.port" })
                #expect(effective.value == String(settings.http.port))
                return "\(settings.http.port) \(effective.origin)"
            }
            #expect(try port() == "8765 default")
            try temporary.write("upbeat.yaml", "http:\n  port: 1\n")
            #expect(try port() == "1 upbeat.yaml:2")
            try temporary.write("conf.d/x.yaml", "http:\n  port: 2\n")
            #expect(try port() == "2 conf.d/x.yaml:2")
            try temporary.write(".env", "PULSE_API_PORT=3\n")
            #expect(try port() == "3 .env:1 PULSE_API_PORT")
            try temporary.write(".env", "PULSE_API_PORT=3\nexport UPBEAT_HTTP_PORT=4\n")
            #expect(try port() == "4 .env:2 UPBEAT_HTTP_PORT")
            var environment = ["PULSE_API_PORT": "5"]
            #expect(try port(environment: environment) == "5 second name PULSE_API_PORT")
            environment["UPBEAT_HTTP_PORT"] = "6"
            #expect(try port(environment: environment) == "6 environment UPBEAT_HTTP_PORT")
            #expect(try port(flags: ["http.port": "7"], environment: environment) == "7 flag")
            environment["UPBEAT_HTTP_PORT"] = ""
            #expect(try port(environment: environment) == "5 second name PULSE_API_PORT")
        }
    }

    @Test("a variable that something stronger replaces is not judged") func shadowed() throws {
        try TemporaryHome.with { temporary in
            let settings = try temporary.settings(environment: ["LOG_LEVEL": "verbose", "UPBEAT_LOG_LEVEL": "debug"])
            #expect(settings.log.level == .debug)
        }
    }

    @Test func defaults() throws {
        try TemporaryHome.with { temporary in
            let settings = try temporary.settings()
            #expect(settings.zone == "UTC")
            #expect(settings.desk == temporary.home.user)
            #expect(
                settings.http
                    == .init(isEnabled: true, host: "127.0.0.1", port: 8765, token: nil, allowedHosts: [], agentRate: 20, streamLimit: 32))
            #expect(settings.log == .init(level: .info, file: temporary.home.logFile))
            #expect(settings.engine == .init(slots: 8, sleepBound: .seconds(30), drainLimit: .seconds(30)))
            #expect(settings.run == .init(timeout: .seconds(3600), grace: .seconds(5), outputLimit: 1 << 20))
            #expect(settings.retry == .init(attempts: 3, backoff: .exponential(.seconds(30)), ceiling: .seconds(900)))
            #expect(settings.promptMaximumLength == 100_000)
            #expect(settings.runners.preferred == nil)
            #expect(settings.warnings.isEmpty)
            #expect(settings.effective.map(\.key.name) == SettingKey.all.map(\.name))
            #expect(settings.effective.allSatisfy { $0.origin == .standard })
        }
    }

    @Test("the sources' variables are understood") func secondNames() throws {
        try TemporaryHome.with { temporary in
            let settings = try temporary.settings(environment: [
                "REEVE_DESK_PATH": "~/desk", "PULSE_API_HOST": "localhost", "PULSE_API_TOKEN": "0123456789abcdef0", "LOG_LEVEL": "WARNING",
                "LOG_FILE": "~/my.log", "DAEMON_TICK_INTERVAL_SECONDS": "2.5", "HAPI_COMMAND": "~/bin/hapi", "SCHEDULER_ENABLED": "false",
                "TELEGRAM_BOT_TOKEN": "x",
            ])
            let user = temporary.home.user
            #expect(settings.desk == user + "/desk" && settings.http.host == "localhost")
            #expect(settings.http.token?.revealed == "0123456789abcdef0")
            #expect(settings.log == .init(level: .warning, file: user + "/my.log"))
            #expect(settings.engine.sleepBound == .milliseconds(2500))
            #expect(settings.runners["hapi"]?.command == [user + "/bin/hapi", "run", "{session_arguments}", "--text", "{prompt}"])
            #expect(settings.runners.names.first == "hapi" && settings.runners.names.count == 7)
            #expect(settings.warnings == ["desk is \"\(user)/desk\", which is not a folder; runs fail until it is there"])
        }
    }

    @Test func reevesDeskWhereItExists() throws {
        try TemporaryHome.with { temporary in
            try FileManager.default.createDirectory(atPath: temporary.home.user + "/my_reeve", withIntermediateDirectories: true)
            #expect(try temporary.settings().desk == temporary.home.user + "/my_reeve")
        }
    }

    @Test func warnings() throws {
        try TemporaryHome.with { temporary in
            try temporary.write(".env", "PULSE_DB_PATH=/x\n", mode: 0o644)
            let settings = try temporary.settings(environment: [
                "UPBEAT_HTTP_PROT": "1", "UPBEAT_HOME": "/x", "UPBEAT_RUN": "1", "UPBEAT_PULSE_ID": "1", "UPBEAT_ATTEMPT": "1",
                "UPBEAT_SOCKET": "/s",
                "PULSE_API_TOKEN": "short",
            ])
            #expect(
                settings.warnings == [
                    "http.token has fewer than 16 characters and can be guessed",
                    "environment: UPBEAT_HTTP_PROT is no variable of Upbeat and is ignored; did you mean UPBEAT_HTTP_PORT?",
                    ".env:1: PULSE_DB_PATH names Reeve's own file, which Upbeat does not open; "
                        + "take its pulses over with: upbeat import reeve",
                ])
        }
    }

    @Test("secrets that others can read are said") func openSecrets() throws {
        try TemporaryHome.with { temporary in
            let path = try temporary.write("upbeat.yaml", "http:\n  token: 0123456789abcdef\n", mode: 0o644)
            let env = try temporary.write(".env", "TELEGRAM_BOT_TOKEN=x\n", mode: 0o640)
            #expect(
                try temporary.settings().warnings
                    == [
                        "upbeat.yaml holds a token and is open to other users; close it with: chmod 600 \(path)",
                        ".env holds a secret and is open to other users; close it with: chmod 600 \(env)",
                    ].sorted { a, _ in a.hasPrefix("upbeat") })
        }
    }

    @Test("a secret is in no description, dump or listing") func secrets() throws {
        try TemporaryHome.with { temporary in
            let canary = "canary-0123456789abcdef"
            let settings = try temporary.settings(environment: ["UPBEAT_HTTP_TOKEN": canary])
            var dumped = ""
            dump(settings, to: &dumped)
            #expect(settings.http.token?.revealed == canary)
            #expect(!dumped.contains(canary) && !"\(settings)".contains(canary) && !String(reflecting: settings).contains(canary))
            #expect(settings.effective.first { $0.key.name == "http.token" }?.value == "***")
        }
    }

    @Test("names are unique, and each variable's name is what swift-configuration looks for") func table() throws {
        #expect(Set(SettingKey.all.map(\.name)).count == SettingKey.all.count)
        #expect(Set(SettingKey.all.map(\.environmentName)).count == SettingKey.all.count)
        let samples = [
            "zone": "Europe/Rome", "default_runner": "codex", "log.level": "error", "http.host": "::1", "http.enabled": "no",
            "http.allowed_hosts": "a, b", "webhooks.agent_secrets": "${env:A}",
            "daemon.watchdog_interval": "9s",
        ]
        for key in SettingKey.all {
            try TemporaryHome.with { temporary in
                let text = samples[key.name] ?? { if case .path = key.kind { "/tmp" } else { key.standard ?? "9" } }()
                let effective = try temporary.settings(environment: [key.environmentName: text]).effective.first { $0.key == key }
                #expect(effective?.origin == .environment(key.environmentName))
            }
        }
    }
}

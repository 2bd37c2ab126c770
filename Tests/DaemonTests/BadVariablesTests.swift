import Testing

@testable import Daemon

struct BadVariable: CustomTestStringConvertible {
    var name: String
    var value: String
    var said: String

    init(_ name: String, _ value: String, _ said: String) {
        self.name = name
        self.value = value
        self.said = said
    }

    var testDescription: String { "\(name)=\(value)" }
}

struct BadVariablesTests {
    static let table: [BadVariable] = [
        BadVariable("UPBEAT_HTTP_PORT", "http", "UPBEAT_HTTP_PORT: expected a number from 0 to 65535, got \"http\""),
        BadVariable("UPBEAT_HTTP_PORT", " 80", "UPBEAT_HTTP_PORT: expected a number from 0 to 65535, got \" 80\""),
        BadVariable("UPBEAT_HTTP_ENABLED", "2", "UPBEAT_HTTP_ENABLED: expected true or false, got \"2\""),
        BadVariable("UPBEAT_HTTP_TOKEN", "dont show", "UPBEAT_HTTP_TOKEN: expected 1 to 512 visible ASCII characters"),
        BadVariable(
            "UPBEAT_HTTP_ALLOWED_HOSTS", "a.example,b.example:80",
            "UPBEAT_HTTP_ALLOWED_HOSTS: expected host names without scheme and port, got \"b.example:80\"; for example upbeat.example.net"),
        BadVariable(
            "UPBEAT_RUN_TIMEOUT", "forever", "UPBEAT_RUN_TIMEOUT: expected a duration from 1s to 30d, such as 30s, got \"forever\""),
        BadVariable("UPBEAT_RUN_GRACE", "2h", "UPBEAT_RUN_GRACE: expected a duration from 0s to 1h, such as 30s, got \"2h\""),
        BadVariable("UPBEAT_ENGINE_SLOTS", "many", "UPBEAT_ENGINE_SLOTS: expected a number from 1 to 10000, got \"many\""),
        BadVariable(
            "PULSE_API_PORT", "x",
            "PULSE_API_PORT: expected a number from 0 to 65535, got \"x\"; "
                + "if it is meant for another program, set UPBEAT_HTTP_PORT, which goes before it"),
        BadVariable(
            "LOG_LEVEL", "verbose",
            "LOG_LEVEL: expected one of trace, debug, info, notice, warning, error, critical, got \"verbose\"; "
                + "if it is meant for another program, set UPBEAT_LOG_LEVEL, which goes before it"),
        BadVariable(
            "DAEMON_TICK_INTERVAL_SECONDS", "0",
            "DAEMON_TICK_INTERVAL_SECONDS: expected a number of seconds from 1 to 3600, got \"0s\"; "
                + "if it is meant for another program, set UPBEAT_ENGINE_SLEEP_BOUND, which goes before it"),
        BadVariable(
            "DAEMON_TICK_INTERVAL_SECONDS", "soon",
            "DAEMON_TICK_INTERVAL_SECONDS: expected a number of seconds from 1 to 3600, got \"soon\"; "
                + "if it is meant for another program, set UPBEAT_ENGINE_SLEEP_BOUND, which goes before it"),
        BadVariable(
            "UPBEAT_LOG_LEVEL", "x\u{1B}[2Jy",
            "UPBEAT_LOG_LEVEL: expected one of trace, debug, info, notice, warning, error, critical, got \"x\\u{1B}[2Jy\""),
    ]

    @Test("a bad variable of the environment is named", arguments: table)
    func environment(_ bad: BadVariable) throws {
        try TemporaryHome.with { temporary in
            #expect(temporary.issues(environment: [bad.name: bad.value]).map(\.description) == ["environment: " + bad.said])
        }
    }

    @Test("a bad variable in .env is named with its line", arguments: table)
    func dotEnv(_ bad: BadVariable) throws {
        try TemporaryHome.with { temporary in
            try temporary.write(".env", "# mine\n\n\(bad.name)='\(bad.value)'\n".replacing("\u{1B}", with: "\u{7F}"))
            let issues = temporary.issues()
            guard !bad.value.contains("\u{1B}") else {
                #expect(issues.map(\.description) == [".env:3: expected text, got the control character U+007F"])
                return
            }
            #expect(issues.map(\.description) == [".env:3: " + bad.said])
            #expect(issues.first?.line == 3)
        }
    }

    @Test(
        ".env lines that are no variable are named",
        arguments: [
            ("A=1\nnonsense\n", ".env:2: expected NAME=value or a comment"),
            ("1A=1\n", ".env:1: expected NAME=value or a comment"),
            ("A B=1\n", ".env:1: expected NAME=value or a comment"),
            ("=1\n", ".env:1: expected NAME=value or a comment"),
            ("\nA=\"open\n", ".env:2: A: expected a closing quote and nothing after it"),
            ("A='x' y\n", ".env:1: A: expected a closing quote and nothing after it"),
        ])
    func badLines(_ text: String, _ said: String) throws {
        try TemporaryHome.with { temporary in
            try temporary.write(".env", text)
            #expect(temporary.issues().map(\.description) == [said])
        }
    }

    @Test func flagsAreNamed() throws {
        try TemporaryHome.with { temporary in
            #expect(
                temporary.issues(flags: ["http.port": "x", "http.nope": "1"]).map(\.description).sorted() == [
                    "flag: http.nope: expected a known key", "flag: http.port: expected a number from 0 to 65535, got \"x\"",
                ])
        }
    }

    @Test("all that is wrong is said, environment and files together") func collected() throws {
        try TemporaryHome.with { temporary in
            try temporary.write("upbeat.yaml", "http:\n  port: x\nnope: 1\n")
            try temporary.write("conf.d/b.yaml", "run:\n  grace: long\n")
            try temporary.write("conf.d/a.yaml", "{broken\n")
            try temporary.write(".env", "UPBEAT_ENGINE_SLOTS=0\n")
            let places = temporary.issues(environment: ["UPBEAT_LOG_LEVEL": "loud"]).map { ($0.file ?? $0.place) + ":\($0.line ?? 0)" }
            #expect(places == ["environment:0", ".env:1", "upbeat.yaml:2", "upbeat.yaml:3", "conf.d/a.yaml:2", "conf.d/b.yaml:2"])
        }
    }
}

import Testing

@testable import Daemon

/// One bad file and the whole of what is said about it.
struct BadFile: CustomTestStringConvertible {
    var yaml: String
    var said: [String]

    init(_ yaml: String, _ said: String...) {
        self.yaml = yaml
        self.said = said
    }

    var testDescription: String { String(yaml.prefix(60)) }
}

struct BadSettingsTests {
    static let scalars: [BadFile] = [
        BadFile("http:\n  port: eight\n", "upbeat.yaml:2: http.port: expected a number from 0 to 65535, got \"eight\""),
        BadFile("http:\n  port: 65536\n", "upbeat.yaml:2: http.port: expected a number from 0 to 65535, got \"65536\""),
        BadFile("http:\n  port: -1\n", "upbeat.yaml:2: http.port: expected a number from 0 to 65535, got \"-1\""),
        BadFile("http:\n  port: 80.5\n", "upbeat.yaml:2: http.port: expected a number from 0 to 65535, got \"80.5\""),
        BadFile("http:\n  port: 0x50\n", "upbeat.yaml:2: http.port: expected a number from 0 to 65535, got \"0x50\""),
        BadFile("http:\n  port: [80]\n", "upbeat.yaml:2: http.port: expected a number from 0 to 65535, got a list"),
        BadFile("http:\n  port:\n", "upbeat.yaml:2: http.port: expected a number from 0 to 65535, got nothing"),
        BadFile(
            "http:\n  port: 99999999999999999999999\n",
            "upbeat.yaml:2: http.port: expected a number from 0 to 65535, got \"99999999999999999999999\""),
        BadFile(
            "http:\n\n\n  host: 0.0.0.0\n",
            "upbeat.yaml:4: http.host: expected an address of this machine alone (127.0.0.1, ::1 or localhost) where nothing is "
                + "encrypted, got \"0.0.0.0\"; for other machines set http.tls.certificate and http.tls.key, or http.behind_proxy: true "
                + "where a reverse proxy ends TLS"),
        BadFile(
            "http:\n  host: \"[::]\"\n",
            "upbeat.yaml:2: http.host: expected an address of this machine, such as 127.0.0.1, ::1 or 0.0.0.0, or its name, "
                + "got \"[::]\"; an IPv6 address is written without brackets here"),
        BadFile(
            "http:\n  tls:\n    certificate: cert.pem\n",
            "upbeat.yaml:3: http.tls.certificate: expected an absolute path, or one that begins with ~/, got \"cert.pem\""),
        BadFile("http:\n  tls:\n    cert: /x\n", "upbeat.yaml:3: http.tls.cert: expected a known key; known here: certificate, key"),
        BadFile("http:\n  tls: true\n", "upbeat.yaml:2: http.tls: expected keys with values, got \"true\""),
        BadFile("http:\n  enabled: maybe\n", "upbeat.yaml:2: http.enabled: expected true or false, got \"maybe\""),
        BadFile("http:\n  token: \"a b c d e f\"\n", "upbeat.yaml:2: http.token: expected 1 to 512 visible ASCII characters"),
        BadFile("http:\n  token: [geheim]\n", "upbeat.yaml:2: http.token: expected 1 to 512 visible ASCII characters"),
        BadFile(
            "http:\n  allowed_hosts:\n    - good.example\n    - http://bad.example\n",
            "upbeat.yaml:4: http.allowed_hosts: expected host names without scheme and port, got \"http://bad.example\"; "
                + "for example upbeat.example.net"),
        BadFile(
            "http:\n  allowed_hosts: [{a: b}]\n",
            "upbeat.yaml:2: http.allowed_hosts: expected a list of host names without scheme and port, got a map"),
        BadFile(
            "zone: Europe/Berln\n",
            "upbeat.yaml:1: zone: expected an IANA time zone such as Europe/Berlin or UTC, got \"Europe/Berln\"; "
                + "did you mean Europe/Berlin?"
        ),
        BadFile(
            "zone: CEST\n",
            "upbeat.yaml:1: zone: expected an IANA time zone such as Europe/Berlin or UTC, got \"CEST\"; "
                + "did you mean Europe/Berlin?"),
        BadFile("desk: work\n", "upbeat.yaml:1: desk: expected an absolute path, or one that begins with ~/, got \"work\""),
        BadFile(
            "desk: ~bob/work\n",
            "upbeat.yaml:1: desk: expected an absolute path, or one that begins with ~/, got \"~bob/work\"; "
                + "other users' homes must be written out"
        ),
        BadFile(
            "desk: \"/a\\0b\"\n",
            "upbeat.yaml:1: desk: expected an absolute path, or one that begins with ~/, got \"/a\\u{0}b\"; "
                + "there is a NUL character in it"),
        BadFile(
            "log:\n  level: infoo\n",
            "upbeat.yaml:2: log.level: expected one of trace, debug, info, notice, warning, error, critical, got \"infoo\"; "
                + "did you mean info?"
        ),
        BadFile(
            "log:\n  file: upbeat.log\n",
            "upbeat.yaml:2: log.file: expected an absolute path, or one that begins with ~/, got \"upbeat.log\""),
        BadFile("engine:\n  slots: 0\n", "upbeat.yaml:2: engine.slots: expected a number from 1 to 10000, got \"0\""),
        BadFile(
            "engine:\n  sleep_bound: 30\n",
            "upbeat.yaml:2: engine.sleep_bound: expected a duration from 1s to 1h, such as 30s, got \"30\"; say the unit: 30s, 30m or 30h"),
        BadFile(
            "engine:\n  sleep_bound: 2h\n",
            "upbeat.yaml:2: engine.sleep_bound: "
                + "expected a duration from 1s to 1h, such as 30s, got \"2h\""),
        BadFile(
            "engine:\n  drain_limit: -5s\n",
            "upbeat.yaml:2: engine.drain_limit: expected a duration from 0s to 1h, such as 30s, got \"-5s\""),
        BadFile(
            "run:\n  output_limit: 1 parsec\n",
            "upbeat.yaml:2: run.output_limit: expected a size from 1KiB to 1GiB, such as 512KiB, got \"1 parsec\""),
        BadFile(
            "run:\n  output_limit: 100\n", "upbeat.yaml:2: run.output_limit: expected a size from 1KiB to 1GiB, such as 512KiB, got \"100\""
        ),
        BadFile("retry:\n  attempts: 101\n", "upbeat.yaml:2: retry.attempts: expected a number from 1 to 100, got \"101\""),
        BadFile(
            "retry:\n  base: 20m\n",
            "upbeat.yaml:2: retry.base: expected at most retry.max_delay, which is 15m, got 20m; raise retry.max_delay too"),
        BadFile("prompt:\n  max_length: 0\n", "upbeat.yaml:2: prompt.max_length: expected a number from 1 to 1000000, got \"0\""),
        BadFile(
            "hapi:\n  command: bin/hapi\n", "upbeat.yaml:2: hapi.command: expected a program's name, or its absolute path, got \"bin/hapi\""
        ),
        BadFile(
            "default_runner: cladue\n",
            "upbeat.yaml:1: default_runner: expected one of hapi, claude, codex, gemini, goose, opencode, echo, "
                + "got \"cladue\"; did you mean claude?"
        ),
        BadFile(
            "default_runner: Claude\n",
            "upbeat.yaml:1: default_runner: expected the name of a runner, got \"Claude\"; "
                + "names are small letters, digits, _ and -, and begin with a letter"),
    ]

    static let shapes: [BadFile] = [
        BadFile("zoen: UTC\n", "upbeat.yaml:1: zoen: expected a known key; did you mean zone?"),
        BadFile("# hi\nhttp:\n  host: ::1\n  prot: 1\n", "upbeat.yaml:4: http.prot: expected a known key; did you mean port?"),
        BadFile("port: 1\n", "upbeat.yaml:1: port: expected a known key; it belongs below http"),
        BadFile("http.port: 1\n", "upbeat.yaml:1: http.port: expected a known key; write it as \"http:\" with \"port:\" indented below it"),
        BadFile(
            "xyzzy_plugh: 1\n",
            "upbeat.yaml:1: xyzzy_plugh: expected a known key; "
                + "known here: zone, desk, default_runner, http, log, engine, run, retry, scheduler, retention, daemon, prompt, webhooks, hapi, "
                + "runners, schedules, pipelines, maintenance, agents, pools, hooks"),
        BadFile("http: 8765\n", "upbeat.yaml:1: http: expected keys with values, got \"8765\""),
        BadFile("- zone: UTC\n", "upbeat.yaml:1: expected keys with values, such as \"zone: UTC\", got a list"),
        BadFile("just text\n", "upbeat.yaml:1: expected keys with values, such as \"zone: UTC\", got a single value"),
        BadFile("[a, b]: 1\n", "upbeat.yaml:1: expected a word as the key, got a list"),
        BadFile(
            "http:\n  port: 1\n  host: ::1\n  port: 2\n",
            "upbeat.yaml:4: port: expected every key once, got it again (first in line 2); remove one of them"),
        BadFile(
            "zone: UTC\nlog:\n  level: info\nzone: UTC\n",
            "upbeat.yaml:4: zone: expected every key once, got it again (first in line 1); remove one of them"),
        BadFile("zone: UTC\n---\nzone: UTC\n", "upbeat.yaml:2: expected one YAML document, got but found another document"),
        BadFile("http:\n  port: *nowhere\n", "upbeat.yaml:2: expected one YAML document, got found undefined alias"),
        BadFile("zone: UTC\nbad: \u{1}x\n", "upbeat.yaml:2: expected text, got the control character U+0001"),
        BadFile(
            "http:\n\tport: 1\n",
            "upbeat.yaml:2: expected YAML, got found character that cannot start any token while scanning for the next token (line 2); "
                + "indent with spaces; there is a tab in this line"),
        BadFile(
            "desk: /a: b\n",
            "upbeat.yaml:1: expected YAML, got mapping values are not allowed in this context; "
                + "a value that holds \": \" must be in quotes"),
        BadFile(
            "zone: \"UTC\n", "upbeat.yaml:2: expected YAML, got found unexpected end of stream while scanning a quoted scalar (line 1)"),
        BadFile(
            "zone: UTC\n  x: [1\n",
            "upbeat.yaml:2: expected YAML, got mapping values are not allowed in this context; "
                + "a value that holds \": \" must be in quotes"),
        BadFile("runners: [a]\n", "upbeat.yaml:1: runners: expected names with runners below them, got a list"),
        BadFile(
            "zone: Mars/Olympus\nhttp:\n  port: x\n  nope: 1\n",
            "upbeat.yaml:1: zone: expected an IANA time zone such as Europe/Berlin or UTC, got \"Mars/Olympus\"",
            "upbeat.yaml:3: http.port: expected a number from 0 to 65535, got \"x\"",
            "upbeat.yaml:4: http.nope: expected a known key; known here: enabled, host, port, token, allowed_hosts, agent_rate, stream_limit, tls, behind_proxy, max_connections, body_limit"
        ),
    ]

    @Test("a bad value is named with file, line, key, expectation and the nearest word", arguments: scalars)
    func badScalar(_ bad: BadFile) throws {
        try expect(bad)
    }

    @Test("a bad shape is named with file and line", arguments: shapes)
    func badShape(_ bad: BadFile) throws {
        try expect(bad)
    }

    private func expect(_ bad: BadFile) throws {
        try TemporaryHome.with { temporary in
            try temporary.write("upbeat.yaml", bad.yaml)
            let issues = temporary.issues()
            #expect(issues.map(\.description) == bad.said)
            #expect(!issues.map(\.description).joined().contains("geheim"))
            #expect(issues.allSatisfy { $0.file == "upbeat.yaml" && $0.line != nil })
        }
    }
}

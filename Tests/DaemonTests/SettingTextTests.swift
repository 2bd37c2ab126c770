import Logging
import Testing

@testable import Daemon

struct SettingTextTests {
    @Test(
        "sizes",
        arguments: [
            ("0", 0), ("1024", 1024), ("1KiB", 1024), ("512 KiB", 524_288), ("1mib", 1 << 20), ("2GiB", 2 << 30), ("1MB", 1_000_000),
            ("7B", 7),
            ("", nil), ("KiB", nil), ("1.5MiB", nil), ("-1", nil), ("1  KiB", nil), ("1KiBs", nil), ("0x10", nil),
            ("999999999999999999GiB", nil),
            ("٣", nil), ("1 ", nil),
        ] as [(String, Int?)])
    func sizes(_ text: String, _ bytes: Int?) {
        #expect(ByteSize.parse(text) == bytes)
        if let bytes { #expect(ByteSize.parse(ByteSize.format(bytes)) == bytes) }
    }

    @Test(
        ".env lines",
        arguments: [
            ("A=1", "1"), ("  export A = 1  ", "1"), ("A=", ""), ("A=a b # c", "a b"), ("A=a#b", "a#b"), ("A=#x", ""),
            ("A='a # b' # c", "a # b"),
            ("A=\"x\\ny\\\"\\$\\\\z\"", "x\ny\"$\\z"), ("A='$HOME\\n'", "$HOME\\n"), ("A=1\nA=2", "2"), ("A=a=b", "a=b"), ("A=1\r\n", "1"),
        ])
    func dotEnv(_ text: String, _ value: String) {
        let file = DotEnv(parsing: text)
        #expect(file.issues.isEmpty)
        #expect(file.entries["A"]?.value == value)
    }

    @Test("accepted ways to write a value") func accepted() throws {
        try TemporaryHome.with { temporary in
            try temporary.write(
                "upbeat.yaml",
                """
                http: {port: "0", host: 127.9.9.9, enabled: off, allowed_hosts: "One.Example"}
                log: {level: WARN}
                engine: {sleep_bound: 1m 30s, drain_limit: 0s, slots: 10000}
                run: {output_limit: 512KiB, timeout: PT2H}
                hapi: {command: "/opt/my tools/hapi"}
                """)
            let settings = try temporary.settings()
            #expect(
                settings.http
                    == .init(
                        isEnabled: false, host: "127.9.9.9", port: 0, token: nil, allowedHosts: ["one.example"], agentRate: 20,
                        streamLimit: 32))
            #expect(settings.log.level.rawValue == "warning")
            #expect(settings.engine == .init(slots: 10_000, sleepBound: .seconds(90), drainLimit: .zero))
            #expect(settings.run == .init(timeout: .seconds(7200), grace: .seconds(5), outputLimit: 524_288))
            #expect(settings.effective.first { $0.key.name == "run.output_limit" }?.value == "512KiB")
        }
    }
}

import Foundation
import Pulses
import Testing

@testable import Daemon

struct SettingsFileTests {
    @Test(
        "an empty file, one of comments and one of empty sections are the defaults",
        arguments: ["", "# nothing\n", "---\n", "http:\nrunners:\n", "\u{FEFF}"])
    func empty(_ text: String) throws {
        try TemporaryHome.with { temporary in
            let plain = try temporary.settings()
            try temporary.write("upbeat.yaml", text)
            #expect(try temporary.settings().effective == plain.effective)
        }
    }

    @Test func jsonIsReadToo() throws {
        try TemporaryHome.with { temporary in
            try temporary.write("upbeat.yaml", "{\n  \"http\": {\"port\": 99, \"enabled\": false},\n  \"zone\": \"Europe/Paris\"\n}\n")
            let settings = try temporary.settings()
            #expect(settings.http.port == 99 && !settings.http.isEnabled && settings.zone == "Europe/Paris")
        }
    }

    @Test func aFolderInPlaceOfAFile() throws {
        try TemporaryHome.with { temporary in
            try temporary.write("upbeat.yaml/x", "")
            #expect(temporary.issues().map(\.description) == ["upbeat.yaml: expected a file, got a folder"])
        }
    }

    @Test func aPipeDoesNotBlock() throws {
        try TemporaryHome.with { temporary in
            #expect(mkfifo(temporary.home.settingsFile, 0o600) == 0)
            #expect(temporary.issues().map(\.description) == ["upbeat.yaml: expected a file, got a device or pipe"])
        }
    }

    @Test func aFileInPlaceOfTheFolder() throws {
        try TemporaryHome.with { temporary in
            try temporary.write("conf.d", "")
            #expect(temporary.issues().map(\.description) == ["conf.d: expected a folder, got a file"])
        }
    }

    @Test func otherBytesThanUTF8() throws {
        try TemporaryHome.with { temporary in
            try temporary.write("upbeat.yaml", bytes: Array("zone: UTC\ndesk: /caf".utf8) + [0xE9, 0x0A])
            #expect(temporary.issues().map(\.description) == ["upbeat.yaml:2: expected UTF-8 text, got other bytes; save it as UTF-8"])
        }
    }

    @Test func tooLarge() throws {
        try TemporaryHome.with { temporary in
            try temporary.write("upbeat.yaml", "#" + String(repeating: "x", count: 1 << 20))
            #expect(
                temporary.issues().map(\.description) == ["upbeat.yaml: expected at most 1 MiB, got more; split it into files in conf.d"])
        }
    }

    @Test func writableByEverybody() throws {
        try TemporaryHome.with { temporary in
            let path = try temporary.write("upbeat.yaml", "zone: UTC\n", mode: 0o646)
            #expect(
                temporary.issues().map(\.description) == [
                    "upbeat.yaml: expected a file that only its owner can change, got mode 646; close it with: chmod o-w \(path)"
                ])
        }
    }

    @Test(.enabled(if: geteuid() != 0, "root may read all")) func unreadable() throws {
        try TemporaryHome.with { temporary in
            try temporary.write("upbeat.yaml", "zone: UTC\n", mode: 0)
            #expect(temporary.issues().map(\.description) == ["upbeat.yaml: expected a file that can be read, got Permission denied"])
        }
    }

    @Test(.enabled(if: geteuid() == 0, "needs to give a file away")) func ofAnotherUser() throws {
        try TemporaryHome.with { temporary in
            let path = try temporary.write("upbeat.yaml", "zone: UTC\n")
            #expect(chown(path, 4711, 4711) == 0)
            #expect(temporary.issues().map(\.description) == ["upbeat.yaml: expected a file of this user or of root, got one of user 4711"])
        }
    }

    @Test("aliases in values are harmless, however many") func aliasesInValues() throws {
        try TemporaryHome.with { temporary in
            var yaml = "x0: &x0 [a, a, a, a, a, a, a, a, a]\n"
            for level in 1...40 { yaml += "x\(level): &x\(level) [" + String(repeating: "*x\(level - 1), ", count: 9) + "]\n" }
            try temporary.write("upbeat.yaml", yaml + "zone: *x40\n")
            let issues = temporary.issues()
            #expect(issues.count == 42)
            #expect(issues.last?.description == "upbeat.yaml:41: zone: expected an IANA time zone such as Europe/Berlin or UTC, got a list")
        }
    }

    @Test(
        "keys made of aliases are refused before they explode", arguments: ["*x40 : 1\n", "? *x40\n: 1\n", "{*x40 : 1}\n", "[*x40]: 1\n"])
    func aliasesInKeys(_ key: String) throws {
        try TemporaryHome.with { temporary in
            var yaml = "x0: &x0 [a, a, a, a, a, a, a, a, a]\n"
            for level in 1...40 { yaml += "x\(level): &x\(level) [" + String(repeating: "*x\(level - 1), ", count: 9) + "]\n" }
            try temporary.write("upbeat.yaml", yaml + (key.hasPrefix("{") ? "y: " : "") + key)
            #expect(
                temporary.issues().map(\.description) == [
                    "upbeat.yaml:42: expected keys that are plain words, got a key made of aliases or a list"
                ])
        }
    }

    @Test("nesting as deep as the parser goes ends in an error, not in a crash", arguments: ["[", "{a: ", "- ", "? "])
    func nesting(_ piece: String) throws {
        try TemporaryHome.with { temporary in
            for depth in [900, 100_000] {
                try temporary.write("upbeat.yaml", String(repeating: piece, count: depth))
                #expect(!temporary.issues().isEmpty)
            }
        }
    }

    @Test("no prefix of a good file crashes the reader") func prefixes() throws {
        try TemporaryHome.with { temporary in
            let good =
                "http: {port: 1, allowed_hosts: [a, \"b\"]}\nrunners:\n  x:\n    command: [\"a\", '{prompt}']\n    env: &e [A_*]\n# é\n"
            for count in 0...good.utf8.count {
                try temporary.write("upbeat.yaml", bytes: Array(good.utf8.prefix(count)))
                _ = temporary.issues()
            }
            #expect(temporary.issues().isEmpty)
        }
    }

    @Test("later files replace scalars and add to lists, in the order of names") func joining() throws {
        try TemporaryHome.with { temporary in
            try temporary.write(
                "upbeat.yaml", "http:\n  port: 1\n  host: ::1\n  allowed_hosts: [a.example]\nrunners:\n  one:\n    command: one\n")
            try temporary.write("conf.d/20-b.yaml", "http:\n  port: 3\nrunners:\n  two:\n    command: two\n")
            try temporary.write("conf.d/10-a.yaml", "http:\n  port: 2\n  allowed_hosts: [B.example, a.example]\n")
            try temporary.write("conf.d/.hidden.yaml", "nonsense: 1\n")
            try temporary.write("conf.d/other.yml", "nonsense: 1\n")
            let settings = try temporary.settings()
            #expect(settings.http.port == 3 && settings.http.host == "::1")
            #expect(settings.http.allowedHosts == ["a.example", "b.example"])
            #expect(settings.runners.names.prefix(2) == ["one", "two"])
            #expect(settings.effective.first { $0.key.name == "http.port" }?.origin == .file("conf.d/20-b.yaml", line: 2))
            #expect(settings.warnings.contains("conf.d/other.yml is not read: only names that end in .yaml are"))
        }
    }
}

import Foundation
import StrictJSON
import Testing

@testable import Daemon

@Suite("the JSON file of a client")
struct ClientFileTests {
    struct Bad: CustomTestStringConvertible, Sendable {
        var name: String
        var bytes: [UInt8]
        /// What the reason says.
        var says: String

        init(_ name: String, _ text: String, says: String) {
            self.init(name, bytes: Array(text.utf8), says: says)
        }

        init(_ name: String, bytes: [UInt8], says: String) {
            self.name = name
            self.bytes = bytes
            self.says = says
        }

        var testDescription: String { name }
    }

    private static let bad = [
        Bad("comments", "{\n  // mine\n  \"mcpServers\": {}\n}", says: "line 2, column 3 (byte 4): found `/`"),
        Bad("a comment at the end", "{\"mcpServers\": {}} /* x */", says: "something follows the value"),
        Bad("a comma too many", "{\n  \"mcpServers\": {\"a\": {},}\n}", says: "line 2"),
        Bad("a byte order mark", "\u{FEFF}{\"mcpServers\": {}}", says: "byte order mark"),
        Bad("UTF-16", bytes: [0xFF, 0xFE, 0x7B, 0, 0x7D, 0], says: "byte order mark"),
        Bad("a key twice", #"{"mcpServers": {"upbeat": 1, "upbeat": 2}}"#, says: "the key \"upbeat\" appears twice"),
        Bad("servers twice", #"{"mcpServers": {}, "mcpServers": {}}"#, says: "appears twice"),
        Bad("a list of servers", #"{"mcpServers": [{"name": "upbeat"}]}"#, says: "has an array in `mcpServers`, where an object belongs"),
        Bad("null for servers", #"{"mcpServers": null}"#, says: "has null in `mcpServers`"),
        Bad("a list", "[]", says: "has an array as its whole content"),
        Bad("not UTF-8", bytes: Array(#"{"a": ""#.utf8) + [0xC3, 0x28] + Array(#""}"#.utf8), says: "not UTF-8"),
        Bad("a lone surrogate", #"{"a": "\ud800"}"#, says: "surrogate"),
        Bad("nothing", "", says: "the input is empty"),
        Bad("half a file", #"{"mcpServers": {"a": {"command": "x"#, says: "the input ends"),
        Bad("YAML", "mcpServers:\n  a: {}\n", says: "not plain JSON"),
        Bad("single quotes", "{'mcpServers': {}}", says: "a key in double quotes"),
        Bad("too deep", String(repeating: "[", count: 100_000), says: "nested too deep"),
        Bad("over 1 MiB", "{\"a\": \"" + String(repeating: "x", count: 1 << 20) + "\"}", says: "larger than 1 MiB"),
        Bad("nulls", bytes: [0, 0, 0, 0], says: "byte 0x00"),
    ]

    @Test("one that cannot be changed safely stays as it is, and the lines to add are there", arguments: bad)
    func leftAlone(_ bad: Bad) async throws {
        try await TemporaryHome.withAsync { temporary in
            let house = ClientHouse(temporary)
            let path = try house.write(".cursor/mcp.json", bad.bytes)
            for report in [try await house.server(.cursor).install(), try await house.server(.cursor).uninstall()] {
                #expect(report.change == .left && report.exitCode == 1)
                #expect(report.reason?.contains(bad.says) == true && report.reason?.contains(path) == true, "\(report.reason ?? "")")
                #expect(report.backup == nil)
            }
            #expect(try house.server(.cursor).show(removal: false).lines?.hasPrefix("{\n  \"mcpServers\": {\n    \"upbeat\": {") == true)
            #expect(try await house.server(.cursor).install().lines == house.server(.cursor).show(removal: false).lines)
            #expect(house.bytes(path) == bad.bytes)
            #expect(try house.names(".cursor") == ["mcp.json"])
        }
    }

    @Test(
        "installing and taking out gives the bytes of before, whatever was there",
        arguments: [
            "{}", "{ }\n", "{\"mcpServers\":{}}", "{\n  \"mcpServers\": {\n  }\n}\n", "{\"a\":1.0}",
            "{\n\t\"mcpServers\": {\n\t\t\"a\": {\"command\": \"x\", \"n\": 1.10}\n\t},\n\t\"b\": 1E2\n}\r\n",
        ])
    func roundTrip(_ text: String) async throws {
        try await TemporaryHome.withAsync { temporary in
            let house = ClientHouse(temporary)
            let path = try house.write(".cursor/mcp.json", text, mode: 0o600)
            let done = try await house.server(.cursor, agent: "ann").install()
            #expect(done.change == .registered && done.exitCode == 0 && done.file == path)
            let backup = try #require(done.backup)
            #expect(backup.hasPrefix(path + ".bak-") && house.bytes(backup) == Array(text.utf8) && mode(backup) == 0o600)
            #expect(mode(path) == 0o600 && house.bytes(path) != Array(text.utf8))
            let written = house.bytes(path)
            let again = try await house.server(.cursor, agent: "ann").install()
            #expect(again.change == .unchanged && again.backup == nil && house.bytes(path) == written)
            let gone = try await house.server(.cursor).uninstall()
            #expect(gone.change == .removed && gone.was?.contains("\"ann\"") == true)
            #expect(String(decoding: house.bytes(path), as: UTF8.self) == text)
            let nothing = try await house.server(.cursor).uninstall()
            #expect(nothing.change == .absent && nothing.exitCode == 5)
            #expect(try house.names(".cursor").count == 3, "two copies, and no hidden file")
        }
    }

    @Test("what was changed since then stays")
    func changedSince() async throws {
        try await TemporaryHome.withAsync { temporary in
            let house = ClientHouse(temporary)
            let path = try house.write(".cursor/mcp.json", "{}")
            _ = try await house.server(.cursor).install()
            let text = String(decoding: house.bytes(path), as: UTF8.self).replacing("{\n  \"mcp", with: "{\n  \"new\": 1,\n  \"mcp")
            try house.write(".cursor/mcp.json", text)
            #expect(try await house.server(.cursor).uninstall().change == .removed)
            #expect(String(decoding: house.bytes(path), as: UTF8.self) == "{\n  \"new\": 1,\n  \"mcpServers\": {}\n}")
        }
    }

    @Test("one that is missing is made, with its folders, as programs make files")
    func made() async throws {
        try await TemporaryHome.withAsync { temporary in
            let mask = umask(0o022)
            defer { umask(mask) }
            let house = ClientHouse(temporary, programs: ["opencode"])
            let done = try await house.server(.opencode).install()
            let path = house.user + "/.config/opencode/opencode.json"
            #expect(done.change == .registered && done.file == path && done.backup == nil && mode(path) == 0o644)
            #expect(mode(house.user + "/.config/opencode") == 0o755)
            #expect(try JSON(parsing: house.bytes(path)) == ["mcp": ["upbeat": ["type": "local", "command": ["/bin/sh", "mcp"]]]])
            #expect(try house.names(".config/opencode") == ["opencode.json"])
        }
    }

    @Test("links are followed and stay; one that leads nowhere is left")
    func links() async throws {
        try await TemporaryHome.withAsync { temporary in
            let house = ClientHouse(temporary)
            let target = try house.write("dotfiles/cursor.json", "{}", mode: 0o640)
            try FileManager.default.createDirectory(atPath: house.user + "/.cursor", withIntermediateDirectories: true)
            let path = house.user + "/.cursor/mcp.json"
            #expect(symlink("../dotfiles/cursor.json", path) == 0)
            let done = try await house.server(.cursor).install()
            #expect(done.change == .registered && done.backup?.hasPrefix(target + ".bak-") == true)
            #expect(try FileFacts.of(path, followLinks: false)?.kind == .link && mode(target) == 0o640)
            #expect(try house.names("dotfiles").count == 2 && house.names(".cursor") == ["mcp.json"])
            #expect(unlink(target) == 0)
            let left = try await house.server(.cursor).install()
            #expect(left.change == .left && left.reason?.hasSuffix("is a link that leads nowhere") == true)
            #expect(try house.names("dotfiles").count == 1)
        }
    }

    @Test("a folder, a pipe or a device in its place is left alone, at once")
    func notAFile() async throws {
        try await TemporaryHome.withAsync { temporary in
            let house = ClientHouse(temporary)
            let path = house.user + "/.cursor/mcp.json"
            for make in [{ mkdir(path, 0o700) }, { mkfifo(path, 0o600) }, { symlink("/dev/zero", path) }] as [@Sendable () -> Int32] {
                try FileManager.default.createDirectory(atPath: house.user + "/.cursor", withIntermediateDirectories: true)
                #expect(make() == 0)
                let left = try await house.server(.cursor).install()
                #expect(left.change == .left && left.reason == "\(path) is not a plain file")
                try FileManager.default.removeItem(atPath: path)
            }
        }
    }

    @Test("a file that changes between reading and writing is not overwritten, and leaves no copy")
    func raced() throws {
        try TemporaryHome.with { temporary in
            let house = ClientHouse(temporary)
            let path = try house.write(".cursor/mcp.json", "{}")
            let file = ClientFile(path: path)
            let before = try file.read()
            try house.write(".cursor/mcp.json", "{\"new\": 1}")
            #expect(throws: ClientFileError.changedMeanwhile(path: path)) { try file.write([0x7B, 0x7D], over: before) }
            #expect(throws: ClientFileError.changedMeanwhile(path: path)) { try file.write([0x7B, 0x7D], over: nil) }
            #expect(house.bytes(path) == Array("{\"new\": 1}".utf8))
            #expect(try house.names(".cursor") == ["mcp.json"])
        }
    }

    @Test(.enabled(if: geteuid() == 0, "needs to give a file away"))
    func `another user's file stays that user's`() async throws {
        try await TemporaryHome.withAsync { temporary in
            let house = ClientHouse(temporary)
            let path = try house.write(".cursor/mcp.json", "{}", mode: 0o600)
            #expect(chown(path, 65_534, 65_534) == 0)
            let done = try await house.server(.cursor).install()
            #expect(done.change == .registered)
            for file in [path, try #require(done.backup)] {
                let facts = try #require(try FileFacts.of(file))
                #expect(facts.owner == 65_534 && facts.mode == 0o600)
            }
        }
    }

    @Test(.enabled(if: geteuid() != 0, "root may write everything"))
    func `a file or a folder that is read-only is left alone`() async throws {
        try await TemporaryHome.withAsync { temporary in
            let house = ClientHouse(temporary)
            let path = try house.write(".cursor/mcp.json", "{}", mode: 0o400)
            let closed = try await house.server(.cursor).install()
            #expect(closed.change == .left && closed.exitCode == 4 && closed.reason == "\(path) is read-only")
            #expect(chmod(path, 0o600) == 0 && chmod(house.user + "/.cursor", 0o500) == 0)
            let folder = try await house.server(.cursor).install()
            #expect(chmod(house.user + "/.cursor", 0o700) == 0)
            #expect(folder.change == .left && folder.exitCode == 4)
            #expect(house.bytes(path) == Array("{}".utf8))
        }
    }
}

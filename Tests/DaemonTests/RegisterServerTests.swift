import Foundation
import StrictJSON
import Synchronization
import Testing

@testable import Daemon

/// The clients' programs are stand-ins here: the first tests have a closure in their place, the last ones scripts that are really run. What
/// they are told is what the documentation named in `MCPClient` asks for; none of the real programs was tried.
@Suite("registering with a client")
struct RegisterServerTests {
    private static let shell = ["/bin/sh", "mcp"]

    @Test(
        "each client's command is called with its own arguments",
        arguments: [
            (
                MCPClient.claude,
                ["claude", "mcp", "add", "--env", "UPBEAT_HOME=/h", "--scope", "user", "upbeat", "--", "/bin/sh", "mcp", "--agent", "a"]
            ),
            (.codex, ["codex", "mcp", "add", "--env", "UPBEAT_HOME=/h", "upbeat", "--", "/bin/sh", "mcp", "--agent", "a"]),
            (
                .gemini,
                ["gemini", "mcp", "add", "--env", "UPBEAT_HOME=/h", "--scope", "user", "upbeat", "/bin/sh", "mcp", "--", "--agent", "a"]
            ),
            (
                .vscode,
                [
                    "code", "--add-mcp",
                    #"{"name":"upbeat","type":"stdio","command":"/bin/sh","args":["mcp","--agent","a"],"env":{"UPBEAT_HOME":"/h"}}"#,
                ]
            ),
        ])
    func commands(_ client: MCPClient, _ words: [String]) async throws {
        try await TemporaryHome.withAsync { temporary in
            let house = ClientHouse(temporary, programs: Set(client.programs)) { words in
                ClientControl.End(failure: words.contains("get") ? "Error: No MCP server named 'upbeat' found." : nil)
            }
            let report = try await house.server(client, agent: "a", ["UPBEAT_HOME": "/h"]).install()
            #expect(report.change == .registered && report.ran == [words] && house.takeCalls().filter { !$0.contains("get") } == [words])
            // The stand-in wrote nothing, and that is noticed.
            #expect(report.warnings.count == 1 && report.warnings[0].contains("does not show it"))
            #expect(try house.server(client, agent: "a", ["UPBEAT_HOME": "/h"]).show(removal: false).ran == [words])
        }
    }

    @Test("claude refuses a name that is there, so what differs is taken out first; what is the same is left")
    func claude() async throws {
        try await TemporaryHome.withAsync { temporary in
            let file = temporary.folder + "/user/.claude.json"
            let house = ClientHouse(temporary, programs: ["claude"]) { words in
                let servers =
                    words.contains("add") ? #"{"upbeat": {"type": "stdio", "command": "/bin/sh", "args": ["mcp"], "env": {}}}"# : "{}"
                try? Data("{\"numStartups\": 3, \"mcpServers\": \(servers)}".utf8).write(to: URL(fileURLWithPath: file))
                return ClientControl.End()
            }
            try house.write(".claude.json", #"{"mcpServers": {"upbeat": {"command": "/old", "args": ["mcp"], "timeout": 5}}}"#)
            let report = try await house.server(.claude).install()
            #expect(report.change == .replaced && report.was == #"{"command":"/old","args":["mcp"],"timeout":5}"# && report.warnings == [])
            #expect(house.takeCalls().map { $0[2] } == ["remove", "add"])
            #expect(try await house.server(.claude).install().change == .unchanged)
            #expect(house.takeCalls() == [])
            let gone = try await house.server(.claude).uninstall()
            #expect(gone.change == .removed && gone.ran == [["claude", "mcp", "remove", "--scope", "user", "upbeat"]])
            #expect(try await house.server(.claude).uninstall().change == .absent)
            #expect(house.takeCalls().count == 1)
        }
    }

    @Test(
        "codex is asked for what it has; its answer of today and of before is understood",
        arguments: [
            #"{"name":"upbeat","enabled":true,"transport":{"type":"stdio","command":"/bin/sh","args":["mcp"],"env":null}}"#,
            #"{"name":"upbeat","command":"/bin/sh","args":["mcp"],"env":{"OTHER":"1"}}"#,
        ])
    func codex(_ answer: String) async throws {
        try await TemporaryHome.withAsync { temporary in
            let house = ClientHouse(temporary, programs: ["codex"]) { _ in ClientControl.End(output: answer) }
            #expect(try await house.server(.codex).install().change == .unchanged)
            let other = try await house.server(.codex, agent: "b").install()
            #expect(other.change == .left && other.reason?.hasPrefix("`codex` has registered something else: ") == true)
            let still = try await house.server(.codex).uninstall()
            #expect(still.change == .left && still.reason?.contains("still there") == true)
        }
    }

    @Test("a command that fails is told with its words, and the lines to add")
    func fails() async throws {
        try await TemporaryHome.withAsync { temporary in
            let house = ClientHouse(temporary, programs: ["claude"]) { _ in ClientControl.End(failure: "you are not logged in") }
            try house.write(".claude.json", "{}")
            let report = try await house.server(.claude).install()
            #expect(report.change == .left && report.exitCode == 1 && report.ran == [])
            #expect(report.reason == "`claude mcp add --scope user upbeat -- /bin/sh mcp` failed: you are not logged in")
            #expect(report.lines?.contains("\"mcpServers\"") == true)
        }
    }

    @Test("where the old entry is out and the new one is refused, that is said")
    func halfDone() async throws {
        try await TemporaryHome.withAsync { temporary in
            let house = ClientHouse(temporary, programs: ["claude"]) { words in
                ClientControl.End(failure: words.contains("add") ? "no" : nil)
            }
            try house.write(".claude.json", #"{"mcpServers": {"upbeat": {"command": "/old"}}}"#)
            let report = try await house.server(.claude).install()
            #expect(report.change == .left && report.ran.map { $0[2] } == ["remove"] && report.was == #"{"command":"/old"}"#)
            #expect(report.warnings == ["the entry that was there has been taken out already"] && report.lines != nil)
        }
    }

    @Test("a client that is not there is said to be missing, and nothing is made", arguments: MCPClient.allCases)
    func missing(_ client: MCPClient) async throws {
        try await TemporaryHome.withAsync { temporary in
            let house = ClientHouse(temporary)
            let report = try await house.server(client).install()
            #expect(report.change == .left && report.exitCode == 5 && report.reason?.hasPrefix("\(client.title) was not found") == true)
            #expect(report.lines?.contains("upbeat") == true)
            let gone = try await house.server(client).uninstall()
            #expect(gone.change == .absent && gone.exitCode == 5)
            #expect(try house.names("") == [] && house.takeCalls() == [])
        }
    }

    @Test("without its command, a JSON file that is ours to change is changed; Claude's and Codex' are not")
    func withoutCommand() async throws {
        try await TemporaryHome.withAsync { temporary in
            let house = ClientHouse(temporary)
            let gemini = try house.write(".gemini/settings.json", #"{"theme":"x"}"#)
            #expect(try await house.server(.gemini).install().change == .registered)
            #expect(house.bytes(gemini) == Array(#"{"theme":"x","mcpServers":{"upbeat":{"command":"/bin/sh","args":["mcp"]}}}"#.utf8))
            let code = try house.write(".config/Code/User/mcp.json", "{\n\t\"servers\": {},\n\t\"inputs\": []\n}")
            #expect(try await house.server(.vscode).install().change == .registered)
            #expect(try JSON(parsing: house.bytes(code))["servers"]?["upbeat"]?["command"] == "/bin/sh")
            #expect(try await house.server(.vscode).uninstall().change == .removed)
            #expect(house.bytes(code) == Array("{\n\t\"servers\": {},\n\t\"inputs\": []\n}".utf8))
            for (client, name, text) in [(MCPClient.claude, ".claude.json", "{}"), (.codex, ".codex/config.toml", "model = \"x\"\n")] {
                let path = try house.write(name, text)
                let report = try await house.server(client).install()
                #expect(report.change == .left && report.reason?.contains("is not on the PATH") == true)
                #expect(house.bytes(path) == Array(text.utf8))
            }
        }
    }

    @Test("VS Code has no command that takes a server out, so its file is changed")
    func vscodeRemoval() async throws {
        try await TemporaryHome.withAsync { temporary in
            let house = ClientHouse(temporary, programs: ["code"])
            let path = try house.write(".config/Code/User/mcp.json", #"{"servers":{"a":{},"upbeat":{"command":"/x"}}}"#)
            let report = try await house.server(.vscode).uninstall()
            #expect(report.change == .removed && report.was == #"{"command":"/x"}"# && house.takeCalls() == [])
            #expect(house.bytes(path) == Array(#"{"servers":{"a":{}}}"#.utf8))
        }
    }

    @Test("opencode: the file with the entry is the one; of version 2 it is a level deeper; a file with comments might hold it")
    func opencode() async throws {
        try await TemporaryHome.withAsync { temporary in
            let house = ClientHouse(temporary)
            let folder = ".config/opencode/"
            let plain = try house.write(folder + "opencode.json", #"{"mcp":{"servers":{"a":{"type":"local","command":["x"]}}}}"#)
            #expect(try await house.server(.opencode).install().change == .registered)
            #expect(try JSON(parsing: house.bytes(plain))["mcp"]?["servers"]?["upbeat"]?["command"] == ["/bin/sh", "mcp"])
            let other = try house.write(folder + "opencode.jsonc", "{ // mine\n}")
            #expect(try await house.server(.opencode).install().change == .unchanged)
            #expect(try await house.server(.opencode).uninstall().change == .removed)
            let left = try await house.server(.opencode).install()
            #expect(left.change == .left && left.reason?.hasPrefix(other) == true)
            try house.write(folder + "opencode.jsonc", #"{"mcp":{"upbeat":{"type":"local","command":["/old"]}}}"#)
            let done = try await house.server(.opencode, ["UPBEAT_HOME": "/h"]).install()
            #expect(done.change == .replaced && done.file == other)
            #expect(try JSON(parsing: house.bytes(other))["mcp"]?["upbeat"]?["environment"] == ["UPBEAT_HOME": "/h"])
        }
    }

    @Test("goose: its YAML is read and never written")
    func goose() async throws {
        try await TemporaryHome.withAsync { temporary in
            let house = ClientHouse(temporary, programs: ["goose"])
            let fresh = try await house.server(.goose).install()
            #expect(fresh.change == .left && fresh.exitCode == 1)
            let path = try house.write(".config/goose/config.yaml", "# mine\nGOOSE_MODE: auto\n" + (fresh.lines ?? ""))
            let before = house.bytes(path)
            #expect(try await house.server(.goose).install().change == .unchanged)
            let agent = try await house.server(.goose, agent: "a").install()
            #expect(agent.change == .left && agent.was?.contains("\"cmd\":\"/bin/sh\"") == true)
            #expect(try await house.server(.goose).uninstall().change == .left)
            #expect(house.bytes(path) == before && house.takeCalls() == [])
            try house.write(".config/goose/config.yaml", "extensions:\n  developer:\n    enabled: true\n")
            #expect(try await house.server(.goose).uninstall().change == .absent)
            try house.write(".config/goose/config.yaml", "a: [")
            #expect(try await house.server(.goose).install().change == .left)
        }
    }

    @Test("the printed lines are what the clients read: YAML, and JSON below the right keys", arguments: MCPClient.allCases)
    func lines(_ client: MCPClient) throws {
        try TemporaryHome.with { temporary in
            let server = try ClientHouse(temporary).server(client, agent: "ann", ["UPBEAT_HOME": "/my \"odd\" ü home"])
            let text = try #require(server.show(removal: false).lines)
            let root: JSON?
            switch client {
            case .codex:
                #expect(
                    text == """
                        [mcp_servers.upbeat]
                        command = "/bin/sh"
                        args = ["mcp","--agent","ann"]

                        [mcp_servers.upbeat.env]
                        UPBEAT_HOME = "/my \\"odd\\" ü home"

                        """)
                return
            case .goose: root = try YAMLDocument.root(of: ConfigurationText(name: "goose", text: text, mode: 0))?.json
            default: root = try JSON(parsing: text)
            }
            let entry = ClientEntry.path(of: client, in: nil).reduce(root) { $0?[$1] }
            #expect(entry.map(server.entry.isSame) == true)
        }
    }

    @Test("an entry is the same if it starts the same; what the person added beside does not count")
    func sameness() throws {
        try TemporaryHome.with { temporary in
            let entry = try ClientHouse(temporary).server(.cursor, ["UPBEAT_HOME": "/h"]).entry
            let same: JSON = ["command": "/bin/sh", "args": ["mcp"], "env": ["UPBEAT_HOME": "/h", "DEBUG": "1"], "timeout": 9]
            #expect(entry.isSame(as: same))
            let others: [JSON] = [
                ["command": "/bin/sh", "args": ["mcp"]], ["command": "/bin/sh", "env": ["UPBEAT_HOME": "/h"]], [], "x", nil,
                ["command": "/bin/bash", "args": ["mcp"], "env": ["UPBEAT_HOME": "/h"]],
                ["command": "/bin/sh", "args": ["mcp"], "env": ["UPBEAT_HOME": "/h", "XDG_STATE_HOME": "/s"]],
                ["command": ["/bin/sh"], "args": ["mcp"], "env": ["UPBEAT_HOME": "/h"]],
                ["command": "/bin/sh", "args": "mcp", "env": []],
            ]
            for other in others { #expect(!entry.isSame(as: other), "\(other)") }
        }
    }

    @Test("an entry that is turned off is left so, and that is said")
    func turnedOff() async throws {
        try await TemporaryHome.withAsync { temporary in
            let house = ClientHouse(temporary)
            try house.write(".cursor/mcp.json", #"{"mcpServers":{"upbeat":{"command":"/bin/sh","args":["mcp"],"disabled":true}}}"#)
            let report = try await house.server(.cursor).install()
            #expect(report.change == .unchanged && report.warnings.count == 1)
        }
    }

    @Test("what is registered leads to the house of who asks")
    func environment() throws {
        try TemporaryHome.with { temporary throws in
            let house = ClientHouse(temporary)
            func variables(_ more: [String: String]) throws -> [String] {
                try house.server(.cursor, more).entry.registration.environment.map { "\($0.name)=\($0.value)" }
            }
            #expect(try variables([:]) == [])
            #expect(try variables(["UPBEAT_HOME": ""]) == [])
            #expect(try variables(["UPBEAT_HOME": "~/x", "XDG_STATE_HOME": "/s"]) == ["UPBEAT_HOME=\(house.user)/x"])
            #expect(try variables(["UPBEAT_HOME": "system"]) == ["UPBEAT_HOME=system"])
            #if os(Linux)
                #expect(try variables(["XDG_STATE_HOME": "/s", "XDG_CONFIG_HOME": house.user + "/.config"]) == ["XDG_STATE_HOME=/s"])
                #expect(try variables(["XDG_STATE_HOME": "s"]) == [])
            #endif
        }
    }

    @Test(
        "a name, a program or a folder that no client would read as it is, is refused",
        arguments: [
            ("--scope", "/bin/sh", "/h", 64 as Int32), ("a b", "/bin/sh", "/h", 64), ("", "/bin/sh", "/h", 64), ("a", "sh", "/h", 1),
            ("a", "/nowhere/upbeat", "/h", 1), ("a", "/tmp", "/h", 1), ("a", "/bin/sh", "/h/$USER", 1), ("a", "/bin/sh", "/h/{env:X}", 1),
            ("a", "/bin/sh", "/h\n/x", 1), ("a", "/bin/sh", "relative", 1),
        ])
    func refused(_ agent: String, _ program: String, _ home: String, _ code: Int32) {
        let request = RegistrationRequest(
            client: .cursor, program: program, agent: agent, environment: ["HOME": "/nobody", "UPBEAT_HOME": home])
        let error = #expect(throws: CommandFailure.self) {
            try RegisterServer(request, by: ClientControl(has: { _ in true }) { _ in .init() })
        }
        #expect(error?.exitCode == code)
    }

    // MARK: stand-ins that are really run

    /// A program in a folder of its own.
    private func script(_ house: ClientHouse, _ name: String, _ body: String) throws -> String {
        try house.write("bin/" + name, "#!/bin/sh\n" + body + "\n", mode: 0o755)
        return house.user + "/bin"
    }

    @Test("a program is run with its arguments as they are, and the environment of who asks")
    func really() async throws {
        try await TemporaryHome.withAsync { temporary in
            let house = ClientHouse(temporary)
            let path = try script(
                house, "claude", #"for word in "$@"; do echo "[$word]"; done > "$HOME/told"; echo "$MARK" >> "$HOME/told""#)
            let control = ClientControl.live(["HOME": house.user, "PATH": path, "MARK": "m"])
            let report = try await house.server(.claude, ["UPBEAT_HOME": "/a b'c"], control: control).install()
            #expect(report.change == .registered)
            let told = String(decoding: house.bytes(house.user + "/told"), as: UTF8.self)
            #expect(
                told == "[mcp]\n[add]\n[--env]\n[UPBEAT_HOME=/a b'c]\n[--scope]\n[user]\n[upbeat]\n[--]\n[/bin/sh]\n[mcp]\nm\n")
        }
    }

    @Test(
        "one that fails, hangs, is killed or cannot be run is told, in time",
        arguments: [
            ("echo no >&2; echo really; exit 3", "no really"), ("exit 7", "exit code 7"), ("kill -9 $$", "ended by signal 9"),
            ("exec sleep 100", "no end after 1 s"), ("trap '' TERM; while :; do sleep 1; done", "no end after 1 s"),
        ])
    func bad(_ body: String, _ reason: String) async throws {
        try await TemporaryHome.withAsync { temporary in
            let house = ClientHouse(temporary)
            let path = try script(house, "claude", body)
            let control = ClientControl.live(["HOME": house.user, "PATH": path + ":/usr/bin:/bin"], timeout: .seconds(1))
            let report = try await house.server(.claude, control: control).install()
            #expect(report.change == .left && report.exitCode == 1)
            #expect(report.reason == "`claude mcp add --scope user upbeat -- /bin/sh mcp` failed: \(reason)")
            try house.write("bin/claude", "#!/no/such/interpreter\n", mode: 0o755)
            #expect(try await house.server(.claude, control: control).install().change == .left)
        }
    }

    @Test("an answer that is too long, or none, is not taken for an entry")
    func answers() async throws {
        try await TemporaryHome.withAsync { temporary in
            let house = ClientHouse(temporary)
            let path = try script(house, "codex", #"[ "$2" = get ] && exec head -c 100000 /dev/zero; exit 0"#)
            let control = ClientControl.live(["HOME": house.user, "PATH": path + ":/usr/bin:/bin"])
            let report = try await house.server(.codex, control: control).install()
            #expect(report.change == .registered && report.warnings.count == 1 && report.warnings[0].contains("could not be looked at"))
        }
    }
}

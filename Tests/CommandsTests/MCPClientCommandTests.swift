import Daemon
import Foundation
import StrictJSON
import Testing

@testable import Commands

@Suite("mcp install and uninstall")
struct MCPClientCommandTests {
    private func with(_ body: (Desk, String) async throws -> Void) async throws {
        let folder = "/tmp/upbeat-test-\(UUID().uuidString)"
        try FileManager.default.createDirectory(atPath: folder + "/.cursor", withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(atPath: folder) }
        try await body(Desk(environment: ["HOME": folder, "PATH": "/nowhere"]), folder)
    }

    @Test("what was done goes to stdout, and the second time says that nothing has changed")
    func done() async throws {
        try await with { desk, folder async throws in
            let first = await desk.run("mcp", "install", "cursor")
            #expect(first.code == 0 && first.err == "")
            #expect(first.out == "upbeat is registered with Cursor\nwritten \(folder)/.cursor/mcp.json\n")
            #expect(await desk.run("mcp", "install", "cursor").out == "upbeat is registered with Cursor already; nothing has changed\n")
            let other = await desk.run("mcp", "install", "cursor", "--agent", "ann")
            #expect(other.out.hasPrefix("upbeat is registered with Cursor, in the place of {\"type\":\"stdio\",\"command\":\""))
            #expect(other.out.contains("\nas it was: \(folder)/.cursor/mcp.json.bak-"))
            #expect(await desk.run("mcp", "uninstall", "cursor").out.hasPrefix("upbeat is taken out of Cursor; it was {\"type\""))
            let none = await desk.run("mcp", "uninstall", "cursor")
            #expect(none == Desk.Outcome(code: 5, out: "", err: "upbeat: there is no upbeat in Cursor to take out\n"))
        }
    }

    @Test("--print prints lines alone to stdout, where they go to stderr, and touches nothing")
    func printing() async throws {
        try await with { desk, folder async throws in
            let shown = await desk.run("mcp", "install", "codex", "--print", "--home", "sub", "--agent", "ann")
            #expect(shown.code == 0 && shown.out.hasPrefix("[mcp_servers.upbeat]\ncommand = \"/"))
            #expect(
                shown.out.hasSuffix("\nargs = [\"mcp\",\"--agent\",\"ann\"]\n\n[mcp_servers.upbeat.env]\nUPBEAT_HOME = \"/home/me/sub\"\n"))
            #expect(shown.err.hasPrefix("upbeat: this would be run: codex mcp add --env UPBEAT_HOME=/home/me/sub upbeat -- /"))
            #expect(shown.err.hasSuffix("upbeat: or by hand, in \(folder)/.codex/config.toml:\n"))
            let removal = await desk.run("mcp", "uninstall", "vscode", "--print")
            #expect(removal.code == 0 && removal.out == "")
            #expect(removal.err == "upbeat: by hand: take `upbeat` below `servers` out of \(folder)/.config/Code/User/mcp.json\n")
            for client in MCPClient.allCases { #expect(await desk.run("mcp", "install", client.rawValue, "--print").code == 0) }
            #expect(try FileManager.default.subpathsOfDirectory(atPath: folder) == [".cursor"])
        }
    }

    @Test("what is left alone says why, and prints the lines")
    func left() async throws {
        try await with { desk, folder async throws in
            try Data("{ // mine\n}".utf8).write(to: URL(fileURLWithPath: folder + "/.cursor/mcp.json"))
            let left = await desk.run("mcp", "install", "cursor")
            #expect(left.code == 1 && left.out.hasPrefix("{\n  \"mcpServers\": {\n    \"upbeat\": {"))
            #expect(left.err.hasPrefix("upbeat: nothing was changed: \(folder)/.cursor/mcp.json is not plain JSON"))
            #expect(left.err.hasSuffix("upbeat: by hand, in \(folder)/.cursor/mcp.json:\n"))
            let answer = await desk.run("mcp", "install", "cursor", "--json")
            let document = try JSON(parsing: answer.out)
            #expect(answer.code == 1 && document["change"] == "left alone" && document["client"] == "cursor")
            #expect(document["lines"] == .string(left.out) && document["reason"]?.stringValue?.contains("line 1") == true)
        }
    }

    @Test("a client or an agent that cannot be is wrong usage; help names every client")
    func usage() async throws {
        try await with { desk, _ async throws in
            let unknown = await desk.run("mcp", "install", "cursr")
            #expect(unknown.code == 64 && unknown.out == "")
            #expect(await desk.run("mcp", "install").code == 64)
            let agent = await desk.run("mcp", "install", "cursor", "--agent=--scope")
            #expect(agent.code == 64 && agent.err.hasPrefix("upbeat: \"--scope\" cannot be an agent: "))
            let help = await desk.run("mcp", "install", "--help").out
            for client in MCPClient.allCases {
                #expect(help.contains(client.rawValue) && unknown.err.contains(client.rawValue))
            }
        }
    }
}

import Daemon
import Foundation
import StrictJSON
import Synchronization
import Testing

@testable import Commands

@Suite("install and uninstall")
struct ServiceCommandTests {
    /// A desk whose home folder is a fresh one, and that folder.
    private func with(
        isRunning: Bool = true, program: String = "/bin/sh", path: String = "/usr/bin", failure: CommandFailure? = nil,
        _ body: (Desk, String) async throws -> Void
    ) async throws {
        let folder = "/tmp/upbeat-test-\(UUID().uuidString)"
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let desk = Desk(
            isDaemon: isRunning, environment: ["HOME": folder, "PATH": path, "UPBEAT_HOME": folder + "/up"], program: program,
            failure: failure)
        try await body(desk, folder)
    }

    private let unit = "/.config/systemd/user/upbeat.service"

    @Test("install says what it wrote and ran, and uninstall what it removed")
    func both() async throws {
        try await with { desk, folder async throws in
            let done = await desk.run("install", "--user", "--manager", "systemd")
            let lines = done.out.split(separator: "\n")
            #expect(done.code == 0 && lines[0] == "written \(folder)\(unit)")
            #expect(lines.dropFirst() == ["ran systemctl --user daemon-reload", "ran systemctl --user enable --now upbeat.service"])
            let text = try String(contentsOfFile: folder + unit, encoding: .utf8)
            #expect(text.contains("\nExecStart=/bin/sh run\n") && text.contains("\nEnvironment=UPBEAT_HOME=\(folder)/up\n"))
            #expect(
                await desk.run("install", "--user", "--manager", "systemd", "--no-start").out.hasPrefix("\(folder)\(unit) is as it was\n"))
            let gone = await desk.run("uninstall", "--user", "--manager", "systemd")
            #expect(gone.code == 0 && gone.out.hasPrefix("removed \(folder)\(unit)\nran systemctl --user disable --now upbeat.service\n"))
            #expect(await desk.run("uninstall", "--user", "--manager", "systemd").code == 5)
        }
    }

    @Test("where no manager runs, the commands that remain go to stderr")
    func remaining() async throws {
        try await with(isRunning: false) { desk, folder async throws in
            let done = await desk.run("install", "--user", "--manager", "systemd")
            #expect(done.code == 0 && done.out == "written \(folder)\(unit)\n")
            #expect(done.err.contains("systemd does not run here; what remains to be done:\n  systemctl --user daemon-reload\n"))
            #expect(desk.state.withLock { $0.calls }.isEmpty)
            let root = await desk.run("install", "--system", "--manager", "systemd", "--root", folder, "--account", "alice")
            #expect(
                root.err
                    == "upbeat: what remains to be done for the system in \(folder):\n  systemctl --root=\(folder) enable upbeat.service\n")
        }
    }

    @Test("JSON holds the same")
    func json() async throws {
        try await with { desk, folder async throws in
            let answer = try JSON(parsing: await desk.run("install", "--user", "--manager", "systemd", "--json").out)
            #expect(answer.objectValue?.first?.key == "schema_version" && answer["change"] == "written" && answer["scope"] == "user")
            #expect(answer["file"] == .string(folder + unit) && answer["ran"]?.arrayValue?.count == 2)
            #expect(answer["ran"]?.arrayValue?[0].arrayValue?.first == "systemctl" && answer["remaining"] == .array([]))
        }
    }

    @Test("--print prints the file alone, and touches nothing")
    func printing() async throws {
        try await with(path: "/usr/bin:bin") { desk, folder async throws in
            let shown = await desk.run("install", "--user", "--manager", "systemd", "--print", "--home", "sub")
            #expect(shown.code == 0 && shown.out.hasPrefix("# Written by `upbeat install`"))
            #expect(shown.out.contains("\nEnvironment=UPBEAT_HOME=/home/me/sub\n"))
            #expect(shown.err == "upbeat: warning: the entry \"bin\" of PATH is left out of the service: it is no absolute folder\n")
            let named = await desk.run("install", "--user", "--manager", "systemd", "--print", "--config", "g.json")
            #expect(named.out.contains("\nEnvironment=UPBEAT_CONFIG=/home/me/g.json\n"))
            let agent = await desk.run("install", "--manager", "launchd", "--print")
            #expect(agent.out.hasPrefix("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<!-- Written by `upbeat install`"))
            #expect(try FileManager.default.contentsOfDirectory(atPath: folder).isEmpty)
            #expect(desk.state.withLock { $0.calls }.isEmpty)
        }
    }

    @Test("a manager that says no is an error with its words")
    func refused() async throws {
        try await with(failure: CommandFailure(message: "Failed to connect to bus")) { desk, _ async throws in
            let outcome = await desk.run("install", "--user", "--manager", "systemd")
            #expect(outcome.code == 1 && outcome.out.isEmpty)
            #expect(outcome.err.hasPrefix("upbeat: `systemctl --user daemon-reload` failed: Failed to connect to bus; "))
        }
    }

    @Test(
        "what does not go together is wrong usage",
        arguments: [
            (["--user", "--system"], "exclude each other"), (["--profile", "all"], "'agents' and 'webhooks'"),
            (["--user", "--profile", "webhooks"], "use --system"), (["--root", ""], "--root is empty"),
            (["--user", "--account", "bob"], "--account is for"), (["--user", "--home", "system"], "the machine's folders"),
        ])
    func usage(arguments: [String], words: String) async throws {
        try await with { desk, folder async throws in
            let outcome = await desk.run(["install", "--manager", "systemd"] + arguments)
            #expect(outcome.code == 64 && outcome.err.contains(words) && outcome.out.isEmpty, "\(outcome.err)")
            #expect(try FileManager.default.contentsOfDirectory(atPath: folder).isEmpty)
        }
    }

    @Test(
        "the program is named as it was called, in full",
        arguments: [("sh", "/usr/bin:/bin", true), ("/bin/sh", "", true), ("no-such-program", "/usr/bin", false), ("./sh", "/bin", false)])
    func program(name: String, path: String, isFound: Bool) async throws {
        try await with(program: name, path: path) { desk, _ async throws in
            let outcome = await desk.run("install", "--user", "--manager", "systemd", "--print")
            #expect(outcome.code == (isFound ? 0 : 1))
            #expect(isFound ? outcome.out.contains("/bin/sh run\n") : outcome.err.contains("no program that can be run"))
        }
    }
}

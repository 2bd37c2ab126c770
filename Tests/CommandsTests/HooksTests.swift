import Client
import StrictJSON
import Testing
import WireModel

@testable import Commands

@Suite("upbeat hooks")
struct HooksTests {
    private static let hooks = [
        HookResponse(
            name: "issues", url: "http://127.0.0.1:8765/hooks/issues", verify: "github", header: nil, events: ["issues"], makes: "prompt",
            file: "upbeat.yaml", missingSecrets: [], received: ["accepted": 12, "refused": 1],
            lastReceivedAt: "2026-01-20T07:59:00.000Z"),
        HookResponse(
            name: "paid", url: "http://127.0.0.1:8765/hooks/paid", verify: "standard", header: nil, events: [], makes: "command",
            file: "upbeat.yaml", missingSecrets: ["${env:PAID}"], received: [:], lastReceivedAt: nil),
    ]

    private func daemon(_ hooks: [HookResponse] = hooks) -> FakeDaemon {
        let daemon = FakeDaemon()
        let answer = FakeDaemon.json(HookListResponse(hooks: hooks))
        daemon.set { $0.scripted = [.success(answer)] }
        return daemon
    }

    @Test("shows a table to a person")
    func table() async {
        let outcome = await Desk(daemon(), width: 160, environment: ["NO_COLOR": "1"]).run("hooks")
        let lines = outcome.out.split(separator: "\n").map(String.init)
        #expect(lines.count == 3 && lines[0].hasPrefix("HOOK    URL "))
        #expect(lines[1].contains("http://127.0.0.1:8765/hooks/issues") && lines[1].contains("1m ago"))
        #expect(lines[2].contains("not yet") && lines[2].hasSuffix("${env:PAID} is missing"))
    }

    @Test("gives columns to a program, and JSON on request")
    func plain() async throws {
        let outcome = await Desk(daemon()).run("hooks")
        #expect(
            outcome.out == "issues\thttp://127.0.0.1:8765/hooks/issues\tgithub\tprompt\t12\t1\t2026-01-20T07:59:00.000Z\t\n"
                + "paid\thttp://127.0.0.1:8765/hooks/paid\tstandard\tcommand\t0\t0\t-\t${env:PAID} is missing\n")
        let json = try JSON(parsing: await Desk(daemon()).run("hooks", "--json").out)
        #expect(json["hooks"] == .array(Self.hooks.map(\.json)))
    }

    @Test("says how to declare one where there is none")
    func none() async {
        let outcome = await Desk(daemon([])).run("hooks")
        #expect(outcome.code == 0 && outcome.out.isEmpty && outcome.err.contains("hooks:\n    issues:"))
    }

    @Test("what stands in a file moves no cursor")
    func hostile() async {
        var bad = Self.hooks[1]
        bad.missingSecrets = ["a\u{1B}[2J"]
        bad.verify = "x\u{1B}"
        #expect(await !Desk(daemon([bad])).run("hooks").out.contains("\u{1B}"))
    }
}

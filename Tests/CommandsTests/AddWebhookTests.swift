import Client
import Foundation
import StrictJSON
import Testing
import WireModel

@testable import Commands

@Suite("upbeat add --webhook")
struct AddWebhookTests {
    private func body(_ arguments: String...) async throws -> JSON? {
        let daemon = FakeDaemon()
        let outcome = await Desk(daemon).run(["add"] + arguments)
        #expect(outcome.code == 0, "\(outcome.err)")
        return try daemon.requests.first.map { try JSON(parsing: $0.body) }
    }

    @Test("every flag reaches the daemon by its name")
    func flags() async throws {
        let plain = try await body("--webhook", "https://h/")
        #expect(plain == ["webhook": ["url": "https://h/"]])
        let whole = try await body(
            "--webhook", "https://h/", "--method", "PUT", "--header", "A: b: c", "--header", "X-Y:z", "--payload", "{\"n\": [1]}",
            "--secret",
            "${env:A}", "--secret", "${file:/b}", "--follow-redirects", "2", "--timeout", "5s", "--in", "5m")
        #expect(
            whole == [
                "webhook": [
                    "url": "https://h/", "method": "PUT", "headers": ["A": "b: c", "X-Y": "z"], "payload": ["n": [1]],
                    "secrets": ["${env:A}", "${file:/b}"], "follow_redirects": 2,
                ], "at": "in 5m", "timeout": "5s",
            ])
        let schedule = try await body("--webhook", "https://h/", "--text", "-{{pulse}}", "--every", "5m", "--name", "n")
        #expect(schedule == ["name": "n", "every": "5m", "webhook": ["url": "https://h/", "text": "-{{pulse}}"]])
    }

    @Test("a payload may lie in a file")
    func payloadFile() async throws {
        let file = NSTemporaryDirectory() + "upbeat-payload-\(UUID().uuidString)"
        defer { try? FileManager.default.removeItem(atPath: file) }
        try "[1, 2]\n".write(toFile: file, atomically: true, encoding: .utf8)
        #expect(
            try await body("--webhook", "https://h/", "--payload", "@" + file) == ["webhook": ["url": "https://h/", "payload": [1, 2]]])
    }

    @Test(
        "what does not fit is told before the daemon is asked",
        arguments: [
            (["hello", "--webhook", "https://h/"], "neither a prompt nor a command"),
            (["--command", "--webhook", "https://h/", "--", "ls"], "neither a prompt nor a command"),
            (["hello", "--header", "A: b"], "--header is for a webhook"), (["hello", "--secret", "${env:A}"], "--secret is for a webhook"),
            (["--webhook", "https://h/", "--header", "AB"], "'Name: value'"),
            (["--webhook", "https://h/", "--header", "A:b", "--header", "A:c"], "twice"),
            (["--webhook", "https://h/", "--payload", "hello"], "is no JSON"),
            (["--webhook", "https://h/", "--payload", "@/nowhere/at/all"], "cannot be read"),
        ])
    func refusals(_ arguments: [String], _ words: String) async {
        let daemon = FakeDaemon()
        let outcome = await Desk(daemon).run(["add"] + arguments)
        #expect(outcome.code == 64 && outcome.err.contains(words), "\(outcome.err)")
        #expect(daemon.requests.isEmpty)
    }

    @Test("it is shown with its references as they were written")
    func shown() async {
        var pulse = examplePulse(12)
        pulse.action = .webhook(
            WebhookFields(
                url: "https://h/\u{1B}[2J", method: "PUT", headers: ["Authorization": "Bearer ${env:TOKEN}"], payload: ["a": 1],
                secrets: ["${file:/s}"], followRedirects: 2))
        let outcome = await Desk(FakeDaemon(pulse)).run("show", "12")
        for line in [
            "webhook     PUT https://h/", "headers     Authorization: Bearer ${env:TOKEN}", "payload     {\"a\":1}",
            "signed with ${file:/s}",
            "redirects   at most 2",
        ] { #expect(outcome.out.contains(line), "\(outcome.out)") }
        #expect(!outcome.out.contains("\u{1B}[2J"))
        let list = await Desk(FakeDaemon(pulse)).run("ls")
        #expect(list.out.contains("PUT https://h/"))
    }
}

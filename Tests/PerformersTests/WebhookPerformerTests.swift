import Foundation
import Outbound
import Pulses
import Recurrence
import StrictJSON
import Synchronization
import TestSupport
import Testing

@testable import Performers

/// Real calls to a server on loopback.
@Suite(.timeLimit(.minutes(1))) struct WebhookPerformerTests {
    private let folder = NSTemporaryDirectory() + "upbeat-webhooks-\(UUID().uuidString)"
    private let clock = ManualClock(now: StoreContract.start)

    private func tidy() { try? FileManager.default.removeItem(atPath: folder) }

    private var output: OutputFolder { OutputFolder(path: folder) }

    private func performer(
        _ allowed: [String] = [], open: Set<SecretText.Reference> = [], environment: [String: String] = [:],
        told: @escaping @Sendable (WebhookCall) async -> Void = { _ in }
    ) -> WebhookPerformer {
        let rules = AddressRules(allowing: allowed)
        return WebhookPerformer(
            caller: OutboundCaller(rules: rules, resolver: { _ in [IPAddress("127.0.0.1")].compactMap(\.self) }),
            judge: WebhookJudge(rules: rules, agentSecrets: open), secrets: SecretSource(environment: environment), folder: output,
            clock: clock, told: told
        ) { id in id == ScheduleID(3) ? "nightly" : nil }
    }

    private func run(_ webhook: Webhook, attempt: Int = 1, timeout: Duration = .seconds(10), stop: StopSwitch = StopSwitch()) -> Run {
        var spec = StoreContract.spec()
        spec.action = .webhook(webhook)
        spec.timeout = timeout
        (spec.schedule, spec.nominal) = (ScheduleID(3), StoreContract.start)
        let claim = Claim(
            key: RunKey(pulse: PulseID(7), attempt: attempt), spec: spec, dueAt: StoreContract.start, startedAt: StoreContract.start,
            spent: 0, lost: 0)
        return Run(claim: claim, boot: BootID("boot"), stop: stop) { _ in }
    }

    private func perform(_ webhook: Webhook, _ performer: WebhookPerformer? = nil, attempt: Int = 1) async -> AttemptEnd {
        await (performer ?? self.performer()).perform(webhook, run(webhook, attempt: attempt))
    }

    private func kept(_ stream: OutputStreamName) -> String {
        let part = output.output(of: RunKey(pulse: PulseID(7), attempt: 1), stream: stream, offset: 0, limit: 1 << 20)
        return String(decoding: part?.bytes ?? [], as: UTF8.self)
    }

    private func header(_ name: String, _ request: String) -> String? {
        request.split(separator: "\r\n").first { $0.lowercased().hasPrefix(name + ": ") }.map { String($0.dropFirst(name.count + 2)) }
    }

    private static func status(_ line: String, _ fields: String = "", body: String = "hi") -> String {
        "HTTP/1.1 \(line)\r\n\(fields)Content-Length: \(body.utf8.count)\r\n\r\n\(body)"
    }

    // MARK: what is told

    @Test("each call is told with its status and length, its URL without the values of a query")
    func told() async throws {
        defer { tidy() }
        let calls = Mutex<[WebhookCall]>([])
        let server = try OneAnswerServer(Self.status("200 OK", body: "hello world"))
        defer { server.stop() }
        let teller = performer(environment: ["TOKEN": "t0ken-value"]) { call in calls.withLock { $0.append(call) } }
        let url = "http://hooks.test:\(server.port)/in?token=t0ken-value"
        _ = await perform(Webhook(url: url, headers: ["Authorization": "${env:TOKEN}"]), teller)
        #expect(
            calls.withLock { $0 } == [
                WebhookCall(
                    key: RunKey(pulse: PulseID(7), attempt: 1), schedule: ScheduleID(3),
                    url: "http://hooks.test:\(server.port)/in?***", result: .answered(status: 200, bytes: 11))
            ])
    }

    @Test("a call that brought no answer, was not sent or was stopped is told as failed, without secrets")
    func toldAsFailed() async throws {
        defer { tidy() }
        let calls = Mutex<[WebhookCall]>([])
        let teller = performer { call in calls.withLock { $0.append(call) } }
        let closed = try OneAnswerServer(Self.status("200 OK"))
        let port = closed.port
        closed.stop()
        _ = await perform(Webhook(url: "http://127.0.0.1:\(port)/"), teller)
        _ = await perform(Webhook(url: "http://u:secret@h/"), teller)
        let stop = StopSwitch()
        stop.ask(.cancelled, grace: .zero)
        let webhook = Webhook(url: "http://127.0.0.1:\(port)/")
        _ = await teller.perform(webhook, run(webhook, stop: stop))
        let told = calls.withLock { $0 }
        let whys = told.map { call -> String in if case .failed(let why) = call.result { why } else { "answered" } }
        #expect(told.map(\.url) == ["http://127.0.0.1:\(port)/", "***", "http://127.0.0.1:\(port)/"])
        #expect(whys[0].contains("127.0.0.1") && whys[1].hasPrefix("the webhook was not sent: the URL has a user name"))
        #expect(whys.allSatisfy { !$0.contains("secret@") && !$0.isEmpty && $0 != "answered" }, "\(whys)")
    }

    // MARK: what is sent

    @Test("the event is sent, and what came back is kept where a child's output is")
    func event() async throws {
        defer { tidy() }
        let server = try OneAnswerServer(Self.status("200 OK", "Content-Type: text/plain\r\nSet-Cookie: c\r\n", body: "thanks"))
        defer { server.stop() }
        let end = await perform(Webhook(url: "http://hooks.test:\(server.port)/in"))
        #expect(end.outcome == .succeeded && end.error == nil && end.outputBytes == 6)
        #expect(kept(.output) == "thanks")
        #expect(
            kept(.error) == "POST http://hooks.test:\(server.port)/in at 127.0.0.1\nstatus=200 (6 bytes) OK\n"
                + "content-type: text/plain\ncontent-length: 6\n")
        let heard = try #require(server.requests.first)
        #expect(header("content-type", heard) == "application/json" && header("user-agent", heard) == "upbeat")
        let body = try JSON(parsing: Array((heard.components(separatedBy: "\r\n\r\n").last ?? "").utf8))
        let start = StoreContract.start.description
        #expect(
            body == [
                "type": "wakeup.fired", "timestamp": .string(start),
                "data": [
                    "pulse": 7, "attempt": 1, "schedule": "nightly", "scheduled_at": .string(start), "nominal_at": .string(start),
                ],
            ])
    }

    @Test("a payload is sent as JSON, a template filled in, a GET without a body")
    func bodies() async throws {
        defer { tidy() }
        let server = try OneAnswerServer(Self.status("204 No Content", body: ""))
        defer { server.stop() }
        let url = "http://hooks.test:\(server.port)/"
        _ = await perform(Webhook(url: url, body: .json(["a": [1, "{{pulse}}"]])))
        _ = await perform(
            Webhook(url: url, headers: ["content-type": "text/x"], body: .text(try TextTemplate("{{pulse}}/{{attempt}} {{schedule}}"))),
            attempt: 2)
        _ = await perform(Webhook(url: url, method: "GET"))
        let bodies = server.requests.map { $0.components(separatedBy: "\r\n\r\n").last ?? "" }
        #expect(bodies == [#"{"a":[1,"{{pulse}}"]}"#, "7/2 nightly", ""])
        #expect(header("content-type", server.requests[1]) == "text/x")
        #expect(server.requests[2].hasPrefix("GET / ") && header("content-type", server.requests[2]) == nil)
    }

    @Test("every attempt of a pulse has one id and is signed with each secret anew; references are resolved at the call")
    func signing() async throws {
        defer { tidy() }
        let server = try OneAnswerServer(Self.status("200 OK"))
        defer { server.stop() }
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        let file = folder + "/secret"
        try "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw\n".write(toFile: file, atomically: true, encoding: .utf8)
        let webhook = Webhook(
            url: "http://hooks.test:\(server.port)/", headers: ["Authorization": "Bearer ${env:TOKEN}"], body: .text(try TextTemplate("x")),
            secrets: ["${file:\(file)}", "${env:OLD}"])
        let performer = performer(environment: ["TOKEN": "t0ken-value", "OLD": "raw old"])
        #expect(await perform(webhook, performer).outcome == .succeeded)
        clock.advance(by: .seconds(90))
        try "other\n".write(toFile: file, atomically: true, encoding: .utf8)
        #expect(await perform(webhook, performer, attempt: 2).outcome == .succeeded)
        let (first, second) = (server.requests[0], server.requests[1])
        let id = "msg_7_\(String(StoreContract.start.milliseconds, radix: 16))"
        #expect(header("webhook-id", first) == id && header("webhook-id", second) == id)
        let seconds = StoreContract.start.seconds
        #expect(header("webhook-timestamp", first) == "\(seconds)" && header("webhook-timestamp", second) == "\(seconds + 90)")
        func signature(_ secret: String, _ time: Int64) -> String {
            StandardWebhook.signature(id: id, timestamp: time, body: Array("x".utf8), keys: [StandardWebhook.key(of: secret) ?? []])
        }
        #expect(
            header("webhook-signature", first)
                == signature("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw", seconds) + " " + signature("raw old", seconds))
        #expect(header("webhook-signature", second) == signature("other", seconds + 90) + " " + signature("raw old", seconds + 90))
        #expect(header("authorization", first) == "Bearer t0ken-value")
    }

    @Test("a server that sends secrets back does not get them kept or told")
    func echoedSecrets() async throws {
        defer { tidy() }
        let server = try OneAnswerServer(
            Self.status("500 Broken", "Server: t0ken-value\r\n", body: "you said Bearer t0ken-value and raw old"))
        defer { server.stop() }
        let webhook = Webhook(
            url: "http://hooks.test:\(server.port)/", headers: ["Authorization": "Bearer ${env:TOKEN}"], secrets: ["${env:OLD}"])
        let end = await perform(webhook, performer(environment: ["TOKEN": "t0ken-value", "OLD": "raw old"]))
        #expect(kept(.output) == "you said Bearer *** and ***")
        #expect(kept(.error).contains("server: ***"))
        #expect(end.error == "http://hooks.test:\(server.port) answered 500 Internal Server Error: you said Bearer *** and ***")
    }

    @Test("a secret that is not to be had is a failure for good that names its reference, and nobody is called")
    func missingSecrets() async throws {
        defer { tidy() }
        let server = try OneAnswerServer(Self.status("200 OK"))
        defer { server.stop() }
        let url = "http://hooks.test:\(server.port)/"
        let performer = performer(environment: ["LINES": "a\r\nX: b", "BAD": "whsec_?"])
        for (webhook, words) in [
            (Webhook(url: url, headers: ["A": "x ${env:NONE}"]), "${env:NONE} is not set in the daemon's environment"),
            (Webhook(url: url, secrets: ["${file:/nowhere/at/all}"]), "${file:/nowhere/at/all} cannot be read: No such file or directory"),
            (Webhook(url: url, headers: ["A": "${env:LINES}"]), "the secret in the header A holds a line end or another control character"),
            (Webhook(url: url, secrets: ["${env:BAD}"]), "the secret ${env:BAD} begins with whsec_, but what follows is no base64"),
        ] {
            let end = await perform(webhook, performer)
            #expect(end.outcome == .failed && end.isFatal && end.error == "the webhook was not sent: \(words)")
        }
        #expect(server.requests.isEmpty)
    }

    // MARK: how it ends

    @Test(
        "the status decides, and tells what may pass from what does not",
        arguments: [
            (200, nil), (201, nil), (299, nil), (304, true), (400, true), (401, true), (404, true), (409, true), (410, true), (408, false),
            (425, false), (429, false), (500, false), (502, false), (503, false), (599, false), (600, false),
        ] as [(Int, Bool?)])
    func statuses(_ status: Int, _ isFatal: Bool?) async throws {
        defer { tidy() }
        let server = try OneAnswerServer("HTTP/1.1 \(status) Word\r\nContent-Length: 0\r\n\r\n")
        defer { server.stop() }
        let end = await perform(Webhook(url: "http://hooks.test:\(server.port)/"))
        #expect(end.outcome == (isFatal == nil ? .succeeded : .failed) && end.isFatal == (isFatal ?? false))
        #expect((end.pauseReason != nil) == (status == 410))
        if isFatal != nil { #expect(end.error?.hasPrefix("http://hooks.test:\(server.port) answered \(status)") == true) }
    }

    @Test("Retry-After is handed on, in seconds or as a date")
    func retryAfter() async throws {
        defer { tidy() }
        let date = "Thu, 01 Jan 2099 00:00:00 GMT"
        for (text, wait) in [("120", Duration.seconds(120)), (date, .seconds(4_070_908_800 - StoreContract.start.seconds)), ("soon", nil)] {
            let server = try OneAnswerServer(Self.status("429 Slow", "Retry-After: \(text)\r\n"))
            defer { server.stop() }
            let end = await perform(Webhook(url: "http://hooks.test:\(server.port)/"))
            #expect(end.retryAfter == wait && !end.isFatal)
        }
    }

    @Test("a redirect that is not followed is a failure that names where it leads")
    func redirect() async throws {
        defer { tidy() }
        let server = try OneAnswerServer(Self.status("302 Found", "Location: http://169.254.169.254/latest\r\n"))
        defer { server.stop() }
        let url = "http://hooks.test:\(server.port)/"
        let end = await perform(Webhook(url: url))
        #expect(end.isFatal && end.error?.contains("which redirects to http://169.254.169.254/latest; redirects are not followed") == true)
        let followed = await perform(Webhook(url: url, redirects: 3))
        #expect(followed.isFatal && followed.error?.contains("a cloud's metadata address") == true)
    }

    @Test("an agent's webhook reaches no private address and no secret, unless the file allows it")
    func confinement() async throws {
        defer { tidy() }
        let server = try OneAnswerServer(Self.status("200 OK"))
        defer { server.stop() }
        let webhook = Webhook(url: "http://hooks.test:\(server.port)/", isConfined: true)
        let refused = await perform(webhook)
        #expect(refused.isFatal && refused.error?.contains("hooks.test is at 127.0.0.1, which is a loopback address") == true)
        #expect(await perform(webhook, performer(["hooks.test"])).outcome == .succeeded)
        #expect(await perform(webhook, performer(["127.0.0.0/8"])).outcome == .succeeded)
        var secret = webhook
        secret.headers = ["A": "${env:KEY}"]
        let environment = ["KEY": "value"]
        let closed = await perform(secret, performer(["127.0.0.1"], environment: environment))
        #expect(closed.isFatal && closed.error?.contains("${env:KEY}, which is not open to agents") == true)
        #expect(closed.error?.contains("value") == false)
        #expect(await perform(secret, performer(["127.0.0.1"], open: [.variable("KEY")], environment: environment)).outcome == .succeeded)
        #expect(server.requests.count == 3)
    }

    @Test("what is wrong with a webhook is said when it is made")
    func judging() throws {
        let judge = WebhookJudge(rules: AddressRules())
        func says(_ webhook: Webhook, _ path: [String], _ words: String) -> Bool {
            let faults = judge.faults(of: webhook)
            return faults.count == 1 && faults[0].path == path && faults[0].sentence.hasPrefix(words)
        }
        #expect(judge.faults(of: Webhook(url: "https://h/", headers: ["A": "${env:B}"], secrets: ["${file:~/x}"])).isEmpty)
        #expect(judge.faults(of: Webhook(url: "http://127.0.0.1/")).isEmpty)
        #expect(says(Webhook(url: "http://127.0.0.1/", isConfined: true), ["url"], "cannot be used: 127.0.0.1 is a loopback address"))
        #expect(says(Webhook(url: "http://169.254.169.254/"), ["url"], "cannot be used: 169.254.169.254 is a cloud's metadata address"))
        #expect(says(Webhook(url: "http://a:b@example.com/"), ["url"], "has a user name or password"))
        #expect(says(Webhook(url: "https://h/", secrets: ["whsec_abc"]), ["secrets", "0"], "is no reference; a secret is never stored"))
        #expect(says(Webhook(url: "https://h/", secrets: ["x${env:A}"]), ["secrets", "0"], "is no reference; a secret is never stored"))
        #expect(says(Webhook(url: "https://h/", headers: ["A": "${evn:B}"]), ["headers", "A"], "has ${evn:B}, which is no reference"))
        let closed = Webhook(url: "https://h/", headers: ["A": "${env:B}"], isConfined: true)
        #expect(says(closed, ["headers", "A"], "uses ${env:B}, which is not open to agents"))
    }

    @Test("a server that stalls ends the attempt with its timeout, and may be tried again")
    func timeout() async throws {
        defer { tidy() }
        let server = try OneAnswerServer(nil)
        defer { server.stop() }
        let webhook = Webhook(url: "http://hooks.test:\(server.port)/")
        let end = await performer().perform(webhook, run(webhook, timeout: .milliseconds(200)))
        #expect(end.outcome == .timedOut && !end.isFatal && end.error?.hasPrefix("no answer within 0.2 s") == true)
    }

    @Test("a stop ends a call that is under way, and one that has not begun", arguments: [StopReason.cancelled, .shutdown])
    func stopping(_ reason: StopReason) async throws {
        defer { tidy() }
        let server = try OneAnswerServer(nil)
        defer { server.stop() }
        let (stop, webhook, performer) = (StopSwitch(), Webhook(url: "http://hooks.test:\(server.port)/"), performer())
        let run = run(webhook, timeout: .seconds(3600), stop: stop)
        async let end = performer.perform(webhook, run)
        while server.requests.isEmpty {
            try Task.checkCancellation()
            await Task.yield()
        }
        stop.ask(reason, grace: .seconds(5))
        #expect(await end.outcome == .cancelled)
        #expect(await performer.perform(webhook, run).stopped == reason)
        #expect(server.requests.count == 1)
    }
}

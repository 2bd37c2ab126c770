import ControlPlane
import Pulses
import Recurrence
import StrictJSON
import TestSupport
import Testing

@Suite struct WebhookRequestTests {
    let house = House()

    private func make(_ webhook: WebhookRequest, by caller: Caller = House.local) async throws -> Pulse {
        try await house.plane.schedule(PulseRequest(webhook: webhook), by: caller).pulse
    }

    private func errors(_ request: PulseRequest) async -> [FieldError] {
        do {
            _ = try await house.plane.schedule(request, by: House.local)
            return []
        } catch RequestError.invalid(let errors) {
            return errors
        } catch {
            return [FieldError("?", "\(error)")]
        }
    }

    private func webhook(_ pulse: Pulse) -> Webhook? { if case .webhook(let webhook) = pulse.spec.action { webhook } else { nil } }

    @Test func aWebhookIsKeptAsItWasAsked() async throws {
        let wish = WebhookRequest(
            url: "https://example.com/x", method: "put", headers: ["A": "${env:T}"], text: "{{pulse}}", secrets: ["${env:S}"], redirects: 2)
        let pulse = try await make(wish)
        #expect(
            webhook(pulse)
                == Webhook(
                    url: "https://example.com/x", method: "PUT", headers: ["A": "${env:T}"], body: .text(try TextTemplate("{{pulse}}")),
                    secrets: ["${env:S}"], redirects: 2))
        #expect(pulse.spec.timeout == .seconds(30))
        let other = try await house.plane.schedule(PulseRequest(webhook: wish, timeout: "5s"), by: House.local).pulse
        #expect(other.spec.timeout == .seconds(5))
    }

    static let many = Dictionary(uniqueKeysWithValues: (0..<51).map { ("X-\($0)", "") })

    @Test(
        arguments: [
            (PulseRequest(prompt: "a", webhook: WebhookRequest(url: "u")), "/webhook", "neither prompt nor command"),
            (PulseRequest(command: ["a"], webhook: WebhookRequest(url: "u")), "/webhook", "neither prompt nor command"),
            (PulseRequest(webhook: WebhookRequest(url: "u"), session: "s"), "/session", "no meaning for a webhook"),
            (PulseRequest(webhook: WebhookRequest(url: "u"), directory: "/x"), "/cwd", "no meaning for a webhook"),
            (PulseRequest(webhook: WebhookRequest(url: "u"), environment: ["A": "1"]), "/env", "no meaning for a webhook"),
            (PulseRequest(webhook: WebhookRequest(url: "u", method: "TRACE")), "/webhook/method", "there are POST, GET"),
            (PulseRequest(webhook: WebhookRequest(url: "u", headers: ["A B": ""])), "/webhook/headers/A B", "no name of a header"),
            (PulseRequest(webhook: WebhookRequest(url: "u", headers: ["": ""])), "/webhook/headers/", "no name of a header"),
            (PulseRequest(webhook: WebhookRequest(url: "u", headers: ["Host": "x"])), "/webhook/headers/Host", "set by Upbeat"),
            (PulseRequest(webhook: WebhookRequest(url: "u", headers: ["Webhook-Id": "x"])), "/webhook/headers/Webhook-Id", "set by Upbeat"),
            (PulseRequest(webhook: WebhookRequest(url: "u", headers: ["A": "", "a": ""])), "/webhook/headers/a", "twice"),
            (PulseRequest(webhook: WebhookRequest(url: "u", headers: ["A": "x\r\nB: y"])), "/webhook/headers/A", "control character"),
            (
                PulseRequest(webhook: WebhookRequest(url: "u", headers: ["A": String(repeating: "x", count: 4097)])), "/webhook/headers/A",
                "4097"
            ),
            (PulseRequest(webhook: WebhookRequest(url: "u", headers: many)), "/webhook/headers", "51 elements"),
            (PulseRequest(webhook: WebhookRequest(url: "u", payload: 1, text: "x")), "/webhook/payload", "both there"),
            (PulseRequest(webhook: WebhookRequest(url: "u", method: "GET", payload: 1)), "/webhook/payload", "POST, PUT and PATCH"),
            (PulseRequest(webhook: WebhookRequest(url: "u", text: "{{nope}}")), "/webhook/text", "there are {{pulse}}"),
            (
                PulseRequest(webhook: WebhookRequest(url: "u", text: String(repeating: "x", count: (256 << 10) + 1))), "/webhook/text",
                "262144"
            ),
            (
                PulseRequest(webhook: WebhookRequest(url: "u", secrets: Array(repeating: "${env:A}", count: 6))), "/webhook/secrets",
                "6 elements"
            ),
            (PulseRequest(webhook: WebhookRequest(url: "u", redirects: 11)), "/webhook/follow_redirects", "0 to 10"),
            (PulseRequest(webhook: WebhookRequest(url: "u", redirects: -1)), "/webhook/follow_redirects", "0 to 10"),
        ] as [(PulseRequest, String, String)])
    func whatIsWrongIsNamed(_ request: PulseRequest, _ pointer: String, _ words: String) async {
        let errors = await errors(request)
        #expect(errors.map(\.pointer) == [pointer])
        #expect(errors.first?.detail.contains(words) == true, "\(errors)")
    }

    @Test func whatTheCallersHaveAgainstItIsToldAtItsField() async throws {
        var house = House()
        house.plane.webhookFaults = { webhook in
            webhook.isConfined ? [WebhookFault(["headers", "A"], "is closed")] : []
        }
        let bot = try await house.agent("bot")
        let wish = PulseRequest(webhook: WebhookRequest(url: "u"))
        _ = try await house.plane.schedule(wish, by: House.local)
        do {
            _ = try await house.plane.schedule(wish, by: bot)
            Issue.record("it was taken")
        } catch {
            #expect(error == .invalid([FieldError("/webhook/headers/A", "webhook headers A is closed")]))
        }
    }

    @Test func whatAnAgentMakesIsConfinedAndWhatAPersonMakesForItIsNot() async throws {
        let (bot, boss) = (try await house.agent("bot"), try await house.agent("boss", scope: .admin))
        let wish = WebhookRequest(url: "u")
        #expect(try await webhook(make(wish))?.isConfined == false)
        #expect(try await webhook(make(wish, by: boss))?.isConfined == false)
        #expect(try await webhook(make(wish, by: bot))?.isConfined == true)
        let run = Caller(.local, run: RunKey(pulse: try await make(wish, by: bot).id, attempt: 1))
        #expect(try await webhook(make(wish, by: run))?.isConfined == true)
        let gift = try await house.plane.schedule(PulseRequest(webhook: wish, agent: "bot"), by: House.local).pulse
        #expect(gift.spec.owner == "bot" && webhook(gift)?.isConfined == false)
    }

    private func scheduled(_ view: ScheduleView) -> Webhook? {
        if case .webhook(let webhook) = view.schedule.spec.template.action { webhook } else { nil }
    }

    @Test func aChangeAroundAWebhookLeavesItWhoseItWas() async throws {
        let bot = try await house.agent("bot")
        var wish = ScheduleRequest.hello("hook", every: "1h")
        wish.pulse.prompt = .keep
        wish.pulse.webhook = .set(WebhookRequest(url: "u", redirects: 1))
        #expect(scheduled(try await house.make(wish, by: bot))?.isConfined == true)
        var tags = ScheduleRequest()
        tags.pulse.tags = .set(["t"])
        #expect(scheduled(try await house.plane.changeSchedule("hook", tags, by: House.local))?.isConfined == true)
        let theirs = wish.with { request in
            request.name = .set("gift")
            request.agent = .set("bot")
        }
        try await house.make(theirs)
        #expect(scheduled(try await house.plane.changeSchedule("gift", tags, by: bot))?.isConfined == false)
        var url = ScheduleRequest()
        url.pulse.webhook = .set(WebhookRequest(url: "v"))
        let changed = try await house.plane.changeSchedule("hook", url, by: House.local)
        #expect(scheduled(changed) == Webhook(url: "v"))
        #expect(scheduled(try await house.plane.changeSchedule("hook", url, by: bot))?.isConfined == true)
    }

    @Test func aNewKindOfActionBeginsWithoutTheOldOnesSurroundings() async throws {
        var wish = ScheduleRequest.hello("kind", every: "1h")
        wish.pulse.directory = .set("/x")
        wish.pulse.environment = .set(["A": "1"])
        wish.pulse.tags = .set(["t"])
        try await house.make(wish)
        var hook = ScheduleRequest()
        hook.pulse.webhook = .set(WebhookRequest(url: "u"))
        let call = try await house.plane.changeSchedule("kind", hook, by: House.local).schedule.spec.template
        #expect(call.action == .webhook(Webhook(url: "u")) && call.timeout == .seconds(30))
        #expect(call.directory == nil && call.environment.isEmpty && call.tags == ["t"])
        var prompt = ScheduleRequest()
        prompt.pulse.prompt = .set("back")
        let back = try await house.plane.changeSchedule("kind", prompt, by: House.local).schedule.spec.template
        #expect(back.timeout == .seconds(3600))
        if case .prompt(let again) = back.action { #expect(again.text == "back") } else { Issue.record("\(back.action)") }
    }
}

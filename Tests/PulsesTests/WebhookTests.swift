import Pulses
import Recurrence
import StrictJSON
import Testing

@Suite struct WebhookTests {
    private func survives(_ webhook: Webhook) throws -> Bool {
        var spec = PulseSpec(
            action: .webhook(webhook), scheduledAt: Instant(seconds: 1), createdBy: "person", door: .http, createdAt: Instant(seconds: 1))
        spec.timeout = Webhook.timeout
        let document = try JSON(parsing: spec.stored)
        let read = PulseSpec(document: document, scheduledAt: spec.scheduledAt, createdAt: spec.createdAt, priority: .normal, key: nil)
        return read == spec
    }

    @Test("a webhook is read as it was stored, references as they were written")
    func stored() throws {
        #expect(try survives(Webhook(url: "https://example.com/")))
        #expect(try survives(Webhook(url: "u", body: .json(["a": [1, nil, "ü"]]))))
        #expect(try survives(Webhook(url: "u", body: .json(nil))))
        #expect(
            try survives(
                Webhook(
                    url: "http://h:1/p?q", method: "PUT", headers: ["A": "${env:X}", "B": ""],
                    body: .text(TextTemplate("n {{pulse}} {{attempt}}")), secrets: ["${file:/a}", "${env:B}"], redirects: 3,
                    isConfined: true)))
    }

    @Test(
        "what is not whole is not read",
        arguments: [
            "{}", #"{"url":"u"}"#, #"{"url":1,"method":"POST"}"#, #"{"url":"u","method":"POST","headers":{"A":1}}"#,
            #"{"url":"u","method":"POST","text":"{{nope}}"}"#, #"{"url":"u","method":"POST","secrets":[1]}"#,
            #"{"url":"u","method":"POST","confined":"no"}"#, #"{"url":"u","method":"POST","later":1}"#, "[]",
        ])
    func unreadable(_ text: String) throws { #expect(Webhook(document: try JSON(parsing: Array(text.utf8))) == nil) }

    @Test("placeholders are filled in, and all else stays as it is")
    func template() throws {
        let template = try TextTemplate("{ {{pulse}}{{attempt}} } {{schedule}}}} {{nominal_at}}/{{scheduled_at}}")
        #expect(template.filled { "<\($0.rawValue)>" } == "{ <pulse><attempt> } <schedule>}} <nominal_at>/<scheduled_at>")
    }

    @Test(
        "a placeholder that does not exist is an error that names those that do",
        arguments: ["{{", "{{pulse", "{{pulse }}", "{{Pulse}}", "{{}}", "{{{pulse}}}", "{{env:SECRET}}", "a {{pulse}} {{name}}"])
    func unknownPlaceholder(_ text: String) {
        #expect { try TextTemplate(text) } throws: { "\($0)".contains("{{scheduled_at}}") }
    }
}

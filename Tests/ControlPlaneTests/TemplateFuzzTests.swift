import Pulses
import StrictJSON
import TestSupport
import Testing

@testable import ControlPlane

/// Whatever somebody writes as a template is taken or refused, and what is taken can be filled in.
@Suite struct TemplateFuzzTests {
    private static let pieces = [
        "{{", "}}", "{{{", "}}}", "{", "}", "#", "^", "/", "!", "&", ">", "<", "$", "=", "%", "*", "(", ")", ".", "-", "a", "l", "b.c", " ",
        "\t", "\n", "\r\n", "\u{301}", "ü", "{{a}}", "{{#l}}", "{{/l}}", "{{^a}}", "{{/a}}", "{{.}}", "{{#a}}", "{{! x }}", "\u{0}",
    ]

    @Test func nothingCrashes() throws {
        var random = SeededGenerator(seed: 8)
        let body = try JSON(parsing: #"{"a": {"b": 1}, "l": [1, {"a": "x"}, []], "b": {"c": "{{a}}"}}"#)
        var taken = 0
        for _ in 0..<20_000 {
            let text = (0..<Int.random(in: 1...12, using: &random)).map { _ in Self.pieces.randomElement(using: &random) ?? "" }.joined()
            guard let template = try? HookTemplate(text) else { continue }
            let filled = try template.filled(TemplateValues(body, facts: []))
            if !text.contains("{{") { #expect(filled == text) }
            taken += 1
        }
        #expect(taken > 1000)
    }
}

import ControlPlane
import Foundation
import Pulses
import Testing

@testable import Daemon

@Suite struct HookSettingsTests {
    private func settings(_ yaml: String, _ environment: [String: String] = [:]) throws -> Settings {
        try TemporaryHome.with { temporary in
            try temporary.write("upbeat.yaml", yaml)
            return try temporary.settings(environment: environment)
        }
    }

    private static let hooks = """
        agents: {bot: {scope: schedule}}
        pools: {llm: 1}
        hooks:
          issues:
            verify:
              github: {secret: ["${env:NEW}", "${env:OLD}"], events: [issues, issue_comment]}
            when: {action: [opened, reopened], repository.private: false}
            prompt: "Look at {{issue.number}}"
            key: "issue-{{issue.number}}"
            on_key: replace
            tags: [issue, "{{repository.name}}"]
            agent: bot
            pool: llm
            priority: high
          paid:
            verify: {standard: "${file:/run/secret}"}
            command: [./paid.sh, "{{data.id}}"]
            env: {AMOUNT: "{{data.amount}}"}
          build:
            verify: {token: {secret: "${env:T}", header: X-Gitlab-Token}}
            tags: [ci]
            steps:
              fetch: {command: [./fetch.sh, "{{ref}}"]}
              tell: {prompt: "what is new in {{ref}}?", after: fetch}
        """

    @Test func hooksAreReadAsTheyStand() throws {
        let settings = try settings(Self.hooks)
        #expect(settings.refusedHooks.isEmpty && settings.refused.isEmpty)
        #expect(settings.hooks.map(\.words) == ["github -> prompt", "standard -> command", "token -> pipeline"])
        let issues = settings.hooks[0].hook
        #expect(issues.proof == .github(secrets: ["${env:NEW}", "${env:OLD}"]) && issues.events == ["issues", "issue_comment"])
        #expect(issues.conditions.map(\.field) == ["action", "repository.private"])
        #expect(issues.conditions.map(\.values) == [["opened", "reopened"], ["false"]])
        guard case .pulse(let wish) = issues.makes else { return #expect(Bool(false)) }
        #expect(wish.key == "issue-{{issue.number}}" && wish.onKey == "replace" && wish.agent == "bot" && wish.pools == ["llm"])
        #expect(wish.at == "now" && wish.priority == "high" && wish.tags == ["issue", "{{repository.name}}"])
        #expect(settings.hooks[2].hook.proof == .token(secrets: ["${env:T}"], header: "X-Gitlab-Token"))
        guard case .pipeline(let pipeline) = settings.hooks[2].hook.makes else { return #expect(Bool(false)) }
        #expect(pipeline.name == "build" && pipeline.steps.map(\.name) == ["fetch", "tell"] && pipeline.tags == ["ci"])
    }

    private static let right = "verify: {token: \"${env:T}\"}"

    @Test(
        "what is wrong with one hook is told with file, line and key, and concerns that one alone",
        arguments: [
            ("prompt: x", "upbeat.yaml:2: hooks.bad.verify: expected one of standard, github and token, with the secret"),
            ("\(right)\n    promt: x", "upbeat.yaml:4: hooks.bad.promt: expected a known key; did you mean prompt?"),
            ("\(right)", "upbeat.yaml:2: hooks.bad.prompt: prompt is missing; give prompt, command or webhook"),
            ("\(right)\n    prompt: x\n    command: [a]", "upbeat.yaml:4: hooks.bad.prompt: prompt and command are both there"),
            ("verify: {tokens: \"${env:T}\"}\n    prompt: x", "hooks.bad.verify.tokens: expected a known key; did you mean token?"),
            ("verify: {token: \"${env:T}\", github: \"${env:T}\"}\n    prompt: x", "got github and token"),
            ("verify: {token: {header: X-T}}\n    prompt: x", "upbeat.yaml:3: hooks.bad.verify.token: expected a map with secret"),
            ("verify: {token: {secret: \"${env:T}\", header: \"no good\"}}\n    prompt: x", "expected the name of a header"),
            (
                "verify: {standard: {secret: \"${env:T}\", events: [a]}}\n    prompt: x",
                "hooks.bad.verify.standard.events: expected a known key"
            ),
            ("\(right)\n    prompt: \"{{#a}}x\"", "upbeat.yaml:4: hooks.bad.prompt: prompt has a {{#a}} without its {{/a}}"),
            ("\(right)\n    prompt: \"{{a}\"", "prompt has a {{ without its }}, in line 1"),
            ("\(right)\n    prompt: \"{{> other}}\"", "prompt has {{> other}}, which is no value"),
            ("\(right)\n    prompt: \"{{=<% %>=}}\"", "which is no value"),
            ("\(right)\n    prompt: \"{{% CONTENT_TYPE: HTML}}\"", "which is no value"),
            ("\(right)\n    prompt: \"{{uppercased(a)}}\"", "which is no value"),
            ("\(right)\n    prompt: \"{{#a}}{{/b}}\"", "has a {{/b}} where {{/a}} has to come first"),
            ("\(right)\n    prompt: \"\(String(repeating: "{{#a}}", count: 17))\"", "has sections more than 16 deep"),
            ("\(right)\n    prompt: x\n    tags: [\"{{a..b}}\"]", "upbeat.yaml:5: hooks.bad.tags: tags 0 has {{a..b}}"),
            ("\(right)\n    command: [\"{{a}}\"]", "command 0 is the program, which cannot come from outside"),
            ("\(right)\n    command: [/bin/bash, -ec, \"echo {{a}}\"]", "command 2 is read by a shell"),
            ("\(right)\n    command: [sh, \"{{a}}\"]", "command 1 is read by a shell"),
            ("\(right)\n    command: [bash, -o, pipefail, -c, \"{{a}}\"]", "command 4 is read by a shell"),
            ("\(right)\n    prompt: x\n    runner: codx", "hooks.bad.runner: runner \"codx\" is not known"),
            ("\(right)\n    prompt: x\n    pool: nowhere", "upbeat.yaml:5: hooks.bad.pools:"),
            ("\(right)\n    prompt: x\n    agent: nobody", "hooks.bad.agent: agent \"nobody\" is not declared"),
            ("\(right)\n    prompt: x\n    on_key: keep", "on_key says what becomes of a key, and there is none"),
            ("\(right)\n    prompt: x\n    at: someday", "upbeat.yaml:5: hooks.bad.at:"),
            ("\(right)\n    prompt: x\n    timeout: 0s", "hooks.bad.timeout:"),
            ("\(right)\n    prompt: x\n    when: [a]", "hooks.bad.when: expected names of fields"),
            ("\(right)\n    prompt: x\n    steps: {a: {prompt: x}}", "hooks.bad.prompt: expected it below one of the steps"),
            ("\(right)\n    steps: {a: {prompt: x, after: b}}", "upbeat.yaml:4: hooks.bad.steps.a.after:"),
            ("\(right)\n    steps: {a: {prompt: x, after: b}, b: {prompt: x, after: a}}", "wait for each other"),
            ("\(right)\n    steps: {a: {prompt: \"{{x\"}}", "hooks.bad.steps.a.prompt: step a: prompt has a {{ without its }}"),
            ("- list", "hooks.bad: expected a map with verify and prompt"),
        ])
    func refusedAlone(_ hook: String, _ sentence: String) throws {
        let yaml = "hooks:\n  bad:\n    \(hook)\n  good:\n    \(Self.right)\n    prompt: y\n"
        let settings = try settings(yaml)
        let said = settings.refusedHooks.flatMap(\.issues).map(\.description)
        #expect(said.contains { $0.contains(sentence) }, "\(said)")
        #expect(said.allSatisfy { $0.hasPrefix("upbeat.yaml:") })
        #expect(settings.hooks.map(\.hook.name) == ["good"])
    }

    @Test(
        "a secret that stands in the file is refused, and never repeated",
        arguments: [
            "verify: hunter2hunter2", "verify: {token: hunter2hunter2}", "verify: {token: [hunter2hunter2]}",
            "verify: {github: {secret: hunter2hunter2}}", "verify: {standard: {secret: {a: hunter2hunter2}}}",
            "verify: [hunter2hunter2]", "verify: {token: \"x${env:T}hunter2hunter2\"}",
        ])
    func secretsAreReferences(_ verify: String) throws {
        let settings = try settings("hooks:\n  bad:\n    \(verify)\n    prompt: x\n")
        let said = settings.refusedHooks.flatMap(\.issues).map(\.description)
        #expect(!said.isEmpty && settings.hooks.isEmpty)
        #expect(said.allSatisfy { !$0.contains("hunter2") }, "\(said)")
    }

    @Test func aNameThatCannotBeUsedAndOneThatIsThereTwiceAreRefused() throws {
        let hook = "{\(Self.right), prompt: x}"
        let settings = try settings("hooks:\n  \"a/b\": \(hook)\n  a: \(hook)\n")
        #expect(settings.hooks.map(\.hook.name) == ["a"] && settings.refusedHooks.map(\.name) == ["a/b"])
        try TemporaryHome.with { temporary in
            try temporary.write("upbeat.yaml", "hooks:\n  a: \(hook)\n")
            try temporary.write("conf.d/more.yaml", "hooks:\n  a: \(hook)\n")
            let both = try temporary.settings()
            #expect(both.hooks.count == 1)
            #expect(both.refusedHooks.first?.issues.first?.description.contains("first at upbeat.yaml:2") == true)
        }
    }

    @Test func missingAndWeakSecretsAreWarnedOf() throws {
        let yaml = "hooks:\n  a: {verify: {token: [\"${env:T}\", \"${env:WEAK}\", \"${env:GOOD}\"]}, prompt: x}\n"
        let warnings = try settings(yaml, ["WEAK": "abc", "GOOD": "a long enough secret"]).warnings.filter { $0.contains("hook") }
        #expect(
            warnings == [
                "the hook a: its secret ${env:T} is not set in the daemon's environment",
                "the hook a: its secret ${env:WEAK} holds 3 bytes and can be guessed; take at least 24",
            ])
    }

    @Test func secretsAreLookedUpAnewEachTime() throws {
        try TemporaryHome.with { temporary in
            let path = try temporary.write("secret", "one\n")
            try temporary.write("upbeat.yaml", "hooks:\n  a: {verify: {token: \"${file:\(path)}\"}, prompt: x}\n")
            let hooks = try temporary.settings().hooksInForce([:])
            #expect(hooks.secret("${file:\(path)}") == "one")
            try temporary.write("secret", "two\n")
            #expect(hooks.secret("${file:\(path)}") == "two")
            #expect(hooks.secret("${env:NOPE}") == nil && hooks.secret("plain") == nil)
        }
    }

    @Test func aReloadNamesWhatChangedAndKeepsWhatCannotBeReadAnyMore() throws {
        func yaml(_ hooks: String...) -> String { "hooks:\n" + hooks.map { "  \($0)\n" }.joined() }
        let hook = "{\(Self.right), prompt: "
        let (old, new) = try TemporaryHome.with { temporary in
            try temporary.write("upbeat.yaml", yaml("same: \(hook)x}", "other: \(hook)x}", "gone: \(hook)x}", "broken: \(hook)x}"))
            let old = try temporary.settings()
            try temporary.write("upbeat.yaml", yaml("same: \(hook)x}", "other: \(hook)y}", "new: \(hook)x}", "broken: {prompt: x}"))
            return (old, try temporary.settings())
        }
        #expect(
            old.changes(to: new).filter { $0.subject == .hook } == [
                Reconfiguration.Change(.hook, "gone", .removed), Reconfiguration.Change(.hook, "new", .added),
                Reconfiguration.Change(.hook, "other", .changed),
            ])
        let kept = new.keeping([], of: old)
        #expect(Set(kept.hooks.map(\.hook.name)) == ["same", "other", "new", "broken"])
    }

    @Test func theExamplesOfThePageAreRight() throws {
        let page = try String(
            contentsOfFile: #filePath.replacing("Tests/DaemonTests/HookSettingsTests.swift", with: "docs/hooks.md"), encoding: .utf8)
        var examples: [String] = []
        var isInside = false
        for line in page.split(separator: "\n", omittingEmptySubsequences: false) {
            if line == "    hooks:" {
                examples.append("")
                isInside = true
            }
            isInside = isInside && line.hasPrefix("    ")
            if isInside { examples[examples.count - 1] += line.dropFirst(4) + "\n" }
        }
        #expect(examples.count >= 4)
        for example in examples {
            let settings = try settings(example)
            #expect(settings.refusedHooks.isEmpty && settings.hooks.count == 1, "\(settings.refusedHooks)")
        }
    }
}

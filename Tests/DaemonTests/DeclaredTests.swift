import ControlPlane
import Foundation
import Pulses
import Recurrence
import StrictJSON
import Testing

@testable import Daemon

struct DeclaredTests {
    private func settings(_ yaml: String) throws -> Settings {
        try TemporaryHome.with { temporary in
            try temporary.write("upbeat.yaml", yaml)
            return try temporary.settings()
        }
    }

    private func refusals(_ schedule: String) throws -> [String] {
        try settings("schedules:\n  tick:\n    \(schedule)\n").refused.flatMap(\.issues).map(\.description)
    }

    @Test func aDeclaredScheduleBecomesARequest() throws {
        let settings = try settings(
            """
            zone: Europe/Berlin
            agents:
              bot: {scope: schedule}
            schedules:
              mail:
                cron: "0 9 * * 1-5"
                prompt: |
                  summarise my mail
                jitter: 30s
                active: mon-fri 08:00-18:00
                quiet: ["12:00-13:00", "sat 00:00-24:00"]
                max_runs: 9
                sticky_notes: be brief
                env: {A: "1"}
                start: 2026-01-20T09:00
                agent: bot
              health:
                every: 15m
                command: ./check.sh --all
                after_completion: true
            """)
        #expect(settings.refused.isEmpty && settings.schedules.map(\.name) == ["mail", "health"])
        let mail = try #require(settings.schedules.first)
        #expect(mail.words.hasPrefix("At 09:00, Monday to Friday; from 2026-01-20T09:00:00+01:00 on; only Monday to Friday"))
        #expect(mail.request.pulse.prompt == .set("summarise my mail\n") && mail.request.jitter == .set("30s"))
        #expect(mail.request.active == .set(["mon-fri 08:00-18:00"]) && mail.request.quiet.value?.count == 2)
        #expect(mail.request.maxRuns == .set(9) && mail.request.pulse.notes == .set(["be brief"]))
        #expect(mail.request.pulse.environment == .set(["A": "1"]) && mail.request.agent == .set("bot"))
        #expect(mail.request.every == .keep && mail.origin == .file("upbeat.yaml", line: 5) && mail.path.hasSuffix("/upbeat.yaml"))
        #expect(settings.schedules[1].request.pulse.command == .set(["./check.sh", "--all"]))
        #expect(settings.schedules[1].words == "Always 15 minutes after a run has ended")
    }

    @Test("a webhook is a URL, or a map with one; its payload is any JSON")
    func aDeclaredWebhook() throws {
        let settings = try settings(
            """
            webhooks: {allow: [10.0.0.0/8, intern.example], agent_secrets: ["${env:HOOK}"]}
            schedules:
              plain: {every: 5m, webhook: "https://example.com/a"}
              whole:
                every: 5m
                timeout: 5s
                webhook:
                  url: https://example.com/b
                  method: PUT
                  headers: {Authorization: "Bearer ${file:~/token}"}
                  secrets: ["${env:NEW}", "${env:OLD}"]
                  follow_redirects: 2
                  payload: {a: 1, b: "1", c: [true, yes, null, 1.5, "x"], d: {e: text}}
              text: {every: 5m, webhook: {url: "http://127.0.0.1:8080/", text: "n {{pulse}}"}}
            """)
        #expect(settings.refused.map(\.issues) == [])
        #expect(settings.webhooks == Settings.Webhooks(allowed: ["10.0.0.0/8", "intern.example"], agentSecrets: ["${env:HOOK}"]))
        let requests = settings.schedules.map(\.request.pulse.webhook)
        #expect(requests[0] == .set(WebhookRequest(url: "https://example.com/a")))
        #expect(
            requests[1]
                == .set(
                    WebhookRequest(
                        url: "https://example.com/b", method: "PUT", headers: ["Authorization": "Bearer ${file:~/token}"],
                        payload: ["a": 1, "b": "1", "c": [true, "yes", nil, .number(1.5), "x"], "d": ["e": "text"]],
                        secrets: ["${env:NEW}", "${env:OLD}"], redirects: 2)))
        #expect(requests[2].value?.text == "n {{pulse}}")
    }

    @Test(
        "a bad webhook is named with its line and what is wrong",
        arguments: [
            ("{every: 5m, webhook: {}}", "schedules.tick.webhook: expected a URL, or a map with url"),
            ("{every: 5m, webhook: [a]}", "schedules.tick.webhook: expected a URL, or a map with url, got a list"),
            ("{every: 5m, webhook: {url: u, nope: 1}}", "schedules.tick.webhook.nope: expected a known key"),
            ("{every: 5m, webhook: \"ftp://h/\"}", "schedules.tick.webhook: webhook url begins with neither https:// nor http://"),
            ("{every: 5m, webhook: \"http://169.254.169.254/\"}", "schedules.tick.webhook: webhook url cannot be used: 169.254.169.254 is"),
            ("{every: 5m, webhook: {url: \"https://h/\", secrets: abc}}", "webhook secrets 0 is no reference"),
            ("{every: 5m, webhook: {url: \"https://h/\", text: \"{{x}}\"}}", "webhook text has a placeholder that does not exist: {{x}}"),
            ("{every: 5m, prompt: a, webhook: \"https://h/\"}", "webhook goes with neither prompt nor command"),
        ])
    func aBadWebhook(_ schedule: String, _ words: String) throws {
        let said = try settings("schedules:\n  tick: \(schedule)\n").refused.flatMap(\.issues).map(\.description)
        #expect(said.count == 1 && said.first?.hasPrefix("upbeat.yaml:2: ") == true && said.first?.contains(words) == true, "\(said)")
    }

    @Test(
        "what webhooks may call is read strictly",
        arguments: [
            ("allow: 10.0.0.1/8", "upbeat.yaml:1: webhooks.allow: expected addresses, blocks such as 10.0.0.0/8, and host names"),
            ("allow: [\"http://h/\"]", "upbeat.yaml:1: webhooks.allow: expected addresses"),
            ("agent_secrets: [SECRET]", "upbeat.yaml:1: webhooks.agent_secrets: expected references such as ${env:NAME}"),
            ("agent_secrets: [\"x${env:A}\"]", "upbeat.yaml:1: webhooks.agent_secrets: expected references"),
        ])
    func badWebhookSettings(_ line: String, _ words: String) throws {
        try TemporaryHome.with { temporary in
            try temporary.write("upbeat.yaml", "webhooks: {\(line)}\n")
            let said = temporary.issues().map(\.description)
            #expect(said.count == 1 && said.first?.hasPrefix(words) == true, "\(said)")
        }
    }

    @Test(
        "a bad schedule is named with file, line, key and what is meant",
        arguments: [
            (
                "cron: \"*/90 * * * *\"\n    prompt: x",
                "upbeat.yaml:3: schedules.tick.cron: minute step 90 is longer than an hour (1-59), so this would run hourly; "
                    + "did you mean `every 90m`?"
            ),
            ("evry: 5m\n    prompt: x", "upbeat.yaml:3: schedules.tick.evry: expected a known key; did you mean every?"),
            (
                "prompt: x",
                "upbeat.yaml:2: schedules.tick.cron: cron is missing; say when: cron such as \"0 9 * * 1-5\", or every such as \"90m\""
            ),
            ("every: 5m", "upbeat.yaml:2: schedules.tick.prompt: prompt is missing; give prompt, command or webhook"),
            ("every: [5m]\n    prompt: x", "upbeat.yaml:3: schedules.tick.every: expected a duration, such as 90m, got a list"),
            (
                "every: 5m\n    prompt: x\n    max_runs: many",
                "upbeat.yaml:5: schedules.tick.max_runs: expected a whole number, got \"many\""
            ),
            (
                "every: 5m\n    prompt: x\n    overlap: skp",
                "upbeat.yaml:5: schedules.tick.overlap: overlap \"skp\" is not known; there are skip, buffer_one, buffer_all, cancel_other, "
                    + "terminate_other, allow_all; did you mean skip?"
            ),
            (
                "every: 5m\n    prompt: x\n    start: tomorrow",
                "upbeat.yaml:5: schedules.tick.start: expected a date and a time, such as 2026-01-20T09:00, got \"tomorrow\""
            ),
            (
                "every: 5m\n    command: sh -c 'a b'",
                "upbeat.yaml:4: schedules.tick.command: expected the program and its arguments without quotes and shell signs, "
                    + "got \"sh -c 'a b'\"; no shell reads it; write a list, one argument each: [program, \"first argument\"]"
            ),
            (
                "every: 5m\n    prompt: x\n    agent: bot",
                "upbeat.yaml:5: schedules.tick.agent: agent \"bot\" is not declared; no agents are declared"
            ),
            (
                "every: 5m\n    prompt: x\n    after_completion: maybe",
                "upbeat.yaml:5: schedules.tick.after_completion: expected true or false, got \"maybe\""
            ),
            ("[every]", "upbeat.yaml:3: schedules.tick: expected a map with cron or every, got a list"),
        ])
    func refused(_ schedule: String, _ sentence: String) throws {
        #expect(try refusals(schedule) == [sentence])
    }

    @Test func oneBadScheduleIsRefusedAlone() throws {
        let settings = try settings(
            "schedules:\n  a:\n    every: 5m\n    prompt: x\n  b:\n    every: 0s\n    prompt: x\n  1c:\n    every: 5m\n    prompt: x\n"
                + "  d:\n    every: 1h\n    prompt: x\n")
        #expect(settings.schedules.map(\.name) == ["a", "d"] && settings.refused.map(\.name).sorted() == ["1c", "b"])
    }

    @Test func theSameScheduleTwiceNamesBothPlaces() throws {
        try TemporaryHome.with { temporary in
            try temporary.write("upbeat.yaml", "schedules:\n  a:\n    every: 5m\n    prompt: x\n")
            try temporary.write("conf.d/more.yaml", "schedules:\n  a:\n    every: 6m\n    prompt: y\n")
            let settings = try temporary.settings()
            #expect(settings.schedules.map(\.name) == ["a"])
            #expect(
                settings.refused.flatMap(\.issues).map(\.description) == [
                    "conf.d/more.yaml:2: schedules.a: expected every schedule once, got it again (first at upbeat.yaml:2); remove one of them"
                ])
        }
    }

    @Test func cronWithoutQuotesIsExplained() throws {
        try TemporaryHome.with { temporary in
            try temporary.write("upbeat.yaml", "schedules:\n  a:\n    cron: */5 * * * *\n    prompt: x\n")
            #expect(temporary.issues().first?.description.contains("put the expression in quotes: cron: \"*/5 * * * *\"") == true)
        }
    }

    @Test func anEndThatHasPassedIsNoMistakeInAFile() throws {
        #expect(try refusals("every: 5m\n    prompt: x\n    end: 2020-01-01T00:00").isEmpty)
    }

    @Test func agentsHaveScopesAndLimits() throws {
        let settings = try settings(
            """
            agents:
              bot:
                scope: read
                zone: Asia/Tokyo
                runner: claude
                limits: {open_pulses: 5, schedules: 2, shortest_interval: 10m, pulses_per_day: 100}
              other:
              free:
                approval: required
                limits: {open_pulses: none, pulses_per_day: none, furthest: none, schedule_lifetime: none, shortest_interval: none, schedules: none}
              long: {approval: none, limits: {furthest: 7d, schedule_lifetime: 90d}}
            """)
        let bot = try #require(settings.agents.first)
        #expect(bot.name == "bot" && bot.scope == .read && bot.zone == "Asia/Tokyo" && bot.runner == "claude")
        #expect(
            bot.limits
                == Agent.Limits(
                    openPulses: 5, schedules: 2, shortestInterval: .seconds(600), pulsesPerDay: 100, furthest: .seconds(366 * 86_400),
                    scheduleLifetime: .seconds(30 * 86_400)))
        // What is not said is the standard; a limit goes by an explicit word alone.
        let other = settings.agents[1]
        #expect(other.scope == .schedule && other.limits == .standard && !other.needsApproval)
        #expect(other.limits.openPulses == 100 && other.limits.pulsesPerDay == 500 && other.limits.schedules == 25)
        #expect(settings.agents[2].limits == Agent.Limits() && settings.agents[2].needsApproval)
        let long = settings.agents[3]
        #expect(
            long.limits.furthest == .seconds(7 * 86_400) && long.limits.scheduleLifetime == .seconds(90 * 86_400) && !long.needsApproval)
    }

    static let badHouses: [BadFile] = [
        BadFile("agents:\n  bot:\n    scope: all\n", "upbeat.yaml:3: agents.bot.scope: expected one of read, schedule, admin, got \"all\""),
        BadFile("agents:\n  bot:\n    scpe: read\n", "upbeat.yaml:3: agents.bot.scpe: expected a known key; did you mean scope?"),
        BadFile(
            "agents:\n  bot:\n    limits: {open_pulses: -1}\n",
            "upbeat.yaml:3: agents.bot.limits.open_pulses: expected a number from 0 to 1000000, or none, got \"-1\""),
        BadFile(
            "agents:\n  bot:\n    limits: {shortest_interval: soon}\n",
            "upbeat.yaml:3: agents.bot.limits.shortest_interval: expected a duration, such as 10m, or none, got \"soon\""),
        BadFile(
            "agents:\n  bot:\n    limits: {furthest: 0s}\n",
            "upbeat.yaml:3: agents.bot.limits.furthest: expected a duration from 1s to 36600d, or none, got \"0s\""),
        BadFile(
            "agents:\n  bot:\n    approval: yes\n", "upbeat.yaml:3: agents.bot.approval: expected required or none, got \"yes\""),
        BadFile("agents: [bot]\n", "upbeat.yaml:1: agents: expected names with agents below them, got a list"),
        BadFile("schedules: soon\n", "upbeat.yaml:1: schedules: expected names with schedules below them, got \"soon\""),
        BadFile("maintenance: {windos: []}\n", "upbeat.yaml:1: maintenance.windos: expected a known key; did you mean windows?"),
    ]

    @Test("what is wrong with agents and maintenance concerns the whole", arguments: badHouses)
    func refusedWhole(_ bad: BadFile) throws {
        try TemporaryHome.with { temporary in
            try temporary.write("upbeat.yaml", bad.yaml)
            #expect(temporary.issues().map(\.description) == bad.said)
        }
    }

    @Test func anAgentWithoutItsRunnerIsRefused() throws {
        try TemporaryHome.with { temporary in
            try temporary.write("upbeat.yaml", "agents:\n  bot:\n    runner: clade\n")
            let text = temporary.issues().map(\.description).joined()
            #expect(text.contains("agents.bot.runner: expected one of ") && text.hasSuffix("did you mean claude?"))
        }
    }

    @Test func maintenanceIsAListOfWindowsWithAZone() throws {
        let none = try settings("")
        #expect(none.maintenance == nil)
        let plain = try settings("zone: Europe/Berlin\nmaintenance:\n  - sun 02:00-04:00\n  - 23:00-23:30\n")
        #expect(plain.maintenance?.zone.identifier == "Europe/Berlin" && plain.maintenance?.windows.quiet.count == 2)
        let own = try settings("maintenance:\n  windows: sun 02:00-04:00\n  zone: Asia/Tokyo\n")
        #expect(own.maintenance?.zone.identifier == "Asia/Tokyo")
        // 18:00 UTC on a Saturday is 03:00 on the Sunday in Tokyo.
        let judge = ScheduleJudge(zones: SystemZones(), maintenance: own.maintenance)
        #expect(judge.maintenance(at: Instant(rfc3339: "2026-01-24T18:00:00Z") ?? .distantPast).isClosed)
        try TemporaryHome.with { temporary in
            try temporary.write("upbeat.yaml", "maintenance: [sun 2-4]\n")
            #expect(
                temporary.issues().first?.description.hasPrefix("upbeat.yaml:1: maintenance: \"sun 2-4\" is not a valid window") == true)
        }
    }

    @Test func retentionAndTheSwitchAreSettings() throws {
        try TemporaryHome.with { temporary in
            let plain = try temporary.settings()
            #expect(plain.retention == PruningPolicy() && plain.isSchedulerEnabled)
            try temporary.write("upbeat.yaml", "retention: {age: 7d, pulses: 10, occurrences: 20, events: 30}\n")
            let settings = try temporary.settings(environment: ["SCHEDULER_ENABLED": "false"])
            #expect(
                settings.retention == PruningPolicy(age: .seconds(7 * 86_400), pulses: 10, occurrences: 20, events: 30)
                    && !settings.isSchedulerEnabled)
        }
    }
}

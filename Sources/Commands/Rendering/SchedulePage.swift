import WireModel

/// A schedule, whole, for a person.
struct SchedulePage {
    let detail: ScheduleDetailResponse
    let words: Words
    let paint: Paint
    let width: Int

    private var schedule: ScheduleResponse { detail.schedule }

    func text() -> String {
        let parts = [[title] + pauses, facts, next, last, open, steps]
        return parts.filter { !$0.isEmpty }.map { $0.joined(separator: "\n") + "\n" }.joined(separator: "\n")
    }

    private var title: String {
        let state = paint(SafeText.line(schedule.state), ScheduleTable.style(of: schedule))
        let over = schedule.over.map { " (\(SafeText.line($0)))" } ?? ""
        return "\(paint("schedule \(schedule.name)", .bold)) is \(state)\(over): \(SafeText.line(schedule.timing.words))"
    }

    private var pauses: [String] {
        var lines: [String] = []
        if let pause = schedule.pause {
            let what = pause.kind == "snooze" ? "put off" : pause.kind == "approval" ? "asked for" : "paused"
            lines.append("  \(what) \(PauseWords.whole(pause, words))")
        }
        if let pause = detail.standstill { lines.append("  everything is paused \(PauseWords.whole(pause, words))") }
        return lines.map { paint($0, .yellow) } + PreviewNote.warnings(detail.warnings, paint)
    }

    // MARK: facts

    private var facts: [String] {
        let facts = timing + action + policies + story
        return facts.flatMap { name, lines in
            lines.enumerated().map { index, line in
                let label = index == 0 ? name : ""
                return "  " + paint(label + String(repeating: " ", count: max(1, 12 - label.count)), .dim) + line
            }
        }
    }

    private var timing: [(String, [String])] {
        let timing = schedule.timing
        var facts: [(String, [String])] = [("rule", [SafeText.line(timing.rule)])]
        if timing.dialect != "upbeat" { facts.append(("dialect", [SafeText.line(timing.dialect)])) }
        facts.append(("zone", [SafeText.line(timing.zone)]))
        if timing.jitterMilliseconds > 0 { facts.append(("jitter", ["up to \(Words.duration(milliseconds: timing.jitterMilliseconds))"])) }
        if !timing.active.isEmpty { facts.append(("active", timing.active.map(SafeText.line))) }
        if !timing.quiet.isEmpty { facts.append(("quiet", timing.quiet.map(SafeText.line))) }
        if !timing.active.isEmpty || !timing.quiet.isEmpty { facts.append(("outside", [SafeText.line(timing.onBlocked)])) }
        if let start = timing.start { facts.append(("from", [words.moment(start)])) }
        if let end = timing.end { facts.append(("until", [words.moment(end)])) }
        if let limit = timing.maxRuns { facts.append(("runs", ["at most \(limit)"])) }
        return facts
    }

    private var action: [(String, [String])] {
        var facts: [(String, [String])] = []
        if !schedule.steps.isEmpty {
            let graph = GraphPage(graph: StepGraph(schedule.steps), paint: paint, width: width - 14)
            return [("steps", graph.lines)] + common
        }
        switch schedule.action {
        case .prompt(let text): facts.append(("prompt", SafeText.lines(text)))
        case .command(let arguments): facts.append(("command", [SafeText.line(ShellWord.line(arguments))]))
        case .webhook(let webhook): facts += WebhookFacts.of(webhook)
        }
        func add(_ name: String, _ value: String?) {
            if let value, !value.isEmpty { facts.append((name, [SafeText.line(value)])) }
        }
        if !schedule.stickyNotes.isEmpty { facts.append(("notes", schedule.stickyNotes.map(SafeText.line))) }
        add("runner", schedule.runner)
        add("session", schedule.session)
        add("folder", schedule.cwd)
        add(
            "environment",
            schedule.env.sorted { $0.key < $1.key }.map { ShellWord.quoted("\($0.key)=\($0.value)") }.joined(separator: " "))
        return facts + common
    }

    /// What goes for each step of a pipeline too.
    private var common: [(String, [String])] {
        var facts: [(String, [String])] = []
        func add(_ name: String, _ value: String?) {
            if let value, !value.isEmpty { facts.append((name, [SafeText.line(value)])) }
        }
        if schedule.priority != "normal" { add("priority", schedule.priority) }
        add("tags", schedule.tags.joined(separator: ", "))
        add("agent", schedule.agent)
        add("pools", schedule.pools.joined(separator: ", "))
        add("expires", schedule.expiresAfterMilliseconds.map { "\(Words.duration(milliseconds: $0)) after it is due" })
        return facts
    }

    private var policies: [(String, [String])] {
        let policies = schedule.policies
        let window = Words.duration(milliseconds: policies.catchUpWindowMilliseconds)
        let most = policies.misfire == "run_all" ? ", at most \(policies.maxCatchUp)" : ""
        let buffer = policies.overlap == "buffer_all" ? ", at most \(policies.bufferLimit)" : ""
        let pause = policies.pauseAfter == 0 ? "never" : "after \(policies.pauseAfter) in a row"
        return [
            ("missed", ["\(SafeText.line(policies.misfire)), of the last \(window)\(most)"]),
            ("overlap", [SafeText.line(policies.overlap) + buffer]),
        ] + (schedule.steps.isEmpty ? [("retry", RetryWords(retry: schedule.retry, onLost: schedule.onLost).lines)] : []) + [
            ("failures", ["paused \(pause)" + (schedule.failures > 0 ? "; now \(schedule.failures)" : "")])
        ]
    }

    private var story: [(String, [String])] {
        let origin = schedule.file.map { "declared in \(SafeText.line($0))" } ?? "by \(SafeText.line(schedule.createdBy))"
        let changed = schedule.revision > 1 ? [("changed", ["\(words.moment(schedule.updatedAt)), revision \(schedule.revision)"])] : []
        return [("made", ["\(words.moment(schedule.createdAt)), \(origin)"])] + changed
            + [("fired", [schedule.fires == 1 ? "once" : "\(schedule.fires) times"])]
    }

    // MARK: times

    private var next: [String] {
        guard !detail.nextFires.isEmpty else { return [] }
        let table = FireTable(fires: detail.nextFires, zone: schedule.timing.zone, words: words)
        return [paint("next:", .bold)] + table.rendered(width: width - 2, paint: paint).map { "  \($0)" }
    }

    private var last: [String] {
        guard !detail.occurrences.isEmpty else { return [] }
        var table = Table([
            Table.Column("TIME"), Table.Column("FATE"), Table.Column("PULSE", isNumber: true), Table.Column("LATE"),
            Table.Column("OUTCOME", isFlexible: true),
        ])
        table.rows = detail.occurrences.map(row)
        return [paint("last:", .bold)] + table.rendered(width: width - 2, paint: paint).split(separator: "\n").map { "  \($0)" }
    }

    private func row(_ occurrence: OccurrenceResponse) -> [Table.Cell] {
        let run = occurrence.run
        let late = run?.latenessMilliseconds.map { $0 <= 0 ? "on time" : Words.duration(milliseconds: $0) }
        let duration = run?.durationMilliseconds.map { " after \(Words.duration(milliseconds: $0))" } ?? ""
        let outcome = run.map { run in
            // It has been tried, and is not at its end.
            let isAgain = run.status == "pending" && run.durationMilliseconds != nil
            return SafeText.line((isAgain ? "failed" : run.status) + (run.reason.map { " (\($0))" } ?? "")) + duration
                + (isAgain ? ", is tried again" : "")
        }
        return [
            Table.Cell(words.time(occurrence.nominalAt)),
            Table.Cell(fate(occurrence), style: Self.style(of: occurrence)), Table.Cell(occurrence.pulse.map(String.init) ?? ""),
            Table.Cell(late ?? ""), Table.Cell(outcome ?? rest(occurrence), style: run.map { Paint.style(of: $0.status) } ?? .plain),
        ]
    }

    private func fate(_ occurrence: OccurrenceResponse) -> String {
        SafeText.line(occurrence.fate + (occurrence.reason.map { ": \($0)" } ?? ""))
    }

    /// Of a row of several: how many, and up to when.
    private func rest(_ occurrence: OccurrenceResponse) -> String {
        occurrence.count == 1 ? "" : "\(occurrence.count) times, until \(words.time(occurrence.lastNominalAt))"
    }

    private static func style(of occurrence: OccurrenceResponse) -> Paint.Style {
        switch occurrence.fate {
        case "fired": .plain
        case "skipped": .yellow
        default: .red
        }
    }

    private var open: [String] {
        guard !detail.openPulses.isEmpty else { return [] }
        return [paint("open:", .bold)]
            + detail.openPulses.map { pulse in
                let wait = pulse.waitsFor.map { " (pool \(SafeText.line($0.pool)))" } ?? ""
                return "  pulse \(pulse.id) is \(SafeText.line(pulse.status))\(wait), due \(words.moment(pulse.dueAt))"
            }
    }

    private var steps: [String] {
        let name = schedule.name
        let failed = detail.occurrences.first { $0.run?.status == "failed" }?.pulse
        var steps = failed.map { ["see why a run failed:  upbeat show \($0)"] } ?? []
        switch schedule.state {
        case "paused" where schedule.pause?.kind == "approval":
            steps += ["let it fire:           upbeat approve \(name)", "have it fire no more:  upbeat deny \(name)"]
        case "paused", "snoozed": steps.append("let it go on:          upbeat resume \(name)")
        case "over": steps.append("let it fire again:     upbeat edit \(name) --unset end --unset max-runs")
        default: break
        }
        return steps.isEmpty ? [] : ["what to do next:"] + steps.map { "  \($0)" }
    }
}

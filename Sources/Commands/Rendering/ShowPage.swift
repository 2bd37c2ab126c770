import WireModel

/// A pulse, whole, for a person.
struct ShowPage {
    let detail: PulseDetailResponse
    let words: Words
    let paint: Paint

    private var pulse: PulseResponse { detail.pulse }

    func text() -> String {
        let parts = [[title] + waits, facts, attempts, outputs, NextSteps.lines(detail)]
        return parts.filter { !$0.isEmpty }.map { $0.joined(separator: "\n") + "\n" }.joined(separator: "\n")
    }

    /// How it ended, for one who waited for it.
    func end() -> String {
        let attempt = detail.attempts.last.map { ": \(AttemptWords.outcome($0))" } ?? ""
        let error = detail.attempts.last?.error.map { ["  " + SafeText.line($0)] } ?? []
        return ([title + attempt] + error + outputs).joined(separator: "\n") + "\n"
    }

    private var title: String {
        let reason = pulse.reason.map { " (\(SafeText.line($0)))" } ?? ""
        return paint("pulse \(pulse.id)", .bold) + " is " + paint(SafeText.line(pulse.status), Paint.style(of: pulse.status)) + reason
    }

    private var waits: [String] {
        pulse.waitsFor.map { ["  " + paint("waits for \(PoolWords.wait($0, words))", .yellow)] } ?? []
    }

    private var facts: [String] {
        var facts: [(String, [String])] = []
        switch pulse.action {
        case .prompt(let text): facts.append(("prompt", SafeText.lines(text)))
        case .command(let arguments): facts.append(("command", [SafeText.line(ShellWord.line(arguments))]))
        case .webhook(let webhook): facts += WebhookFacts.of(webhook)
        }
        func add(_ name: String, _ value: String?) {
            if let value, !value.isEmpty { facts.append((name, [SafeText.line(value)])) }
        }
        if !pulse.stickyNotes.isEmpty { facts.append(("notes", pulse.stickyNotes.map(SafeText.line))) }
        add("runner", pulse.runner)
        add("session", pulse.session)
        add("folder", pulse.cwd)
        add("environment", pulse.env.sorted { $0.key < $1.key }.map { ShellWord.quoted("\($0.key)=\($0.value)") }.joined(separator: " "))
        add("priority", pulse.priority)
        add("tags", pulse.tags.joined(separator: ", "))
        add("key", pulse.key)
        add("due", words.moment(pulse.dueAt))
        if pulse.scheduledAt != pulse.dueAt { add("planned for", words.moment(pulse.scheduledAt)) }
        add("zone", pulse.zone)
        add("schedule", schedule)
        add("pipeline", pipeline)
        add("after", WaitWords.of(pulse.after))
        add("agent", pulse.agent)
        add("pools", pulse.pools.joined(separator: ", "))
        add("made", "\(words.moment(pulse.createdAt)) by \(pulse.createdBy), through \(pulse.door)")
        add("ended", pulse.finishedAt.map(words.moment))
        let limit = Words.duration(milliseconds: pulse.timeoutMilliseconds)
        add("expires", pulse.expiresAt.map(words.moment))
        add("attempts", "\(pulse.attemptsSpent) of \(pulse.attemptsAllowed) used, each at most \(limit)")
        add("retry", RetryWords(retry: pulse.retry, onLost: pulse.onLost).lines.joined(separator: "; "))
        return facts.flatMap { name, lines in
            lines.enumerated().map { index, line in
                "  " + paint((index == 0 ? name : "").padded(to: 12), .dim) + line
            }
        }
    }

    /// The schedule that it comes from, and the time that it stands for.
    private var schedule: String? {
        guard let id = pulse.scheduleID else { return nil }
        let name = pulse.schedule ?? "number \(id), which was removed"
        return "\(name), " + (pulse.nominalAt.map { "for \(words.moment($0))" } ?? "triggered by hand")
    }

    private var pipeline: String? {
        guard let id = pulse.pipeline else { return nil }
        let name = pulse.pipelineName.map { "\($0), " } ?? ""
        return "\(name)number \(id)" + (pulse.step.map { ", step \($0)" } ?? "") + "; see `upbeat pipeline show \(id)`"
    }

    private var attempts: [String] {
        detail.attempts.flatMap { attempt in
            let outcome = paint(AttemptWords.outcome(attempt), Paint.style(of: attempt.outcome ?? "processing"))
            let start = "started \(words.moment(attempt.startedAt)), \(AttemptWords.lateness(attempt))"
            let error = attempt.error.map { SafeText.lines($0).map { "  \($0)" } } ?? []
            let report = attempt.report.map { AttemptWords.report($0, words).map { "  \($0)" } } ?? []
            return ["attempt \(attempt.number) \(outcome); \(start)"] + error + report
        }
    }

    private var outputs: [String] {
        guard let attempt = detail.attempts.last else { return [] }
        return [("stdout", attempt.stdoutTail, attempt.stdoutBytes), ("stderr", attempt.stderrTail, attempt.stderrBytes)].flatMap {
            name, tail, size -> [String] in
            guard !tail.isEmpty else { return [] }
            let isWhole = Int64(tail.utf8.count) >= size
            let title = isWhole ? "its \(name):" : "the end of its \(name) (\(size) bytes in all):"
            return [paint(title, .bold)] + SafeText.lines(tail).map { "  \($0)" }
        }
    }
}

extension String {
    /// With spaces behind it, at least one.
    fileprivate func padded(to width: Int) -> String {
        self + String(repeating: " ", count: max(1, width - DisplayWidth.of(self)))
    }
}

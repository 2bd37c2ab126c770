import WireModel

/// The state of the house, for a person.
struct StatusPage {
    let status: StatusResponse
    let words: Words
    let paint: Paint
    /// The columns there are.
    var width = 120

    func text() -> String {
        var lines = ["\(paint("upbeat \(SafeText.line(status.version))", .bold)) is \(state)"]
        for (name, value) in facts where !value.isEmpty {
            lines.append("  " + paint(name, .dim) + String(repeating: " ", count: 11 - name.count) + value)
        }
        lines += StatusGroups(status: status, words: words, paint: paint, width: width).lines()
        return lines.joined(separator: "\n") + "\n"
    }

    private var state: String {
        switch status.state {
        case "running": paint("running", .green)
        case "stopped": paint("not running", .yellow)
        case "starting": paint("starting", .yellow)
        default: paint(SafeText.line(status.state), .red)
        }
    }

    private var facts: [(String, String)] {
        [
            ("process", process),
            ("lock", status.lockHolder.map { "held by \(SafeText.line($0))" } ?? ""),
            ("crash", crash),
            ("reload", reload),
            ("listening", status.listening.map(SafeText.line).joined(separator: ", ")),
            ("state", SafeText.line(status.home)),
            ("zone", SafeText.line(status.zone)),
            ("paused", status.standstill.map { paint("everything, \(PauseWords.whole($0, words))", .yellow) } ?? ""),
            ("schedules", schedules),
            ("pulses", counts(status.pulses, of: PulseList.statuses, none: "none yet")),
            ("attempts", attempts),
            ("pools", pools),
            ("next", next),
            ("running", running),
        ]
    }

    private var process: String {
        guard let pid = status.pid else { return "" }
        let uptime = status.uptimeMilliseconds.map { ", up \(Words.duration(milliseconds: $0))" } ?? ""
        return "pid \(pid)\(uptime)" + (status.startedAt.map { ", since \(words.moment($0))" } ?? "")
    }

    /// `2h ago (Tue 07:00 CET): signal 11 (SIGSEGV), while it ran pulses 3, 4`
    private var crash: String {
        guard let crash = status.lastCrash else { return "" }
        let listed = crash.running.prefix(5).map(String.init).joined(separator: ", ") + (crash.runningCount > 5 ? ", ..." : "")
        let ran =
            crash.runningCount == 0
            ? "while nothing ran" : "while it ran \(crash.runningCount == 1 ? "pulse" : "\(crash.runningCount) pulses:") \(listed)"
        return "\(words.moment(crash.lastSeenAt)): \(SafeText.line(crash.cause)), \(ran)"
    }

    /// A configuration that was refused; one that was taken needs no word.
    private var reload: String {
        guard let reload = status.lastReload, let error = reload.error else { return "" }
        return paint("refused \(words.relative(of: reload.at))", .yellow) + ", the one before stays in force: \(SafeText.line(error))"
    }

    private var schedules: String {
        status.schedules["total", default: 0] == 0
            ? "" : counts(status.schedules.filter { $0.key != "total" }, of: ["active", "paused", "over"], none: "")
    }

    /// Those with load; first those that hold work back. Of many, the first few.
    private var pools: String {
        let holding = status.closedPools.map {
            paint("\(SafeText.line($0.name)) holds \(Words.count(Int($0.waiting), "pulse")) back", .yellow)
                + ": \(PoolWords.closure($0, words))"
        }
        let others = status.pools.filter { pool in !status.closedPools.contains { $0.name == pool.name } }.map { pool in
            let running = pool.capacity.map { "\(pool.running) of \($0) running" } ?? "\(pool.running) running"
            let closed = pool.closed == nil ? "" : " (\(PoolWords.state(pool, words)))"
            return "\(SafeText.line(pool.name)): \(running), \(pool.waiting) waiting\(closed)"
        }
        let all = holding + others
        let more = all.count > 8 ? ["and \(all.count - 8) more; `upbeat pools` lists them"] : []
        return (all.prefix(8) + more).joined(separator: "\n" + String(repeating: " ", count: 13))
    }

    /// A pulse that waits or a schedule, whichever comes first.
    private var next: String {
        let pulse = status.next.map { pulse in
            let wait = pulse.waitsFor.map { " (waits for pool \(SafeText.line($0.pool)))" } ?? ""
            return (pulse.dueAt, "pulse \(pulse.id)\(wait), \(short(pulse.action))")
        }
        let schedule = status.nextSchedule.flatMap { schedule in
            schedule.next.map { ($0.at, "schedule \(schedule.name), \(SafeText.line(schedule.timing.words))") }
        }
        guard let first = [pulse, schedule].compactMap({ $0 }).min(by: { $0.0 < $1.0 }) else { return "nothing is planned" }
        // In one line, beside the name of the fact.
        return DisplayWidth.cut("\(words.moment(first.0)): \(first.1)", to: max(40, width - 13))
    }

    private var attempts: String {
        let names = ["succeeded", "failed", "timed_out", "cancelled", "lost"]
        let mean = status.meanDurationMilliseconds.map { "; they take \(Words.duration(milliseconds: $0)) on average" } ?? ""
        return counts(status.attempts, of: names, none: "none has ended yet") + mean
    }

    private var running: String {
        let slots = status.slots.map { " of at most \($0)" } ?? ""
        if status.running.isEmpty { return status.pid == nil ? "" : "nothing\(slots)" }
        // A group of its own lists them; the daemon before this one sent none.
        if status.groups.contains(where: { $0.kind == "running" }) { return "\(status.running.count)\(slots)" }
        let list = status.running.map { "\n    pulse \($0.id), due \(words.moment($0.dueAt)): \(short($0.action))" }.joined()
        return "\(status.running.count)\(slots)\(list)"
    }

    /// `2 pending, 10 completed`: those that are not zero, in the order of `names`, what is not in it behind.
    private func counts(_ counts: [String: Int64], of names: [String], none: String) -> String {
        let others = counts.keys.filter { !names.contains($0) }.sorted()
        let parts = (names + others).compactMap { name in
            counts[name].flatMap { $0 == 0 ? nil : "\($0) \(SafeText.line(name.split(separator: "_").joined(separator: " ")))" }
        }
        return parts.isEmpty ? none : parts.joined(separator: ", ")
    }

    private func short(_ action: PulseResponse.Action) -> String { DisplayWidth.cut(action.what, to: 60) }
}

import WireModel

/// What is said after a schedule was made or changed: what it does, in which zone, and when it fires next.
struct ScheduleNote {
    let answer: OneScheduleResponse
    let words: Words
    let paint: Paint

    /// - Parameter verb: what was done: `made`.
    func text(_ verb: String) -> String {
        let schedule = answer.schedule
        var lines = ["\(paint("schedule \(schedule.name)", .bold)) is \(verb): \(SafeText.line(schedule.timing.words))"]
        lines.append("  zone  \(SafeText.line(schedule.timing.zone))")
        lines += PreviewNote.fires(answer.nextFires, none: none(schedule), words)
        lines += PreviewNote.warnings(answer.warnings, paint)
        return lines.joined(separator: "\n") + "\n"
    }

    private func none(_ schedule: ScheduleResponse) -> String {
        switch (schedule.over, schedule.pause) {
        case (let over?, _): "never again: \(SafeText.line(over))"
        case (nil, let pause?) where pause.kind == "approval": "when the person approves it: upbeat approve \(schedule.name)"
        case (nil, .some): "when somebody resumes it: upbeat resume \(schedule.name)"
        case (nil, nil): schedule.timing.cron == "@reboot" ? "at the next start of the daemon" : "after the run that is under way"
        }
    }
}

/// What a schedule would do.
enum PreviewNote {
    static func print(
        _ answer: PreviewResponse, json: Bool, _ surroundings: Surroundings, _ global: GlobalOptions
    ) throws(CommandError) {
        if json { return try surroundings.printJSON(answer) }
        let paint = surroundings.paint(global)
        let table = FireTable(fires: answer.nextFires, zone: answer.zone, words: surroundings.words)
        let lines =
            [paint(SafeText.line(answer.words), .bold)] + warnings(answer.warnings, paint)
            + (answer.nextFires.isEmpty ? [] : [""] + table.rendered(width: surroundings.output.width ?? 120, paint: paint))
        try surroundings.print(lines.joined(separator: "\n") + "\n")
    }

    static func fires(_ fires: [FireResponse], none: String, _ words: Words) -> [String] {
        guard !fires.isEmpty else { return ["  next  \(none)"] }
        return fires.enumerated().map { index, fire in
            "  \(index == 0 ? "next" : "    ")  \(FireTable.local(fire.local))  \(words.relative(of: fire.at))"
        }
    }

    static func warnings(_ warnings: [WarningResponse], _ paint: Paint) -> [String] {
        warnings.map { paint("  note: \(SafeText.line($0.message))", .yellow) }
    }
}

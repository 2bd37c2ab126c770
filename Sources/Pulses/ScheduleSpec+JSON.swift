import Recurrence
package import StrictJSON

/// The part of a schedule's spec that stores keep as one text; its name has a column of its own.
extension ScheduleSpec {
    /// The text, UTF-8.
    package var stored: [UInt8] {
        var text = JSONObjectText()
        timing.write(to: &text)
        policies.write(to: &text)
        if case .declared(let file) = origin { text.add("file", file) }
        template.writeAsTemplate(to: &text)
        if !steps.isEmpty { text.add("steps", .array(steps.map(\.document))) }
        return text.finish()
    }

    /// Reads a stored spec; nil where it is not one.
    package init?(document: JSON, name: String) {
        guard let timing = ScheduleTiming(document: document), let policies = SchedulePolicies(document: document),
            let template = PulseSpec(template: document), let steps = ScheduleStep.list(document["steps"])
        else { return nil }
        self.init(
            name: name, timing: timing, policies: policies, template: template, steps: steps,
            origin: document["file"]?.stringValue.map { .declared($0) } ?? .made)
    }
}

extension ScheduleTiming {
    fileprivate func write(to text: inout JSONObjectText) {
        text.add("rule", rule)
        if dialect != .upbeat { text.add("dialect", dialect.rawValue) }
        text.add("zone", zone)
        if jitter != .zero { text.add("jitter_ms", jitter.milliseconds) }
        if !active.isEmpty { text.add("active", active) }
        if !quiet.isEmpty { text.add("quiet", quiet) }
        if onBlocked != .skip { text.add("on_blocked", onBlocked.rawValue) }
        if let start { text.add("start", start.milliseconds) }
        if let end { text.add("end", end.milliseconds) }
        if let maxRuns { text.add("max_runs", Int64(maxRuns)) }
        if isAfterCompletion { text.add("after_completion", .bool(true)) }
        text.add("anchor", anchor.milliseconds)
    }

    fileprivate init?(document: JSON) {
        guard let rule = document["rule"]?.stringValue, let zone = document["zone"]?.stringValue,
            let anchor = document["anchor"]?.integerValue,
            let dialect = document.word("dialect", or: CronExpression.Dialect.upbeat),
            let onBlocked = document.word("on_blocked", or: BlockedPolicy.skip)
        else { return nil }
        self.init(
            rule: rule, dialect: dialect, zone: zone, jitter: .milliseconds(document["jitter_ms"]?.integerValue ?? 0),
            active: document["active"]?.arrayValue?.compactMap(\.stringValue) ?? [],
            quiet: document["quiet"]?.arrayValue?.compactMap(\.stringValue) ?? [], onBlocked: onBlocked,
            start: document.instant("start"), end: document.instant("end"),
            maxRuns: document["max_runs"]?.integerValue.map { Int($0) },
            isAfterCompletion: document["after_completion"]?.boolValue ?? false, anchor: Instant(milliseconds: anchor))
    }
}

extension SchedulePolicies {
    fileprivate func write(to text: inout JSONObjectText) {
        text.add("misfire", misfire.rawValue)
        if let tolerance { text.add("tolerance_ms", tolerance.milliseconds) }
        text.add("catch_up", [catchUpWindow.milliseconds, Int64(maxCatchUp)])
        text.add("overlap", overlap.rawValue)
        text.add("buffer", Int64(bufferLimit))
        text.add("pause_after", Int64(pauseAfterFailures))
    }

    fileprivate init?(document: JSON) {
        guard let misfire = document["misfire"]?.stringValue.flatMap(MisfirePolicy.init(rawValue:)),
            let overlap = document["overlap"]?.stringValue.flatMap(OverlapPolicy.init(rawValue:)),
            let catchUp = document["catch_up"]?.arrayValue?.compactMap(\.integerValue), catchUp.count == 2,
            let buffer = document["buffer"]?.integerValue, let pauseAfter = document["pause_after"]?.integerValue
        else { return nil }
        self.init(
            misfire: misfire, tolerance: document["tolerance_ms"]?.integerValue.map { .milliseconds($0) },
            catchUpWindow: .milliseconds(catchUp[0]), maxCatchUp: Int(catchUp[1]), overlap: overlap, bufferLimit: Int(buffer),
            pauseAfterFailures: Int(pauseAfter))
    }
}

extension ScheduleStep {
    fileprivate var document: JSON {
        var text = JSONObjectText()
        text.add("name", name)
        template.writeAsTemplate(to: &text)
        if !after.isEmpty {
            text.add("after", .array(after.map { .array([.integer(Int64($0.step)), .string($0.condition.rawValue)]) }))
        }
        return (try? JSON(parsing: text.finish())) ?? .null
    }

    /// Nil where one of them cannot be read.
    fileprivate static func list(_ document: JSON?) -> [ScheduleStep]? {
        guard let document else { return [] }
        let steps = document.arrayValue?.compactMap(ScheduleStep.init(document:))
        return steps?.count == document.arrayValue?.count ? steps : nil
    }

    private init?(document: JSON) {
        guard let name = document["name"]?.stringValue, let template = PulseSpec(template: document) else { return nil }
        var after: [After] = []
        for item in document["after"]?.arrayValue ?? [] {
            guard let parts = item.arrayValue, parts.count == 2, let step = parts[0].integerValue,
                let condition = parts[1].stringValue.flatMap(Dependency.Condition.init(rawValue:))
            else { return nil }
            after.append(After(step: Int(step), condition: condition))
        }
        self.init(name: name, template: template, after: after)
    }
}

extension PulseSpec {
    /// A template has no row of its own, so what a pulse keeps in columns stands beside its text.
    fileprivate func writeAsTemplate(to text: inout JSONObjectText) {
        if let document = try? JSON(parsing: stored) { text.add("template", document) }
        text.add("priority", Int64(priority.rawValue))
        text.add("template_at", [scheduledAt.milliseconds, createdAt.milliseconds])
        if let key { text.add("key", key) }
        if let owner { text.add("owner", owner) }
    }

    fileprivate init?(template document: JSON) {
        guard let template = document["template"], let times = document["template_at"]?.arrayValue?.compactMap(\.integerValue),
            times.count == 2, let priority = document["priority"]?.integerValue.flatMap({ Priority(rawValue: Int($0)) }),
            let spec = PulseSpec(
                document: template, scheduledAt: Instant(milliseconds: times[0]), createdAt: Instant(milliseconds: times[1]),
                priority: priority, key: document["key"]?.stringValue)
        else { return nil }
        self = spec
        owner = document["owner"]?.stringValue
    }
}

extension JSON {
    /// A word of a closed set; nil where it is another one.
    fileprivate func word<Word: RawRepresentable<String>>(_ key: String, or standard: Word) -> Word? {
        guard let text = self[key]?.stringValue else { return standard }
        return Word(rawValue: text)
    }

    fileprivate func instant(_ key: String) -> Instant? { self[key]?.integerValue.map { Instant(milliseconds: $0) } }
}

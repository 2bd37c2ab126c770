import Pulses
import Recurrence

extension ScheduleCheck {
    struct CheckedTiming {
        var timing: ScheduleTiming
        var rule: RecurrenceRule
        var timetable: Timetable
        var notes: [String] = []
    }

    private static let longestJitter = Duration.seconds(7 * 86_400)
    private static let windowLimit = 50
    private static let runLimit: ClosedRange<Int64> = 1...1_000_000_000

    /// When it fires. Nil after errors.
    func timing(_ request: ScheduleRequest, name: String, _ check: inout FieldCheck) -> CheckedTiming? {
        let old = old?.timing
        let dialect = request.dialect.applied(to: old?.dialect, default: .upbeat) { text in
            check.choice(text, "dialect", as: CronExpression.Dialect.self)
        }
        guard let (text, rule, field) = rule(request, dialect, name: name, &check) else {
            // What else is wrong is told too.
            _ = bounds(request, in: rules.zone, &check)
            _ = windows(request, &check)
            return nil
        }
        guard let zone = zone(request, rule, field, &check) else { return nil }
        var (start, end) = bounds(request, in: zone, &check)
        let lifetime = lifetime(start, &end, &check)
        let (active, quiet) = windows(request, &check)
        var timing = ScheduleTiming(rule: text, dialect: dialect, zone: zone.identifier, anchor: anchor(text, start))
        timing.jitter = request.jitter.applied(to: old?.jitter, default: .zero) { text in
            check.duration(text, "jitter", in: .zero...Self.longestJitter)
        }
        (timing.active, timing.quiet, timing.start, timing.end) = (active.map(\.text), quiet.map(\.text), start, end)
        timing.onBlocked = request.onBlocked.applied(to: old?.onBlocked, default: .skip) { text in
            check.choice(text, "on_blocked", as: BlockedPolicy.self)
        }
        timing.maxRuns = request.maxRuns.applied(to: old?.maxRuns, default: nil) { number in
            check.number(number, "max_runs", in: Self.runLimit)
        }
        timing.isAfterCompletion = request.isAfterCompletion.applied(to: old?.isAfterCompletion, default: false) { $0 }
        let timetable = Timetable(
            rule: rule, zone: zone, creation: timing.anchor, start: start, end: end,
            windows: Windows(active: active.map(\.window), quiet: quiet.map(\.window)),
            blocked: timing.onBlocked == .defer ? .defer : .skip, mode: timing.isAfterCompletion ? .afterCompletion : .fixedRate,
            jitter: timing.jitter)
        if timing.isAfterCompletion, timetable.mode != .afterCompletion {
            check.fail(
                "after_completion",
                sentence: "goes with an interval alone, such as every: 30m; the times of cron do not depend on when a run ends")
        }
        if !isDeclared || end ?? now >= now {
            do throws(TimeError) {
                try timetable.checkThatItFires()
            } catch {
                if let lifetime, check.errors.isEmpty {
                    check.fail(field, sentence: "has no time before the schedule would end: \(lifetime)")
                } else {
                    check.fail(field, error)
                }
            }
        }
        if !isDeclared {
            AgentLimits.checkInterval(of: owner, timetable, field, &check)
            let first = timetable.nominalTimes(after: max(now, start ?? now) + .milliseconds(-1)).prefix(1).first { _ in true }
            AgentLimits.checkFurthest(of: owner, first, now: now, request.start.isMentioned ? "start" : field, &check)
        }
        return CheckedTiming(timing: timing, rule: rule, timetable: timetable, notes: lifetime.map { [$0] } ?? [])
    }

    /// What an agent makes or changes ends in time: the earlier of the ends holds.
    ///
    /// - Returns: why the end is not the one that was asked for; nil where it is.
    private func lifetime(_ start: Instant?, _ end: inout Instant?, _ check: inout FieldCheck) -> String? {
        guard let asker, let length = asker.limits.scheduleLifetime else { return nil }
        let latest = now + length
        if let end, end <= latest { return nil }
        end = latest
        let words = "what the agent \(asker.name) makes or changes ends \(HumanDuration.format(length)) later at the latest, at \(latest)"
        if let start, start > latest {
            check.fail("start", sentence: "lies behind the end: \(words)")
        }
        return words + "; to have it go on, change it before then, and take its end away or give a later one"
    }

    /// Another rule or another start is counted anew; everything else leaves an interval's times where they are.
    private func anchor(_ rule: String, _ start: Instant?) -> Instant {
        if let old = (old ?? earlier)?.timing, old.rule == rule, old.start == start { return old.anchor }
        return Instant(seconds: now.seconds)
    }

    // MARK: rule

    /// The rule as it is kept, what it means, and the field that it came by.
    private func rule(
        _ request: ScheduleRequest, _ dialect: CronExpression.Dialect, name: String, _ check: inout FieldCheck
    ) -> (text: String, rule: RecurrenceRule, field: String)? {
        switch (request.cron, request.every) {
        case (.set, .set):
            check.fail("cron", sentence: "and every are both there; give one of them")
            return nil
        case (.set(let text), _):
            return parsed(text, dialect, name: name, "cron", &check).map { (text, $0, "cron") }
        case (_, .set(let text)):
            let (rule, added) = EveryText.rule(text)
            return parsed(rule, .upbeat, name: name, "every", shift: added, &check).map { (EveryText.kept(rule, $0), $0, "every") }
        case (.keep, .keep), (.keep, .reset), (.reset, .keep), (.reset, .reset):
            guard let old = old?.timing, keepsRule(request, old) else {
                check.fail("cron", sentence: "is missing; say when: cron such as \"0 9 * * 1-5\", or every such as \"90m\"")
                return nil
            }
            let field = EveryText(old.rule) == nil ? "cron" : "every"
            return parsed(old.rule, dialect, name: name, field, &check).map { (old.rule, $0, field) }
        }
    }

    private func keepsRule(_ request: ScheduleRequest, _ old: ScheduleTiming) -> Bool {
        EveryText(old.rule) == nil ? request.cron != .reset : request.every != .reset
    }

    private func parsed(
        _ text: String, _ dialect: CronExpression.Dialect, name: String, _ field: String, shift: Int = 0, _ check: inout FieldCheck
    ) -> RecurrenceRule? {
        do throws(TimeError) {
            let rule = try RecurrenceRule(parsing: text, dialect: dialect, schedule: name)
            if field == "every", case .interval = rule { return rule }
            guard field == "every" else { return rule }
            check.fail("every", sentence: "takes a length of time, such as \"90m\"; cron has a field of its own")
            return nil
        } catch {
            var error = error
            // The column is that of what was written.
            if let column = error.column { error.column = column > shift ? column - shift : nil }
            check.fail(field, error)
            return nil
        }
    }

    // MARK: zone

    /// The schedule's, else the agent's, else the house's; one that the rule names itself goes before those.
    private func zone(
        _ request: ScheduleRequest, _ rule: RecurrenceRule, _ field: String, _ check: inout FieldCheck
    ) -> Zone? {
        let standard = owner?.zone.flatMap { try? rules.zones.zone(named: $0) } ?? rules.zone
        let kept = request.zone == .reset ? nil : old.flatMap { try? rules.zones.zone(named: $0.timing.zone) }
        do throws(TimeError) {
            return try rule.zone(given: request.zone.value, default: kept ?? standard, zones: rules.zones)
        } catch {
            // A name that is not known may stand in the rule itself.
            check.fail(error.code == .unknownZone && error.column != nil ? field : "zone", error)
            return nil
        }
    }

    // MARK: bounds

    private func bounds(
        _ request: ScheduleRequest, in zone: Zone, _ check: inout FieldCheck
    ) -> (start: Instant?, end: Instant?) {
        let time = TimeCheck(zones: rules.zones, zone: zone, limits: rules.limits)
        let start = request.start.applied(to: old?.timing.start, default: nil) { text -> Instant?? in
            time.moment(text, "start", now: now, past: .allow, &check)
        }
        let end = request.end.applied(to: old?.timing.end, default: nil) { text -> Instant?? in
            time.moment(text, "end", now: now, past: isDeclared ? .allow : .refuse, &check)
        }
        if let start, let end, end < start { check.fail("end", sentence: "lies before start; give a later one") }
        return (start, end)
    }

    private func windows(
        _ request: ScheduleRequest, _ check: inout FieldCheck
    ) -> (active: [WindowText], quiet: [WindowText]) {
        func read(_ texts: [String], _ field: String) -> [WindowText] {
            if texts.count > Self.windowLimit {
                check.fail(field, sentence: "has \(texts.count) elements; at most \(Self.windowLimit) are allowed")
            }
            return texts.prefix(Self.windowLimit).enumerated().compactMap { index, text in
                do throws(TimeError) {
                    return WindowText(text: text, window: try Window(parsing: text))
                } catch {
                    check.fail(field, element: index, error)
                    return nil
                }
            }
        }
        let active = request.active == .reset ? [] : request.active.value ?? old?.timing.active ?? []
        let quiet = request.quiet == .reset ? [] : request.quiet.value ?? old?.timing.quiet ?? []
        return (read(active, "active"), read(quiet, "quiet"))
    }

    /// A window as it was written, and what it means.
    private struct WindowText {
        var text: String
        var window: Window
    }
}

package import Pulses
package import Recurrence

/// A small judge for tests of stores and of the engine. Rules are `every Ns` and `every Nms`, counted from the anchor, and `@reboot`; it
/// cannot read others. Windows and jitter mean nothing to it.
package struct IntervalJudge: ScheduleJudging {
    /// When nothing may start.
    package var closed: [Range<Instant>]
    /// Judges as if nothing had been judged before: what a store must refuse.
    package var repeatsItself: Bool

    package init(closed: [Range<Instant>] = [], repeatsItself: Bool = false) {
        self.closed = closed
        self.repeatsItself = repeatsItself
    }

    package func maintenance(at now: Instant) -> (isClosed: Bool, until: Instant?) {
        if let span = closed.first(where: { $0.contains(now) }) { return (true, span.upperBound) }
        return (false, closed.map(\.lowerBound).filter { $0 > now }.min())
    }

    package func day(in zone: String, at now: Instant) -> Range<Instant> {
        let start = Instant(milliseconds: now.milliseconds / 86_400_000 * 86_400_000)
        return start..<start + .seconds(86_400)
    }

    package func plan(_ schedule: Schedule, standstill: Standstill?, at now: Instant) -> ScheduleState {
        var state = schedule.state
        (state.over, state.next) = (nil, nil)
        let timing = schedule.spec.timing
        if timing.rule == "@reboot" {
            if let limit = timing.maxRuns, state.fires >= limit { state.over = "max_runs" }
            return state
        }
        guard let step = step(timing) else {
            state.over = ScheduleState.unreadable
            return state
        }
        if let limit = timing.maxRuns, state.fires >= limit {
            state.over = "max_runs"
            return state
        }
        let nominal = next(after: state.cursor, timing, step)
        if let end = timing.end, nominal > end {
            state.over = "end"
            return state
        }
        if let pause = state.pause, pause.until == nil { return state }
        state.next = NextOccurrence(nominal: nominal, at: max(nominal, state.pause?.until ?? nominal))
        return state
    }

    package func judge(_ due: DueSchedule, at now: Instant) -> Judgement {
        let (timing, policies) = (due.schedule.spec.timing, due.schedule.spec.policies)
        var after = due.schedule
        if repeatsItself { after.state.cursor = timing.anchor }
        guard let step = step(timing) else { return Judgement(state: plan(after, standstill: due.standstill, at: now)) }
        var times: [Instant] = []
        var time = next(after: after.state.cursor, timing, step)
        while time <= min(now, timing.end ?? now) {
            times.append(time)
            if timing.isAfterCompletion { break }
            time = time + step
        }
        var judgement = Judgement(state: after.state)
        let blocked = times.filter { blocking($0, due, now) != nil }
        let open = times.filter { blocking($0, due, now) == nil }
        let defers = timing.onBlocked == .defer || due.schedule.state.pause?.kind == .snooze
        for nominal in defers ? blocked.dropLast() : blocked[...] {
            judgement.record(nominal, .skipped(defers ? .coalesced : blocking(nominal, due, now) ?? .paused))
        }
        var runs: [(nominal: Instant, isLate: Bool)] = defers ? blocked.suffix(1).map { ($0, false) } : []
        let tolerance = policies.tolerance ?? min(.seconds(60), step / 2)
        for (index, nominal) in open.enumerated() {
            let isLate = now - nominal > tolerance
            let isLast = index == open.count - 1
            switch policies.misfire {
            case .skip where isLate: judgement.record(nominal, .missed(.late))
            case .runAll: runs.append((nominal, isLate))
            case .skip, .runOnce, .runOnceEarliest:
                isLast ? runs.append((nominal, isLate)) : judgement.record(nominal, .missed(.coalesced))
            }
        }
        for run in runs { judgement.admit(run.nominal, isLate: run.isLate, due, now) }
        after.state.cursor = times.last ?? after.state.cursor
        after.state.fires += judgement.makes.count
        if let until = after.state.pause?.until, until <= now { after.state.pause = nil }
        if repeatsItself { judgement.stops += judgement.stops }
        judgement.state = plan(after, standstill: due.standstill, at: now)
        if timing.isAfterCompletion, !judgement.makes.isEmpty, judgement.state.over == nil { judgement.state.next = nil }
        return judgement
    }

    private func blocking(_ nominal: Instant, _ due: DueSchedule, _ now: Instant) -> SkipReason? {
        if let span = due.standstill, nominal >= span.since, nominal < span.until ?? .distantFuture { return .pausedAll }
        if closed.contains(where: { $0.contains(nominal) }) { return .maintenance }
        if let span = due.schedule.state.pause, nominal >= span.since, nominal < span.until ?? .distantFuture {
            return span.kind == .approval ? .approval : .paused
        }
        return nil
    }

    private func step(_ timing: ScheduleTiming) -> Duration? {
        let rule = timing.rule
        guard rule.hasPrefix("every "), rule.hasSuffix("s") else { return nil }
        let isMilliseconds = rule.hasSuffix("ms")
        guard let number = Int64(rule.dropFirst(6).dropLast(isMilliseconds ? 2 : 1)), number > 0 else { return nil }
        return isMilliseconds ? .milliseconds(number) : .seconds(number)
    }

    private func next(after cursor: Instant, _ timing: ScheduleTiming, _ step: Duration) -> Instant {
        let origin = timing.isAfterCompletion ? cursor : timing.anchor
        guard cursor >= origin else { return max(origin, timing.start ?? origin) }
        let passed = (cursor - origin) / .milliseconds(1) / (step / .milliseconds(1))
        var next = origin + .milliseconds(Int64(passed.rounded(.down)) * step.milliseconds) + step
        while let start = timing.start, next < start { next = next + step }
        return next
    }
}

extension Judgement {
    /// One row for each run of nominal times with the same fate.
    fileprivate mutating func record(_ nominal: Instant, _ fate: Record.Fate) {
        if let last = records.last, last.fate == fate {
            records[records.count - 1].last = nominal
            records[records.count - 1].count += 1
        } else {
            records.append(Record(first: nominal, last: nominal, count: 1, fate: fate))
        }
    }

    fileprivate mutating func admit(_ nominal: Instant, isLate: Bool, _ due: DueSchedule, _ now: Instant) {
        let policies = due.schedule.spec.policies
        func make(isBuffered: Bool) -> Make {
            Make(nominal: nominal, dueAt: isLate ? now : nominal, isBuffered: isBuffered, isCatchUp: isLate)
        }
        if let limit = due.schedule.spec.timing.maxRuns, state.fires + makes.count >= limit { return }
        if let left = due.occurrencesLeft, makes.count >= left { return record(nominal, .skipped(.agentLimit)) }
        let isBusy = !due.open.isEmpty || makes.contains { !$0.isBuffered }
        let waiting = due.buffered.count + makes.count { $0.isBuffered }
        guard isBusy, policies.overlap != .allowAll else { return makes.append(make(isBuffered: false)) }
        switch policies.overlap {
        case .skip, .allowAll: record(nominal, .skipped(.overlap))
        case .bufferOne where waiting > 0: record(nominal, .skipped(.bufferFull))
        case .bufferAll where waiting >= policies.bufferLimit: record(nominal, .skipped(.bufferFull))
        case .bufferOne, .bufferAll: makes.append(make(isBuffered: true))
        case .cancelOther, .terminateOther:
            for replaced in makes { record(replaced.nominal, .skipped(.overlap)) }
            makes = [make(isBuffered: !due.open.isEmpty)]
            let isAtOnce = policies.overlap == .terminateOther
            stops = (due.buffered + due.open).map { Stop(pulse: $0, isAtOnce: isAtOnce) }
        }
    }
}

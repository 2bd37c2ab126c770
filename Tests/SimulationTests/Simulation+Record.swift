import Pulses
import Recurrence
import TestSupport

@testable import Engine

// What is written down: the facts of each transaction, out of the store's own events, and what the store holds.

extension Simulation {
    /// After a turn.
    mutating func observe(_ turn: Turn, _ result: TurnResult, _ boot: BootID, asked: Instant) async {
        note(.turned(boot, asked: asked))
        for end in turn.ends {
            guard let status = result.applied[end.key], let pulse = try? await store.pulse(end.key.pulse) else {
                tally("stale end")
                continue
            }
            var progress = pulse.progress
            progress.status = status
            note(.applied(end.key, end.end, progress))
            if !status.isOpen { close(end.key.pulse) }
        }
        await observe(judged: result.judged, cancelled: Set(result.applied.filter { $0.value == .cancelled }.keys.map(\.pulse)))
        for judged in result.judged { await see(judged) }
        for stop in result.stops { note(.stopWished(stop.pulse)) }
        if !result.claims.isEmpty {
            note(.claimed(Fact.Taken(claims: result.claims, owner: boot, judges: turn.judges)))
        }
    }

    /// After something that people did, to the schedules given; what was judged on the way has to be looked up.
    mutating func observe(judging ids: [ScheduleID] = []) async {
        var judged: [JudgedSchedule] = []
        for id in ids {
            let new = await newOccurrences(of: id)
            guard !new.isEmpty, var schedule = lastSeen[id] else { continue }
            schedule.state.cursor = max(schedule.state.cursor, new.map(\.last).max() ?? schedule.state.cursor)
            schedule.state.pause = ((try? await store.schedule(id)) ?? schedule).state.pause
            let records = new.compactMap { occurrence -> Judgement.Record? in
                let fate: Judgement.Record.Fate
                switch occurrence.fate {
                case .fired: return nil
                case .skipped(let reason): fate = .skipped(reason)
                case .missed(let reason): fate = .missed(reason)
                }
                return Judgement.Record(first: occurrence.first, last: occurrence.last, count: occurrence.count, fate: fate)
            }
            let makes = new.compactMap { if case .fired(let pulse) = $0.fate { pulse } else { nil } }
            judged.append(JudgedSchedule(schedule: schedule, records: records, makes: makes))
        }
        await observe(judged: judged, cancelled: nil, isTold: ids.isEmpty)
        for id in ids { lastSeen[id] = (try? await store.schedule(id)) ?? lastSeen[id] }
    }

    /// - Parameter cancelled: those whose end is on record already; nil: there was no turn.
    private mutating func observe(judged: [JudgedSchedule], cancelled: Set<PulseID>?, isTold: Bool = true) async {
        let events = await newEvents()
        for event in events where event.kind == .scheduleFailing || event.kind == .schedulePaused && cancelled != nil {
            guard let id = event.schedule, let schedule = try? await store.schedule(id) else { continue }
            tally("paused for failures")
            note(.schedulePaused(id, schedule.state.pause))
        }
        for judgement in judged {
            note(.judged(judgement))
            for record in judgement.records { tally(name(record.fate)) }
        }
        let released = Set(events.filter { $0.kind == .pulseReleased }.compactMap(\.pulse))
        for event in events {
            guard let id = event.pulse, var pulse = try? await store.pulse(id) else { continue }
            switch event.kind {
            case .pulseCreated:
                // As it was before what else happened to it in the same transaction.
                pulse.progress.status = pulse.progress.status == .blocked || released.contains(id) ? .blocked : .pending
                pulse.progress.attempt = 0
                note(.made(pulse))
                if let waits = try? await store.dependencies(of: [id])[id] { note(.waits(id, waits)) }
                openCount += 1
                if pulse.spec.nominal != nil { people.pulses.append(id) }
            case .pulseReleased:
                pulse.progress.status = .pending
                note(.progressed(id, pulse.progress))
            case .pulseRevived:
                note(.revived(id))
                openCount += 1
                note(.progressed(id, pulse.progress))
            case .pulseCancelled, .pulseMissed:
                guard cancelled?.contains(id) != true else { continue }
                note(.progressed(id, pulse.progress))
                close(id)
            default: break
            }
        }
        // What people did tells of it by itself.
        for event in events where event.kind == .scheduleOver && isTold {
            if let id = event.schedule { note(.scheduleOver(id, event.detail ?? "?")) }
        }
    }

    private mutating func close(_ id: PulseID) {
        unarchived.insert(id)
        openCount -= 1
    }

    private func name(_ fate: Judgement.Record.Fate) -> String {
        switch fate {
        case .skipped(let reason): "skipped: \(reason.rawValue)"
        case .missed(let reason): "missed: \(reason.rawValue)"
        }
    }

    /// Every event has the number after the one before.
    private mutating func newEvents() async -> [EventRecord] {
        guard let events = try? await store.events(after: lastSequence, limit: 100_000) else { return [] }
        for event in events {
            if event.sequence <= lastSequence { flaws.append("event \(event.sequence) after \(lastSequence)") }
            lastSequence = event.sequence
        }
        return events
    }

    // MARK: occurrences

    private mutating func see(_ judged: JudgedSchedule) async {
        let id = judged.schedule.id
        lastSeen[id] = judged.schedule
        seenOccurrences[id, default: []].formUnion(judged.records.map(\.first))
        for pulse in judged.makes {
            if let nominal = (try? await store.pulse(pulse))?.spec.nominal { seenOccurrences[id, default: []].insert(nominal) }
        }
    }

    /// Rows that were not there when it was last asked.
    private mutating func newOccurrences(of id: ScheduleID) async -> [Occurrence] {
        let rows = (try? await store.occurrences(of: id, before: nil, limit: 1_000_000)) ?? []
        return rows.filter { seenOccurrences[id, default: []].insert($0.first).inserted }
    }

    // MARK: keeping

    mutating func keepHouse() async {
        put(.housekeeping, in: 3_600_000)
        guard disk.mood == .well else { return }
        await archive()
        var policy = PruningPolicy(age: .seconds(2 * 3600))
        (policy.pulses, policy.events) = (40, 0)
        while let pruned = try? await store.prune(policy, at: wall, batch: 500), pruned.isPartial { tally("pruned in batches") }
    }

    /// Writes down what has ended, before it is pruned.
    mutating func archive() async {
        for id in unarchived.sorted() {
            guard let pulse = try? await store.pulse(id) else {
                if record.pulses[id] == nil { flaws.append("pulse \(id) is gone before its time") }
                continue
            }
            record.pulses[id] = pulse
            record.attempts[id] = try? await store.attempts(of: id)
        }
        unarchived = []
        for id in people.allSchedules {
            let rows = (try? await store.occurrences(of: id, before: nil, limit: 1_000_000)) ?? []
            for row in rows { occurrences[id, default: [:]][row.first] = row }
        }
        guard isQuiet else { return }
        for pulse in (try? await store.pulses(PulseQuery(.newest([]), limit: 1_000_000))) ?? [] {
            record.pulses[pulse.id] = pulse
            record.attempts[pulse.id] = try? await store.attempts(of: pulse.id)
        }
        for schedule in (try? await store.schedules(after: nil, limit: 1_000_000)) ?? [] {
            record.schedules[schedule.id] = schedule
        }
    }
}

import Pulses
import Recurrence

// lost, stuck, phantom: what is on record when all is over, held against what happened.

extension Sweep {
    mutating func finish(_ record: FinalRecord) {
        for id in pulses.keys.sorted() { finish(id, record) }
        for id in record.pulses.keys.sorted() where pulses[id] == nil {
            report(.phantom, pulse: id, "it is on record, and nobody made it")
        }
        for id in schedules.keys.sorted() { finish(id, record) }
    }

    private mutating func finish(_ id: PulseID, _ record: FinalRecord) {
        guard let seen = pulses[id] else { return }
        guard let pulse = record.pulses[id] else { return report(.lost, pulse: id, "it was made, and is not on record") }
        if pulse.progress.status != seen.status || pulse.progress.attempt != seen.attempts {
            let words = "\(pulse.progress.status.name) after \(pulse.progress.attempt) attempts"
            report(.lost, pulse: id, "it is on record as \(words), and was \(seen.status.name) after \(seen.attempts)")
        }
        let numbers = (record.attempts[id] ?? []).map(\.key.attempt)
        if numbers != Array(1..<(seen.attempts + 1)) { report(.lost, pulse: id, "its attempts on record are \(numbers)") }
        if seen.status == .processing, seen.child == nil { report(.stuck, pulse: id, "it runs by the record, and nothing of it lives") }
        let isStill = standstill.map { $0.until.map { $0 > wall } ?? true } ?? false
        if seen.status == .pending, seen.dueAt + setting.patience + setting.sleepBound < wall, !isStill, slotFreeSince != nil,
            openSince(seen.spec.pools) != nil
        {
            report(.lost, pulse: id, "due at \(seen.dueAt), and pending at the end, \(wall)")
        }
        if seen.status == .blocked, let isWaiting = isWaiting(id) {
            if !isWaiting { report(.lost, pulse: id, "it waits at the end, and what it waits for has ended") }
            return
        }
        let holders = seen.spec.schedule.flatMap { schedules[$0]?.open.subtracting([id]) } ?? []
        if seen.status == .blocked, !holders.contains(where: { pulses[$0]?.status != .blocked }) {
            report(.lost, pulse: id, "it waits at the end, and nothing that it waits for is open")
        }
    }

    private mutating func finish(_ id: ScheduleID, _ record: FinalRecord) {
        guard let seen = schedules[id] else { return }
        if !seen.isRemoved {
            guard let stored = record.schedules[id] else { return report(.lost, schedule: id, "it was made, and is not on record") }
            if stored.state.cursor != seen.eras.last?.cursor, !seen.schedule.spec.timing.isAfterCompletion {
                report(
                    .lost, schedule: id,
                    "its cursor on record is \(stored.state.cursor), and was \(seen.eras.last?.cursor.description ?? "none")")
            }
            if let until = stored.state.pause?.until, until + setting.patience + setting.sleepBound < wall, standstill == nil {
                report(.stuck, schedule: id, "its pause until \(until) is on record at the end, \(wall)")
            }
        }
        let rows = Set(seen.eras.flatMap(\.rows))
        let stored = Set(
            (record.occurrences[id] ?? []).map {
                SeenSchedule.Row(first: $0.first, last: $0.last, count: $0.count, fate: $0.fate)
            })
        if let row = rows.subtracting(stored).min(by: { $0.first < $1.first }) {
            report(.lost, schedule: id, "\(row.first) (\(row.fate)) was on record, and is not at the end")
        }
        if let row = stored.subtracting(rows).min(by: { $0.first < $1.first }) {
            report(.phantom, schedule: id, "\(row.first) (\(row.fate)) is on record, and nobody decided it")
        }
        for era in seen.eras {
            guard let times = era.times else { continue }
            let fired = era.rows.filter { if case .fired = $0.fate { true } else { false } }
            let through = era.isExhausted ? fired.map(\.last).max() ?? era.from : era.cursor
            for (kind, words) in Coverage(times: times, from: era.from, through: through, rows: era.rows).flaws() {
                report(kind, schedule: id, words)
            }
        }
    }
}

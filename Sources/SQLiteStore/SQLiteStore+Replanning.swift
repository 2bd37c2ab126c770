package import Pulses
package import Recurrence

extension SQLiteStore {
    package func replan(after: ScheduleID?, limit: Int, at now: Instant) async throws(StoreError) -> Replanned {
        try await writer.submit { session throws(Failure) in
            var rows: [ProgressRow] = []
            try session.statement(.schedulesToReplan).bind(1, after?.value ?? 0).bind(2, now.milliseconds)
                .bind(3, ScheduleState.unreadable).bind(4, limit).rows { rows.append(ProgressRow($0)) }
            let steps = try session.steps(at: now)
            var replanned = Replanned(last: rows.count == limit ? rows.last?.id : nil)
            for row in rows {
                let schedule = row.schedule(try session.known(row).spec)
                let state = steps.replanned(schedule).state
                guard state != schedule.state else { continue }
                try session.save(state, of: row.id)
                try session.record(state.notes(since: schedule.state), of: row.id, at: now)
                replanned.note(schedule.state, state)
            }
            return replanned
        }
    }
}

package import Pulses
package import Recurrence

extension InMemoryStore {
    package func prune(_ policy: PruningPolicy, at now: Instant, batch: Int) async throws(StoreError) -> Pruned {
        try access { state in
            let limit = now - policy.age
            let (pulses, areMorePulses) = state.prunePulses(limit, keeping: policy.pulses, batch)
            let (occurrences, areMoreOccurrences) = state.pruneOccurrences(limit, keeping: policy.occurrences, batch)
            let (events, areMoreEvents) = state.pruneEvents(limit, keeping: policy.events, batch)
            return Pruned(
                pulses: pulses, occurrences: occurrences, events: events,
                isPartial: areMorePulses || areMoreOccurrences || areMoreEvents)
        }
    }
}

extension InMemoryState {
    fileprivate mutating func prunePulses(_ limit: Instant, keeping count: Int, _ batch: Int) -> (ids: [PulseID], areMore: Bool) {
        let ended = pulses.values.filter { !$0.progress.status.isOpen }.sorted { $0.id < $1.id }
        let needed = Set(open.flatMap { waits[$0] ?? [] }.map(\.on))
        var excess = ended.count - count
        let old = ended.filter { pulse in
            guard excess > 0 || pulse.progress.finishedAt ?? .distantFuture < limit else { return false }
            excess -= 1
            return true
        }
        let ids = old.prefix(batch).map(\.id).filter { !needed.contains($0) }
        for id in ids { forget(id) }
        return (ids, old.count > batch)
    }

    fileprivate mutating func pruneOccurrences(_ limit: Instant, keeping count: Int, _ batch: Int) -> (count: Int, areMore: Bool) {
        let all = occurrences.values.flatMap(\.values)
        let removable = all.filter { occurrence in
            if case .fired(let pulse) = occurrence.fate { !open.contains(pulse) } else { true }
        }.sorted { ($0.at, $0.schedule, $0.first) < ($1.at, $1.schedule, $1.first) }
        let excess = all.count - count
        let old = removable.enumerated().prefix { $0 < excess || $1.at < limit }.map(\.element)
        for occurrence in old.prefix(batch) { occurrences[occurrence.schedule]?[occurrence.first] = nil }
        return (min(old.count, batch), old.count > batch)
    }

    fileprivate mutating func pruneEvents(_ limit: Instant, keeping count: Int, _ batch: Int) -> (count: Int, areMore: Bool) {
        let old = events.enumerated().prefix { index, event in
            index < events.count - 1 && (events.count - index > count || event.at < limit)
        }.count
        events.removeFirst(min(old, batch))
        return (min(old, batch), old > batch)
    }
}

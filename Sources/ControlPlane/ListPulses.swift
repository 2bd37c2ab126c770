package import Pulses

/// A page of pulses.
package struct ListPulses: Sendable {
    let reading: any PulseReading

    package struct Page: Hashable, Sendable {
        package var pulses: [Pulse]
        /// Where the next page begins; nil on the last one.
        package var nextBefore: PulseID?
    }

    /// The pulses that are pending, soonest first.
    package func upcoming(limit: Int) async throws(RequestError) -> [Pulse] {
        try await asking { () async throws(StoreError) in
            try await reading.pulses(PulseQuery(.upcoming, limit: limit))
        }
    }

    /// Pulses of the given statuses (none means all), newest first, with ids below `before`.
    package func newest(_ statuses: Set<PulseStatus>, limit: Int, before: PulseID?) async throws(RequestError) -> Page {
        // One more than asked for tells whether there is another page.
        let found = try await asking { () async throws(StoreError) in
            try await reading.pulses(PulseQuery(.newest(statuses), limit: limit + 1, before: before))
        }
        let page = Array(found.prefix(limit))
        return Page(pulses: page, nextBefore: found.count > limit ? page.last?.id : nil)
    }
}

extension ListPulses {
    /// So many pulses are looked at in one read, and so many reads make a page: short reads, however rare what is looked for.
    private static let piece = 10_000
    private static let pieces = 20

    /// Pulses that match, newest first, with ids below `before`. A page may be shorter than asked, and even empty, where matches are
    /// rarer than one in 200,000: the next one begins where it ended.
    package func matching(_ filter: PulseFilter, limit: Int, before: PulseID?) async throws(RequestError) -> Page {
        var page = Page(pulses: [], nextBefore: before)
        for _ in 0..<Self.pieces {
            let (last, room) = (page.nextBefore, limit - page.pulses.count)
            let found = try await asking { () async throws(StoreError) in
                try await reading.pulses(matching: filter, before: last, limit: room, lookingBack: Self.piece)
            }
            page.pulses += found.pulses
            page.nextBefore = found.next
            if found.next == nil || page.pulses.count >= limit { break }
        }
        return page
    }
}

extension ControlPlane {
    /// What each of these waits or waited for.
    package func dependencies(of pulses: [Pulse]) async throws(RequestError) -> [PulseID: [Dependency]] {
        try await asking { () async throws(StoreError) in try await reading.dependencies(of: pulses.map(\.id)) }
    }
}

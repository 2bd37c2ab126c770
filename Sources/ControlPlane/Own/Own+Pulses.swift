package import Pulses

extension Own {
    /// - Throws: `notFound`, for what is another's too.
    package func pulse(_ id: PulseID, for sight: Sight) async throws(RequestError) -> Pulse {
        let pulse = try await asking { () async throws(StoreError) in try await plane.reading.pulse(id) }
        guard let pulse, sight.shows(pulse.spec.owner) || sight.run == id else { throw .notFound("there is no pulse \(id)") }
        return pulse
    }

    /// A pulse with its attempts and the ends of what they wrote.
    ///
    /// - Throws: `notFound`, for what is another's too.
    package func shown(_ id: PulseID, for sight: Sight) async throws(RequestError) -> ShowPulse.Answer {
        _ = try await pulse(id, for: sight)
        return try await plane.show(id)
    }

    /// Pulses of the given statuses (none means all) that match, newest first, with ids below `before`.
    ///
    /// Where many do not match, a page may be short, even empty, and still name where the next one begins.
    package func newest(
        _ statuses: Set<PulseStatus>, limit: Int, before: PulseID? = nil, for sight: Sight,
        where matches: (Pulse) -> Bool = { _ in true }
    ) async throws(RequestError) -> ListPulses.Page {
        var filter = PulseFilter()
        (filter.statuses, filter.owner) = (statuses, sight.agent)
        var found: [Pulse] = []
        var next = before
        var (looked, isShort) = (0, false)
        repeat {
            let page = try await plane.list.matching(filter, limit: Self.pageSize, before: next)
            looked += page.pulses.count
            // It has been looked for among very many already.
            isShort = page.pulses.count < Self.pageSize
            next = page.nextBefore
            for pulse in page.pulses where matches(pulse) {
                if found.count == limit { return ListPulses.Page(pulses: found, nextBefore: found.last?.id) }
                found.append(pulse)
            }
        } while next != nil && !isShort && looked < Self.lookLimit
        return ListPulses.Page(pulses: found, nextBefore: next)
    }

    /// All that are open and match, newest first, as far as they are looked at.
    package func open(for sight: Sight, where matches: (Pulse) -> Bool = { _ in true }) async throws(RequestError) -> [Pulse] {
        try await newest([.blocked, .pending, .processing], limit: Self.lookLimit, for: sight, where: matches).pulses
    }
}

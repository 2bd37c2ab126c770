package import Pulses
package import Recurrence

/// The latest pipelines.
package struct ListPipelines: Sendable {
    let plane: ControlPlane

    private static let page = 500
    /// So many pages of pulses are gone through at most.
    private static let pageLimit = 40

    package struct Summary: Hashable, Sendable {
        package var id: PulseID
        package var name: String?
        package var createdAt: Instant
        package var status: PipelineStatus
        /// How many of its pulses have each status.
        package var counts: [PulseStatus: Int]
    }

    package struct Page: Hashable, Sendable {
        package var pipelines: [Summary]
        /// To be asked before for the next ones; nil where there are none.
        package var nextBefore: PulseID?
    }

    /// Newest first, of 20,000 pulses that were made by themselves and what lies between them; where what is looked for is rarer than that,
    /// the page is shorter than asked.
    ///
    /// - Parameters:
    ///   - name: only those of that name.
    ///   - first: only those older than that one.
    package func callAsFunction(
        name: String? = nil, limit: Int, before first: PulseID? = nil
    ) async throws(RequestError) -> Page {
        var found: [Summary] = []
        var before = first
        for _ in 0..<Self.pageLimit + limit where found.count < limit {
            let query = PulseQuery(.newest([]), limit: Self.page, before: before)
            let page = try await asking { () async throws(StoreError) in try await plane.reading.pulses(query) }
            guard let last = page.last else { return Page(pipelines: found) }
            before = last.id
            // Pulses made together have numbers that follow each other: the next one older than those lies before the first of them.
            for pulse in page where found.count < limit {
                guard let pipeline = pulse.pipeline, found.last.map({ $0.id != pipeline }) ?? true,
                    name == nil || pulse.spec.step?.pipeline == name
                else { continue }
                found.append(Self.summary(try await plane.showPipeline.pulses(pulse.id)))
            }
            if let oldest = page.last?.pipeline { before = min(oldest, last.id) }
        }
        return Page(pipelines: found, nextBefore: found.count == limit ? found.last?.id : before)
    }

    private static func summary(_ pulses: [Pulse]) -> Summary {
        let counts = Dictionary(pulses.map { ($0.progress.status, 1) }, uniquingKeysWith: +)
        return Summary(
            id: pulses[0].pipeline ?? pulses[0].id, name: pulses[0].spec.step?.pipeline, createdAt: pulses[0].spec.createdAt,
            status: PipelineStatus(of: pulses), counts: counts)
    }
}

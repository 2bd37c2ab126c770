import Pulses
import Recurrence

/// Hands out what happens, as it happens.
package struct FollowEvents: Sendable {
    let plane: ControlPlane

    /// - Parameter sequence: the event to go on after; nil: begins with what happens from now on.
    /// - Returns: a feed that overlooks nothing from here on, whenever it is run.
    package func callAsFunction(after sequence: Int64?) async throws(RequestError) -> EventFeed {
        let signal = plane.reading.eventSignal()
        let oldest = try await asking { () async throws(StoreError) in try await plane.reading.events(after: 0, limit: 1) }.first
        let newest = try await asking { () async throws(StoreError) in
            try await plane.reading.latestEvents(of: Set(EventKind.allCases), since: .distantPast, lookingBack: 1)
        }.first
        let range = (oldest?.sequence ?? 1, newest?.sequence ?? 0)
        guard let sequence, sequence != range.1 else { return EventFeed(plane, signal, from: range.1) }
        // A number that was never given belongs to another database: nobody knows what that one was told.
        guard sequence < range.1 else { return EventFeed(plane, signal, from: range.1, EventFeed.Gap(after: sequence, next: range.1 + 1)) }
        guard sequence < range.0 - 1 else { return EventFeed(plane, signal, from: sequence) }
        return EventFeed(plane, signal, from: range.0 - 1, EventFeed.Gap(after: sequence, next: range.0))
    }
}

/// The events from one on, for one reader.
package final class EventFeed: Sendable {
    /// What was asked for and is not kept any more.
    package struct Gap: Hashable, Sendable {
        /// The last event that the reader says to have seen.
        package var after: Int64
        /// The first one that it is told.
        package var next: Int64
    }

    package enum Part: Hashable, Sendable {
        /// At least one.
        case events(ReadEvents.Page)
        /// Comes first, if at all.
        case gap(Gap)
        /// Time went by: a sign of life.
        case quiet
    }

    /// Events of one part.
    static let pageSize = 500
    /// What happens within that time of a part goes out with the next one, so that a follower costs little however much happens.
    static let pause = Duration.milliseconds(50)

    private let plane: ControlPlane
    private let signal: AsyncStream<Void>
    private let position: Int64
    private let gap: Gap?
    private let wakes: AsyncStream<Void>
    private let waker: AsyncStream<Void>.Continuation

    init(_ plane: ControlPlane, _ signal: AsyncStream<Void>, from position: Int64, _ gap: Gap? = nil) {
        self.plane = plane
        self.signal = signal
        self.position = position
        self.gap = gap
        (wakes, waker) = AsyncStream.makeStream(bufferingPolicy: .bufferingNewest(1))
        waker.yield()
    }

    /// Ends the feed.
    package func stop() { waker.finish() }

    /// Goes on until ``stop()``, the end of the store, an error of `hand`, or of its task.
    ///
    /// - Parameters:
    ///   - interval: between signs of life.
    ///   - hand: takes the parts in their order; while it is busy, nothing piles up.
    @concurrent
    package func run(interval: Duration, _ hand: @concurrent (Part) async throws -> Void) async throws {
        let (clock, signal, waker) = (plane.clock, signal, waker)
        if let gap { try await hand(.gap(gap)) }
        // Before the first wait for it begins, so that none of those ends too early.
        var nextSign = clock.monotonic() + interval
        try await withThrowingTaskGroup(of: Void.self) { group in
            defer { group.cancelAll() }
            group.addTask {
                for await _ in signal { waker.yield() }
                waker.finish()
            }
            group.addTask {
                while true {
                    try await clock.sleep(for: interval)
                    waker.yield()
                }
            }
            var position = position
            for await _ in wakes {
                while let page = try await page(after: position) {
                    try await hand(.events(page))
                    position = page.nextAfter
                    if page.events.count < Self.pageSize { try await clock.sleep(for: Self.pause) }
                }
                guard clock.monotonic() >= nextSign else { continue }
                nextSign += interval
                try await hand(.quiet)
            }
        }
    }

    /// Nil where there is nothing new.
    private func page(after position: Int64) async throws -> ReadEvents.Page? {
        let page = try await plane.events(after: position, limit: Self.pageSize)
        return page.events.isEmpty ? nil : page
    }
}

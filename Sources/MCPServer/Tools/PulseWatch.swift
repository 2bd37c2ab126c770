import ControlPlane
import Pulses
import StrictJSON

/// Watches what happens until a pulse of the caller's fires or is missed.
struct PulseWatch {
    let call: ToolCall
    /// The one that is meant; nil: each.
    var only: Identifier?

    struct Seen: Sendable {
        var pulse: Pulse?
        /// The name of the recurring one that it belongs to.
        var schedule: String?
        var isMissed: Bool
        /// It had fired before, or was called off.
        var isOver = false
    }

    /// Ends the feed: what was waited for has come.
    private struct Found: Error {
        var seen: Seen
    }

    /// - Parameter interval: between signs of how far it has come.
    /// - Returns: nil where nothing came in time.
    /// - Throws: `request` where what is meant does not exist, or the store is gone.
    func first(within timeout: Duration, tellingEvery interval: Duration) async throws(ToolFailure) -> Seen? {
        // What happens from here on is not overlooked.
        let feed = try await requesting { () async throws(RequestError) in try await call.plane.followEvents(after: nil) }
        let over = try await requesting { () async throws(RequestError) -> Seen? in
            switch only {
            case .pulse(let id): return self.over(try await call.plane.own.pulse(id, for: call.sight))
            case .schedule(let name): _ = try await call.plane.own.schedule(name, for: call.sight)
            case nil: break
            }
            return nil
        }
        if let over { return over }
        let (clock, watch) = (call.plane.clock, self)
        let begin = clock.monotonic()
        await watch.tell(0, of: timeout)
        do {
            return try await withThrowingTaskGroup(of: Seen?.self) { group in
                defer { group.cancelAll() }
                group.addTask {
                    try await clock.sleep(for: timeout)
                    return nil
                }
                group.addTask {
                    do {
                        try await feed.run(interval: interval) { part in
                            switch part {
                            case .events(let page): if let seen = try await watch.seen(in: page) { throw Found(seen: seen) }
                            case .quiet: await watch.tell((clock.monotonic() - begin).components.seconds, of: timeout)
                            case .gap: break
                            }
                        }
                    } catch let found as Found {
                        return found.seen
                    }
                    throw RequestError.unavailable("the daemon is stopping", retryAfter: .seconds(5))
                }
                return try await group.next() ?? nil
            }
        } catch let error as RequestError {
            throw .request(error)
        } catch {
            // Given up: nobody reads the answer.
            throw .refused("the call was cancelled")
        }
    }

    /// A single one that will not fire any more, or has begun.
    private func over(_ pulse: Pulse) -> Seen? {
        switch pulse.progress.status {
        case .blocked, .pending: nil
        case .processing, .completed, .failed, .cancelled: Seen(pulse: pulse, isMissed: false, isOver: true)
        case .missed: Seen(pulse: pulse, isMissed: true, isOver: true)
        }
    }

    private func tell(_ seconds: Int64, of timeout: Duration) async {
        await call.progress?.tell(seconds, of: timeout.components.seconds, "waiting for a pulse to fire")
    }

    private func seen(in page: ReadEvents.Page) async throws(RequestError) -> Seen? {
        for event in page.events {
            let isMissed = event.kind == .pulseMissed || event.kind == .scheduleMissed
            if event.kind == .pulseCancelled, case .pulse(let id) = only, id == event.pulse {
                return over(try await call.plane.own.pulse(id, for: call.sight))
            }
            // A run that waits is not woken by itself.
            guard isMissed || event.kind == .pulseStarted, event.pulse == nil || event.pulse != call.caller.run?.pulse,
                try await call.plane.own.isShown(event, to: call.sight)
            else { continue }
            var schedule = event.schedule.flatMap { page.names[$0] }
            var pulse: Pulse?
            if let id = event.pulse {
                guard let found = try? await call.plane.own.pulse(id, for: call.sight) else { continue }
                pulse = found
                schedule = try await call.plane.scheduleNames(of: [found]).values.first
            }
            switch only {
            case .pulse(let id) where id != event.pulse: continue
            case .schedule(let name) where name != schedule: continue
            default: return Seen(pulse: pulse, schedule: schedule, isMissed: isMissed)
            }
        }
        return nil
    }
}

import Processes
import Pulses
import Synchronization

/// Looks at one part of the daemon again and again, one look at a time, and never longer than it wants to.
///
/// A look that does not come back is left alone: it holds up neither other parts nor later rounds, and until it does come back there is
/// no second one.
final class Lookout: Sendable {
    enum Finding: Hashable, Sendable {
        case well
        /// No answer within this time.
        case silent(Duration)
        /// An earlier look has not come back.
        case stuck
        case failed(String)
        /// The watchdog ends.
        case cancelled
    }

    let probe: Watchdog.Probe
    private let isUnderWay = Mutex(false)

    init(_ probe: Watchdog.Probe) { self.probe = probe }

    /// Returns within the limit, and at once when the task is cancelled; in both cases the look is told by cancellation.
    func look(within limit: Duration, by clock: any WallClock) async -> Finding {
        let isFirst = isUnderWay.withLock { isUnderWay in
            defer { isUnderWay = true }
            return !isUnderWay
        }
        guard isFirst else { return .stuck }
        return await firstAnswer(whenCancelled: .cancelled) { answer in
            await withTaskGroup(of: Void.self) { group in
                group.addTask {
                    let finding = await self.finding()
                    // Before the answer, so that the next round finds the way free.
                    self.isUnderWay.withLock { $0 = false }
                    answer.give(finding)
                }
                group.addTask {
                    if await clock.slept(limit) { answer.give(.silent(limit)) }
                }
                _ = await group.next()
                group.cancelAll()
            }
        }
    }

    private func finding() async -> Finding {
        do {
            try await probe.look()
            return .well
        } catch {
            return .failed("\(error)")
        }
    }
}

import ControlPlane
import Pulses
import Synchronization

/// Whether the daemon can do its work: the same looks at its parts as the ``Watchdog``'s, for whoever asks.
///
/// However many ask, one round of looks is under way at a time, and all who come meanwhile get its answer; where all was well it counts for
/// a second. A part that hangs is named within the limit, and has no second look before the first came back.
final class Readiness: Sendable {
    private struct State {
        /// Those who wait for the round under way; nil where there is none.
        var waiting: [CheckedContinuation<[PartFault], Never>]?
        /// What the latest round found.
        var latest: [PartFault] = []
        /// On the monotonic clock: until then what was well counts as well.
        var wellUntil: Duration = .zero
    }

    /// A look costs a turn of the engine and a sync of the disk, and whoever asks shows no token.
    private static let freshness = Duration.seconds(1)

    private let lookouts: [Lookout]
    private let isDraining: @Sendable () -> Bool
    private let limit: Duration
    private let clock: any WallClock
    private let state = Mutex(State())

    /// - Parameter limit: after which a part that does not answer is taken to hang.
    init(
        probes: [Watchdog.Probe], limit: Duration = .milliseconds(1500), clock: any WallClock, isDraining: @escaping @Sendable () -> Bool
    ) {
        lookouts = probes.map(Lookout.init)
        self.limit = limit
        self.clock = clock
        self.isDraining = isDraining
    }

    /// How many wait for the answer to somebody else's question.
    var followers: Int { state.withLock { $0.waiting?.count ?? 0 } }

    /// What keeps the daemon from its work; empty where nothing does.
    func faults() async -> [PartFault] {
        guard !isDraining() else { return [.draining] }
        guard state.withLock({ $0.wellUntil <= clock.monotonic() }) else { return [] }
        let isFirst = state.withLock { state in
            defer { state.waiting = state.waiting ?? [] }
            return state.waiting == nil
        }
        return isFirst ? await lead() : await follow()
    }

    private func lead() async -> [PartFault] {
        let faults = await round()
        let waiting = state.withLock { state in
            let wellUntil = faults.isEmpty ? clock.monotonic() + Self.freshness : .zero
            defer { state = State(waiting: nil, latest: faults, wellUntil: wellUntil) }
            return state.waiting
        }
        for continuation in waiting ?? [] { continuation.resume(returning: faults) }
        return faults
    }

    private func follow() async -> [PartFault] {
        await withCheckedContinuation { continuation in
            let latest: [PartFault]? = state.withLock { state in
                // It may have come to its end meanwhile.
                guard state.waiting != nil else { return state.latest }
                state.waiting?.append(continuation)
                return nil
            }
            if let latest { continuation.resume(returning: latest) }
        }
    }

    private func round() async -> [PartFault] {
        await withTaskGroup(of: PartFault?.self) { group in
            for lookout in lookouts {
                group.addTask { [limit, clock] in
                    Self.fault(await lookout.look(within: limit, by: clock), of: lookout.probe.name)
                }
            }
            var faults: [PartFault] = []
            for await fault in group { if let fault { faults.append(fault) } }
            return faults.sorted { $0.part < $1.part }
        }
    }

    private static func fault(_ finding: Lookout.Finding, of part: String) -> PartFault? {
        switch finding {
        case .well: nil
        case .silent(let time): PartFault(part: part, sentence: "gave no answer within \(time.milliseconds) ms")
        case .stuck: PartFault(part: part, sentence: "has not answered an earlier question yet")
        case .failed(let text): PartFault(part: part, sentence: "is at fault: \(text)")
        case .cancelled: .draining
        }
    }
}

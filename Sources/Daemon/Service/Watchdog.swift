import Logging
import Pulses
import ServiceLifecycle
import Synchronization

/// Looks at regular intervals whether the parts of the daemon make progress, and tells the service manager so long as all of them do.
///
/// A part that does not answer within the interval stops the word to the manager, which then restarts the daemon. Ends when its task is
/// cancelled, at once, whatever hangs.
struct Watchdog: Service {
    /// A part, and a look at it that returns once it has really done something.
    struct Probe: Sendable {
        var name: String
        var look: @Sendable () async throws -> Void
    }

    let probes: [Probe]
    /// From the beginning of one round to that of the next, and how long a part may take to answer.
    let interval: Duration
    let notifier: Notifier?
    /// What the manager shows of this daemon. One that does not come within a quarter of the interval is left out.
    let status: @Sendable () async -> String
    let clock: any WallClock
    let log: Logger

    /// How often to look: as the settings want it, but often enough for a service manager, who wants to hear twice in its time
    /// (sd_watchdog_enabled(3)); nil where neither wants it.
    static func interval(wanted: Duration?, for notifier: Notifier?) -> Duration? {
        [wanted, notifier?.watchdogTime.map { $0 / 2 }].compactMap(\.self).min()
    }

    func run() async {
        let shown = Mutex<String?>(nil)
        let status = status
        let lookouts = probes.map(Lookout.init)
        let words = Lookout(
            Probe(name: "status") {
                let text = await status()
                shown.withLock { $0 = text }
            })
        var down: Set<String> = []
        var rest = Duration.zero
        repeat {
            let began = clock.monotonic()
            shown.withLock { $0 = nil }
            let findings = await round(lookouts, words)
            guard !Task.isCancelled else { return }
            for (name, finding) in findings { note(finding, of: name, &down) }
            if findings.allSatisfy({ $0.finding == .well }) {
                notifier?.tell([.watchdog] + (shown.withLock { $0 }.map { [.status($0)] } ?? []))
            }
            rest = max(interval - (clock.monotonic() - began), .zero)
        } while await clock.slept(rest)
    }

    /// Looks at all parts at the same time.
    private func round(_ lookouts: [Lookout], _ words: Lookout) async -> [(name: String, finding: Lookout.Finding)] {
        await withTaskGroup(of: (Int, Lookout.Finding)?.self) { group in
            for (index, lookout) in lookouts.enumerated() {
                group.addTask { (index, await lookout.look(within: interval, by: clock)) }
            }
            group.addTask {
                _ = await words.look(within: interval / 4, by: clock)
                return nil
            }
            var findings: [(index: Int, finding: Lookout.Finding)] = []
            for await result in group { if let result { findings.append((index: result.0, finding: result.1)) } }
            return findings.sorted { $0.index < $1.index }.map { (lookouts[$0.index].probe.name, $0.finding) }
        }
    }

    /// Once when a part begins to fail, and once when it is well again.
    private func note(_ finding: Lookout.Finding, of name: String, _ down: inout Set<String>) {
        if finding == .well {
            if down.remove(name) != nil { log.notice("\(name) makes progress again") }
            return
        }
        guard down.insert(name).inserted else { return }
        let reason =
            switch finding {
            case .silent(let time): "no answer within \(time.milliseconds) ms"
            case .stuck: "an earlier question has no answer yet"
            case .failed(let text): text
            case .well, .cancelled: ""
            }
        let consequence = notifier?.watchdogTime == nil ? "" : "; the service manager is not told that all is well, and restarts the daemon"
        log.error("\(name) makes no progress: \(reason)\(consequence)")
    }
}

import Logging
import Performers
import Pulses
import ServiceLifecycle

/// Removes what has ended and is older than the configuration wants it kept: soon after the start, then once an hour, in small batches
/// with pauses between them, so that firing is not delayed.
///
/// Ends when its task is cancelled. A crash between the removal of pulses and that of their output leaves files that nobody asks for.
struct Housekeeping: Service {
    let store: any ScheduleKeeping
    let outputs: OutputFolder
    /// The policy in force.
    let policy: @Sendable () -> PruningPolicy
    let clock: any WallClock
    let log: Logger

    private static let afterStart = Duration.seconds(20)
    private static let interval = Duration.seconds(3600)
    private static let batch = 500
    private static let pause = Duration.milliseconds(50)

    init(
        store: any ScheduleKeeping, outputs: OutputFolder, policy: @escaping @Sendable () -> PruningPolicy, clock: any WallClock,
        log: Logger
    ) {
        self.store = store
        self.outputs = outputs
        self.policy = policy
        self.clock = clock
        self.log = log
    }

    init(house: Current<House>, log: Logger) {
        let now = house.value
        self.init(
            store: now.store, outputs: now.outputFolder, policy: { house.value.settings.retention }, clock: now.clock, log: log)
    }

    func run() async {
        var wait = Self.afterStart
        while await clock.slept(wait) {
            await tidy()
            wait = Self.interval
        }
    }

    /// One round, until there is nothing more to remove.
    func tidy() async {
        var (pulses, occurrences, events) = (0, 0, 0)
        var isPartial = true
        while isPartial {
            do throws(StoreError) {
                let pruned = try await store.prune(policy(), at: clock.now(), batch: Self.batch)
                outputs.remove(pruned.pulses)
                pulses += pruned.pulses.count
                occurrences += pruned.occurrences
                events += pruned.events
                isPartial = pruned.isPartial
            } catch {
                log.warning("what is old could not be removed: \(error); it is tried again in an hour")
                return
            }
            if isPartial, await !clock.slept(Self.pause) { return }
        }
        guard pulses + occurrences + events > 0 else { return }
        log.info("removed what is old", metadata: ["pulses": "\(pulses)", "occurrences": "\(occurrences)", "events": "\(events)"])
    }
}

import Logging
import Pulses
import Recurrence
import ServiceLifecycle

/// Keeps what is upcoming true to the zone data of the machine: counts it anew soon after the start, since data may have changed while
/// no daemon ran, and once an hour where a file has changed meanwhile. Until then a schedule whose zone was changed fires by the old
/// data once more at most.
///
/// Ends when its task is cancelled. A crash in between leaves some counted anew and the others as they were; the next start counts again.
struct ZoneWatch: Service {
    let store: any ScheduleKeeping
    let zones: SystemZones
    let clock: any WallClock
    let log: Logger
    /// Told when a schedule has to be looked at earlier than before.
    let wake: @Sendable (Instant) -> Void

    private static let afterStart = Duration.seconds(5)
    private static let interval = Duration.seconds(3600)
    private static let batch = 500

    func run() async {
        guard await clock.slept(Self.afterStart) else { return }
        var damaged: Set<String> = []
        var seen = zones.countChanges()
        await countAnew()
        repeat {
            for (path, damage) in zones.damagedFiles.sorted(by: { $0.key < $1.key }) where damaged.insert(path).inserted {
                log.warning("the time zone data in \(path) cannot be used: \(damage); install tzdata again")
            }
            let changes = zones.countChanges()
            if changes != seen { await countAnew() }
            seen = changes
        } while await clock.slept(Self.interval)
    }

    private func countAnew() async {
        var (after, changed) = (nil as ScheduleID?, 0)
        repeat {
            do throws(StoreError) {
                let replanned = try await store.replan(after: after, limit: Self.batch, at: clock.now())
                if let earliest = replanned.earliest { wake(earliest) }
                changed += replanned.changed
                after = replanned.last
            } catch {
                log.warning("the upcoming times could not be counted anew: \(error); each is when its schedule is next due")
                return
            }
        } while after != nil && !Task.isCancelled
        if changed > 0 { log.info("time zone data changed: \(changed) upcoming times are others now") }
    }
}

import Pulses
import Recurrence

/// Reads when a pulse is to run, and for how long it may.
struct TimeCheck {
    let zones: any ZoneSource
    let zone: Zone
    let limits: Limits

    struct When {
        var instant: Instant
        /// In which the words were understood.
        var zone: Zone
    }

    func when(_ request: PulseRequest, now: Instant, _ check: inout FieldCheck) -> When? {
        guard let zone = zone(named: request.zone, &check) else { return nil }
        do throws(TimeError) {
            let past: PastPolicy = request.rules.takesPast ? .allow : .refuse
            let resolved = try TimePhrase.resolve(request.at, now: now, zone: zone, past: past, zones: zones)
            // Where a past time is taken, it means now.
            return When(instant: max(resolved.instant, now), zone: resolved.zone)
        } catch {
            if error.code == .inThePast && request.rules.takesPast {
                return When(instant: now, zone: zone)
            } else if let unit = error.unit {
                check.failUnit("at", unit: unit, sentence: Self.sentence(error))
            } else {
                check.fail("at", sentence: Self.sentence(error))
            }
            return nil
        }
    }

    func timeout(_ text: String?, _ check: inout FieldCheck) -> Duration? {
        guard let text else { return nil }
        do throws(TimeError) {
            let timeout = try HumanDuration.parse(text)
            if !limits.timeout.contains(timeout) {
                let bounds = [limits.timeout.lowerBound, limits.timeout.upperBound].map(HumanDuration.format)
                check.fail("timeout", sentence: "is \(HumanDuration.format(timeout)); \(bounds[0]) to \(bounds[1]) are allowed")
            }
            return timeout
        } catch {
            check.fail("timeout", sentence: Self.sentence(error))
            return nil
        }
    }

    private func zone(named name: String?, _ check: inout FieldCheck) -> Zone? {
        guard let name else { return zone }
        do throws(TimeError) {
            return try zones.zone(named: name)
        } catch {
            check.fail("zone", sentence: Self.sentence(error))
            return nil
        }
    }

    private static func sentence(_ error: TimeError) -> String { "cannot be read: \(error.description)" }
}

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
            if error.code == .inThePast && request.rules.takesPast { return When(instant: now, zone: zone) }
            check.fail("at", error)
            return nil
        }
    }

    /// A time; one that has passed is an error unless it is allowed.
    func moment(_ text: String, _ field: String, now: Instant, past: PastPolicy = .refuse, _ check: inout FieldCheck) -> Instant? {
        do throws(TimeError) {
            return try TimePhrase.resolve(text, now: now, zone: zone, past: past, zones: zones).instant
        } catch {
            check.fail(field, error)
            return nil
        }
    }

    func timeout(_ text: String?, _ check: inout FieldCheck) -> Duration? {
        text.flatMap { check.duration($0, "timeout", in: limits.timeout) }
    }

    private func zone(named name: String?, _ check: inout FieldCheck) -> Zone? {
        guard let name else { return zone }
        do throws(TimeError) {
            return try zones.zone(named: name)
        } catch {
            check.fail("zone", error)
            return nil
        }
    }
}

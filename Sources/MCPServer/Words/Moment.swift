import Pulses
import Recurrence
import StrictJSON

/// A time as an agent is told it: local, UTC and from now.
struct Moment {
    let instant: Instant
    let zone: Zone
    let now: Instant

    /// `Tue 2026-01-20 10:20:00 +01:00 (Europe/Berlin; 2026-01-20T09:20:00Z; in 20m)`, by the second.
    var words: String { "\(local) (\(zone); \(Instant(seconds: instant.seconds)); \(relative))" }

    /// Without what all of a row have in common.
    var shortWords: String { "\(local) (\(relative))" }

    private var local: String {
        let second = Instant(seconds: instant.seconds)
        guard let listed = ListedFire.list([second], in: zone, from: second).first else { return instant.description }
        return "\(listed.local) \(listed.offset)"
    }

    /// `in 20m`, `3m 12s ago`, `now`
    var relative: String {
        // What was asked a moment ago is not "in 19m 59s".
        let milliseconds = (instant - now).milliseconds
        let distance = Duration.seconds((milliseconds + (milliseconds < 0 ? -500 : 500)) / 1000)
        if distance > .zero { return "in \(HumanDuration.format(distance))" }
        return distance < .zero ? "\(HumanDuration.format(.zero - distance)) ago" : "now"
    }

    var json: JSON {
        ["local": .string(instant.formatted(in: zone)), "utc": .string(instant.description), "relative": .string(relative)]
    }

    /// All three are always there; to say so of each moment would make the list of tools longer than some hosts take.
    static let schema = Schema.object([], optional: [("local", Schema.string), ("utc", Schema.string), ("relative", Schema.string)])
}

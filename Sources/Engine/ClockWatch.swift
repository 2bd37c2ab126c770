import Recurrence

/// Holds the wall clock against the monotonic one: where they went differently, somebody set the wall clock. A machine that slept shows
/// no difference, since both went on.
struct ClockWatch: Hashable, Sendable {
    /// Less than this is drift, or the time between reading the one and the other.
    static let noise: Duration = .milliseconds(500)

    /// More than this is a correction (field/reliability.md: as Debian's cron has it), and goes on record.
    static let correction: Duration = .seconds(3 * 3600)

    private var last: EngineCore.Moment?

    /// How far the wall clock was set since the moment before, forward or back; nil where it was not.
    mutating func step(to moment: EngineCore.Moment) -> Duration? {
        defer { last = moment }
        guard let last else { return nil }
        let step = (moment.wall - last.wall) - (moment.monotonic - last.monotonic)
        return Self.size(of: step) < Self.noise ? nil : step
    }

    static func isCorrection(_ step: Duration) -> Bool { size(of: step) > correction }

    /// Without its direction.
    static func size(of step: Duration) -> Duration { max(step, .zero - step) }
}

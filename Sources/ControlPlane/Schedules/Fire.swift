package import Recurrence

/// A time at which a schedule is going to fire.
package struct Fire: Hashable, Sendable {
    /// Its time by the rule: what is stored, logged and compared.
    package var nominal: Instant
    /// When its pulse is due: later by the jitter, or when a window opens or a pause ends.
    package var at: Instant
    package var zone: Zone
    /// The clocks' offset from UTC, in seconds, at the time before; nil where it is the same.
    package var offsetBefore: Int?

    /// What the clocks of the zone are ahead of UTC, in seconds.
    package var offset: Int { zone.offset(at: at) }
}

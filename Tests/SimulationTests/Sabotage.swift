/// A way in which a build could be broken. Each must be found.
enum Sabotage: String, CaseIterable, Sendable {
    /// It wakes when it likes.
    case sleepsOn
    /// It does not look at schedules.
    case neverLooks
    /// It takes two more than it has slots.
    case takesTooMany
    /// It takes what is due in a minute.
    case takesEarly
    /// It carries out a start twice.
    case startsTwice
    /// It forgets some of what it took.
    case forgetsStarts
    /// It does not hear some of its children end.
    case missesEnds
    /// It takes the end of some children for a loss.
    case callsItLost
    /// It does not ask a run to stop.
    case deafToStops
    /// It does not look for what a dead daemon left behind.
    case leavesLeftovers
    /// It tries what was lost for ever.
    case neverPoison
    /// It puts aside what was lost once.
    case poisonsAtOnce
    /// It tries again at once.
    case retriesAtOnce
    /// It runs again what did well.
    case repeatsSuccess

    // The judge.

    case judgeForgetsRecords
    case judgeRecordsTwice
    case judgeAllowsOverlap
    case judgeIgnoresPauses
    case judgeFiresEarly

    // The store.

    case storeTakesWrongOrder
    case storeIgnoresStandstill
    case storeLosesPulses
    case storeTakesStaleEnds
}

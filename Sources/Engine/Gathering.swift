import Pulses
import Recurrence

/// Whether an end had better wait for others, so that one turn carries them all.
///
/// Runs that a turn started together and that do next to nothing end almost together. A turn for the first of them alone would keep the
/// others' slots empty for as long as the store syncs; so the first waits for them, until half the time has gone by since their start that
/// the turn before took. Whatever runs longer than that is waited for by nobody.
struct Gathering {
    /// However slow the store is.
    static let limit: Duration = .milliseconds(2)

    private var began: Duration?
    private var siblings: Set<PulseID> = []
    private var until: Duration = .zero

    mutating func turnBegan(at monotonic: Duration) { began = monotonic }

    mutating func turnEnded(_ claims: [Claim], at monotonic: Duration) {
        siblings = claims.count > 1 ? Set(claims.map(\.key.pulse)) : []
        until = monotonic + min((monotonic - (began ?? monotonic)) / 2, Self.limit)
        began = nil
    }

    mutating func ended(_ id: PulseID) { siblings.remove(id) }

    /// How long those that began together are still worth waiting for; nil where they are not.
    func patience(at monotonic: Duration) -> Duration? {
        guard !siblings.isEmpty, monotonic < until else { return nil }
        return until - monotonic
    }
}

import Pulses
import Recurrence
import TestSupport

@testable import Engine

// The performers: children that run for some time, end somehow, and end otherwise when they are asked to.

extension Simulation {
    /// One run.
    struct Child {
        var key: RunKey
        var boot: BootID
        var claim: Claim
        var hasBegun = false
        /// How it will end by itself.
        var outcome: AttemptOutcome
        var isFatal: Bool
        var stop: StopReason?
        var endsAt: Int64
        var generation = 0
        /// Its daemon is gone; nobody hears of its end.
        var isOrphan = false
        /// No signal ends it.
        var isUnendable = false
        /// The start of it was carried out twice.
        var isDoubled = false
    }

    mutating func start(_ claim: Claim, _ boot: BootID) {
        if sabotage == .forgetsStarts, random.chance(10) { return }
        let (outcome, isFatal) = drawOutcome(claim)
        var child = Child(key: claim.key, boot: boot, claim: claim, outcome: outcome, isFatal: isFatal, endsAt: 0)
        child.isDoubled = sabotage == .startsTwice && random.chance(20)
        children[claim.key] = child
        put(.childBegins(claim.key), in: draw(1...5))
    }

    private mutating func drawOutcome(_ claim: Claim) -> (AttemptOutcome, isFatal: Bool) {
        if let schedule = claim.spec.schedule, people.failing.contains(schedule), random.chance(95) { return (.failed, false) }
        switch Int.random(in: 0..<100, using: &random) {
        case ..<80: return (.succeeded, false)
        case ..<92: return (.failed, false)
        case ..<93: return (.failed, true)
        case ..<97: return (.timedOut, false)
        case ..<98: return (.cancelled, false)
        default: return (.lost, false)
        }
    }

    mutating func childBegins(_ key: RunKey) {
        guard let child = children[key], !child.hasBegun else { return }
        children[key]?.hasBegun = true
        note(.started(key, child.boot))
        if child.isDoubled { note(.started(key, child.boot)) }
        let length = isOverloaded ? draw(10...1000) : drawSkewed(50...people.longestRun(of: child.claim))
        schedule(key, endsAt: now + (child.stop == nil ? length : min(length, draw(1...1000))))
    }

    private mutating func schedule(_ key: RunKey, endsAt: Int64) {
        guard var child = children[key] else { return }
        child.endsAt = endsAt
        child.generation += 1
        children[key] = child
        put(.childEnds(key, generation: child.generation), in: endsAt - now)
    }

    mutating func childEnds(_ key: RunKey, _ generation: Int) {
        guard let child = children[key], child.generation == generation else { return }
        children[key] = nil
        note(.ended(key, child.boot, child.outcome))
        guard !child.isOrphan, lives[child.boot] != nil else { return }
        if nextBlow == .atEnd, child.boot == worker {
            nextBlow = nil
            tally("lost completion")
            return crash(child.boot)
        }
        if sabotage == .missesEnds, random.chance(5) { return }
        let stopped: StopReason? = child.outcome == .timedOut ? .timedOut : child.outcome == .cancelled ? child.stop : nil
        var end = AttemptEnd(
            outcome: child.outcome, stopped: stopped, isFatal: child.isFatal, exitCode: child.outcome == .succeeded ? 0 : 1,
            error: child.outcome == .succeeded ? nil : "simulated", endedAt: wall)
        if sabotage == .callsItLost, random.chance(10) { end = AttemptEnd(outcome: .lost, endedAt: wall) }
        hear(child.boot, [.ended(key, end)])
    }

    /// It is asked to end: it does so within its grace, or is killed when that is over.
    mutating func ask(_ key: RunKey, _ reason: StopReason, grace: Duration) {
        guard var child = children[key], sabotage != .deafToStops else { return }
        child.stop = child.stop ?? reason
        children[key] = child
        guard child.hasBegun else { return }
        let end = now + (random.chance(70) ? draw(1...max(grace.milliseconds, 10)) : grace.milliseconds + draw(1...1000))
        guard end < child.endsAt else { return }
        children[key]?.outcome = .cancelled
        children[key]?.isFatal = false
        schedule(key, endsAt: end)
    }

    /// It ends at once, without a word.
    mutating func kill(_ key: RunKey) {
        guard let child = children.removeValue(forKey: key) else { return }
        if child.hasBegun { note(.gone(key, child.boot)) }
    }

    // MARK: what dead daemons left

    mutating func endLeftovers(_ keys: Set<RunKey>, _ boot: BootID, grace: Duration) {
        put(.leftoversCleared(boot, keys), in: grace.milliseconds / 2 + draw(0...(grace.milliseconds / 2 + 500)))
    }

    mutating func leftoversCleared(_ boot: BootID, _ keys: Set<RunKey>) {
        guard lives[boot] != nil else { return }
        var gone: Set<RunKey> = []
        for key in keys.sorted(by: { ($0.pulse, $0.attempt) < ($1.pulse, $1.attempt) }) {
            guard let child = children[key] else {
                gone.insert(key)
                continue
            }
            guard !child.isUnendable else {
                tally("unendable leftover")
                note(.unendable(key))
                continue
            }
            gone.insert(key)
            guard let owner = lives[child.boot] else {
                kill(key)
                continue
            }
            // A rival that was frozen finds its child killed by a signal.
            tally("child taken from a rival")
            children[key] = nil
            note(.ended(key, child.boot, .failed))
            let end = AttemptEnd(outcome: .failed, signal: 15, error: "killed", endedAt: wall)
            if owner.isFrozen { lives[child.boot]?.mail.append(.ended(key, end)) } else { hear(child.boot, [.ended(key, end)]) }
        }
        hear(boot, [.cleared(asked: keys, gone: gone)])
    }
}

import Pulses

// unjustified re-run, ignored: whose runs they are while more than one engine lives.

extension Sweep {
    mutating func renew(_ boot: BootID) {
        lives[boot]?.renewedAt = at
        expectTaken(from: boot)
    }

    /// An end that another engine than the owner brings: the owner is gone, or has taken no turn for as long as its lease is.
    mutating func checkRescue(_ key: RunKey, _ pulse: SeenPulse, _ owner: BootID) {
        guard let life = lives[owner], life.isUp else { return }
        let last = life.renewedAt ?? .zero
        if at - last < setting.lease {
            report(
                .unjustifiedRerun, pulse: key.pulse,
                "attempt \(key.attempt) was taken from \(owner), which lives, \((at - last).inSeconds) after its last turn")
        }
        // Its engine has to hear of it before it can end it.
        guard pulse.child == key, !unendable.contains(key) else { return }
        unendable.insert(key)
        taken[key] = SeenTaken(boot: owner)
    }

    /// It was told, and has its grace.
    mutating func expectTaken(from boot: BootID) {
        for (key, seen) in taken where seen.boot == boot && seen.limit == nil && lives[boot]?.isFrozen == false {
            taken[key]?.limit = at + setting.grace + .seconds(1) + setting.patience
        }
    }

    mutating func excuseTaken(from boot: BootID) {
        for (key, seen) in taken where seen.boot == boot { taken[key]?.limit = nil }
    }

    mutating func forgetTaken(from boot: BootID) { taken = taken.filter { $0.value.boot != boot } }

    mutating func findKept(until end: Duration) {
        for (key, seen) in taken {
            // Where the store answers late its engine hears of it late.
            let latest = storeWellSince + setting.grace + .seconds(1) + setting.patience
            guard let limit = seen.limit, isStoreWell, end > max(limit, latest) else { continue }
            taken[key] = nil
            report(.ignored, pulse: key.pulse, at: end, "attempt \(key.attempt) was taken from \(seen.boot), which still runs it")
        }
    }
}

extension Sweep {
    /// The engine that works has children whose runs were taken from it: it begins nothing until they are gone.
    var isFenced: Bool {
        guard let worker else { return false }
        return lives[worker]?.children.contains { isTaken($0, from: worker) } ?? false
    }

    /// Its run is on record as another's, or as one that has ended.
    func isTaken(_ key: RunKey, from boot: BootID) -> Bool {
        pulses[key.pulse].map { $0.attempts != key.attempt || $0.owner != boot } ?? false
    }
}

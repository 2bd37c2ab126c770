import Pulses
import Recurrence
import TestSupport

@testable import Engine

// The engines: what `Engine` does with its core, without waiting.

extension Simulation {
    mutating func beginEngine() {
        boots += 1
        let boot = BootID("boot\(boots)")
        var settings = plan.core
        if sabotage == .takesTooMany { settings.slots += 2 }
        let core = EngineCore(settings: settings, boot: boot, seed: plan.seed &+ UInt64(boots))
        lives[boot] = Life(core: core, startedAt: now)
        worker = boot
        note(.up(boot))
        hear(boot, [.begin])
    }

    mutating func hear(_ boot: BootID, _ events: [EngineCore.Event]) {
        guard let life = lives[boot] else { return }
        guard !life.isFrozen else {
            lives[boot]?.mail += events
            return
        }
        step(boot, events, isWake: false)
    }

    mutating func step(_ boot: BootID, _ events: [EngineCore.Event], isWake: Bool) {
        guard var life = lives[boot] else { return }
        let effects = life.core.step(events, at: moment)
        life.generation += 1
        let idle = life.core.idleTime(at: moment)
        let generation = life.generation
        lives[boot] = life
        if let idle {
            if isWake, effects.isEmpty, idle <= .zero { spins += 1 }
            put(.wake(boot, generation: generation), in: milliseconds(idle) + draw(0...3))
        }
        for effect in effects { carryOut(effect, boot) }
    }

    private func milliseconds(_ duration: Duration) -> Int64 { (duration + .microseconds(999)).milliseconds }

    private mutating func carryOut(_ effect: EngineCore.Effect, _ boot: BootID) {
        switch effect {
        case .findOrphans: put(.findOrphans(boot), in: draw(1...20))
        case .endLeftovers(let keys, let grace): endLeftovers(keys, boot, grace: grace)
        case .turn(let turn): put(.commit(boot, spoiled(turn), asked: wall), in: diskDelay())
        case .start(let claim): start(claim, boot)
        case .ask(let key, let reason, let grace): ask(key, reason, grace: grace)
        case .note, .settled, .progressed: break
        case .finish:
            tally("drained")
            end(boot)
        case .fail:
            tally("ended with its store")
            end(boot)
        }
    }

    private mutating func diskDelay() -> Int64 {
        guard disk.mood == .slow else { return draw(1...30) }
        disk.slowTurns += 1
        return draw(200...45_000)
    }

    /// What a broken build would hand in instead.
    private mutating func spoiled(_ turn: Turn) -> Turn {
        var turn = turn
        switch sabotage {
        case .takesEarly: turn.now += .seconds(60)
        case .neverLooks: turn.judges = 0
        case .neverPoison, .poisonsAtOnce, .retriesAtOnce, .repeatsSuccess:
            turn.ends = turn.ends.map { end in
                var end = end
                switch (sabotage, end.end.outcome, end.verdict.disposition) {
                case (.neverPoison, .lost, .finish(.failed, "poison")): end.verdict.disposition = .again(at: turn.now)
                case (.poisonsAtOnce, .lost, .again): end.verdict.disposition = .finish(.failed, reason: "poison")
                case (.retriesAtOnce, .failed, .again): end.verdict.disposition = .again(at: turn.now)
                case (.repeatsSuccess, .succeeded, _) where end.key.pulse.value.isMultiple(of: 9):
                    end.verdict.disposition = .again(at: turn.now)
                default: break
                }
                return end
            }
        default: break
        }
        return turn
    }

    mutating func findOrphans(_ boot: BootID) async {
        guard let life = lives[boot] else { return }
        guard !life.isFrozen, disk.mood != .full, disk.mood != .busy else { return put(.findOrphans(boot), in: 1000) }
        do {
            if sabotage == .rescuesTheLiving { store.voidLeases() }
            let orphans = try await store.orphans(notOf: boot)
            let left = Set(orphans.map(\.claim.key))
            var alive = Set(
                children.values.filter { child in
                    child.hasBegun && child.boot != boot
                        && (lives[child.boot] == nil || !life.isElsewhere && left.contains(child.key))
                }.map(\.key))
            if sabotage == .leavesLeftovers { alive = [] }
            put(.deliver(boot, [.found(orphans, alive: alive)]), in: draw(1...20))
        } catch {
            put(.findOrphans(boot), in: 1000)
        }
    }

    mutating func commit(_ boot: BootID, _ turn: Turn, asked: Instant) async {
        guard let life = lives[boot] else { return answered() }
        guard !life.isFrozen else {
            lives[boot]?.heldTurns.append((turn, asked))
            return
        }
        defer { answered() }
        if case .breaks(let isWritten) = nextBlow, boot == worker {
            nextBlow = nil
            tally("store broke for good")
            if isWritten, let result = try? await store.turn(turn) { await observe(turn, result, boot, asked: asked) }
            return put(.deliver(boot, [.refused(.broken("simulated"))]), in: draw(1...20))
        }
        switch disk.mood {
        case .full: return refuse(.full("/simulated"), boot)
        case .busy: return refuse(.busy, boot)
        case .well, .slow: break
        }
        do {
            var result = try await store.turn(turn)
            if sabotage == .startsBackwards { result.claims.reverse() }
            if let held = result.held {
                tally("lease had run out")
                if children.values.contains(where: { $0.boot == boot && !held.contains($0.key) }) { tally("told of what was taken") }
                if sabotage == .keepsWhatWasTaken { result.held = nil }
            }
            if result.hasOrphans { tally("orphans seen by a turn") }
            await observe(turn, result, boot, asked: asked)
            if nextBlow == .afterCommit, boot == worker, !result.claims.isEmpty || !result.applied.isEmpty || !result.stops.isEmpty {
                nextBlow = nil
                tally("crash before the answer")
                return crash(boot)
            }
            put(.deliver(boot, [.turned(result)]), in: draw(0...10))
        } catch {
            refuse(error, boot)
        }
    }

    private mutating func refuse(_ error: StoreError, _ boot: BootID) {
        tally("refused turn")
        put(.deliver(boot, [.refused(error)]), in: draw(0...10))
    }

    private mutating func answered() {
        disk.slowTurns = max(disk.slowTurns - 1, 0)
        guard disk.healsWhenAnswered, disk.slowTurns == 0 else { return }
        disk = Disk()
        note(.storeWell)
    }

    // MARK: ends of engines

    /// The process ends by its own will; its children are killed with it.
    private mutating func end(_ boot: BootID) {
        lives[boot] = nil
        note(.down(boot))
        for key in keys(of: boot) { kill(key) }
        replace(boot)
    }

    /// kill -9, or a fault of the machine: nothing of it stays but what the store has, and children that nobody watches.
    mutating func crash(_ boot: BootID) {
        guard lives[boot] != nil else { return }
        tally("crash")
        lives[boot] = nil
        note(.down(boot))
        for key in keys(of: boot) {
            if children[key]?.hasBegun == false {
                children[key] = nil
            } else if random.chance(50) {
                kill(key)
            } else {
                tally("child left behind")
                children[key]?.isOrphan = true
                children[key]?.isUnendable = random.chance(2)
            }
        }
        replace(boot)
    }

    private mutating func replace(_ boot: BootID) {
        // What a rival took is found by the engine that works, when the lease is over.
        guard worker == boot else { return }
        worker = nil
        let down = isCalm ? 1000 : random.chance(5) ? draw(3_600_000...plan.mostDown) : drawSkewed(500...7_200_000)
        if down > 86_400_000 { tally("down for days") }
        put(.begin, in: down)
    }

    private func keys(of boot: BootID) -> [RunKey] {
        children.values.filter { $0.boot == boot }.map(\.key).sorted { ($0.pulse, $0.attempt) < ($1.pulse, $1.attempt) }
    }
}

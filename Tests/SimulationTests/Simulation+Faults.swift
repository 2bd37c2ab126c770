import Pulses
import Recurrence
import TestSupport

@testable import Engine

// What goes wrong.

extension Simulation {
    mutating func strike() async {
        guard !isCalm else { return }
        put(.fault, in: drawSkewed(plan.betweenFaults / 10...plan.betweenFaults * 3))
        guard let worker, let life = lives[worker], !life.isFrozen else { return }
        switch Int.random(in: 0..<100, using: &random) {
        case ..<18: crash(worker)
        case ..<25:
            tally("asked to stop")
            lives[worker]?.isDraining = true
            note(.draining(worker))
            hear(worker, [.drain])
            if random.chance(30), lives[worker] != nil { put(.deliver(worker, [.drain]), in: draw(100...20_000)) }
        case ..<30: nextBlow = .atEnd
        case ..<35: nextBlow = .afterCommit
        case ..<38: nextBlow = .breaks(isWritten: random.chance(50))
        case ..<46: trouble(random.chance(50) ? .full : .busy, for: drawSkewed(500...600_000))
        case ..<52: trouble(.slow, for: drawSkewed(5000...600_000))
        case ..<68: setClock()
        case ..<78: sleep(drawSkewed(1000...10 * 3_600_000))
        case ..<88: freeze(worker, hasRival: false)
        default: freeze(worker, hasRival: true)
        }
    }

    // MARK: the store

    private mutating func trouble(_ mood: Disk.Mood, for time: Int64) {
        guard disk.mood == .well else { return }
        tally("store \(mood)")
        disk.mood = mood
        note(.storeTroubled)
        put(.healDisk, in: time)
    }

    mutating func healDisk() {
        guard disk.mood != .well, !disk.healsWhenAnswered else { return }
        if disk.mood == .slow, disk.slowTurns > 0 {
            disk.healsWhenAnswered = true
            disk.mood = .well
        } else {
            disk = Disk()
            note(.storeWell)
        }
    }

    // MARK: time

    private mutating func setClock() {
        let steps: [Int64] = [1000, 59_000, 3_540_000, 10_740_000, 10_860_000, 86_400_000, 31_536_000_000]
        let sizes = steps.filter { $0 <= plan.mostStep }
        let size = (sizes.randomElement(using: &random) ?? 1000) + draw(-500...500)
        let step = random.chance(50) ? size : -size
        tally(step > 0 ? "clock forward" : "clock back")
        offset += step
        note(.clockSet(by: .milliseconds(step)))
    }

    /// The machine sleeps: both clocks go on, and nothing else.
    private mutating func sleep(_ time: Int64) {
        tally("machine slept")
        now += time
        note(.slept(.milliseconds(time)))
        for key in children.keys.sorted(by: { ($0.pulse, $0.attempt) < ($1.pulse, $1.attempt) }) where children[key]?.hasBegun == true {
            guard var child = children[key] else { continue }
            child.endsAt += time
            child.generation += 1
            children[key] = child
            put(.childEnds(key, generation: child.generation), in: child.endsAt - now)
        }
    }

    // MARK: owners

    /// The process is stopped and goes on later. With a rival, another one takes its place meanwhile, as if it were dead.
    private mutating func freeze(_ boot: BootID, hasRival: Bool) {
        guard lives[boot]?.isDraining == false, lives.count == 1 else { return }
        tally(hasRival ? "two owners" : "stopped and continued")
        lives[boot]?.isFrozen = true
        note(.frozen(boot))
        if hasRival { put(.rival(boot), in: draw(1000...600_000)) }
        let lease = plan.core.lease.milliseconds
        put(.thaw(boot), in: hasRival && random.chance(50) ? lease + draw(0...lease) : drawSkewed(2000...3_600_000))
    }

    /// Somebody takes it for dead.
    mutating func beginRival(of boot: BootID) {
        // A child that it was about to start would be started twice: one lock for each machine keeps the real ones from that.
        guard !isCalm, let life = lives[boot], life.isFrozen, worker == boot, !children.values.contains(where: { !$0.hasBegun }) else {
            return
        }
        let hasClaimsInMail = life.mail.contains { if case .turned(let result) = $0 { !result.claims.isEmpty } else { false } }
        guard !hasClaimsInMail else { return }
        beginEngine()
        if let worker { lives[worker]?.isElsewhere = random.chance(50) }
    }

    mutating func thaw(_ boot: BootID) async {
        guard let life = lives[boot], life.isFrozen else { return }
        lives[boot]?.isFrozen = false
        lives[boot]?.mail = []
        lives[boot]?.heldTurns = []
        note(.thawed(boot))
        worker = worker ?? boot
        for (turn, asked) in life.heldTurns { await commit(boot, turn, asked: asked) }
        step(boot, life.mail, isWake: false)
        if worker != boot { put(.strike(boot), in: draw(1000...900_000)) }
    }

    // MARK: peace

    /// Everything is made well, and stays so.
    mutating func calm() async {
        isCalm = true
        nextBlow = nil
        healDisk()
        for boot in lives.keys.sorted(by: { $0.text < $1.text }) {
            if boot != worker, worker != nil { crash(boot) } else { await thaw(boot) }
        }
        note(.calm)
        await letGoOn()
        put(.quiet, in: 7_200_000)
    }
}

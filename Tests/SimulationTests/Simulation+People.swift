import Pulses
import Recurrence
import TestSupport

@testable import Engine

// What people ask for, through a daemon's doors, or without a daemon where none is up.

extension Simulation {
    /// What people know.
    struct People {
        var pulses: [PulseID] = []
        var schedules: [ScheduleID] = []
        /// Those that were removed included.
        var allSchedules: [ScheduleID] = []
        /// How long the runs of a schedule take at most: so long that the slots are not always enough, but are in the end.
        var longest: [ScheduleID: Int64] = [:]
        /// Schedules of which hardly any run does well.
        var failing: Set<ScheduleID> = []
        var named = 0

        func longestRun(of claim: Claim) -> Int64 { claim.spec.schedule.flatMap { longest[$0] } ?? 600_000 }
    }

    /// What somebody has made up his mind to do later.
    enum FollowUp {
        case makeSchedule
        case resume(ScheduleID)
        case letGoOn
        case heal(ScheduleID)
    }

    private var canAct: Bool { disk.mood == .well || disk.mood == .slow }

    mutating func actAsPerson() async {
        guard !isCalm else { return }
        // Without a daemon people soon stop asking.
        put(.person, in: drawSkewed(plan.betweenActs / 20...plan.betweenActs * 2))
        guard canAct, worker != nil || now < downSince + 43_200_000 else { return }
        switch Int.random(in: 0..<100, using: &random) {
        case ..<30: await makePulse()
        case ..<38: await makePipeline()
        case ..<46: await cancel()
        case ..<50: await reviveOne()
        case ..<56: await trigger()
        case ..<66: await pause()
        case ..<70: await resume(nil)
        case ..<76: await change()
        case ..<79: await remove()
        case ..<84: await makeSchedule()
        case ..<90: await standStill()
        default:
            guard let id = people.schedules.randomElement(using: &random) else { return }
            people.failing.insert(id)
            put(.followUp(.heal(id)), in: drawSkewed(60_000...86_400_000))
        }
    }

    mutating func follow(_ followUp: FollowUp) async {
        guard canAct else { return put(.followUp(followUp), in: 60_000) }
        switch followUp {
        case .makeSchedule: if !isCalm { await makeSchedule() }
        case .resume(let id): await resume(id)
        case .letGoOn: await letGoOn()
        case .heal(let id): people.failing.remove(id)
        }
    }

    /// The door tells the engine, if there is one.
    private mutating func wake(at due: Instant) { tell(.due(due)) }

    private mutating func tell(_ event: EngineCore.Event) {
        // Where the one that they talked to is gone, another one that lives hears them.
        guard let listener = worker ?? lives.filter({ !$0.value.isFrozen }).keys.min(by: { $0.text < $1.text }) else { return }
        put(.deliver(listener, [event]), in: draw(0...3))
    }

    // MARK: pulses

    /// More than the slots can do waits already: nobody asks for more, and what runs is short.
    var isOverloaded: Bool { openCount > 40 }

    private mutating func makePulse() async {
        guard !isOverloaded else { return }
        let delay = random.chance(50) ? 0 : drawSkewed(1000...2 * 86_400_000)
        for _ in 0..<(random.chance(10) ? 12 : 1) {
            var order = PulseOrder(spec: drawPulse(at: wall + .milliseconds(delay)))
            if random.chance(15) { (order.spec.key, order.onKey) = ("k\(draw(1...3))", .replace) }
            if random.chance(15), let id = people.pulses.suffix(9).randomElement(using: &random) {
                order.after = [DependencyOrder(on: .pulse(id), condition: drawCondition())]
            }
            switch try? await store.make(order) {
            case .created(let pulse): await told(pulse)
            case .replaced(let pulse, let old):
                tally("replaced")
                await told(pulse)
                for id in old {
                    note(.stopWished(id))
                    tell(.stop(id))
                }
                // What waited for the old one may run now.
                wake(at: wall)
            default: tally("refused")
            }
        }
    }

    private mutating func told(_ pulse: Pulse) async {
        people.pulses.append(pulse.id)
        await observe()
        wake(at: pulse.progress.dueAt)
    }

    private mutating func drawPulse(at instant: Instant) -> PulseSpec {
        PulseSpec(
            action: .command(Command(arguments: ["work"])), scheduledAt: instant, priority: drawPriority(),
            createdBy: "person", door: .commandLine, createdAt: wall, retry: drawRetry(), onLost: random.chance(85) ? .retry : .fail,
            expiresAfter: random.chance(8) ? .milliseconds(drawSkewed(60_000...86_400_000)) : nil, pools: drawPools())
    }

    /// Two to six steps, each after some of those before it.
    private mutating func makePipeline() async {
        guard !isOverloaded else { return }
        var orders: [PulseOrder] = []
        for step in 0..<Int(draw(2...6)) {
            var order = PulseOrder(spec: drawPulse(at: wall))
            order.spec.step = PipelineStep(name: "s\(step)")
            for before in 0..<step where random.chance(50) {
                order.after.append(DependencyOrder(on: .step(before), condition: drawCondition()))
            }
            orders.append(order)
        }
        let asked = orders
        if sabotage == .forgetsDependencies { for index in orders.indices { orders[index].after = [] } }
        guard case .created(let made)? = try? await store.makePipeline(orders, nil) else { return }
        tally("pipeline")
        people.pulses += made.map(\.id)
        await observe()
        for (pulse, order) in zip(made, asked) where sabotage == .forgetsDependencies {
            let waits = order.after.compactMap { dependency -> Dependency? in
                guard case .step(let place) = dependency.on else { return nil }
                return Dependency(on: made[place].id, condition: dependency.condition)
            }
            note(.waits(pulse.id, waits))
        }
        wake(at: wall)
    }

    private mutating func drawCondition() -> Dependency.Condition { random.chance(30) ? .end : .success }

    /// Some pulses need a pool, or two.
    private mutating func drawPools() -> [String] {
        random.chance(60) ? [] : ["few", "paced", "rationed"].filter { _ in random.chance(45) }
    }

    /// What files declare; people change them now and then.
    mutating func declarePools() async {
        let pools = [
            Pool(name: "few", limits: PoolLimits(capacity: Int(draw(1...2))), file: "f"),
            Pool(
                name: "paced", limits: PoolLimits(capacity: random.chance(50) ? 2 : nil, rate: drawRate()), file: "f"),
            Pool(name: "rationed", limits: PoolLimits(daily: Int(draw(10...40))), file: "f"),
        ]
        note(.pools(pools))
        var declared = pools
        if sabotage == .ignoresPools {
            for index in declared.indices { declared[index].limits = PoolLimits(capacity: 100) }
        }
        try? await store.declare(declared)
        wake(at: wall)
    }

    private mutating func drawRate() -> PoolLimits.Rate {
        PoolLimits.Rate(count: Int(draw(1...5)), window: random.chance(50) ? .seconds(60) : .seconds(3600))
    }

    private mutating func drawPriority() -> Priority { Priority.allCases.randomElement(using: &random) ?? .normal }

    private mutating func drawRetry() -> RetryPolicy {
        let backoffs: [RetryPolicy.Backoff] = [
            .exponential(.seconds(30)), .exponential(.seconds(30)), .fixed(.seconds(draw(0...600))),
            .list([.seconds(1), .seconds(draw(1...3600))]),
        ]
        return RetryPolicy(
            attempts: Int.random(in: 1...4, using: &random), backoff: backoffs.randomElement(using: &random) ?? .fixed(.seconds(1)),
            window: random.chance(15) ? .milliseconds(drawSkewed(60_000...86_400_000)) : nil)
    }

    private mutating func cancel() async {
        guard let id = people.pulses.suffix(40).randomElement(using: &random) else { return }
        switch try? await store.cancel(id, at: wall) {
        case .running:
            tally("cancelled while it ran")
            note(.stopWished(id))
            await observe()
            tell(.stop(id))
        case .cancelled:
            await observe()
            // What waited for it may run now.
            wake(at: wall)
        case .alreadyEnded, .unknown, nil: break
        }
    }

    private mutating func reviveOne() async {
        guard let id = people.pulses.suffix(40).randomElement(using: &random), case .revived? = try? await store.revive(id, at: wall)
        else { return }
        tally("revived")
        await observe()
        wake(at: wall)
    }

    // MARK: schedules

    mutating func makeSchedule() async {
        people.named += 1
        let spec = drawSchedule("s\(people.named)")
        guard case .created(let schedule)? = try? await store.make(spec, at: wall) else { return }
        people.schedules.append(schedule.id)
        people.allSchedules.append(schedule.id)
        people.longest[schedule.id] = drawLongest(spec)
        note(.scheduleMade(schedule))
        await observe(judging: [schedule.id])
        if let next = schedule.state.next { wake(at: next.at) }
    }

    private mutating func drawLongest(_ spec: ScheduleSpec) -> Int64 {
        let period = NominalTimes(spec.timing)?.period ?? 3_600_000
        let share = period * Int64(plan.setting.slots) / Int64(plan.schedules)
        return max(min(random.chance(30) ? share * 2 : share / 3, 4 * 3_600_000), 500)
    }

    private mutating func drawSchedule(_ name: String) -> ScheduleSpec {
        let rules = [
            "*/20 * * * *", "*/30 * * * *", "17 * * * *", "30 3 * * *", "0 9 * * 1", "45 23 * * 0", "@every 1800s", "@every 5400s",
            "@every 40000s", "@every 2700s",
        ]
        var timing = ScheduleTiming(
            rule: rules.randomElement(using: &random) ?? "17 * * * *", zone: "UTC", anchor: Instant(seconds: wall.seconds))
        if random.chance(4) {
            // Every second, for two minutes a day: many in a short time, and very many missed.
            timing.rule = "@every 1s"
            timing.active = ["03:00-03:02"]
        } else if random.chance(20) {
            timing.active = [random.chance(50) ? "08:00-18:00" : "22:30-23:45"]
        }
        if random.chance(50) { timing.onBlocked = .defer }
        if random.chance(25) { timing.jitter = .milliseconds(draw(100...60_000)) }
        if random.chance(10) { timing.maxRuns = Int.random(in: 1...30, using: &random) }
        if random.chance(10) { timing.end = wall + .milliseconds(draw(3_600_000...10 * 86_400_000)) }
        if random.chance(10) { timing.start = Instant(seconds: wall.seconds) + .seconds(draw(60...2 * 86_400)) }
        if timing.rule.hasPrefix("@every"), timing.active.isEmpty, random.chance(20) { timing.isAfterCompletion = true }
        var policies = SchedulePolicies()
        policies.misfire = MisfirePolicy.allCases.randomElement(using: &random) ?? .runOnce
        policies.overlap = OverlapPolicy.allCases.randomElement(using: &random) ?? .skip
        if random.chance(30) { policies.catchUpWindow = .seconds(draw(10...40 * 86_400)) }
        policies.maxCatchUp = Int.random(in: 1...20, using: &random)
        policies.bufferLimit = Int.random(in: 1...5, using: &random)
        policies.pauseAfterFailures = [0, 1, 3, 10].randomElement(using: &random) ?? 10
        let template = PulseSpec(
            action: .command(Command(arguments: ["work"])), scheduledAt: wall, priority: drawPriority(), createdBy: "person",
            door: .schedule, createdAt: wall, retry: drawRetry(), onLost: random.chance(85) ? .retry : .fail,
            pools: random.chance(25) ? drawPools() : [])
        return ScheduleSpec(name: name, timing: timing, policies: policies, template: template)
    }

    private mutating func change() async {
        guard let id = people.schedules.randomElement(using: &random), let old = try? await store.schedule(id) else { return }
        var spec = drawSchedule(old.spec.name)
        if random.chance(40) { spec.timing = old.spec.timing }
        guard case .changed(let schedule)? = try? await store.change(id, to: spec, at: wall) else { return }
        tally("changed")
        people.longest[id] = drawLongest(spec)
        await observe(judging: [id])
        note(.scheduleChanged(schedule))
        // What was due by the old spec may have made a pulse.
        wake(at: wall)
    }

    private mutating func remove() async {
        guard people.schedules.count > 2, let id = people.schedules.randomElement(using: &random) else { return }
        guard (try? await store.remove(id, at: wall)) != nil else { return }
        tally("removed")
        people.schedules.removeAll { $0 == id }
        await observe(judging: [id])
        note(.scheduleRemoved(id))
        // What waited for a pulse of it may run now.
        wake(at: wall)
        await makeSchedule()
    }

    private mutating func pause() async {
        guard let id = people.schedules.randomElement(using: &random) else { return }
        let until = random.chance(60) ? wall + .milliseconds(drawSkewed(1000...2 * 86_400_000)) : nil
        let isSnooze = until != nil && random.chance(40)
        let pause = Pause(kind: isSnooze ? .snooze : .person, by: "person", since: wall, until: until)
        guard let schedule = try? await store.pause(id, pause, at: wall) else { return }
        tally(isSnooze ? "snoozed" : "paused")
        await observe(judging: [id])
        note(.schedulePaused(id, schedule.state.pause ?? pause))
        if let next = schedule.state.next { wake(at: next.at) }
        if until == nil { put(.followUp(.resume(id)), in: drawSkewed(60_000...3 * 86_400_000)) }
    }

    private mutating func resume(_ wanted: ScheduleID?) async {
        guard let id = wanted ?? people.schedules.randomElement(using: &random), people.schedules.contains(id) else { return }
        guard let schedule = try? await store.schedule(id), schedule.state.pause != nil else { return }
        guard let resumed = try? await store.pause(id, nil, at: wall) else { return }
        await observe(judging: [id])
        note(.schedulePaused(id, nil))
        wake(at: resumed.state.next?.at ?? wall)
    }

    private mutating func trigger() async {
        guard let id = people.schedules.randomElement(using: &random),
            let pulse = try? await store.trigger(id, by: "person", door: .commandLine, at: wall)
        else { return }
        tally("triggered")
        people.pulses.append(pulse.id)
        await observe()
        wake(at: pulse.progress.dueAt)
    }

    // MARK: everything

    private mutating func standStill() async {
        let until = random.chance(50) ? wall + .milliseconds(drawSkewed(1000...6 * 3_600_000)) : nil
        let standstill = Standstill(by: "person", since: wall, until: until)
        guard (try? await store.standStill(standstill, at: wall)) != nil else { return }
        tally("standstill")
        await observe()
        note(.standstill(standstill))
        // The engine may know of one that lasted longer.
        if let until { wake(at: until) }
        if until == nil || random.chance(30) { put(.followUp(.letGoOn), in: drawSkewed(10_000...12 * 3_600_000)) }
    }

    mutating func letGoOn() async {
        guard (try? await store.standStill(nil, at: wall)) != nil else { return }
        await observe()
        note(.standstill(nil))
        wake(at: wall)
    }

    /// No schedule makes anything any more; what is under way ends.
    mutating func quiet() async {
        quietSince = now
        for id in people.schedules {
            guard let schedule = try? await store.pause(id, Pause(by: "person", since: wall), at: wall) else { continue }
            await observe(judging: [id])
            note(.schedulePaused(id, schedule.state.pause))
        }
    }

    /// Whether nothing is under way any more, or should not be.
    func isOver() async -> Bool {
        guard let quietSince, now > quietSince + 60_000 else { return false }
        guard now < quietSince + 3 * 86_400_000 else { return true }
        guard children.isEmpty, worker != nil, let tally = try? await store.tally() else { return false }
        let upcoming = (try? await store.pulses(PulseQuery(.upcoming, limit: 1)))?.first
        let isWaiting = upcoming.map { $0.progress.dueAt <= wall + .seconds(3600) } ?? false
        return tally.byStatus[.processing, default: 0] == 0 && !isWaiting
    }
}

import Pulses
import Recurrence
import TestSupport
import Testing

/// A walk over everything a store can be asked, the same on two stores.
struct RandomWalk {
    private var generator: Seeded
    private var now = StoreContract.start
    private var running: [Claim] = []
    private var made: Int64 = 0
    private var schedules: Int64 = 0
    private var boots = 0
    /// The number of the last event that was compared.
    private var told: Int64 = 0
    private(set) var kinds: Set<EventKind> = []

    private let seed: UInt64
    /// Of both stores.
    let leaseClock = ManualClock(now: StoreContract.start)

    init(seed: UInt64) {
        self.seed = seed
        generator = Seeded(state: seed)
    }

    /// A judge for both stores: half of them repeat themselves, half have maintenance.
    mutating func judge() -> IntervalJudge {
        let from = now + .seconds(random(20...200))
        return IntervalJudge(closed: chance(2) ? [from..<(from + .seconds(40))] : [], repeatsItself: chance(4))
    }

    mutating func run(steps: Int, _ a: StoreContract.Store, _ b: StoreContract.Store) async throws {
        for step in 0..<steps {
            now = now + .milliseconds(chance(60) ? random(-90_000...2_000_000) : random(0...2000))
            leaseClock.advance(by: .milliseconds(random(0...1000)))
            switch step < 5 ? 110 : random(0...159) {
            case 0..<35: try await make(step, a, b)
            case 150...159: try await poolsAndPipelines(step, a, b)
            case 35..<75: try await turn(step, a, b)
            case 75..<90: try await change(step, a, b)
            case 90..<110: try await read(step, a, b)
            case 110..<140: try await ask(step, a, b)
            default:
                try await readSchedules(step, a, b)
                try await compareEvents(step, a, b)
            }
        }
        try await compareEvents(steps, a, b)
    }

    private mutating func compareEvents(_ step: Int, _ a: StoreContract.Store, _ b: StoreContract.Store) async throws {
        let (first, second) = try await (a.events(after: told, limit: 10_000), b.events(after: told, limit: 10_000))
        #expect(first == second, "events at \(seed)/\(step)")
        told = first.last?.sequence ?? told
        kinds.formUnion(first.map(\.kind))
    }

    private mutating func make(_ step: Int, _ a: StoreContract.Store, _ b: StoreContract.Store) async throws {
        let orders = (0..<random(1...2)).map { _ in order() }
        let (first, second) = try await (a.make(orders), b.make(orders))
        #expect(first == second, "make at \(seed)/\(step)")
        made += Int64(first.count)
    }

    private mutating func poolsAndPipelines(_ step: Int, _ a: StoreContract.Store, _ b: StoreContract.Store) async throws {
        switch random(0...4) {
        case 0:
            let pools = pools()
            try await a.declare(pools)
            try await b.declare(pools)
        case 1, 2:
            let orders = (0..<random(1...5)).map { step in
                var order = order()
                (order.spec.key, order.idempotency, order.spec.owner) = (nil, nil, nil)
                order.spec.step = PipelineStep(name: "s\(step)")
                order.after += (0..<step).filter { _ in chance(2) }.map { DependencyOrder(on: .step($0), condition: condition()) }
                return order
            }
            let wish = chance(3) ? Idempotency(scope: "p", key: "\(random(0...3))", fingerprint: [random(0...1)]) : nil
            let (first, second) = try await (a.makePipeline(orders, wish), b.makePipeline(orders, wish))
            #expect(first == second, "a pipeline at \(seed)/\(step)")
            if case .created = first { made += Int64(orders.count) }
        case 3:
            let counts = chance(2)
            let (first, second) = try await (a.pools(at: now, countsWaiting: counts), b.pools(at: now, countsWaiting: counts))
            #expect(first == second, "pools at \(seed)/\(step)")
        default:
            let ids = (0..<3).map { _ in PulseID(random(1...max(made, 1))) }
            #expect(try await a.dependencies(of: ids) == b.dependencies(of: ids), "dependencies at \(seed)/\(step)")
            let query = PulseQuery(.pipeline(ids[0]), limit: 9)
            #expect(try await a.pulses(query) == b.pulses(query), "a pipeline's pulses at \(seed)/\(step)")
        }
    }

    private mutating func pools() -> [Pool] {
        ["a", "b", "c"].filter { _ in !chance(4) }.map { name in
            var limits = PoolLimits(capacity: chance(3) && name != "a" ? nil : random(1...3))
            if name == "b" { limits.rate = PoolLimits.Rate(count: random(1...3), window: .seconds(random(1...30))) }
            if name == "c" { limits.daily = random(1...40) }
            return Pool(name: name, limits: limits, file: "f")
        }
    }

    private mutating func condition() -> Dependency.Condition { chance(2) ? .end : .success }

    private mutating func turn(_ step: Int, _ a: StoreContract.Store, _ b: StoreContract.Store) async throws {
        let turn = turn()
        let (first, second) = try await (a.turn(turn), b.turn(turn))
        #expect(first == second, "turn at \(seed)/\(step)")
        running.removeAll { first.applied[$0.key] != nil }
        running += first.claims
        made += Int64(first.judged.reduce(0) { $0 + $1.makes.count })
    }

    private mutating func change(_ step: Int, _ a: StoreContract.Store, _ b: StoreContract.Store) async throws {
        let id = PulseID(random(1...max(made, 1)))
        let terms = AskingTerms(isLimited: chance(2), awaitsApproval: chance(3))
        switch random(0...9) {
        case 7:
            let first = chance(2) ? try await a.approve(id, at: now) : nil
            if let first {
                #expect(try await b.approve(id, at: now) == first, "an approval at \(seed)/\(step)")
            } else {
                #expect(try await a.deny(id, why: "no", at: now) == b.deny(id, why: "no", at: now), "a denial at \(seed)/\(step)")
            }
        case 8:
            let limits = Agent.Limits(openPulses: chance(2) ? random(1...20) : nil, schedules: random(1...9), pulsesPerDay: random(1...400))
            let agent = Agent(name: "ann", limits: chance(3) ? Agent.Limits() : limits, createdAt: now)
            try await a.keep(agent)
            try await b.keep(agent)
        case 9: try await report(step, a, b)
        case 5: try await changeSpec(of: id, step, a, b)
        case 6: try await requests(step, a, b)
        case 0, 1: #expect(try await a.cancel(id, at: now) == b.cancel(id, at: now), "cancel at \(seed)/\(step)")
        case 2, 3: #expect(try await a.revive(id, at: now, terms) == b.revive(id, at: now, terms), "revive at \(seed)/\(step)")
        default:
            let until = now + .seconds(random(1...60))
            #expect(
                try await a.postpone(id, until: until, at: now, terms) == b.postpone(id, until: until, at: now, terms),
                "postpone at \(seed)/\(step)")
        }
    }

    private mutating func report(_ step: Int, _ a: StoreContract.Store, _ b: StoreContract.Store) async throws {
        let anything = RunKey(pulse: PulseID(random(1...max(made, 1))), attempt: random(0...3))
        var wish = ReportOrder(
            key: chance(3) ? anything : running.randomElement(using: &generator)?.key ?? anything,
            outcome: RunReport.Outcome.allCases.randomElement(using: &generator) ?? .done, message: chance(2) ? nil : "m", at: now)
        if chance(3) { wish.next = order() }
        let (first, second) = try await (a.report(wish), b.report(wish))
        #expect(first == second, "a report at \(seed)/\(step)")
        if case .kept(_, next: .some) = first { made += 1 }
    }

    private mutating func changeSpec(of id: PulseID, _ step: Int, _ a: StoreContract.Store, _ b: StoreContract.Store) async throws {
        guard var pulse = try await a.pulse(id) else { return }
        var (spec, other) = (pulse.spec, order().spec)
        (spec.action, spec.priority, spec.pools) = (other.action, other.priority, other.pools)
        if chance(2) { spec.scheduledAt = other.scheduledAt }
        if chance(2) { spec.expiresAfter = other.expiresAfter }
        // At times it is not as it was read any more.
        if chance(6) { pulse.progress.dueAt = now - .seconds(1) }
        let terms = AskingTerms(awaitsApproval: chance(4))
        let (first, second) = try await (a.change(pulse, to: spec, at: now, terms), b.change(pulse, to: spec, at: now, terms))
        #expect(first == second, "a change of a pulse at \(seed)/\(step)")
    }

    private mutating func requests(_ step: Int, _ a: StoreContract.Store, _ b: StoreContract.Store) async throws {
        let wish = Idempotency(scope: "s", key: "\(random(0...19))", fingerprint: [random(0...1)])
        let owner = chance(2) ? StoreContract.boot : StoreContract.otherBoot
        switch random(0...3) {
        case 0:
            #expect(try await a.made(by: wish, at: now) == b.made(by: wish, at: now), "what a request made at \(seed)/\(step)")
        case 1:
            let answer = KeptAnswer(status: 201, location: chance(2) ? "/x" : nil, body: chance(2) ? [1, 0] : nil)
            try await a.finish(wish, by: owner, with: answer)
            try await b.finish(wish, by: owner, with: answer)
        case 2:
            try await a.abandon(wish, by: owner)
            try await b.abandon(wish, by: owner)
        default:
            let (first, second) = try await (a.begin(wish, by: owner, at: now), b.begin(wish, by: owner, at: now))
            #expect(first == second, "a request at \(seed)/\(step)")
        }
    }

    private mutating func filter() -> PulseFilter {
        var filter = PulseFilter()
        filter.statuses = chance(2) ? [] : Set(PulseStatus.allCases.filter { _ in chance(2) })
        if chance(3) { filter.owner = "ann" }
        if chance(3) { filter.priority = Priority.allCases.randomElement(using: &generator) }
        if chance(4) { filter.schedule = ScheduleID(random(1...max(schedules, 1))) }
        if chance(4) { filter.creator = "person" }
        if chance(3) { filter.from = now - .seconds(random(0...30)) }
        if chance(3) { filter.to = now + .seconds(random(-10...30)) }
        return filter
    }

    private mutating func read(_ step: Int, _ a: StoreContract.Store, _ b: StoreContract.Store) async throws {
        switch random(0...4) {
        case 4:
            let (filter, before) = (filter(), chance(2) ? nil : PulseID(random(1...max(made, 1))))
            let (limit, lookingBack) = (random(1...6), random(1...60))
            let first = try await a.pulses(matching: filter, before: before, limit: limit, lookingBack: lookingBack)
            let second = try await b.pulses(matching: filter, before: before, limit: limit, lookingBack: lookingBack)
            #expect(first == second, "what matches at \(seed)/\(step)")
        case 0: #expect(try await a.tally() == b.tally(), "tally at \(seed)/\(step)")
        case 1:
            let statuses = Set(PulseStatus.allCases.filter { _ in chance(2) })
            let query = PulseQuery(.newest(statuses), limit: 7, before: PulseID(made))
            #expect(try await a.pulses(query) == b.pulses(query), "newest at \(seed)/\(step)")
        case 2:
            #expect(try await a.pulses(PulseQuery(.awaitingApproval, limit: 4)) == b.pulses(PulseQuery(.awaitingApproval, limit: 4)))
            let query = PulseQuery(chance(2) ? .upcoming : .open(of: ScheduleID(random(1...max(schedules, 1)))), limit: 5)
            #expect(try await a.pulses(query) == b.pulses(query), "\(query) at \(seed)/\(step)")
            #expect(try await a.scheduleCounts() == b.scheduleCounts(), "the counts at \(seed)/\(step)")
            let since = now - .seconds(random(0...60))
            #expect(try await a.usage(of: "ann", since: since) == b.usage(of: "ann", since: since), "usage at \(seed)/\(step)")
        default:
            let id = PulseID(random(1...max(made, 1)))
            #expect(try await a.attempts(of: id) == b.attempts(of: id), "attempts at \(seed)/\(step)")
            #expect(try await a.orphans(notOf: StoreContract.boot) == b.orphans(notOf: StoreContract.boot), "orphans at \(seed)/\(step)")
        }
    }

    /// What people ask of schedules.
    private mutating func ask(_ step: Int, _ a: StoreContract.Store, _ b: StoreContract.Store) async throws {
        let id = ScheduleID(random(1...max(schedules, 1)))
        let asked = chance(4) ? Pause(kind: .approval, by: "ann", since: now) : nil
        switch random(0...10) {
        case 10:
            if chance(3) {
                #expect(try await a.deny(id, why: nil, at: now) == b.deny(id, why: nil, at: now), "a schedule's denial at \(seed)/\(step)")
            } else {
                #expect(try await a.approve(id, at: now) == b.approve(id, at: now), "a schedule's approval at \(seed)/\(step)")
            }
            #expect(
                try await a.schedulesAwaitingApproval(limit: 3) == b.schedulesAwaitingApproval(limit: 3), "what waits at \(seed)/\(step)")
        case 0...2:
            let spec = scheduleSpec()
            let (first, second) = try await (a.make(spec, at: now, asked), b.make(spec, at: now, asked))
            #expect(first == second, "a schedule at \(seed)/\(step)")
            schedules += 1
        case 3:
            let spec = scheduleSpec()
            let revision: Int? = chance(3) ? random(1...3) : nil
            let first = try await a.change(id, to: spec, at: now, ifStill: revision, asked)
            #expect(try await b.change(id, to: spec, at: now, ifStill: revision, asked) == first, "a change at \(seed)/\(step)")
        case 4 where chance(4):
            #expect(try await a.remove(id, at: now) == b.remove(id, at: now), "a removal at \(seed)/\(step)")
        case 4, 5:
            let pause = chance(2) ? nil : pause()
            #expect(try await a.pause(id, pause, at: now) == b.pause(id, pause, at: now), "a pause at \(seed)/\(step)")
        case 6:
            let wish = chance(2) ? nil : Idempotency(scope: "s", key: "\(random(0...19))", fingerprint: [random(0...1)])
            let terms = AskingTerms(isLimited: chance(2), awaitsApproval: chance(3))
            let first = try await a.trigger(id, by: "ann", door: .http, at: now, wish, terms)
            #expect(try await b.trigger(id, by: "ann", door: .http, at: now, wish, terms) == first, "a trigger at \(seed)/\(step)")
            if case .created = first { made += 1 }
        case 7:
            let wish = chance(2) ? nil : Standstill(by: "ann", since: now, until: chance(4) ? nil : now + .seconds(random(0...9)))
            try await a.standStill(wish, at: now)
            try await b.standStill(wish, at: now)
        case 8:
            let dead = BootID("boot \(boots)")
            boots += chance(2) ? 1 : 0
            if chance(4) {
                let crash = Crash(
                    boot: dead, pid: 1, version: "1", startedAt: now, lastSeenAt: now, noticedAt: now, cause: .signal(Int32(random(1...9))))
                #expect(try await a.keep(crash) == b.keep(crash), "a crash at \(seed)/\(step)")
            }
            try await a.started(BootID("boot \(boots)"), at: now)
            try await b.started(BootID("boot \(boots)"), at: now)
        default:
            let policy = PruningPolicy(age: .seconds(random(60...600)), pulses: Int(random(5...200)), occurrences: 60, events: 5000)
            let (first, second) = try await (a.prune(policy, at: now, batch: 100_000), b.prune(policy, at: now, batch: 100_000))
            #expect(first == second, "pruning at \(seed)/\(step)")
        }
    }

    private mutating func readSchedules(_ step: Int, _ a: StoreContract.Store, _ b: StoreContract.Store) async throws {
        let id = ScheduleID(random(1...max(schedules, 1)))
        #expect(try await a.schedule(id) == b.schedule(id), "schedule at \(seed)/\(step)")
        #expect(try await a.schedulesByNext(until: nil, limit: 5) == b.schedulesByNext(until: nil, limit: 5), "next at \(seed)/\(step)")
        #expect(try await a.schedules(after: "name 3", limit: 4) == b.schedules(after: "name 3", limit: 4), "names at \(seed)/\(step)")
        let (first, second) = try await (a.outcomes(of: id, before: nil, limit: 20), b.outcomes(of: id, before: nil, limit: 20))
        #expect(first == second, "outcomes at \(seed)/\(step)")
        #expect(try await a.standstill() == b.standstill(), "standstill at \(seed)/\(step)")
    }

    // MARK: parts

    private mutating func random<Number: FixedWidthInteger>(_ range: ClosedRange<Number>) -> Number {
        Number.random(in: range, using: &generator)
    }

    /// One of so many.
    private mutating func chance(_ count: Int) -> Bool { random(1...count) == 1 }

    private mutating func order() -> PulseOrder {
        var spec = StoreContract.spec(
            "pulse \(made)", in: .zero, priority: Priority.allCases.randomElement(using: &generator) ?? .normal,
            key: chance(2) ? nil : "key \(random(0...5))")
        spec.scheduledAt = now + .milliseconds(random(-5000...5000))
        spec.createdAt = now
        spec.pools = chance(2) ? [] : ["a", "b", "c"].filter { _ in chance(2) }
        spec.expiresAfter = chance(8) ? .seconds(random(0...20)) : nil
        if chance(4) { spec.owner = "ann" }
        var order = PulseOrder(spec: spec)
        order.awaitsApproval = chance(8)
        if chance(3) { order.after = (1...random(1...2)).map { _ in dependency() } }
        order.onKey = KeyPolicy.allCases.randomElement(using: &generator) ?? .keep
        if chance(3) {
            order.idempotency = Idempotency(scope: "s", key: "\(random(0...19))", fingerprint: [random(0...1)])
        }
        return order
    }

    /// On a pulse that is there, as a rule.
    private mutating func dependency() -> DependencyOrder {
        DependencyOrder(on: .pulse(PulseID(max(made - random(0...12), chance(20) ? 9_999 : 1))), condition: condition())
    }

    private mutating func scheduleSpec() -> ScheduleSpec {
        let rules = ["every 1s", "every 3s", "every 2500ms", "every 20s", "@reboot", "whenever"]
        let overlap = OverlapPolicy.allCases.randomElement(using: &generator) ?? .skip
        let anchor = now
        var spec = StoreContract.scheduleSpec("name \(random(0...9))", rules.randomElement(using: &generator) ?? rules[0], overlap: overlap)
        spec.timing.anchor = anchor
        spec.timing.onBlocked = chance(3) ? .defer : .skip
        spec.timing.start = chance(6) ? now + .seconds(random(0...20)) : nil
        spec.timing.end = chance(6) ? now + .seconds(random(0...200)) : nil
        spec.timing.maxRuns = chance(6) ? random(1...9) : nil
        spec.timing.isAfterCompletion = chance(4)
        spec.policies.misfire = MisfirePolicy.allCases.randomElement(using: &generator) ?? .skip
        spec.policies.bufferLimit = random(1...3)
        spec.policies.pauseAfterFailures = random(0...3)
        spec.template.owner = chance(3) ? "ann" : nil
        if chance(3) { spec.template.pools = ["a"] }
        if chance(3) {
            spec.steps = (0..<random(1...3)).map { step in
                let after = (0..<step).filter { _ in !chance(3) }.map { ScheduleStep.After(step: $0, condition: condition()) }
                return ScheduleStep(name: "s\(step)", template: spec.template, after: after)
            }
        }
        return spec
    }

    private mutating func pause() -> Pause {
        Pause(kind: chance(3) ? .snooze : .person, by: "ann", since: now, until: chance(2) ? nil : now + .seconds(random(0...9)))
    }

    private mutating func turn() -> Turn {
        var ends: [EndedRun] = []
        for claim in running where chance(2) {
            let outcome = chance(3) ? .succeeded : AttemptOutcome.allCases.randomElement(using: &generator) ?? .failed
            let end = AttemptEnd(outcome: outcome, exitCode: 1, error: "e", endedAt: now, outputBytes: 3)
            let luck = Double.random(in: 0..<1, using: &generator)
            ends.append(EndedRun(end, of: claim, now: now, luck: luck))
        }
        let owner = chance(2) ? StoreContract.boot : StoreContract.otherBoot
        let step: Duration? = chance(20) ? .seconds(-5) : nil
        return Turn(
            ends: ends, limit: random(0...4), judges: random(0...4), clockStep: step, owner: owner, now: now,
            lease: .seconds(random(1...20)), seeksOrphans: chance(2))
    }
}

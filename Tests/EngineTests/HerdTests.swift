import Pulses
import Recurrence
import TestSupport
import Testing

@testable import Engine

/// Many schedules that fall due together.
@Suite struct HerdTests: CoreTesting {
    /// No more than the contract of a turn: it judges the most important, then claims what none of those can come before that are due and
    /// were not judged.
    private struct Herd {
        struct Occurrence: Hashable {
            var priority: Priority
            var due: Instant
            var id: PulseID

            var rank: (Priority, Instant, PulseID) { (priority, due, id) }
        }

        /// Not judged yet, the most important last.
        var looks: [Occurrence]
        /// Judged, the most important last.
        var pending: [Occurrence] = []
        var claimed: [Occurrence] = []

        mutating func turn(_ turn: Turn) -> TurnResult {
            var judged: [Occurrence] = []
            var later: [Occurrence] = []
            while judged.count < turn.judges, let look = looks.popLast() {
                if look.due <= turn.now { judged.append(look) } else { later.append(look) }
            }
            looks += later.reversed()
            if !judged.isEmpty { pending = (pending + judged).sorted { $1.rank < $0.rank } }
            let first = turn.judges > 0 ? looks.last { $0.due <= turn.now } : nil
            let rest = first.map { UnjudgedRest(priority: $0.priority, at: $0.due) }
            var taken: [Occurrence] = []
            while taken.count < turn.limit, let next = pending.last, let limit = rest.allows(next.priority, dueBy: turn.now),
                next.due <= limit
            {
                taken.append(pending.removeLast())
            }
            claimed += taken
            let claims = taken.map {
                Claim(
                    key: RunKey(pulse: $0.id, attempt: 1), spec: StoreContract.spec(priority: $0.priority), dueAt: $0.due,
                    startedAt: turn.now, spent: 0, lost: 0)
            }
            let applied = Dictionary(uniqueKeysWithValues: turn.ends.map { ($0.key, PulseStatus.completed) })
            let told = judged.map { look in
                let spec = ScheduleSpec(
                    name: "herd", timing: ScheduleTiming(rule: "@daily", zone: "UTC", anchor: look.due), template: StoreContract.spec())
                let state = ScheduleState(createdAt: look.due, cursor: look.due)
                return JudgedSchedule(
                    schedule: Schedule(id: ScheduleID(look.id.value), spec: spec, state: state), records: [], makes: [look.id])
            }
            return TurnResult(
                claims: claims, applied: applied, nextDue: pending.map(\.due).min(), nextLook: looks.map(\.due).min(), judged: told)
        }
    }

    @Test("10,000 that fall due within a second drain in order of priority, with every slot busy", arguments: [1, 1000])
    func drainsInOrder(spread: Int64) {
        var random = SeededGenerator(seed: 5)
        let looks = (1...10_000).map { number in
            Herd.Occurrence(
                priority: Priority.allCases.randomElement(using: &random) ?? .normal,
                due: wall(1) + .milliseconds(Int64.random(in: 0..<spread, using: &random)), id: PulseID(Int64(number)))
        }
        var herd = Herd(looks: looks.sorted { $1.rank < $0.rank })
        var settings = Self.settings
        settings.slots = 8
        var core = EngineCore(settings: settings, boot: Self.boot, seed: 1)
        var coming: [Int: [EngineCore.Event]] = [0: [.begin], 1: [.found([], alive: [])]]
        var firstClaimAt: Int?
        var idleAnswers = 0
        for millisecond in 0..<60_000 where herd.claimed.count < looks.count {
            let moment = at(Double(millisecond) / 1000)
            let events = coming.removeValue(forKey: millisecond) ?? []
            guard !events.isEmpty || core.idleTime(at: moment) == .zero else { continue }
            for effect in core.step(events, at: moment) {
                switch effect {
                case .turn(let turn):
                    let result = herd.turn(turn)
                    coming[millisecond + 4, default: []].append(.turned(result))
                    guard !result.claims.isEmpty, let lowest = herd.claimed.last else { continue }
                    firstClaimAt = firstClaimAt ?? millisecond
                    let left = herd.looks.filter { $0.due <= turn.now } + herd.pending.suffix(1)
                    #expect(!left.contains { $0.rank < lowest.rank }, "at \(millisecond) ms \(lowest) went before something more important")
                    if result.claims.count < turn.limit, !herd.pending.isEmpty { idleAnswers += 1 }
                case .start(let claim):
                    coming[millisecond + 10, default: []].append(.ended(claim.key, success()))
                default: break
                }
            }
        }
        #expect(herd.claimed.count == looks.count)
        #expect(Set(herd.claimed).count == looks.count)
        #expect(idleAnswers == 0)
        // The most important are claimed by the first turn that judges some of them.
        #expect((firstClaimAt ?? .max) < 1010)
        if spread == 1 { #expect(herd.claimed.map(\.id) == looks.sorted { $0.rank < $1.rank }.map(\.id)) }
    }

    @Test("where judging lags behind for long, what is less important goes on beside it")
    func drainsBesideJudging() {
        let few = Herd.Occurrence(priority: .low, due: wall(0.5), id: PulseID(1))
        let many = (2...2000).map { Herd.Occurrence(priority: .normal, due: wall(1), id: PulseID(Int64($0))) }
        var herd = Herd(looks: many.sorted { $1.rank < $0.rank })
        var settings = Self.settings
        settings.judges = 4
        settings.slots = 100
        var core = EngineCore(settings: settings, boot: Self.boot, seed: 1)
        var coming: [Int: [EngineCore.Event]] = [0: [.begin], 1: [.found([], alive: [])]]
        var claimedAt: Int?
        for millisecond in 0..<20_000 where claimedAt == nil {
            let moment = at(Double(millisecond) / 1000)
            let events = coming.removeValue(forKey: millisecond) ?? []
            guard !events.isEmpty || core.idleTime(at: moment) == .zero else { continue }
            for effect in core.step(events, at: moment) {
                switch effect {
                case .turn(let turn):
                    // It comes as soon as the others are being judged.
                    if herd.looks.count < many.count, !herd.pending.contains(few) { herd.pending.insert(few, at: 0) }
                    let result = herd.turn(turn)
                    coming[millisecond + 10, default: []].append(.turned(result))
                    if herd.claimed.contains(few) { claimedAt = millisecond }
                case .start(let claim):
                    coming[millisecond + 5, default: []].append(.ended(claim.key, success()))
                default: break
                }
            }
        }
        #expect(herd.looks.count > 1000)
        #expect((1990...2030).contains(claimedAt ?? 0))
    }
}

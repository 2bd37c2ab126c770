import Pulses
import Recurrence
import Testing

/// 2026-01-20T10:00:00Z, a Tuesday.
private let ten = Instant(milliseconds: 1_768_903_200_000)

private struct Case {
    var rule = "*/5 * * * *"
    var policies = SchedulePolicies()
    var timing: (inout ScheduleTiming) -> Void = { _ in }
    var state: (inout ScheduleState) -> Void = { _ in }
    var open: [PulseID] = []
    var buffered: [PulseID] = []
    var standstill: Standstill?
    var maintenance: String?
    var room: Int?

    /// - Parameter seconds: since ten o'clock, when the last occurrence was accounted for.
    func judged(at seconds: Double) throws -> Judgement {
        try judge().judge(due(), at: ten + .milliseconds(Int(seconds * 1000)))
    }

    func judge() throws -> ScheduleJudge {
        let quiet = try maintenance.map { ScheduleJudge.Maintenance(windows: Windows(quiet: [try Window(parsing: $0)]), zone: .utc) }
        return ScheduleJudge(zones: FoundationZones(), maintenance: quiet)
    }

    func due() -> DueSchedule {
        var timing = ScheduleTiming(rule: rule, zone: "UTC", anchor: ten)
        self.timing(&timing)
        let template = PulseSpec(
            action: .prompt(Prompt(text: "look", runner: "echo")), scheduledAt: ten, createdBy: "person", door: .http, createdAt: ten)
        var state = ScheduleState(createdAt: ten, cursor: ten)
        self.state(&state)
        let spec = ScheduleSpec(name: "watch", timing: timing, policies: policies, template: template)
        return DueSchedule(
            schedule: Schedule(id: ScheduleID(1), spec: spec, state: state), open: open, buffered: buffered, standstill: standstill,
            room: room)
    }
}

private func seconds(_ instant: Instant?) -> Int? { instant.map { Int(($0 - ten).milliseconds / 1000) } }

/// What a judgement says, in short: `fire 300`, `skipped overlap 300...600 x2`; times are seconds after ten.
private func words(_ judgement: Judgement) -> [String] {
    judgement.records.map { record in
        let fate =
            switch record.fate {
            case .skipped(let reason): "skipped \(reason.rawValue)"
            case .missed(let reason): "missed \(reason.rawValue)"
            }
        return "\(fate) \(seconds(record.first)!)...\(seconds(record.last)!) x\(record.count)"
    }
        + judgement.makes.map { make in
            (make.isBuffered ? "buffer" : make.isCatchUp ? "catch up" : "fire") + " \(seconds(make.nominal)!)"
        } + judgement.stops.map { "stop \($0.pulse)\($0.isAtOnce ? " at once" : "")" }
}

@Suite("What becomes of occurrences")
struct ScheduleJudgeTests {
    @Test("on time it fires, due at its nominal time, and the next one is known")
    func onTime() throws {
        let judgement = try Case().judged(at: 300.01)
        #expect(words(judgement) == ["fire 300"])
        #expect(judgement.makes[0].dueAt == ten + .seconds(300))
        #expect(judgement.state.next == NextOccurrence(nominal: ten + .seconds(600), at: ten + .seconds(600)))
        #expect(judgement.state.cursor == ten + .seconds(300) && judgement.state.fires == 1)
    }

    @Test(
        "on time ends at the smaller of 60 s and half the way to the next",
        arguments: [
            ("0 * * * *", 3660.0, "fire 3600"), ("0 * * * *", 3660.1, "catch up 3600"), ("* * * * *", 90.0, "fire 60"),
            ("* * * * *", 90.1, "catch up 60"),
        ])
    func tolerance(rule: String, at: Double, wanted: String) throws {
        #expect(words(try Case(rule: rule).judged(at: at)) == [wanted])
    }

    @Test("what its owner has no room for is skipped, and it goes on")
    func room() throws {
        let full = try Case(room: 0).judged(at: 300.01)
        #expect(words(full) == ["skipped agent_limit 300...300 x1"] && full.state.fires == 0)
        #expect(full.state.next?.nominal == ten + .seconds(600))
        let all = SchedulePolicies(misfire: .runAll, overlap: .allowAll)
        let some = try Case(policies: all, room: 2).judged(at: 1200.01)
        #expect(words(some).filter { $0.hasPrefix("skipped") } == ["skipped agent_limit 900...1200 x2"] && some.makes.count == 2)
        let after = try Case(rule: "every 5m", timing: { $0.isAfterCompletion = true }, room: 0).judged(at: 300.01)
        #expect(after.makes.isEmpty && after.state.next != nil)
    }

    @Test("a tolerance of one's own counts instead")
    func ownTolerance() throws {
        #expect(words(try Case(policies: SchedulePolicies(tolerance: .seconds(200))).judged(at: 480)) == ["fire 300"])
    }

    @Test("nothing fires before nominal time and jitter have come")
    func jitter() throws {
        let jittered = Case(timing: { $0.jitter = .seconds(120) })
        let at = try jittered.judge().plan(jittered.due().schedule, standstill: nil, at: ten).next
        let offset = (try #require(at).at - ten).milliseconds - 300_000
        #expect((0..<120_000).contains(offset))
        #expect(words(try jittered.judged(at: Double(300_000 + offset - 1) / 1000)) == [])
        #expect(words(try jittered.judged(at: Double(300_000 + offset) / 1000)) == ["fire 300"])
    }

    @Test(
        "what was missed follows the policy",
        arguments: [
            (MisfirePolicy.skip, 1430.0, ["missed late 300...1200 x4"]),
            (.skip, 1510, ["missed late 300...1200 x4", "fire 1500"]),
            (.runOnce, 1430, ["missed coalesced 300...900 x3", "catch up 1200"]),
            (.runOnce, 1510, ["missed coalesced 300...1200 x4", "fire 1500"]),
            (.runOnceEarliest, 1430, ["missed coalesced 600...1200 x3", "catch up 300"]),
            (.runAll, 1430, ["catch up 300", "catch up 600", "catch up 900", "catch up 1200"]),
        ])
    func misfires(policy: MisfirePolicy, at: Double, wanted: [String]) throws {
        let missed = Case(policies: SchedulePolicies(misfire: policy, overlap: .allowAll))
        #expect(words(try missed.judged(at: at)) == wanted)
    }

    @Test("only what lies inside the catch-up window is made up for, and no more than the limit")
    func bounds() throws {
        var policies = SchedulePolicies(misfire: .runAll, catchUpWindow: .seconds(1000), maxCatchUp: 2, overlap: .allowAll)
        #expect(
            words(try Case(policies: policies).judged(at: 1900))
                == ["missed too_old 300...600 x2", "missed over_limit 900...1200 x2", "catch up 1500", "catch up 1800"])
        policies.misfire = .runOnceEarliest
        #expect(
            words(try Case(policies: policies).judged(at: 1900))
                == ["missed too_old 300...600 x2", "missed coalesced 1200...1800 x3", "catch up 900"])
    }

    @Test("after 400 days an every-second schedule fires, with one row for what it missed, counted to the last")
    func longOutage() throws {
        let outage = 400 * 86_400
        let judgement = try Case(rule: "* * * * * *").judged(at: Double(outage) + 0.2)
        #expect(words(judgement) == ["missed coalesced 1...\(outage - 1) x\(outage - 1)", "fire \(outage)"])
    }

    @Test("catching up comes a little apart, never before now, and not later than it must")
    func stagger() throws {
        let dues = try Case(policies: SchedulePolicies(misfire: .runAll, overlap: .allowAll)).judged(at: 1430).makes.map(\.dueAt)
        #expect(dues.allSatisfy { $0 >= ten + .seconds(1430) && $0 < ten + .seconds(1433) })
        #expect(dues == dues.sorted() && Set(dues).count == 4)
    }

    @Test("windows skip what they block, in one row, when the next one fires")
    func windows() throws {
        // 10:00 to 10:20 is closed.
        let closed = Case(timing: { $0.quiet = ["09:00-10:20"] })
        let plan = try closed.judge().plan(closed.due().schedule, standstill: nil, at: ten)
        #expect(seconds(plan.next?.nominal) == 1200)
        #expect(words(try closed.judged(at: 1200.5)) == ["skipped window 300...900 x3", "fire 1200"])
    }

    @Test("deferred occurrences come as one when the window opens, and not before")
    func deferral() throws {
        let closed = Case(
            timing: {
                $0.quiet = ["09:00-10:17"]
                $0.onBlocked = .defer
            })
        let next = try closed.judge().plan(closed.due().schedule, standstill: nil, at: ten).next
        #expect(seconds(next?.nominal) == 300 && seconds(next?.at) == 1020)
        #expect(words(try closed.judged(at: 910)) == [])
        let opened = try closed.judged(at: 1020.2)
        #expect(words(opened) == ["skipped coalesced 300...600 x2", "fire 900"])
        #expect(opened.makes[0].dueAt == ten + .seconds(1020))
    }

    @Test("what falls into a pause is skipped when it ends; a snooze puts one off")
    func pauses() throws {
        func paused(_ kind: Pause.Kind) -> Case {
            Case(state: {
                $0.pause = Pause(kind: kind, by: "person", since: ten + .seconds(301), until: ten + .seconds(1000))
            })
        }
        let over = try paused(.person).judged(at: 1000)
        #expect(words(over) == ["skipped paused 600...900 x2", "catch up 300"])
        #expect(over.state.pause == nil && seconds(over.state.next?.nominal) == 1200)
        let snoozed = try paused(.snooze).judged(at: 1000)
        #expect(words(snoozed) == ["missed coalesced 300...300 x1", "skipped coalesced 600...600 x1", "fire 900"])
        let endless = Case(state: { $0.pause = Pause(by: "person", since: ten) })
        #expect(try endless.judge().plan(endless.due().schedule, standstill: nil, at: ten).next == nil)
    }

    @Test("what falls into a standstill or into maintenance is skipped for that reason")
    func standstills() throws {
        let still = Case(standstill: Standstill(by: "person", since: ten + .seconds(1), until: ten + .seconds(700)))
        #expect(words(try still.judged(at: 910)) == ["skipped paused_all 300...600 x2", "fire 900"])
        let upkeep = Case(maintenance: "10:01-10:12")
        #expect(words(try upkeep.judged(at: 910)) == ["skipped maintenance 300...600 x2", "fire 900"])
        #expect(try upkeep.judge().maintenance(at: ten).isClosed == false)
        #expect(seconds(try upkeep.judge().maintenance(at: ten).until) == 60)
        #expect(try upkeep.judge().maintenance(at: ten + .seconds(61)).isClosed)
    }

    @Test(
        "overlap: while one is open",
        arguments: [
            (OverlapPolicy.skip, [Int64](), ["skipped overlap 300...300 x1"]), (.bufferOne, [], ["buffer 300"]),
            (.bufferOne, [8], ["skipped buffer_full 300...300 x1"]), (.bufferAll, [8], ["buffer 300"]),
            (.bufferAll, [8, 9], ["skipped buffer_full 300...300 x1"]), (.cancelOther, [8], ["buffer 300", "stop 8", "stop 7"]),
            (.terminateOther, [], ["buffer 300", "stop 7 at once"]), (.allowAll, [8], ["fire 300"]),
        ])
    func overlap(policy: OverlapPolicy, buffered: [Int64], wanted: [String]) throws {
        let busy = Case(
            policies: SchedulePolicies(overlap: policy, bufferLimit: 2), open: [PulseID(7)], buffered: buffered.map { PulseID($0) })
        #expect(words(try busy.judged(at: 300)) == wanted)
    }

    @Test("catching up obeys overlap")
    func catchUpOverlap() throws {
        var policies = SchedulePolicies(misfire: .runAll)
        #expect(words(try Case(policies: policies).judged(at: 1430)) == ["skipped overlap 600...1200 x3", "catch up 300"])
        policies.overlap = .bufferOne
        #expect(
            words(try Case(policies: policies).judged(at: 1430)) == ["skipped buffer_full 900...1200 x2", "catch up 300", "buffer 600"])
        policies.overlap = .cancelOther
        #expect(words(try Case(policies: policies).judged(at: 1430)).contains("catch up 1200"))
    }

    @Test("after its last run, or its end, it is over")
    func ends() throws {
        let counted = try Case(timing: { $0.maxRuns = 3 }, state: { $0.fires = 2 }).judged(at: 300)
        #expect(words(counted) == ["fire 300"] && counted.state.over == "max_runs" && counted.state.next == nil)
        let bounded = try Case(timing: { $0.end = ten + .seconds(600) }).judged(at: 610)
        #expect(bounded.state.over == "end" && bounded.state.next == nil && seconds(bounded.makes.last?.nominal) == 600)
    }

    @Test("a rule that cannot be read any more ends that schedule alone")
    func unreadable() throws {
        let judgement = try Case(rule: "*/5 * * *").judged(at: 300)
        #expect(judgement.state.over == "unreadable" && judgement.makes.isEmpty)
    }

    @Test("an interval after completion waits for the end of its run")
    func afterCompletion() throws {
        var interval = Case(rule: "every 5m", timing: { $0.isAfterCompletion = true })
        let fired = try interval.judged(at: 300.02)
        #expect(words(fired) == ["fire 300"] && fired.state.next == nil && fired.state.over == nil)
        interval.state = { $0.cursor = ten + .seconds(407) }
        #expect(seconds(try interval.judge().plan(interval.due().schedule, standstill: nil, at: ten).next?.nominal) == 707)
    }

    @Test("whatever happens, each nominal time up to the cursor is accounted for once")
    func nothingIsForgotten() throws {
        var random = SeededLuck(seed: 7)
        let rules = ["*/5 * * * *", "* * * * *", "0 * * * *", "every 7m", "30 9-17 * * 1-5", "*/20 * * * * *"]
        for _ in 0..<3000 {
            let rule = rules.randomElement(using: &random)!
            let policies = SchedulePolicies(
                misfire: MisfirePolicy.allCases.randomElement(using: &random)!,
                catchUpWindow: .seconds(Int.random(in: 10...90_000, using: &random)), maxCatchUp: Int.random(in: 1...20, using: &random),
                overlap: OverlapPolicy.allCases.randomElement(using: &random)!, bufferLimit: 3)
            let outage = Int.random(in: 1...400_000, using: &random)
            let pauseAt = Int.random(in: 0...400_000, using: &random)
            let (isPaused, isStill, defers) = (Bool.random(using: &random), Bool.random(using: &random), Bool.random(using: &random))
            let some = Case(
                rule: rule, policies: policies,
                timing: {
                    if Bool.random(using: &random) { $0.quiet = ["mon-fri 12:00-13:30", "22:00-06:00"] }
                    $0.onBlocked = defers ? .defer : .skip
                },
                state: { state in
                    guard isPaused, pauseAt < outage else { return }
                    state.pause = Pause(by: "person", since: ten + .seconds(pauseAt), until: ten + .seconds((pauseAt + outage) / 2))
                }, open: Bool.random(using: &random) ? [PulseID(7)] : [],
                standstill: isStill ? Standstill(by: "person", since: ten + .seconds(5000), until: ten + .seconds(9000)) : nil,
                maintenance: Bool.random(using: &random) ? "sat 00:00-06:00" : nil)
            let now = ten + .seconds(outage)
            let due = some.due()
            let judgement = try some.judge().judge(due, at: now)
            let calendar = Timetable(rule: try RecurrenceRule(parsing: rule), zone: .utc, creation: ten)
            let wanted = calendar.count(after: ten, through: judgement.state.cursor)
            let counted = judgement.records.reduce(judgement.makes.count) { $0 + $1.count }
            let context = "\(rule) \(policies) outage \(outage) pause \(pauseAt) \(words(judgement))"
            #expect(counted == wanted, "\(context)")
            let firsts = judgement.records.map(\.first) + judgement.makes.map(\.nominal)
            #expect(Set(firsts).count == firsts.count, "\(context)")
            #expect(judgement.makes.allSatisfy { $0.nominal <= now && $0.nominal <= judgement.state.cursor }, "\(context)")
            #expect(judgement.state.next.map { $0.nominal > judgement.state.cursor } ?? true, "\(context)")
        }
    }
}

private struct SeededLuck: RandomNumberGenerator {
    var state: UInt64
    init(seed: UInt64) { state = seed }
    mutating func next() -> UInt64 {
        state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
        return state ^ (state >> 29)
    }
}

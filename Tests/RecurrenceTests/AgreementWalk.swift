import Foundation
import Recurrence
import Testing

/// Asks both evaluators the same questions in one zone.
struct AgreementWalk {
    private let zone: Zone
    private let naiveZone: NaiveZone
    /// Of 1970 to 2040: the first second of a new offset, and by how much the clocks change.
    private let changes: [(second: Int, jump: Int)]
    private var tally = AgreementTally()

    init(zoneName: String) throws {
        zone = try FoundationZones().zone(named: zoneName)
        naiveZone = try #require(NaiveZone(zoneName))
        changes = naiveZone.changes(from: 0, until: 2_208_988_800)
    }

    /// Each seed is one expression and one start.
    mutating func run(seeds: Range<UInt64>) -> AgreementTally {
        for seed in seeds {
            var generator = AgreementExpressions(seed: seed)
            let text = text(&generator)
            let start = start(&generator)
            if let disagreement = disagreement(text, start) {
                tally.disagreements.append(
                    "\(disagreement)\n  expression \"\(text)\", zone \(zone), start \(start) (\(start.milliseconds) ms), seed \(seed)")
            }
        }
        return tally
    }

    // MARK: questions

    private func text(_ generator: inout AgreementExpressions) -> String {
        switch generator.number(0..<100) {
        case 0: return generator.macro()
        case 1: return "CRON_TZ=\(zone.identifier) " + generator.expression()
        case 2...16:
            let expression = generator.expression()
            return generator.mutated(expression)
        default: return generator.expression()
        }
    }

    private func start(_ generator: inout AgreementExpressions) -> Instant {
        let second =
            switch generator.number(0..<20) {
            case 0: generator.number(-1_200_000_000..<0)
            case 1: generator.number(6_900_000_000..<7_258_118_400)
            case 2...4: generator.number(0..<4_102_444_800)
            default: near(&generator)
            }
        return Instant(milliseconds: Int64(second) * 1000 + Int64(generator.pick([0, 0, 0, 0, 1, 500, 999])))
    }

    private func near(_ generator: inout AgreementExpressions) -> Int {
        guard !changes.isEmpty else { return generator.number(0..<2_208_988_800) }
        let change = generator.pick(changes)
        let distance = generator.pick([
            0, 1, -1, 60, -60, -61, 1800, change.jump, -change.jump, 1 - change.jump, -change.jump / 2, -86_400, -43_200,
            generator.number(-10_000..<10_000), generator.number(-100_000..<100_000),
        ])
        return change.second + distance
    }

    // MARK: answers

    private mutating func disagreement(_ text: String, _ start: Instant) -> String? {
        let naive = Result { () throws(NaiveCron.Refusal) in try NaiveCron(text) }
        let ours = Result { () throws(TimeError) in try CronExpression(parsing: text) }
        switch (naive, ours) {
        case (.failure(let refusal), .failure(let error)):
            tally.refused += 1
            guard refusal == .neverFires else { return nil }
            tally.neverFiring += 1
            return error.code == .neverFires ? nil : "never fires: the code is \(error.code.rawValue)"
        case (.success, .failure(let error)):
            return "should be accepted: \(error)"
        case (.failure(let refusal), .success):
            return "should be refused: \(refusal)"
        case (.success(let cron), .success(let expression)):
            tally.accepted += 1
            guard expression.zoneName == cron.zoneName else { return "zone is \(expression.zoneName ?? "nil")" }
            return disagreement(NaiveFires(cron: cron, zone: naiveZone), expression, start)
        }
    }

    private mutating func disagreement(_ naive: NaiveFires, _ expression: CronExpression, _ start: Instant) -> String? {
        let expected = naive.fires(after: Int(start.seconds), limit: 5)
        tally.fires += expected.count
        var found: [Int] = []
        while found.count < 5, let fire = expression.next(after: found.last.map(instant) ?? start, in: zone) {
            found.append(Int(fire.seconds))
            guard fire.milliseconds % 1000 == 0 else { return "a fire at \(fire.milliseconds) ms" }
        }
        guard found == expected else { return "next fires: expected \(shown(expected)), found \(shown(found))" }
        let batch = Array(expression.fires(after: start, in: zone).prefix(5)).map { Int($0.seconds) }
        guard batch == expected else { return "batch: expected \(shown(expected)), found \(shown(batch))" }
        return pastDisagreement(naive, expression, start, expected) ?? countDisagreement(expression, start, expected)
    }

    private func pastDisagreement(
        _ naive: NaiveFires, _ expression: CronExpression, _ start: Instant, _ fires: [Int]
    ) -> String? {
        for (index, fire) in fires.enumerated().dropFirst() {
            let at = expression.last(atOrBefore: Instant(milliseconds: Int64(fire) * 1000 + 999), in: zone)
            guard at == instant(fire) else { return "last at \(shown([fire])): found \(shown(at))" }
            let before = expression.last(atOrBefore: instant(fire - 1), in: zone)
            guard before == instant(fires[index - 1]) else { return "last before \(shown([fire])): found \(shown(before))" }
        }
        // What it finds before the start is a fire, and there is none between the two.
        guard let last = expression.last(atOrBefore: start, in: zone) else {
            let any = naive.cron.years == nil ? Int(start.seconds) : naive.next(after: -1_000_000)
            return any.map { $0 <= Int(start.seconds) } ?? false ? "last before the start: found none" : nil
        }
        let second = Int(last.seconds)
        guard last <= start, naive.next(after: second - 1) == second else { return "last before the start: \(shown([second])) is no fire" }
        let next = naive.next(after: second)
        return next == fires.first ? nil : "last before the start: found \(shown([second])), but there is \(shown([next ?? 0]))"
    }

    private func countDisagreement(_ expression: CronExpression, _ start: Instant, _ fires: [Int]) -> String? {
        for (index, fire) in fires.enumerated() {
            let through = expression.count(after: start, through: instant(fire), in: zone)
            let before = expression.count(after: start, through: instant(fire - 1), in: zone)
            guard through == index + 1, before == index else {
                return "count to \(shown([fire])): expected \(index + 1), found \(through); before it \(before)"
            }
        }
        return nil
    }

    private func instant(_ second: Int) -> Instant { Instant(seconds: Int64(second)) }

    private func shown(_ fires: [Int]) -> String {
        fires.map { instant($0).formatted(in: zone) }.joined(separator: " ")
    }

    private func shown(_ fire: Instant?) -> String { fire.map { $0.formatted(in: zone) } ?? "none" }
}

import Testing

@testable import Recurrence

struct ZoneSpanTests {
    /// A zone with transitions close together, out of order and without effect.
    private static func randomZone(_ generator: inout SeededGenerator) -> (zone: Zone, offset: Int, transitions: [Int64: Int]) {
        let scale = ([10, 4000, 200_000, 100_000_000] as [Int64]).randomElement(using: &generator) ?? 10
        let base = ([0, -3_000_000_000, 1 << 32, 1_768_899_600] as [Int64]).randomElement(using: &generator) ?? 0
        var transitions: [Int64: Int] = [:]
        for _ in 0..<Int.random(in: 0...12, using: &generator) {
            let distance = Int64.random(in: -scale * 10...scale * 10, using: &generator)
            let unit = [1, 1800, 30_000].randomElement(using: &generator) ?? 1
            transitions[base + distance] = Int.random(in: -3...3, using: &generator) * unit
        }
        let offset = Int.random(in: -2...2, using: &generator) * 3600
        let zone = Zone(
            identifier: "Test/Zone", offset: offset,
            transitions: Dictionary(uniqueKeysWithValues: transitions.map { (Instant(seconds: $0.key), $0.value) }))
        return (zone, offset, transitions)
    }

    @Test func spansAreTheLongestStretchesOfOneOffset() {
        var generator = SeededGenerator(state: 1)
        for _ in 0..<2000 {
            let (zone, offset, transitions) = Self.randomZone(&generator)
            func expected(_ seconds: Int64) -> Int {
                transitions.filter { $0.key <= seconds }.max { $0.key < $1.key }?.value ?? offset
            }
            var places: [Int64] = [.min, .max, 0, -1, 1 << 32, (1 << 32) - 1]
            places += transitions.keys.flatMap { [$0 - 1, $0, $0 + 1] }
            for seconds in places {
                let span = zone.span(at: seconds)
                #expect(span.from <= seconds && (seconds < span.until || seconds == .max))
                #expect(Int(span.offset) == expected(seconds))
                #expect(span.from == .min || expected(span.from - 1) != expected(span.from))
                #expect(span.until == .max || expected(span.until - 1) != expected(span.until))
                #expect(!transitions.keys.contains { span.contains($0) && expected($0) != Int(span.offset) })
            }
        }
    }

    @Test func localTimesAreResolvedHoweverCloseTheTransitionsAre() {
        var generator = SeededGenerator(state: 2)
        for _ in 0..<1000 {
            let (zone, _, transitions) = Self.randomZone(&generator)
            guard let around = transitions.keys.randomElement(using: &generator) else { continue }
            for _ in 0..<8 {
                let local = around + Int64.random(in: -120_000...120_000, using: &generator)
                let time = CivilTime(millisecondsSinceEpoch: local * 1000 + 7)
                var instants: [Instant] = []
                for offset in Set(transitions.values).union([-7200, -3600, 0, 3600, 7200]) {
                    let instant = time.instant(offset: offset)
                    if zone.offset(at: instant) == offset {
                        instants.append(instant)
                    }
                }
                instants.sort()
                switch zone.resolve(time) {
                case .unique(let only): #expect(instants == [only])
                case .overlap(let first, let second): #expect(instants.count > 1 && instants.first == first && instants.last == second)
                case .gap(let shifted):
                    #expect(instants.isEmpty)
                    // The clock jumps over the time at the first change that it can: it is as late after it as it is in the gap.
                    let gap = zone.transitions(in: .distantPast ..< .distantFuture).first { change in
                        time.instant(offset: change.offsetBefore) >= change.instant
                            && time.instant(offset: change.offsetAfter) < change.instant
                    }
                    #expect(gap.map { time.instant(offset: $0.offsetBefore) } == shifted)
                }
            }
        }
    }

    @Test func transitionsAreListedWithinTheirRange() throws {
        let zone = Zone(identifier: "Test/Zone", offset: 0, transitions: [Instant(seconds: 100): 3600, Instant(seconds: 200): 0])
        func instants(_ from: Int64, _ until: Int64) -> [Int64] {
            zone.transitions(in: Instant(milliseconds: from)..<Instant(milliseconds: until)).map(\.instant.seconds)
        }
        #expect(instants(.min, .max) == [100, 200])
        #expect(instants(100_000, 200_000) == [100])
        #expect(instants(100_001, 200_001) == [200])
        #expect(instants(99_999, 100_000) == [])
        #expect(instants(200_001, .max) == [])
        #expect(instants(100_000, 100_000) == [])
        let first = try #require(zone.transitions(in: .distantPast ..< .distantFuture).first)
        #expect(first.offsetBefore == 0 && first.offsetAfter == 3600)
        #expect(zone.hasTransitions(after: Instant(milliseconds: 199_999)))
        #expect(!zone.hasTransitions(after: Instant(seconds: 200)))
        #expect(!Zone.utc.hasTransitions(after: .distantPast))
    }

    @Test func offsetsStayWithinADayAndTwoHours() {
        let zone = Zone(identifier: "Test/Zone", offset: .min, transitions: [Instant(seconds: 0): .max, Instant(milliseconds: 1): 5])
        #expect(zone.offset(at: Instant(seconds: -1)) == -93_599)
        #expect([5, 93_599].contains(zone.offset(at: Instant(seconds: 0))))
    }

    @Test func theFingerprintTellsDataApart() {
        let changes = [Instant(seconds: 1000): 3600, Instant(seconds: 2000): 0]
        func print(_ offset: Int, _ transitions: [Instant: Int]) -> UInt64 {
            Zone(identifier: "Test/Zone", offset: offset, transitions: transitions).fingerprint
        }
        let fingerprint = print(0, changes)
        #expect(fingerprint == 14_731_674_844_165_095_509)
        #expect(print(0, changes.merging([Instant(seconds: 1500): 3600]) { $1 }) == fingerprint)
        #expect(print(60, changes.merging([Instant(seconds: -5): 0]) { $1 }) == fingerprint)
        #expect(print(60, changes) != fingerprint)
        #expect(print(0, changes.merging([Instant(seconds: 2000): 60]) { $1 }) != fingerprint)
        #expect(print(0, changes.merging([Instant(seconds: 2_000_000_000): 60]) { $1 }) != fingerprint)
    }
}

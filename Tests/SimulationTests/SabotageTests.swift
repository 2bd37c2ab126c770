import TestSupport
import Testing

/// The proof of the proof: a build that is broken on purpose breaks the promise that it should, and somebody sees it.
@Suite struct SabotageTests {
    @Test("what is broken on purpose is seen", arguments: Sabotage.allCases) func isSeen(_ sabotage: Sabotage) async {
        var seen: Set<Breach.Kind> = []
        for seed in 1...20 where !seen.contains(sabotage.breaks) {
            seen.formUnion(await Lived(Plan(seed: UInt64(seed), days: 5), sabotage).breaches.map(\.kind))
        }
        #expect(seen.contains(sabotage.breaks), "only \(seen.map(\.rawValue).sorted()) was seen")
    }
}

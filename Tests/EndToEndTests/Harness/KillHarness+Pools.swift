import Pulses
import TestSupport

extension KillHarness {
    /// Fills a pool for some seconds and asks for work beside it, which the pool must not hold up. For the last daemon, which lives long
    /// enough to tell.
    func fillPool() {
        guard plan.features.contains(.pools), plan.sabotage == nil else { return }
        let writer = KillWriter(
            number: 0, home: home, recorder: recorder, seed: random.next(), plan: KillWriter.Plan(features: [], hasFugitives: false))
        for number in 1...40 { writer.ask(for: .plain("full-\(number)", home, milliseconds: 150, pools: ["one"])) }
        for number in 1...10 { writer.ask(for: .plain("beside-\(number)", home, milliseconds: 20, pools: [])) }
    }
}

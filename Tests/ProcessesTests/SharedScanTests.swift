import Synchronization
import Testing

@testable import Processes

@Suite struct SharedScanTests {
    @Test func `everyone gets a look that began after they asked, and few are made`() async {
        let made = Atomic<Int>(0)
        let scan = SharedScan { () -> ContinuousClock.Instant in
            let began = ContinuousClock.now
            _ = made.add(1, ordering: .relaxed)
            // Long enough for the others to come meanwhile.
            while ContinuousClock.now - began < .milliseconds(20) {}
            return began
        }
        await withTaskGroup(of: Bool.self) { group in
            for _ in 0..<200 {
                group.addTask {
                    let asked = ContinuousClock.now
                    return await scan.fresh() >= asked
                }
            }
            for await isFresh in group { #expect(isFresh) }
        }
        #expect(made.load(ordering: .relaxed) < 50)
    }
}

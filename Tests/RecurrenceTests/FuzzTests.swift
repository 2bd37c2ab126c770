import Foundation
import Recurrence
import Testing

/// SplitMix64: the same inputs on every run.
struct SeededGenerator: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }
}

/// No text of any bytes crashes or hangs a parser, makes it take what never fires, or makes an error that says nothing.
///
/// `UPBEAT_FUZZ=n` tries so many instead of a few thousand (`make fuzz`: a million), `UPBEAT_FUZZ_SEED=n` others.
struct FuzzTests {
    private static let count = variable("UPBEAT_FUZZ") ?? 2500
    private static let seed = UInt64(variable("UPBEAT_FUZZ_SEED") ?? 4)

    @Test func `any text is read or refused in time, with a reason`() async throws {
        let workers = ProcessInfo.processInfo.activeProcessorCount
        let tally = try await withThrowingTaskGroup(of: FuzzTally.self) { group in
            for worker in 0..<workers {
                group.addTask { try Self.fuzz(rounds: stride(from: worker, to: Self.count, by: workers)) }
            }
            return try await group.reduce(into: FuzzTally()) { $0.add($1) }
        }
        // Three of each kind, by the reader and what is wrong.
        for (_, faults) in Dictionary(grouping: tally.faults, by: { $0.split(separator: ":").prefix(2) }) {
            for fault in faults.prefix(3) { Issue.record(Comment(rawValue: fault)) }
        }
        #expect(tally.faults.count == 0)
        for (what, atLeast) in [("cron upbeat", 10), ("rule", 10), ("phrase", 100), ("duration", 300), ("window", 300), ("zone", 5000)] {
            #expect(tally.accepted[what, default: 0] > Self.count / atLeast, "\(what): \(tally.accepted)")
        }
    }

    private static func fuzz(rounds: StrideTo<Int>) throws -> FuzzTally {
        let check = try FuzzCheck()
        let clock = ContinuousClock()
        for round in rounds {
            var inputs = FuzzInputs(seed: seed &* 1_000_000_000_000 &+ UInt64(round))
            let text = inputs.next()
            let took = clock.measure { check.check(text, round: round) }
            // A text of any length takes milliseconds; this is for what hangs, on a machine that is busy.
            if took > .seconds(5) { check.tally.faults.append("round \(round) took \(took), text: \(text.prefix(600))") }
        }
        return check.tally
    }

    private static func variable(_ name: String) -> Int? {
        ProcessInfo.processInfo.environment[name].flatMap { Int($0) }
    }

    @Test(arguments: ["9", "in 5m ", "\u{301}", "é", "\0", "[", "P1", "* ", "*,", "5/", "@every 1", "H(", "\t", "JAN-", "+", "L-"])
    func `a megabyte is refused at once`(_ unit: String) throws {
        let text = String(repeating: unit, count: 1_000_000 / unit.utf8.count)
        let time = try ContinuousClock().measure {
            let check = try FuzzCheck()
            check.check(text, round: 0)
            #expect(check.tally.accepted == [:])
            #expect(check.tally.faults == [])
        }
        #expect(time < .seconds(2))
        let tooLong = #expect(throws: TimeError.self) { try CronExpression(parsing: text) }
        #expect(tooLong?.code == .tooLong)
    }
}

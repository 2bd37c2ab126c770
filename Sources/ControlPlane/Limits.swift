/// How much of each thing is taken. Characters are Unicode scalars, which is what other languages count.
package struct Limits: Hashable, Sendable {
    package var prompt: ClosedRange<Int>
    package var tags = 50
    package var tag = 1...100
    package var notes = 50
    package var note = 1...2000
    package var session = 1...200
    package var key = 1...200
    package var creator = 1...200
    package var directory = 1...4096
    /// Variables of one run.
    package var environment = 1000
    /// Bytes of a command's arguments together, their ends included.
    package var argumentBytes = 1 << 20
    package var headers = 50
    /// Bytes of a header's value.
    package var headerBytes = 4096
    /// Bytes of what a webhook sends.
    package var payloadBytes = 256 << 10
    package var secrets = 5
    package var redirects: ClosedRange<Int64> = 0...10
    package var timeout: ClosedRange<Duration> = .seconds(1) ... .seconds(30 * 24 * 3600)
    /// How many a pulse may need.
    package var pools = 8
    /// Of one pulse.
    package var dependencies = 10_000
    package var idempotencyKey = 1...255
    /// Why something is paused.
    package var reason = 1...500
    package var snooze: ClosedRange<Duration> = .seconds(1) ... .seconds(366 * 24 * 3600)

    package init(prompt: ClosedRange<Int> = 1...100_000) {
        self.prompt = prompt
    }

    /// What Reeve's route takes (spec/sources.md R6).
    package static let reevePrompt = 10...2000
}

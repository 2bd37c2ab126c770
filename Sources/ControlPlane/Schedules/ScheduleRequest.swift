/// A schedule that is asked for, or a change of one, before anything about it has been checked.
package struct ScheduleRequest: Hashable, Sendable {
    package var name: Change<String> = .keep
    /// One of `cron` and `every` is to be set.
    package var cron: Change<String> = .keep
    package var every: Change<String> = .keep
    package var dialect: Change<String> = .keep
    package var zone: Change<String> = .keep
    package var jitter: Change<String> = .keep
    package var active: Change<[String]> = .keep
    package var quiet: Change<[String]> = .keep
    package var onBlocked: Change<String> = .keep
    package var start: Change<String> = .keep
    package var end: Change<String> = .keep
    package var maxRuns: Change<Int64> = .keep
    package var isAfterCompletion: Change<Bool> = .keep

    package var misfire: Change<String> = .keep
    package var tolerance: Change<String> = .keep
    package var catchUpWindow: Change<String> = .keep
    package var maxCatchUp: Change<Int64> = .keep
    package var overlap: Change<String> = .keep
    package var bufferLimit: Change<Int64> = .keep
    package var pauseAfterFailures: Change<Int64> = .keep

    package var pulse = PulsePart()
    /// Whose it is to be.
    package var agent: Change<String> = .keep
    /// The pulses that each fire makes together, in place of one; nil: one, or what there is.
    package var steps: [StepRequest]?

    /// What each of its pulses is made from.
    package struct PulsePart: Hashable, Sendable {
        package var prompt: Change<String> = .keep
        package var command: Change<[String]> = .keep
        package var webhook: Change<WebhookRequest> = .keep
        package var priority: Change<String> = .keep
        package var session: Change<String> = .keep
        package var notes: Change<[String]> = .keep
        package var tags: Change<[String]> = .keep
        package var runner: Change<String> = .keep
        package var directory: Change<String> = .keep
        package var environment: Change<[String: String]> = .keep
        package var timeout: Change<String> = .keep
        package var retry: Change<RetryRequest> = .keep
        package var onLost: Change<String> = .keep
        package var expiresAfter: Change<String> = .keep
        package var creator: Change<String> = .keep
        package var pools: Change<[String]> = .keep

        package init() {}

        var isMentioned: Bool { self != PulsePart() }
    }

    package init() {}
}

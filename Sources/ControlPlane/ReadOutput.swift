package import Pulses

/// A part of what an attempt wrote, if need be after waiting for it.
package struct ReadOutput: Sendable {
    let reading: any PulseReading
    let output: any OutputReading
    let clock: any WallClock

    /// How often it is looked again while waiting.
    static let interval: Duration = .milliseconds(100)

    package struct Request: Hashable, Sendable {
        package var pulse: PulseID
        /// Nil means the latest.
        package var attempt: Int?
        package var stream: OutputStreamName
        /// Negative counts from the end.
        package var offset: Int64
        package var limit: Int
        /// How long to wait for bytes past `offset`.
        package var wait: Duration

        package init(
            pulse: PulseID, attempt: Int? = nil, stream: OutputStreamName = .output, offset: Int64 = 0, limit: Int = 65536,
            wait: Duration = .zero
        ) {
            self.pulse = pulse
            self.attempt = attempt
            self.stream = stream
            self.offset = offset
            self.limit = limit
            self.wait = wait
        }
    }

    package struct Answer: Hashable, Sendable {
        package var attempt: Int
        package var part: OutputPart
        /// Nothing will be added any more.
        package var hasEnded: Bool
    }

    /// Answers as soon as there are bytes past the offset, or the attempt has ended, or the wait is over.
    ///
    /// - Parameter isStopping: ends the wait early, for a door that is being closed.
    /// - Throws: `notFound` where there is no such pulse or attempt.
    package func callAsFunction(
        _ request: Request, isStopping: @Sendable () -> Bool = { false }
    ) async throws(RequestError) -> Answer {
        let deadline = clock.monotonic() + request.wait
        while true {
            let answer = try await look(request)
            let isOver = clock.monotonic() >= deadline || isStopping()
            if let answer, answer.hasEnded || !answer.part.bytes.isEmpty || isOver { return answer }
            if isOver {
                throw .notFound(
                    request.attempt.map { "pulse \(request.pulse) has no attempt \($0)" }
                        ?? "pulse \(request.pulse) has not run yet")
            }
            do {
                try await clock.sleep(for: min(Self.interval, deadline - clock.monotonic()))
            } catch {
                throw .unavailable("the request was given up", retryAfter: .seconds(1))
            }
        }
    }

    /// Nil while there is no such attempt.
    private func look(_ request: Request) async throws(RequestError) -> Answer? {
        // The attempt first: what it wrote is complete when it had ended before.
        let attempts = try await asking { () async throws(StoreError) in try await reading.attempts(of: request.pulse) }
        let found = request.attempt.map { number in attempts.first { $0.key.attempt == number } } ?? attempts.last
        guard let attempt = found else {
            let pulse = try await asking { () async throws(StoreError) in try await reading.pulse(request.pulse) }
            if pulse == nil { throw .notFound("there is no pulse \(request.pulse)") }
            return nil
        }
        let part = output.output(of: attempt.key, stream: request.stream, offset: request.offset, limit: request.limit)
        return Answer(
            attempt: attempt.key.attempt, part: part ?? OutputPart(bytes: [], offset: 0, size: 0),
            hasEnded: attempt.end != nil)
    }
}

import Client
import WireModel

/// An attempt's output while it is being written.
struct FollowedOutput: Sendable {
    let id: Int64
    let client: UpbeatClient
    let surroundings: Surroundings

    /// The pause after an answer that brought nothing before its time, as from a daemon that stops.
    private static let emptyPause: Duration = .milliseconds(200)

    /// Prints both streams side by side until the attempt has ended. Waits for the first attempt where there is none.
    func follow(_ attempt: Int64?, _ streams: [OutputName]) async throws(CommandError) {
        let number = try await begun(attempt)
        let failure = await withTaskGroup(of: CommandError?.self) { group in
            for stream in streams {
                group.addTask {
                    do throws(CommandError) {
                        try await follow(number, stream)
                        return nil
                    } catch {
                        return error
                    }
                }
            }
            for await failure in group {
                guard let failure else { continue }
                group.cancelAll()
                return CommandError?.some(failure)
            }
            return nil
        }
        if let failure { throw failure }
        if surroundings.messages.isTerminal { try await sayEnd(number) }
    }

    private func follow(_ attempt: Int64, _ stream: OutputName) async throws(CommandError) {
        var printer = OutputPrinter(stream, surroundings)
        var offset: Int64 = 0
        while true {
            let start = offset
            let chunk = try await asking { () throws(ClientError) in
                try await client.output(id, attempt: attempt, stream: stream, offset: start, wait: UpbeatClient.longestWait)
            }
            try printer.print(chunk.bytes)
            offset = chunk.next
            if chunk.isLast { return try printer.finish() }
            if chunk.bytes.isEmpty, await !surroundings.pause(Self.emptyPause) { throw .client(.cancelled) }
        }
    }

    /// The number of the attempt, once there is one.
    private func begun(_ attempt: Int64?) async throws(CommandError) -> Int64 {
        var hasToldOfWaiting = false
        while true {
            let detail = try await asking { () throws(ClientError) in try await client.show(id) }
            let found = attempt.map { number in detail.attempts.first { $0.number == number } } ?? detail.attempts.last
            if let found { return found.number }
            let isAhead = attempt.map { $0 == Int64(detail.attempts.count) + 1 } ?? true
            guard isAhead, PulseEnd.openStatuses.contains(detail.pulse.status) else {
                throw OutputAbsence.error(detail, attempt: attempt, surroundings.words)
            }
            if !hasToldOfWaiting {
                surroundings.tell("Waiting for pulse \(id), due \(surroundings.words.moment(detail.pulse.dueAt)).")
                hasToldOfWaiting = true
            }
            let pause = min(PulseEnd.pause(detail.pulse, now: surroundings.now(), looks: 2), .seconds(2))
            guard await surroundings.pause(pause) else { throw .client(.cancelled) }
        }
    }

    private func sayEnd(_ number: Int64) async throws(CommandError) {
        let detail = try await asking { () throws(ClientError) in try await client.show(id) }
        if let attempt = detail.attempts.first(where: { $0.number == number }) {
            surroundings.tell("Pulse \(id), attempt \(number): \(AttemptWords.outcome(attempt)).")
        }
    }

    private func asking<Answer: Sendable>(
        _ call: () async throws(ClientError) -> Answer
    ) async throws(CommandError) -> Answer {
        do {
            return try await call()
        } catch {
            throw .client(error)
        }
    }
}

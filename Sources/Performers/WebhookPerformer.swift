import Foundation
package import Outbound
package import Pulses
import Recurrence

/// Does webhooks: each attempt is one call. What comes back goes where a child's output goes: the body to stdout, who was called and the
/// head of the answer to stderr.
package struct WebhookPerformer: Sendable {
    private let caller: OutboundCaller
    private let judge: WebhookJudge
    private let secrets: SecretSource
    private let folder: OutputFolder
    private let clock: any WallClock
    private let nameOf: @Sendable (ScheduleID) async -> String?
    private let told: @Sendable (WebhookCall) async -> Void

    /// - Parameters:
    ///   - told: hears of each call that has ended.
    ///   - nameOf: what a schedule is called; nil where it is gone.
    package init(
        caller: OutboundCaller, judge: WebhookJudge, secrets: SecretSource, folder: OutputFolder, clock: any WallClock,
        told: @escaping @Sendable (WebhookCall) async -> Void = { _ in }, nameOf: @escaping @Sendable (ScheduleID) async -> String?
    ) {
        self.caller = caller
        self.judge = judge
        self.secrets = secrets
        self.folder = folder
        self.clock = clock
        self.told = told
        self.nameOf = nameOf
    }

    /// Calls once. A stop gives the call up at once; what the other side has done by then is not known.
    package func perform(_ webhook: Webhook, _ run: Run) async -> AttemptEnd {
        let (end, status) = await attempt(webhook, run)
        let result: WebhookCall.Result =
            status.map { .answered(status: $0, bytes: end.outputBytes) } ?? .failed(String((end.error ?? end.outcome.name).prefix(300)))
        // A URL that cannot be read is not called, and not shown.
        let url = (try? OutboundURL(webhook.url))?.shown ?? "***"
        await told(WebhookCall(key: run.claim.key, schedule: run.claim.spec.schedule, url: url, result: result))
        return end
    }

    /// The end, and the status of the answer where there was one.
    private func attempt(_ webhook: Webhook, _ run: Run) async -> (end: AttemptEnd, status: Int?) {
        if let request = run.stop.request { return (.stopped(request.reason, at: clock.now()), nil) }
        let name: String?
        if let schedule = run.claim.spec.schedule { name = await nameOf(schedule) } else { name = nil }
        let message: WebhookMessage
        do {
            message = try WebhookMessage(webhook, run.claim, schedule: name, judge: judge, secrets: secrets, now: clock.now())
        } catch {
            return (AttemptEnd(outcome: .failed, isFatal: true, error: "the webhook was not sent: \(error)", endedAt: clock.now()), nil)
        }
        let (stops, stopping) = AsyncStream.makeStream(of: StopReason.self)
        run.stop.listen { stopping.yield($0.reason) }
        let outcome = await withTaskGroup(of: Outcome?.self) { group in
            defer { group.cancelAll() }
            group.addTask { await call(message) }
            group.addTask {
                for await reason in stops { return .stopped(reason) }
                return nil
            }
            return await group.next().flatMap(\.self)
        }
        switch outcome {
        case .answered(let answer): return (end(answer, message, run), answer.status)
        case .failed(let failure): return (AttemptEnd(failure, message, now: clock.now()), nil)
        case .stopped(let reason): return (.stopped(reason, at: clock.now()), nil)
        case nil: return (.stopped(.shutdown, at: clock.now()), nil)
        }
    }

    private enum Outcome {
        case answered(OutboundAnswer)
        case failed(OutboundFailure)
        case stopped(StopReason)
    }

    private func call(_ message: WebhookMessage) async -> Outcome {
        do { return .answered(try await caller.call(message.request)) } catch { return .failed(error) }
    }

    /// Keeps the answer, and reads it.
    private func end(_ answer: OutboundAnswer, _ message: WebhookMessage, _ run: Run) -> AttemptEnd {
        let body = message.redaction.applied(to: answer.body, isCut: answer.read > Int64(answer.body.count))
        let head = message.redaction.applied(to: answer.head(message.request.method))
        var end = AttemptEnd(answer, body: body, message, rules: run.claim.spec.retry.rules, now: clock.now())
        (end.outputBytes, end.errorBytes) = (answer.read, Int64(head.utf8.count))
        do {
            if !body.isEmpty { try folder.write(body, to: folder.file(of: run.claim.key, stream: .output)) }
            try folder.write(Array(head.utf8), to: folder.file(of: run.claim.key, stream: .error))
        } catch {
            // The call was made; what it brought decides, kept or not.
            end.error = [end.error, "the answer could not be kept: \(error)"].compactMap(\.self).joined(separator: "; ")
        }
        return end
    }
}

extension OutboundAnswer {
    /// Who was called, and how it answered, in the fields that tell something.
    fileprivate func head(_ method: String) -> String {
        let told = ["content-type", "content-length", "location", "retry-after", "date", "server"]
        let fields = headers.filter { told.contains($0.name) }.map { "\($0.name): \($0.value)" }
        let cut = isCut ? ["(more than \(OutboundLimits.read) bytes; the rest was not read)"] : []
        let lines = ["\(method) \(url.text) at \(address)", "status=\(status) (\(read) bytes) \(reason)"] + fields + cut
        return lines.joined(separator: "\n") + "\n"
    }
}

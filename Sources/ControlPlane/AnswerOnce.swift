package import Pulses

/// Has a request with an idempotency key carried out once: asked again, it is answered as it was the first time.
///
/// It is for what does not make pulses; those are noted in the transaction that makes them. An answer other than a success is not
/// kept: nothing was done then, so the request may be tried again with its key.
package struct AnswerOnce: Sendable {
    let plane: ControlPlane

    /// What follows where a crash cut a request off, so that nobody knows whether it took effect.
    package enum AfterCrash: Sendable {
        /// It is carried out once more: a second time changes nothing more, or is refused.
        case again
        /// Whoever asks has to look: a second time would do more than the first.
        case refuse
    }

    /// Who carries out requests where no daemon runs.
    private static let process = BootID("process-\(UInt64.random(in: .min ... .max))")

    private var owner: BootID { plane.facts.daemon?.boot ?? Self.process }

    /// - Returns: what it was answered before; nil where it is to be carried out now, and then to be finished or abandoned.
    /// - Throws: `idempotencyConflict`; `inProgress`; `conflict` where the answer cannot be given again.
    package func begin(_ request: Idempotency, afterCrash: AfterCrash = .again) async throws(RequestError) -> KeptAnswer? {
        let now = plane.clock.now()
        switch try await asking({ () async throws(StoreError) in try await plane.access.begin(request, by: owner, at: now) }) {
        case .new: return nil
        case .takenOver:
            guard afterCrash == .refuse else { return nil }
            // It stays on record, so that it is refused the next time too.
            let unknown = KeptAnswer(status: Self.unknown, body: nil)
            try await asking { () async throws(StoreError) in try await plane.access.finish(request, by: owner, with: unknown) }
            throw Self.unfinished
        case .inProgress:
            throw .inProgress("a request with this Idempotency-Key is being carried out; ask again in a moment")
        case .conflict: throw ControlPlane.keyReused
        case .answered(let answer) where answer.status == Self.unknown: throw Self.unfinished
        case .answered(let answer): return answer
        }
    }

    /// - Throws: where the answer could not be kept. What was asked is done all the same.
    package func finish(_ request: Idempotency, with answer: KeptAnswer) async throws(RequestError) {
        try await asking { () async throws(StoreError) in try await plane.access.finish(request, by: owner, with: answer) }
    }

    package func abandon(_ request: Idempotency) async throws(RequestError) {
        try await asking { () async throws(StoreError) in try await plane.access.abandon(request, by: owner) }
    }

    /// The status that stands for an answer nobody knows.
    private static let unknown = 0

    private static let unfinished = RequestError.conflict(
        "the daemon ended while it carried this request out, so whether it took effect is not known, and a second time would do more than "
            + "the first; look at what became of it, and use a new Idempotency-Key to ask for more")
}

package import Pulses

/// Calls a pulse off, and waits for the end of its run.
package struct CancelPulse: Sendable {
    let plane: ControlPlane
    /// How long the end of a run is waited for.
    let patience: Duration

    package struct Answer: Hashable, Sendable {
        package var pulse: Pulse
        /// False where the run had not ended yet when patience did; the wish stays on record.
        package var hasEnded: Bool
    }

    /// - Throws: `notFound`; `denied`; `conflict` where it had ended already.
    package func callAsFunction(_ id: PulseID, by caller: Caller) async throws(RequestError) -> Answer {
        let principal = try await plane.principal(caller)
        if !principal.isOverAll { _ = try await plane.touchable(id, by: principal) }
        let (making, reading, engine, clock) = (plane.making, plane.reading, plane.engine, plane.clock)
        let deadline = clock.monotonic() + patience
        // A run that ended on its own just now may have left the pulse pending again: then the wish is made once more.
        for _ in 0..<2 {
            switch try await asking({ () async throws(StoreError) in try await making.cancel(id, at: clock.now()) }) {
            case .cancelled(let pulse):
                // What waited for it may run now.
                engine.wake(dueAt: clock.now())
                return Answer(pulse: pulse, hasEnded: true)
            case .alreadyEnded(let pulse):
                throw .conflict("pulse \(id) has ended already: it is \(pulse.progress.status.name)")
            case .unknown:
                throw .notFound("there is no pulse \(id)")
            case .running:
                await engine.stop(id, patience: max(deadline - clock.monotonic(), .zero))
            }
            let pulse = try await asking { () async throws(StoreError) in try await reading.pulse(id) }
            guard let pulse else { throw .notFound("there is no pulse \(id)") }
            if !pulse.progress.status.isOpen { return Answer(pulse: pulse, hasEnded: true) }
            if pulse.progress.status == .processing { return Answer(pulse: pulse, hasEnded: false) }
        }
        let pulse = try await asking { () async throws(StoreError) in try await reading.pulse(id) }
        guard let pulse else { throw .notFound("there is no pulse \(id)") }
        return Answer(pulse: pulse, hasEnded: !pulse.progress.status.isOpen)
    }
}

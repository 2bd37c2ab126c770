package import Pulses

/// Asks for a pulse again that ended badly: it is due now, with a new set of attempts.
package struct RetryPulse: Sendable {
    let plane: ControlPlane

    /// - Throws: `notFound`; `denied`; `limitReached`; `conflict` where it is open, has completed, or its key belongs to an open pulse.
    package func callAsFunction(_ id: PulseID, by caller: Caller) async throws(RequestError) -> Pulse {
        let principal = try await plane.principal(caller)
        if !principal.isOverAll { _ = try await plane.touchable(id, by: principal) }
        switch try await asking({ () async throws(StoreError) in
            try await plane.making.revive(id, at: plane.clock.now(), principal.terms)
        }) {
        case .revived(let pulse):
            plane.engine.wake(dueAt: pulse.progress.dueAt)
            return pulse
        case .overLimit(let fault):
            throw RequestError(fault)
        case .refused(let pulse):
            throw .conflict(try await reason(pulse))
        case .unknown:
            throw .notFound("there is no pulse \(id)")
        }
    }

    private func reason(_ pulse: Pulse) async throws(RequestError) -> String {
        let status = pulse.progress.status
        if status == .cancelled, pulse.progress.reason == Dependency.reason, let cause = try await cause(pulse) {
            return """
                pulse \(pulse.id) cannot be asked for again, since it waits for pulse \(cause.id), which is \(cause.progress.status.name); \
                retry \(cause.id), and it comes back with it
                """
        }
        guard status.after(.revive) != nil else {
            return "pulse \(pulse.id) is \(status.name); only what failed, was cancelled or was missed can be asked for again"
        }
        let reading = plane.reading
        let waits = try await asking { () async throws(StoreError) in try await reading.dependencies(of: [pulse.id])[pulse.id] ?? [] }
        for wait in waits where !wait.isMet {
            let other = try await asking { () async throws(StoreError) in try await reading.pulse(wait.on)?.progress.status }
            guard other?.isOpen != true else { continue }
            return """
                pulse \(pulse.id) cannot be asked for again, since it waits for pulse \(wait.on), which \(other.map { "is \($0.name)" } ?? "is gone"); \
                retry \(wait.on), and it comes back with it
                """
        }
        return "pulse \(pulse.id) cannot be asked for again while another pulse with the key \"\(pulse.spec.key ?? "")\" is open"
    }

    /// What ended badly and took it along: the end of the way along those that were taken along too.
    private func cause(_ pulse: Pulse) async throws(RequestError) -> Pulse? {
        var found: Pulse?
        var next = pulse.id
        for _ in 0..<StepGraph.limit {
            let of = next
            let after = try await asking { () async throws(StoreError) in try await plane.reading.dependencies(of: [of]) }
            guard let on = after[of]?.first(where: { !$0.isMet && $0.condition == .success })?.on,
                let earlier = try await asking({ () async throws(StoreError) in try await plane.reading.pulse(on) }),
                earlier.progress.status != .completed, !earlier.progress.status.isOpen
            else { return found }
            (found, next) = (earlier, on)
            guard earlier.progress.reason == Dependency.reason else { return found }
        }
        return found
    }
}

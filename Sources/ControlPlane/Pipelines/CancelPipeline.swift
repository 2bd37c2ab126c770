package import Pulses

/// Calls off all pulses of a pipeline that have not ended.
package struct CancelPipeline: Sendable {
    let plane: ControlPlane

    /// - Parameter id: of any of its pulses.
    /// - Throws: `notFound`; `denied`; `conflict` where all of them had ended already.
    package func callAsFunction(_ id: PulseID, by caller: Caller) async throws(RequestError) -> CancelPulses.Answer {
        let principal = try await plane.principal(caller)
        let pulses = try await plane.showPipeline.pulses(id)
        for pulse in pulses { try principal.mayTouch("pulse \(pulse.id)", of: pulse.spec.owner) }
        let open = pulses.filter(\.progress.status.isOpen)
        guard !open.isEmpty else {
            throw .conflict("the pipeline of pulse \(id) has ended already: it is \(PipelineStatus(of: pulses).rawValue)")
        }
        // The last first: what waits for any end must not begin because what it waits for was called off.
        var answer = try await plane.cancelAll.cancel(open.reversed().map(\.id), by: caller)
        answer.cancelled.sort()
        answer.ending.sort()
        return answer
    }
}

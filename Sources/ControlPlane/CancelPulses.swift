package import Pulses

/// Calls off all open pulses that have something in common.
package struct CancelPulses: Sendable {
    let plane: ControlPlane

    /// What they have in common: all that is named.
    package struct Filter: Hashable, Sendable {
        package var tag: String?
        /// By name.
        package var schedule: String?
        package var agent: String?

        package init(tag: String? = nil, schedule: String? = nil, agent: String? = nil) {
            self.tag = tag
            self.schedule = schedule
            self.agent = agent
        }
    }

    package struct Answer: Hashable, Sendable {
        /// Oldest first.
        package var cancelled: [PulseID]
        /// Those whose run had not ended yet when patience did.
        package var ending: [PulseID]

        package init(cancelled: [PulseID] = [], ending: [PulseID] = []) {
            self.cancelled = cancelled
            self.ending = ending
        }
    }

    private static let page = 500
    /// So many are called off side by side: their writes share transactions.
    private static let width = 64

    /// - Parameter isDryRun: changes nothing, and answers with those that would be called off.
    /// - Throws: `invalid` where nothing is named; `notFound` for an unknown schedule; `denied` where an agent names what is not its own.
    package func callAsFunction(_ filter: Filter, isDryRun: Bool = false, by caller: Caller) async throws(RequestError) -> Answer {
        let principal = try await plane.principal(caller)
        guard filter != Filter() else {
            throw .invalid([FieldError("", "say which pulses: tag, schedule or agent; all of them are stopped with pause --all")])
        }
        var schedule: ScheduleID?
        if let name = filter.schedule {
            schedule = try await plane.find(name).id
        }
        let found = try await open { pulse in
            (filter.tag.map { pulse.spec.tags.contains($0) } ?? true) && (schedule.map { pulse.spec.schedule == $0 } ?? true)
                && (filter.agent.map { pulse.spec.owner == $0 } ?? true)
        }
        for pulse in found { try principal.mayTouch("pulse \(pulse.id)", of: pulse.spec.owner) }
        guard !isDryRun else { return Answer(cancelled: found.map(\.id)) }
        return try await cancel(found.map(\.id), by: caller)
    }

    private func open(_ matches: (Pulse) -> Bool) async throws(RequestError) -> [Pulse] {
        var found: [Pulse] = []
        var before: PulseID?
        repeat {
            let page = try await plane.list.newest([.blocked, .pending, .processing], limit: Self.page, before: before)
            found += page.pulses.filter(matches)
            before = page.nextBefore
        } while before != nil
        return found.reversed()
    }

    /// Calls these off, so many at a time, in their order. What has ended meanwhile is in neither list.
    package func cancel(_ ids: [PulseID], by caller: Caller) async throws(RequestError) -> Answer {
        var answer = Answer()
        for start in stride(from: 0, to: ids.count, by: Self.width) {
            for (id, result) in await results(ids[start..<min(start + Self.width, ids.count)], caller) {
                switch result {
                case .success(let done) where done.pulse.progress.status == .cancelled: answer.cancelled.append(id)
                case .success(let done): if !done.hasEnded { answer.ending.append(id) }
                // It ended by itself meanwhile, or was called off with another one that it waited for.
                case .failure(.conflict): if try await wasCalledOff(id) { answer.cancelled.append(id) }
                case .failure(.notFound): break
                case .failure(let error): throw error
                }
            }
        }
        return answer
    }

    private func wasCalledOff(_ id: PulseID) async throws(RequestError) -> Bool {
        let progress = try await asking { () async throws(StoreError) in try await plane.reading.pulse(id)?.progress }
        return progress?.status == .cancelled && progress?.reason == Dependency.reason
    }

    /// In the order of the ids.
    private func results(
        _ ids: ArraySlice<PulseID>, _ caller: Caller
    ) async -> [(id: PulseID, result: Result<CancelPulse.Answer, RequestError>)] {
        await withTaskGroup(of: (id: PulseID, result: Result<CancelPulse.Answer, RequestError>).self) { group in
            for id in ids { group.addTask { (id, await result(id, caller)) } }
            var all: [(id: PulseID, result: Result<CancelPulse.Answer, RequestError>)] = []
            for await one in group { all.append(one) }
            return all.sorted { $0.id < $1.id }
        }
    }

    private func result(_ id: PulseID, _ caller: Caller) async -> Result<CancelPulse.Answer, RequestError> {
        do throws(RequestError) {
            return .success(try await plane.cancel(id, by: caller))
        } catch {
            return .failure(error)
        }
    }
}

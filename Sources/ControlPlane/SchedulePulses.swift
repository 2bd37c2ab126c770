package import Pulses
import StrictJSON

/// Makes pulses that are asked for together: all of them, or none, in one transaction.
package struct SchedulePulses: Sendable {
    let plane: ControlPlane

    /// How many at once.
    package static let limit = 100

    /// - Parameter idempotency: covers all of them.
    /// - Returns: one answer for each, in their order.
    /// - Throws: `invalid` with all that is wrong, each with its place (`/3/prompt`); `limitReached` where they are too many for an agent;
    ///   `conflict` where a key is taken that is to be refused.
    package func callAsFunction(
        _ requests: [PulseRequest], by caller: Caller, idempotency: Idempotency? = nil
    ) async throws(RequestError) -> [SchedulePulse.Answer] {
        let principal = try await plane.principal(caller)
        let orders: [PulseOrder]
        do throws(RequestError) {
            orders = try await self.orders(of: requests, by: caller, principal, idempotency)
        } catch {
            if let known = try await replay(requests.count, of: idempotency) { return known }
            throw error
        }
        let making = plane.making
        let made = try await asking { () async throws(StoreError) in try await making.make(orders) }
        var answers: [SchedulePulse.Answer] = []
        for (index, made) in made.enumerated() {
            if let answer = try answer(made, requests[index], index) { answers.append(answer) }
        }
        guard answers.count == requests.count else { throw .faulty("the store answered \(answers.count) of \(requests.count) orders") }
        await tellEngine(answers)
        return answers
    }

    /// - Throws: why none was made, where this is the one that was in the way; nil where another one was.
    private func answer(_ made: Made, _ request: PulseRequest, _ index: Int) throws(RequestError) -> SchedulePulse.Answer? {
        switch made {
        case .created(let pulse): return SchedulePulse.Answer(pulse: pulse, isCreated: true, isReplay: false)
        case .replaced(let pulse, let old): return SchedulePulse.Answer(pulse: pulse, isCreated: true, isReplay: false, replaced: old)
        case .kept(let pulse): return SchedulePulse.Answer(pulse: pulse, isCreated: false, isReplay: false)
        case .replayed(let pulse, let wasCreated): return SchedulePulse.Answer(pulse: pulse, isCreated: wasCreated, isReplay: true)
        case .keyTaken(let pulse):
            throw .conflict(
                "pulse \(pulse.id) with the key of pulse \(index) of the list is open (\(pulse.progress.status.name)), and nothing was made; "
                    + "wait for its end, cancel it, or have the new one take its place (`on_key: replace`)")
        case .refused(let fault): throw fault.error(in: request.after, place: ["\(index)"], label: Self.label(index))
        case .fingerprintConflict: throw ControlPlane.keyReused
        case .overLimit(let fault): throw RequestError(fault)
        case .notTried: return nil
        }
    }

    private func tellEngine(_ answers: [SchedulePulse.Answer]) async {
        let new = answers.filter { !$0.isReplay && $0.isCreated }
        for id in new.flatMap(\.replaced) { await plane.engine.stop(id, patience: .zero) }
        if let first = new.map(\.pulse.progress.dueAt).min() { plane.engine.wake(dueAt: first) }
    }

    private func orders(
        of requests: [PulseRequest], by caller: Caller, _ principal: Principal, _ idempotency: Idempotency?
    ) async throws(RequestError) -> [PulseOrder] {
        guard (1...Self.limit).contains(requests.count) else {
            throw .invalid([FieldError("", "the list has \(requests.count) pulses; 1 to \(Self.limit) are allowed")])
        }
        let now = plane.clock.now()
        var (check, orders): (FieldCheck, [PulseOrder]) = (FieldCheck(), [])
        var keys: [String: Int] = [:]
        for (index, request) in requests.enumerated() {
            let owner = try await plane.owner(asked: request.agent, by: principal)
            var inner = FieldCheck(place: ["\(index)"], label: Self.label(index))
            if let key = request.key, let other = keys.updateValue(index, forKey: key) {
                inner.fail("key", sentence: "is that of pulse \(other) of the list too; one of them can have it")
            }
            if request.onKey == KeyPolicy.replace.rawValue, !principal.isOverAll {
                inner.fail("on_key", sentence: "cannot be replace in a list for an agent; make that pulse by itself")
            }
            let spec = plane.spec(of: request, by: caller, owner: owner, principal, now: now, &inner)
            let after = AfterCheck().dependencies(request.after, limit: plane.limits.dependencies, &inner)
            check.take(inner.errors)
            guard let spec else { continue }
            orders.append(
                PulseOrder(
                    spec: spec, idempotency: idempotency.map { Self.part(index, of: $0) }, after: after,
                    onKey: request.onKey.flatMap(KeyPolicy.init) ?? .keep, awaitsApproval: principal.terms.awaitsApproval))
        }
        try check.finish()
        return orders
    }

    private func replay(_ count: Int, of idempotency: Idempotency?) async throws(RequestError) -> [SchedulePulse.Answer]? {
        guard let idempotency else { return nil }
        var known: [SchedulePulse.Answer] = []
        for index in 0..<count {
            guard let answer = try await plane.replay(of: Self.part(index, of: idempotency)) else { return nil }
            known.append(answer)
        }
        return known.isEmpty ? nil : known
    }

    /// The first has the caller's key; those of the others hold a line feed, which no caller's does.
    private static func part(_ index: Int, of idempotency: Idempotency) -> Idempotency {
        var part = idempotency
        if index > 0 { part.key += "\n\(index)" }
        return part
    }

    private static func label(_ index: Int) -> String { "pulse \(index): " }
}

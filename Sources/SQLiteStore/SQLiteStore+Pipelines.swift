internal import GRDB
package import Pulses
import Recurrence

extension SQLiteStore {
    package func makePipeline(_ orders: [PulseOrder], _ idempotency: Idempotency?) async throws(StoreError) -> PipelineMade {
        let texts = orders.map(\.spec.stored)
        let outcome = try await writer.submit { session throws(Failure) -> PipelineOutcome in
            if let idempotency, let now = orders.first?.spec.createdAt.milliseconds,
                let known = try Self.knownRequest(idempotency, now: now, session)
            {
                guard case .same(let first, _) = known else { return .fingerprintConflict }
                return .replayed(try session.pulses(ofPipeline: first.id))
            }
            return try session.makePipeline(orders, texts, idempotency)
        }
        switch outcome {
        case .created(let made):
            let first = made.first?.id
            return .created(
                zip(orders, made).map { order, made in
                    Pulse.new(
                        id: made.id, spec: order.spec, isWaiting: made.isWaiting, pipeline: first, awaitsApproval: order.awaitsApproval)
                })
        case .replayed(let rows):
            var pulses: [Pulse] = []
            for row in rows { pulses.append(try row.asMade()) }
            return .replayed(pulses)
        case .fingerprintConflict: return .fingerprintConflict
        case .refused(let step, let fault): return .refused(step: step, fault)
        case .overLimit(let fault): return .overLimit(fault)
        }
    }

    package func dependencies(of ids: [PulseID]) async throws(StoreError) -> [PulseID: [Dependency]] {
        try await read { db in
            var found: [PulseID: [Dependency]] = [:]
            for id in ids {
                let waits = try db.rows(StoreStatement.dependencies.text, [id.value]) { row in
                    Dependency(
                        on: PulseID(row.integer(0)), condition: Dependency.Condition(rawValue: row.text(1)) ?? .success,
                        isMet: row.integer(2) == 1)
                }
                if !waits.isEmpty { found[id] = waits }
            }
            return found
        }
    }
}

private enum PipelineOutcome: Sendable {
    case created([(id: PulseID, isWaiting: Bool)])
    case replayed([PulseRow])
    case fingerprintConflict
    case refused(step: Int, DependencyFault)
    case overLimit(LimitFault)
}

extension Session {
    fileprivate func makePipeline(
        _ orders: [PulseOrder], _ texts: [[UInt8]], _ idempotency: Idempotency?
    ) throws(Failure) -> PipelineOutcome {
        var waits: [[Wait]] = []
        for (step, order) in orders.enumerated() {
            var those: [Wait] = []
            for dependency in order.after {
                switch dependency.on {
                // The number is filled in when all have one.
                case .step(let place): those.append(Wait(on: Int64(place), condition: dependency.condition, isMet: false))
                case .pulse(let id):
                    switch try wait(for: id, dependency.condition) {
                    case .success(let wait): those.append(wait)
                    case .failure(let refusal): return .refused(step: step, refusal.fault)
                    }
                }
            }
            waits.append(those)
        }
        let demand = LimitDemand(made: orders.count, opening: orders.count)
        if let spec = orders.first?.spec, let fault = try fault(demand, of: spec.owner, at: spec.createdAt) { return .overLimit(fault) }
        let blocked = zip(orders, waits).map { order, those in
            order.awaitsApproval ? Approval.reason : those.contains { !$0.isMet } ? Dependency.reason : nil
        }
        let made = try insertSteps(orders.map(\.spec), texts, blocked, waits.map(\.count))
        for (step, order) in orders.enumerated() {
            for (place, dependency) in order.after.enumerated() {
                if case .step(let other) = dependency.on { waits[step][place].on = made[other].value }
            }
            try insert(waits[step], of: made[step].value)
        }
        if let idempotency, let first = made.first, let now = orders.first?.spec.createdAt {
            try SQLiteStore.remember(idempotency, first, wasCreated: true, at: now, self)
        }
        return .created(zip(made, waits).map { ($0, $1.contains { !$0.isMet }) })
    }

    /// Makes pulses that belong together.
    ///
    /// - Parameters:
    ///   - blocked: why each cannot run yet; nil where its time alone decides.
    ///   - waits: how many pulses each waits or waited for.
    func insertSteps(_ specs: [PulseSpec], _ texts: [[UInt8]], _ blocked: [String?], _ waits: [Int]) throws(Failure) -> [PulseID] {
        var made: [PulseID] = []
        made.reserveCapacity(specs.count)
        for (step, spec) in specs.enumerated() {
            let id = try SQLiteStore.insert(
                spec, text: texts[step], waits: waits[step], blocked: blocked[step], pipeline: made.first?.value, self)
            // The first one's number is the pipeline's, and is known only now.
            if step == 0 { try statement(.namePipeline).bind(1, id.value).run() }
            made.append(id)
        }
        return made
    }

    func pulses(ofPipeline id: Int64) throws(Failure) -> [PulseRow] {
        var ids: [Int64] = []
        try statement(.pulsesOfPipeline).bind(1, id).rows { ids.append($0.integer(0)) }
        var rows: [PulseRow] = []
        for id in ids { if let row = try PulseRow.find(PulseID(id), self) { rows.append(row) } }
        return rows
    }
}

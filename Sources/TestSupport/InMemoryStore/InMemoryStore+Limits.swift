package import Pulses
package import Recurrence

extension InMemoryState {
    func usage(of name: String, since: Instant) -> AgentUsage {
        let own = pulses.values.filter { $0.spec.owner == name }
        let revived = revivals.count { $0.owner == name && $0.at >= since }
        return AgentUsage(
            openPulses: own.count { $0.progress.status.isOpen }, recentPulses: own.count { $0.spec.createdAt >= since } + revived,
            schedules: schedules.values.count { $0.spec.template.owner == name })
    }

    /// Why so much more may not be of an owner; nil where it may.
    func fault(_ demand: LimitDemand, of owner: String?, at now: Instant) -> LimitFault? {
        guard let owner, let limits = agents[owner]?.limits, limits.countPulses else { return nil }
        return limits.fault(of: owner, usage(of: owner, since: now - Agent.Limits.day), demand)
    }

    /// How many pulses more a schedule may make; nil: any number.
    func room(of schedule: Schedule, at now: Instant) -> Int? {
        guard case .made = schedule.spec.origin, let owner = schedule.spec.template.owner, let limits = agents[owner]?.limits
        else { return nil }
        return limits.room(usage(of: owner, since: now - Agent.Limits.day))
    }

    func fault(ofMaking spec: ScheduleSpec, at now: Instant) -> LimitFault? {
        guard case .made = spec.origin, let owner = spec.template.owner, let limit = agents[owner]?.limits.schedules else { return nil }
        let has = usage(of: owner, since: now).schedules
        return has < limit ? nil : LimitFault(agent: owner, kind: .schedules, limit: limit, has: has, asked: 1)
    }

    /// The answers where they are too many for one whose they are.
    func overLimit(_ orders: [PulseOrder]) -> [Made]? {
        var demands: [String: (first: Int, demand: LimitDemand)] = [:]
        for (index, order) in orders.enumerated() {
            guard let owner = order.spec.owner, agents[owner] != nil, let opening = opening(order, of: owner) else { continue }
            var known = demands[owner] ?? (index, LimitDemand())
            known.demand.made += 1
            known.demand.opening += opening
            demands[owner] = known
        }
        for (owner, wish) in demands.sorted(by: { $0.value.first < $1.value.first }) {
            guard let fault = fault(wish.demand, of: owner, at: orders[wish.first].spec.createdAt) else { continue }
            return orders.indices.map { $0 == wish.first ? .overLimit(fault) : .notTried }
        }
        return nil
    }

    /// How many more of an owner's would be open with an order; nil where it makes nothing.
    private func opening(_ order: PulseOrder, of owner: String) -> Int? {
        if let wish = order.idempotency, isSame(wish, at: order.spec.createdAt) != nil { return nil }
        let open = open(withKey: order.spec.key)
        if open.isEmpty { return 1 }
        guard order.onKey == .replace else { return nil }
        return 1 - open.count { $0.spec.owner == owner && $0.progress.status != .processing }
    }
}

extension InMemoryStore {
    package func usage(of name: String, since: Instant) async throws(StoreError) -> AgentUsage {
        try access { $0.usage(of: name, since: since) }
    }
}

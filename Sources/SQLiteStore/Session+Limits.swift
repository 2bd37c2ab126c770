import Pulses
import Recurrence

/// What agents may have, in the writer's transaction: what is counted there is what the transaction changes.
extension Session {
    /// The limits of an owner, where it is an agent that has some; none for the person.
    func limits(of owner: String?) throws(Failure) -> Agent.Limits? {
        guard let owner else { return nil }
        if let agents { return agents[owner] }
        var known: [String: Agent.Limits] = [:]
        try statement(.selectAgents).rows { row in
            let agent = Agent(row)
            known[agent.name] = agent.limits
        }
        agents = known
        return known[owner]
    }

    /// Why so much more may not be of an owner; nil where it may.
    func fault(_ demand: LimitDemand, of owner: String?, at now: Instant) throws(Failure) -> LimitFault? {
        guard let owner, let limits = try limits(of: owner), limits.countPulses else { return nil }
        return limits.fault(of: owner, try usage(of: owner, at: now), demand)
    }

    /// How many pulses more a schedule may make; nil: any number. What the person declares in a file is held to no limit.
    func room(of schedule: Schedule, at now: Instant) throws(Failure) -> Int? {
        guard case .made = schedule.spec.origin, let owner = schedule.spec.template.owner, let limits = try limits(of: owner),
            limits.countPulses
        else { return nil }
        return limits.room(try usage(of: owner, at: now))
    }

    /// Why one schedule more may not be; nil where it may.
    func fault(ofMaking spec: ScheduleSpec) throws(Failure) -> LimitFault? {
        guard case .made = spec.origin, let owner = spec.template.owner, let limit = try limits(of: owner)?.schedules else { return nil }
        let has = try count(.schedulesOfOwner, owner)
        return has < limit ? nil : LimitFault(agent: owner, kind: .schedules, limit: limit, has: has, asked: 1)
    }

    /// Notes that a pulse of an agent's was asked for again.
    func noteRevival(of row: PulseRow, at now: Instant) throws(Failure) {
        guard let owner = row.columns.owner else { return }
        try statement(.forgetRevivals).bind(1, owner).bind(2, (now - Agent.Limits.day).milliseconds).run()
        try statement(.insertRevival).bind(1, owner).bind(2, now.milliseconds).bind(3, row.id).run()
    }

    private func usage(of owner: String, at now: Instant) throws(Failure) -> AgentUsage {
        let since = (now - Agent.Limits.day).milliseconds
        let open = try statement(.openOfOwner).bind(1, owner).first { Int($0.integer(0)) } ?? 0
        let recent = try statement(.recentOfOwner).bind(1, owner).bind(2, since).first { Int($0.integer(0)) } ?? 0
        let revived = try statement(.countRevivals).bind(1, owner).bind(2, since).first { Int($0.integer(0)) } ?? 0
        return AgentUsage(openPulses: open, recentPulses: recent + revived)
    }

    private func count(_ sql: ScheduleStatement, _ owner: String) throws(Failure) -> Int {
        try statement(sql).bind(1, owner).first { Int($0.integer(0)) } ?? 0
    }
}

import ControlPlane
import HTTPTypes
import Hummingbird
import Pulses
import WireModel

/// `/v1/agents`: list, show. Agents are declared in files, and changed there.
struct AgentRoutes {
    let plane: ControlPlane

    func add(to routes: Routes) {
        routes.on(.get, "v1/agents") { request, _ in
            try request.refuseQuery()
            return Answer.json(AgentListResponse(agents: try await plane.listAgents().map(AgentResponse.init)))
        }
        routes.on(.get, "v1/agents/:name") { request, context in
            try request.refuseQuery()
            return Answer.json(OneAgentResponse(agent: AgentResponse(try await plane.listAgents(context.parameters.get("name") ?? ""))))
        }
    }
}

extension AgentResponse {
    init(_ shown: ListAgents.Shown) {
        let (agent, usage) = (shown.agent, shown.usage)
        self.init(
            name: agent.name, scope: agent.scope.rawValue, zone: agent.zone, runner: agent.runner, file: agent.origin.file,
            limits: Limits(
                openPulses: agent.limits.openPulses.map(Int64.init), pulsesPerDay: agent.limits.pulsesPerDay.map(Int64.init),
                schedules: agent.limits.schedules.map(Int64.init),
                shortestIntervalMilliseconds: agent.limits.shortestInterval?.milliseconds,
                furthestMilliseconds: agent.limits.furthest?.milliseconds,
                scheduleLifetimeMilliseconds: agent.limits.scheduleLifetime?.milliseconds),
            openPulses: Int64(usage.openPulses), recentPulses: Int64(usage.recentPulses), schedules: Int64(usage.schedules),
            needsApproval: agent.needsApproval)
    }
}

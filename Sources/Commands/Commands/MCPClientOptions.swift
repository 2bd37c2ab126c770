import ArgumentParser
import Daemon

extension MCPClient: ExpressibleByArgument {}

extension GlobalOptions {
    /// What a client is to be told, by the environment of who asks.
    func registration(_ client: MCPClient, agent: String? = nil, in surroundings: Surroundings) -> RegistrationRequest {
        var environment = surroundings.environment
        if let home { environment["UPBEAT_HOME"] = home == "system" ? home : surroundings.absolute(home) }
        return RegistrationRequest(
            client: client, program: OwnProgram.lastingPath(calledAs: surroundings.installedProgram), agent: agent,
            environment: environment)
    }
}

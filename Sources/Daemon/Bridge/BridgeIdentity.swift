import ControlPlane
import WireModel

/// Who asks, as the person who started the bridge says. It travels with each request, since the daemon may come and go.
struct BridgeIdentity: Sendable {
    /// The header fields that say so.
    let headers: [(name: String, value: String)]

    /// - Parameter token: narrows as an agent does; nil or empty: the person needs none.
    /// - Throws: exit code 64 for what can be neither.
    init(agent: String?, token: String?) throws(CommandFailure) {
        var headers: [(name: String, value: String)] = []
        if let agent {
            guard ScheduleName.isValid(agent) else {
                throw CommandFailure(message: "--agent is none of an agent's names: \(ScheduleName.rule)", exitCode: 64)
            }
            headers.append((WireHeader.agent, agent))
        }
        if let token, !token.isEmpty {
            guard token.utf8.allSatisfy({ (0x21...0x7E).contains($0) }) else {
                throw CommandFailure(
                    message: "UPBEAT_TOKEN holds characters that no token has; `upbeat token create` makes one", exitCode: 64)
            }
            headers.append(("Authorization", "Bearer \(token)"))
        }
        self.headers = headers
    }
}

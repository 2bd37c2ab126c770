package import Pulses

/// Who asks, and by which way.
package struct Caller: Hashable, Sendable {
    package enum Way: Hashable, Sendable {
        /// The user's own socket, or this very process.
        case local
        /// The network, with the token of that name.
        case network(token: String)
        /// A hook of the configuration, called by somebody who knows its secret.
        case hook(String)
    }

    package var way: Way
    /// The run inside which the caller was started. It says so itself: a guard rail, not a wall.
    package var run: RunKey?
    /// The agent as which a door knows the caller, by its token; nil where it is known as none.
    package var agent: String?
    /// What the token lets do that was shown; all of it where none is needed.
    package var grant: Agent.Scope
    /// Asks by the agent's door, whichever way leads there.
    package var isOverMCP = false

    package init(_ way: Way, run: RunKey? = nil, agent: String? = nil, grant: Agent.Scope = .admin) {
        self.way = way
        self.run = run
        self.agent = agent
        self.grant = grant
    }

    /// Whoever shows a token.
    package init(_ token: AccessToken) {
        self.init(.network(token: token.name), agent: token.agent, grant: token.scope)
    }

    /// Somebody on the network who has shown none: may ask whether somebody is there.
    package static let stranger = Caller(.network(token: ""), grant: .read)

    package var door: Door {
        switch way {
        case _ where isOverMCP: .mcp
        case .local: .commandLine
        case .network, .hook: .http
        }
    }

    /// Who is noted as the maker of a pulse that names none.
    package var creator: String {
        switch (run, agent, way) {
        case (let run?, _, _): "pulse \(run.pulse)"
        case (nil, let agent?, _): agent
        case (nil, nil, .local): "person"
        case (nil, nil, .network): "http"
        case (nil, nil, .hook(let name)): "hook \(name)"
        }
    }

    /// Whose idempotency keys they are.
    var scope: String {
        switch way {
        case .local: Door.commandLine.rawValue
        case .network(let token): "token \(token)"
        case .hook(let name): "hook \(name)"
        }
    }
}

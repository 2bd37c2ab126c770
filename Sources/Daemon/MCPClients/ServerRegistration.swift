import ControlPlane
import Processes

/// What a client is told: how to start this program as its server.
struct ServerRegistration: Hashable, Sendable {
    static let name = "upbeat"
    /// The variables that lead to another daemon than the user's own, and so belong to what is registered.
    static let variables = ["UPBEAT_HOME", "XDG_CONFIG_HOME", "XDG_STATE_HOME"]

    /// Absolute.
    var command: String
    var arguments: [String]
    var environment: [Variable]

    struct Variable: Hashable, Sendable {
        var name: String
        var value: String
    }

    /// Hosts give a reduced environment (HOME, PATH and the like), so what leads to this house's socket has to be said.
    ///
    /// Clients fill in `$NAME`, `${NAME}` and `{env:NAME}` in these texts, and none of them knows a way to write such a text as it is; so
    /// it is refused.
    static func decide(_ request: RegistrationRequest) throws(RegistrationError) -> ServerRegistration {
        if let agent = request.agent, !ScheduleName.isValid(agent) { throw .badAgent(agent) }
        guard request.program.hasPrefix("/"), resolveExecutable(request.program, path: "") != nil else {
            throw .noProgram(request.program)
        }
        let home: Home
        do { home = try Home.locate(environment: request.environment) } catch { throw .home(error) }
        var environment = home.namingVariables.map { Variable(name: $0.key, value: $0.value) }
        if !home.isMoved, Home.Platform.current == .linux {
            for (name, standard) in [("XDG_CONFIG_HOME", "/.config"), ("XDG_STATE_HOME", "/.local/state")] {
                guard let value = request.environment[name], value.hasPrefix("/"), value != home.user + standard else { continue }
                environment.append(Variable(name: name, value: value))
            }
        }
        for text in [request.program] + environment.map(\.value) where !canBeCarried(text) { throw .unusable(text) }
        return ServerRegistration(
            command: request.program, arguments: ["mcp"] + (request.agent.map { ["--agent", $0] } ?? []), environment: environment)
    }

    private static func canBeCarried(_ text: String) -> Bool {
        !text.unicodeScalars.contains { $0 == "$" || $0 == "{" || LogText.isHostile($0) }
    }
}

/// What a person asks for who registers the server with a client, or takes it out.
package struct RegistrationRequest: Sendable {
    package var client: MCPClient
    /// This program, absolute.
    package var program: String
    /// As whom the client's agent acts; nil for the person.
    package var agent: String?
    /// The environment of who asks.
    package var environment: [String: String]

    package init(client: MCPClient, program: String, agent: String? = nil, environment: [String: String]) {
        self.client = client
        self.program = program
        self.agent = agent
        self.environment = environment
    }
}

/// Why nothing can be registered with any client.
enum RegistrationError: Error, Hashable, CustomStringConvertible {
    case badAgent(String)
    case noProgram(String)
    case unusable(String)
    case home(HomeError)

    var description: String {
        switch self {
        case .badAgent(let name): "\(LogText.quoted(name)) cannot be an agent: \(ScheduleName.rule)"
        case .noProgram(let path):
            "\(LogText.quoted(path)) is no program that can be run; call upbeat by the full path under which it is installed"
        case .unusable(let text):
            "\(LogText.quoted(text)) holds a character that clients read as something else ($, { or a control); use another folder"
        case .home(let error): error.description
        }
    }

    var failure: CommandFailure {
        switch self {
        case .badAgent: CommandFailure(message: description, exitCode: 64)
        case .noProgram, .unusable: CommandFailure(message: description)
        case .home(let error): CommandFailure(error)
        }
    }
}

import Foundation

/// The programs that keep services running.
package enum ServiceManager: String, CaseIterable, Sendable {
    case systemd
    /// macOS. Written with care, checked as a document, and not tried on a Mac.
    case launchd

    package static var current: ServiceManager {
        switch Home.Platform.current {
        case .linux: .systemd
        case .mac: .launchd
        }
    }
}

/// Whose service it is.
package enum ServiceScope: String, CaseIterable, Sendable {
    /// This user's, begun by the user's own manager.
    case user
    /// The machine's.
    case system
}

/// What the service is for, which decides how far it can be locked in: its children inherit what it may not do.
package enum ServiceProfile: String, CaseIterable, Sendable {
    /// It runs agents and commands.
    case agents
    /// It calls webhooks and nothing else.
    case webhooks
}

/// What a person asks for who installs or removes the service; nil leaves the choice to the program.
package struct ServiceRequest: Sendable {
    package var manager: ServiceManager
    package var scope: ServiceScope?
    package var profile: ServiceProfile?
    /// The account that agents run as, for the machine's service.
    package var account: String?
    /// The top folder of a system that is not running; only files are written there. Absolute.
    package var root: String?
    /// This program, absolute.
    package var program: String
    /// The environment of who installs.
    package var environment: [String: String]
    package var isRoot: Bool

    package init(
        manager: ServiceManager = .current, scope: ServiceScope? = nil, profile: ServiceProfile? = nil, account: String? = nil,
        root: String? = nil, program: String, environment: [String: String], isRoot: Bool = geteuid() == 0
    ) {
        self.manager = manager
        self.scope = scope
        self.profile = profile
        self.account = account
        self.root = root
        self.program = program
        self.environment = environment
        self.isRoot = isRoot
    }
}

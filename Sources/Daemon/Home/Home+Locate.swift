import Foundation

extension Home {
    /// Whose customs for folders hold.
    package enum Platform: Sendable {
        case linux
        case mac

        package static var current: Platform {
            #if os(macOS)
                .mac
            #else
                .linux
            #endif
        }
    }

    /// Finds the folders; creates nothing. Relative `XDG_*` values are ignored, as the XDG specification says.
    package static func locate(
        environment: [String: String] = ProcessInfo.processInfo.environment, platform: Platform = .current
    ) throws(HomeError) -> Home {
        var home = try folders(environment, platform)
        if let named = environment["UPBEAT_CONFIG"], !named.isEmpty {
            let place = Tilde.expanded(named, home: home.user)
            guard place.hasPrefix("/"), !place.utf8.contains(0) else { throw .notAbsolute(variable: "UPBEAT_CONFIG", value: named) }
            home.namedSettings = place
        }
        return home
    }

    private static func folders(_ environment: [String: String], _ platform: Platform) throws(HomeError) -> Home {
        if let moved = environment["UPBEAT_HOME"], !moved.isEmpty {
            if moved == systemName { return system(environment) }
            let user = userHome(environment) ?? moved
            let place = Tilde.expanded(moved, home: user)
            guard place.hasPrefix("/"), !place.utf8.contains(0) else {
                throw .notAbsolute(variable: "UPBEAT_HOME", value: moved)
            }
            let folder = trimmed(place)
            return Home(configuration: folder, state: folder, user: user, isMoved: true)
        }
        guard let user = userHome(environment) else { throw .noUserHome }
        switch platform {
        case .linux:
            return Home(
                configuration: absolute(environment["XDG_CONFIG_HOME"], else: user + "/.config") + "/upbeat",
                state: absolute(environment["XDG_STATE_HOME"], else: user + "/.local/state") + "/upbeat", user: user)
        case .mac:
            let folder = user + "/Library/Application Support/upbeat"
            return Home(configuration: folder, state: folder, logs: user + "/Library/Logs/upbeat", user: user)
        }
    }

    /// The value of `UPBEAT_HOME` that means the folders of the machine's own daemon.
    package static let systemName = "system"

    /// Those folders (FHS 3.0), where systemd names no others.
    enum System {
        static let configuration = "/etc/upbeat"
        static let state = "/var/lib/upbeat"
        static let runtime = "/run/upbeat"
    }

    /// What systemd says it has made for this service (systemd.exec(5): `CONFIGURATION_DIRECTORY`, `STATE_DIRECTORY`,
    /// `RUNTIME_DIRECTORY`, separated by colons where there are several), else the machine's.
    private static func system(_ environment: [String: String]) -> Home {
        func folder(_ variable: String, else standard: String) -> String {
            absolute(environment[variable]?.split(separator: ":").first.map(String.init), else: standard)
        }
        let state = folder("STATE_DIRECTORY", else: System.state)
        // An account that systemd makes has `/` for its home folder, which is empty here.
        let user = userHome(environment).flatMap { $0.isEmpty ? nil : $0 } ?? state
        return Home(
            configuration: folder("CONFIGURATION_DIRECTORY", else: System.configuration), state: state,
            user: user, isMoved: true, runtime: folder("RUNTIME_DIRECTORY", else: System.runtime), isSystem: true)
    }

    private static func absolute(_ value: String?, else standard: String) -> String {
        guard let value, value.hasPrefix("/") else { return standard }
        return trimmed(value)
    }

    /// HOME where it is absolute, else what the system's list of users says.
    private static func userHome(_ environment: [String: String]) -> String? {
        if let home = environment["HOME"], home.hasPrefix("/") { return trimmed(home) }
        guard let entry = getpwuid(geteuid()), let folder = entry.pointee.pw_dir else { return nil }
        let home = String(cString: folder)
        return home.hasPrefix("/") ? trimmed(home) : nil
    }

    /// Without slashes at the end and without doubled ones; `/` itself becomes the empty text that `/name` is added to.
    private static func trimmed(_ path: String) -> String {
        let parts = path.split(separator: "/", omittingEmptySubsequences: true).filter { $0 != "." }
        return parts.isEmpty ? "" : "/" + parts.joined(separator: "/")
    }
}

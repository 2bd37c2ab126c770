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

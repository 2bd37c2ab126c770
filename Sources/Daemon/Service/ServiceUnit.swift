import Foundation
import Processes

/// The service as which a manager started a daemon, and would find it gone.
package struct ServiceUnit: Hashable, Sendable {
    /// Of the user, rather than of the machine.
    package var isOfUser: Bool
    /// `upbeat.service`.
    package var unit: String

    package init(isOfUser: Bool, unit: String) {
        self.isOfUser = isOfUser
        self.unit = unit
    }

    /// The command line that does something with the service: `systemctl --user restart upbeat.service`.
    package func command(_ verb: String) -> String { "systemctl \(isOfUser ? "--user " : "")\(verb) \(unit)" }

    /// Nil for a daemon that a person or another program started, and on macOS.
    static func of(_ process: ProcessIdentity) -> ServiceUnit? {
        guard let environment = process.environment, let groups = text(of: "/proc/\(process.pid)/cgroup") else { return nil }
        return ServiceUnit(environment: environment, controlGroups: groups, pid: process.pid)
    }

    /// Reads it from what a process was started with and from its control groups (systemd.exec(5), cgroups(7)).
    ///
    /// A shell that is itself in a service hands `INVOCATION_ID` on; `SYSTEMD_EXEC_PID` tells the service's own process from those. A
    /// systemd before 248 does not set it: there the socket for readiness does.
    init?(environment: [String: String], controlGroups: String, pid: Int32) {
        guard environment["INVOCATION_ID"] != nil else { return nil }
        guard environment["SYSTEMD_EXEC_PID"].map({ $0 == "\(pid)" }) ?? (environment["NOTIFY_SOCKET"] != nil) else { return nil }
        let paths = controlGroups.split(separator: "\n").compactMap { $0.split(separator: ":", maxSplits: 2).last }
        for path in paths {
            let parts = path.split(separator: "/")
            guard let unit = parts.last(where: { $0.hasSuffix(".service") }) else { continue }
            let isOfUser = parts.dropLast().contains { $0.hasPrefix("user@") && $0.hasSuffix(".service") }
            guard !unit.hasPrefix("user@") else { continue }
            self.init(isOfUser: isOfUser, unit: String(unit))
            return
        }
        return nil
    }

    private static func text(of path: String) -> String? {
        guard let handle = FileHandle(forReadingAtPath: path) else { return nil }
        defer { try? handle.close() }
        return (try? handle.read(upToCount: 65_536)).flatMap { $0 }.map { String(decoding: $0, as: UTF8.self) }
    }
}

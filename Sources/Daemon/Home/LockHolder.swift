package import Pulses
package import Recurrence
import StrictJSON

/// Who holds the state lock, as it says itself in the lock file.
package struct LockHolder: Hashable, Sendable, CustomStringConvertible {
    package enum Role: String, CaseIterable, Sendable {
        case daemon
        /// A program of the command line that works without a daemon; it lets go soon.
        case command
    }

    package var pid: Int32
    package var startedAt: Instant
    package var boot: BootID
    package var role: Role
    package var version: String
    /// The boot of the machine: what the system calls it, nil where it has no name for it.
    package var machine: String?
    /// What a daemon was told on its command line, for a restart: settings by their dotted names, none of them secret.
    package var flags: [String: String]
    /// The file that was named in the place of `upbeat.yaml`.
    package var config: String?

    package init(
        pid: Int32, startedAt: Instant, boot: BootID, role: Role, version: String, machine: String? = MachineBoot.id,
        flags: [String: String] = [:], config: String? = nil
    ) {
        self.pid = pid
        self.startedAt = startedAt
        self.boot = boot
        self.role = role
        self.version = version
        self.machine = machine
        self.flags = flags
        self.config = config
    }

    package var description: String {
        switch role {
        case .daemon: "the daemon (process \(pid), since \(startedAt), version \(version))"
        case .command: "a command of upbeat (process \(pid), since \(startedAt), version \(version))"
        }
    }

    var json: JSON {
        var object: JSONObject = [
            "pid": .integer(Int64(pid)), "started_at": .string(startedAt.description), "boot": .string(boot.text),
            "what": .string(role.rawValue), "version": .string(version), "machine": machine.map(JSON.string) ?? .null,
        ]
        if !flags.isEmpty {
            var given = JSONObject()
            for (key, value) in flags.sorted(by: { $0.key < $1.key }) { given[key] = .string(value) }
            object["flags"] = .object(given)
        }
        if let config { object["config"] = .string(config) }
        return .object(object)
    }

    /// Nil where it was not written by a holder.
    init?(_ value: JSON) {
        guard let pid = value["pid"]?.integerValue.flatMap(Int32.init(exactly:)), pid > 0,
            let startedAt = value["started_at"]?.stringValue.flatMap(Instant.init(rfc3339:)),
            let boot = value["boot"]?.stringValue, let role = value["what"]?.stringValue.flatMap(Role.init(rawValue:)),
            let version = value["version"]?.stringValue
        else { return nil }
        var flags: [String: String] = [:]
        for (key, flag) in value["flags"]?.objectValue ?? [:] { flags[key] = flag.stringValue }
        self.init(
            pid: pid, startedAt: startedAt, boot: BootID(boot), role: role, version: version, machine: value["machine"]?.stringValue,
            flags: flags, config: value["config"]?.stringValue)
    }
}

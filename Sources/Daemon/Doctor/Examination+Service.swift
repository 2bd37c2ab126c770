import Foundation
import Processes

/// The unit that starts the daemon, and whether its watchdog is fed.
extension Examination {
    struct Unit: Hashable, Sendable {
        var path: String
        var isUser: Bool

        var name: String { (path as NSString).lastPathComponent }
    }

    /// The unit files that there are.
    func units() -> [Unit] {
        unitFolders.flatMap { folder in
            let names = (try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? []
            return names.filter { $0.contains("upbeat") && ($0.hasSuffix(".service") || $0.hasSuffix(".plist")) }.sorted()
                .map { Unit(path: "\(folder.path)/\($0)", isUser: folder.isUser) }
        }
    }

    func service() async -> [Finding] {
        let units = units()
        guard !units.isEmpty else {
            return [
                Finding(
                    .service, "unit", .note, "no unit is installed, so nothing starts the daemon with the machine",
                    remedy: "upbeat install --user")
            ]
        }
        var findings: [Finding] = []
        for unit in units where unit.name.hasSuffix(".service") {
            guard let facts = await UnitState.show(unit.name, isUser: unit.isUser, environment: environment) else {
                findings.append(
                    Finding(
                        .service, "unit", .note, "\(unit.path) is installed; systemd does not answer here, so how it stands cannot be told")
                )
                continue
            }
            findings += facts.findings(unit, daemon: daemonPid)
        }
        for unit in units where unit.name.hasSuffix(".plist") {
            findings.append(Finding(.service, "unit", .note, "\(unit.path) is installed", remedy: "launchctl list | grep upbeat"))
        }
        return findings
    }
}

/// What systemd tells of a unit.
struct UnitState: Hashable, Sendable {
    /// `systemctl show`, by name.
    var properties: [String: String]

    private static let asked = [
        "ActiveState", "SubState", "Type", "MainPID", "NRestarts", "WatchdogUSec", "WatchdogTimestampMonotonic", "StatusText",
    ]

    init(parsing text: String) {
        let pairs = text.split(separator: "\n").compactMap { line -> (String, String)? in
            let halves = line.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
            return halves.count == 2 ? (halves[0], halves[1]) : nil
        }
        properties = Dictionary(pairs, uniquingKeysWith: { $1 })
    }

    /// Nil where there is no systemctl, or it does not answer within two seconds.
    static func show(_ name: String, isUser: Bool, environment: [String: String]) async -> UnitState? {
        guard let program = resolveExecutable("systemctl", path: environment["PATH"] ?? "/usr/bin:/bin") else { return nil }
        let kept = ["PATH", "HOME", "XDG_RUNTIME_DIR", "DBUS_SESSION_BUS_ADDRESS"]
        let spec = ChildSpec(
            executable: program, arguments: (isUser ? ["--user"] : []) + ["show", name, "-p", asked.joined(separator: ",")],
            environment: environment.filter { kept.contains($0.key) }, workingDirectory: "/", timeout: .seconds(2),
            grace: .milliseconds(200),
            output: OutputPlan(standardOutput: nil, standardError: nil, limit: 4096))
        let end = await run(spec, control: RunControl()) { _ in }
        guard case .exited(0) = end.how else { return nil }
        let unit = UnitState(parsing: end.standardOutput.tail)
        return unit.properties["ActiveState"] == nil ? nil : unit
    }

    func findings(_ unit: Examination.Unit, daemon: Int32?) -> [Finding] {
        let (name, command) = (unit.name, unit.isUser ? "systemctl --user" : "systemctl")
        let state = properties["ActiveState"] ?? "unknown"
        guard state == "active" else {
            return [
                Finding(
                    .service, "unit", state == "failed" ? .error : .warning, "\(name) is \(state)",
                    remedy: state == "failed" ? "\(command) status \(name); \(command) restart \(name)" : "\(command) enable --now \(name)")
            ]
        }
        var findings: [Finding] = []
        let pid = properties["MainPID"].flatMap(Int32.init)
        if let daemon, let pid, pid > 0, daemon != pid {
            findings.append(
                Finding(
                    .service, "unit", .warning, "\(name) runs process \(pid), and the daemon of this house is process \(daemon)",
                    remedy: "stop one of them: kill -TERM \(daemon), or \(command) stop \(name)"))
        } else {
            findings.append(
                Finding(.service, "unit", .ok, "\(name) is active (process \(pid ?? 0), \(properties["NRestarts"] ?? "0") restarts)"))
        }
        if properties["Type"] != "notify", properties["Type"] != "notify-reload" {
            findings.append(
                Finding(
                    .service, "watchdog", .warning,
                    "\(name) is of Type=\(properties["Type"] ?? ""), so systemd does not hear that it is ready",
                    remedy: "upbeat install, which writes a unit of Type=notify"))
        } else if ["", "0", "infinity"].contains(properties["WatchdogUSec"] ?? "") {
            findings.append(
                Finding(
                    .service, "watchdog", .note, "\(name) has no watchdog, so a daemon that hangs is not restarted",
                    remedy: "upbeat install, which writes a unit with WatchdogSec=60"))
        } else if properties["WatchdogTimestampMonotonic"] == "0" {
            findings.append(
                Finding(
                    .service, "watchdog", .error, "the watchdog of \(name) was never fed", remedy: "\(command) restart \(name)"))
        } else {
            findings.append(Finding(.service, "watchdog", .ok, "the watchdog of \(name) is fed (\(properties["WatchdogUSec"] ?? ""))"))
        }
        return findings
    }
}

extension Examination.UnitFolder {
    /// In the order in which systemd looks (systemd.unit(5)), and where launchd does (launchd.plist(5)).
    static func usual(_ home: Home, _ environment: [String: String]) -> [Self] {
        let configuration = environment["XDG_CONFIG_HOME"].flatMap { $0.hasPrefix("/") ? $0 : nil } ?? home.user + "/.config"
        let user = [
            "\(configuration)/systemd/user", "\(home.user)/.local/share/systemd/user", "/etc/systemd/user", "/usr/lib/systemd/user",
        ]
        let system = ["/etc/systemd/system", "/run/systemd/system", "/usr/local/lib/systemd/system", "/usr/lib/systemd/system"]
        return user.map { Self(path: $0, isUser: true) } + system.map { Self(path: $0, isUser: false) }
            + [Self(path: "\(home.user)/Library/LaunchAgents", isUser: true), Self(path: "/Library/LaunchDaemons", isUser: false)]
    }
}

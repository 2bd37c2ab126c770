import Foundation

/// The commands that tell a service manager about a service.
struct ManagerCommands {
    struct Command: Hashable {
        var words: [String]
        /// That it fails is no reason to stop: it undoes what may not be there.
        var mayFail = false
    }

    let plan: ServicePlan
    /// The file's whole path.
    let path: String

    /// After the file was written.
    ///
    /// - Parameter change: where another text was there, the service may run with that.
    func install(starts: Bool, after change: UnitFile.Change) -> [Command] {
        switch plan.manager {
        case .systemd:
            // In a system that does not run there is no manager to tell.
            if let root = plan.root {
                return plan.scope == .system ? [Command(words: ["systemctl", "--root=\(root)", "enable", unit])] : []
            }
            let start =
                change == .replaced ? [systemctl("enable", unit), systemctl("restart", unit)] : [systemctl("enable", "--now", unit)]
            return [systemctl("daemon-reload")] + (starts ? start : [systemctl("enable", unit)])
        case .launchd:
            let bootout = Command(words: ["launchctl", "bootout", "\(domain)/\(ServicePlan.label)"], mayFail: true)
            let bootstrap = Command(words: ["launchctl", "bootstrap", domain, path])
            return starts ? (change == .written ? [] : [bootout]) + [bootstrap] : []
        }
    }

    /// Before the file is removed.
    var end: [Command] {
        switch plan.manager {
        case .systemd where plan.root != nil:
            plan.scope == .system ? [Command(words: ["systemctl", "--root=\(plan.root ?? "/")", "disable", unit])] : []
        case .systemd: [systemctl("disable", "--now", unit)]
        case .launchd: [Command(words: ["launchctl", "bootout", "\(domain)/\(ServicePlan.label)"], mayFail: true)]
        }
    }

    var afterRemoval: [Command] { plan.manager == .systemd && plan.root == nil ? [systemctl("daemon-reload")] : [] }

    /// Carries them out in order.
    ///
    /// - Returns: those that were done.
    /// - Throws: `refused` at the first one that fails.
    func carryOut(_ commands: [Command], by control: ServiceControl) async throws(ServiceError) -> [[String]] {
        var done: [[String]] = []
        for command in commands {
            let end = await control.call(command.words)
            guard end.isDone || command.mayFail else {
                throw .refused(
                    command: command.words.joined(separator: " "), reason: end.text, hint: end.text.contains("journalctl") ? "" : hint)
            }
            if end.isDone { done.append(command.words) }
        }
        return done
    }

    private let unit = "upbeat.service"
    private var domain: String { "gui/\(getuid())" }

    private func systemctl(_ words: String...) -> Command {
        Command(words: ["systemctl"] + (plan.scope == .user ? ["--user"] : []) + words)
    }

    private var hint: String {
        switch (plan.manager, plan.scope) {
        case (.systemd, .user): "; what the daemon said: journalctl --user -u upbeat -n 20"
        case (.systemd, .system): "; what the daemon said: journalctl -u upbeat -n 20"
        case (.launchd, _): "; what the daemon said: \(plan.home.logs)/launchd.log"
        }
    }
}

import Foundation

/// What was done about a service, and what is left to do.
package struct ServiceReport: Sendable {
    package var manager: ServiceManager
    package var scope: ServiceScope
    package var profile: ServiceProfile
    /// The top folder of the other system that was meant.
    package var root: String?
    /// The file's whole path.
    package var file: String
    /// `written`, `replaced`, `unchanged` or `removed`.
    package var change: String
    /// Commands that were carried out, as a shell takes them.
    package var ran: [[String]] = []
    /// Commands that remain, because the manager does not run here or was not to be asked.
    package var remaining: [[String]] = []
    package var warnings: [String] = []
    /// What may be worth doing beside.
    package var hints: [String] = []
}

extension ServicePlan {
    /// `decide`, for a command.
    package static func make(_ request: ServiceRequest, isOnPaper: Bool) throws(CommandFailure) -> ServicePlan {
        do { return try decide(request, isOnPaper: isOnPaper) } catch { throw CommandFailure(error) }
    }
}

/// Writes the service's file, and has the manager begin it where it runs.
///
/// A crash in between leaves the file, or not, and the manager as it was; doing it again is right in each case.
package func installService(
    _ plan: ServicePlan, force: Bool, starts: Bool, by control: ServiceControl
) async throws(CommandFailure) -> ServiceReport {
    do throws(ServiceError) {
        let unit = UnitFile(root: plan.root, file: plan.file)
        let isActive = plan.root == nil && control.isRunning(plan.manager)
        if isActive, starts, try unit.content() == .none, SocketProbe.answers(plan.home.socket) {
            throw .running(pid: StateLock.currentHolder(plan.home)?.pid)
        }
        let text = plan.text
        if isActive, plan.manager == .launchd { try PrivateFolder.createForService(plan.home.logs) }
        let change = try unit.write(text, force: force)
        var report = ServiceReport(
            manager: plan.manager, scope: plan.scope, profile: plan.profile, root: plan.root, file: unit.path, change: change.rawValue,
            warnings: plan.warnings)
        let commands = ManagerCommands(plan: plan, path: unit.path)
        let wanted = commands.install(starts: starts, after: change)
        if isActive {
            report.ran = try await commands.carryOut(wanted, by: control)
        } else {
            report.remaining = wanted.map(\.words)
        }
        if plan.manager == .systemd, plan.scope == .user, plan.root == nil, !lingers(plan) {
            report.hints.append("the daemon stops when you log out; to keep it: loginctl enable-linger")
        }
        return report
    } catch {
        throw CommandFailure(error)
    }
}

/// Has the manager end the service, and removes its file. What the daemon keeps stays.
package func uninstallService(
    _ plan: ServicePlan, force: Bool, by control: ServiceControl
) async throws(CommandFailure) -> ServiceReport {
    do throws(ServiceError) {
        let unit = UnitFile(root: plan.root, file: plan.file)
        switch try unit.content() {
        case .none: throw .notInstalled(path: unit.path)
        case .foreign where !force: throw .foreign(path: unit.path)
        case .ours, .foreign: break
        }
        var report = ServiceReport(
            manager: plan.manager, scope: plan.scope, profile: plan.profile, root: plan.root, file: unit.path, change: "removed")
        let commands = ManagerCommands(plan: plan, path: unit.path)
        let isActive = plan.root == nil && control.isRunning(plan.manager)
        if isActive { report.ran = try await commands.carryOut(commands.end, by: control) }
        try unit.remove(force: force)
        if isActive {
            report.ran += try await commands.carryOut(commands.afterRemoval, by: control)
        } else {
            report.remaining = (commands.end + commands.afterRemoval).map(\.words)
        }
        return report
    } catch {
        throw CommandFailure(error)
    }
}

/// Whether the user's manager goes on without a session (loginctl(1)).
private func lingers(_ plan: ServicePlan) -> Bool {
    guard let entry = getpwuid(geteuid()) else { return false }
    return access("/var/lib/systemd/linger/" + String(cString: entry.pointee.pw_name), F_OK) == 0
}

extension PrivateFolder {
    fileprivate static func createForService(_ path: String) throws(ServiceError) {
        do throws(HomeError) { try create(path) } catch { throw .home(error) }
    }
}

import Foundation
import Processes

extension ServicePlan {
    /// Decides what the request leaves open: the machine's service for root, the user's own for everybody else; the profile for agents.
    ///
    /// - Parameter isOnPaper: nothing is asked of this machine beyond the request: the file is for another one, or to be looked at.
    static func decide(_ request: ServiceRequest, isOnPaper: Bool = false) throws(ServiceError) -> ServicePlan {
        let scope = request.scope ?? (request.manager == .systemd && request.isRoot ? .system : .user)
        let profile = request.profile ?? .agents
        if request.manager == .launchd {
            guard scope == .user else { throw .systemOfLaunchd }
            guard request.profile == nil else { throw .profileOfLaunchd }
        }
        guard scope == .system || profile == .agents else { throw .webhooksForUser }
        guard isProgram(request.program) else { throw .noProgram(request.program) }
        guard SystemdText.canCarry(request.program) else { throw .unusable(what: "the path", value: request.program) }
        let home = try home(request, scope)
        guard scope == .system || !home.isSystem else { throw .systemHomeForUser }
        if profile == .webhooks, !home.isSystem { throw .movedWebhooks(folder: home.state) }
        let account = try account(request, scope, profile, isOnPaper: isOnPaper)
        // The webhooks profile sees no home folders, and needs no programs.
        let path =
            profile == .webhooks
            ? SearchPath.folders(of: nil) : SearchPath.folders(of: request.environment["PATH"], first: programFolders(of: account))
        return ServicePlan(
            manager: request.manager, scope: scope, profile: profile, root: request.root, program: request.program, path: path.folders,
            variables: try variables(request, scope, home), account: account, home: home,
            warnings: path.leftOut.map { entry in
                "the entry \(LogText.quoted(entry)) of PATH is left out of the service: it is no absolute folder"
            })
    }

    private static func home(_ request: ServiceRequest, _ scope: ServiceScope) throws(ServiceError) -> Home {
        var environment = request.environment
        if scope == .system, (environment["UPBEAT_HOME"] ?? "").isEmpty { environment["UPBEAT_HOME"] = Home.systemName }
        // What systemd gives another service is no matter here.
        if environment["UPBEAT_HOME"] == Home.systemName { environment = environment.filter { !$0.key.hasSuffix("_DIRECTORY") } }
        do {
            return try Home.locate(environment: environment, platform: request.manager == .launchd ? .mac : .linux)
        } catch {
            throw .home(error)
        }
    }

    /// What leads the daemon to the same folders and settings as the commands of who installs it.
    private static func variables(
        _ request: ServiceRequest, _ scope: ServiceScope, _ home: Home
    ) throws(ServiceError) -> [(name: String, value: String)] {
        var variables: [(name: String, value: String)] = []
        if home.isSystem {
            variables = [("UPBEAT_HOME", Home.systemName)]
        } else if home.isMoved {
            variables = [("UPBEAT_HOME", home.state)]
        } else if request.manager == .systemd {
            for name in ["XDG_CONFIG_HOME", "XDG_STATE_HOME"] {
                if let value = request.environment[name], value.hasPrefix("/") { variables.append((name, value)) }
            }
        }
        if let config = request.environment["UPBEAT_CONFIG"], !config.isEmpty { variables.append(("UPBEAT_CONFIG", config)) }
        for (name, value) in variables where !SystemdText.canCarry(value) { throw .unusable(what: name, value: value) }
        guard SystemdText.canCarry(home.user) else { throw .unusable(what: "HOME", value: home.user) }
        return variables
    }

    /// Who asked by sudo, else the account `upbeat`.
    private static func account(
        _ request: ServiceRequest, _ scope: ServiceScope, _ profile: ServiceProfile, isOnPaper: Bool
    ) throws(ServiceError) -> String? {
        guard scope == .system, profile == .agents else {
            guard request.account == nil else { throw .accountWithoutUse }
            return nil
        }
        let caller = request.environment["SUDO_USER"].flatMap { $0.isEmpty || $0 == "root" ? nil : $0 }
        let name = request.account ?? caller ?? "upbeat"
        guard name.contains(/^[A-Za-z_][A-Za-z0-9_.-]{0,30}$/) else { throw .badAccount(name) }
        guard isOnPaper || getpwnam(name) != nil else { throw .noAccount(name) }
        return name
    }

    /// Where the account's own programs are, which the PATH of sudo leaves out.
    private static func programFolders(of account: String?) -> [String] {
        guard let account, let entry = getpwnam(account), let folder = entry.pointee.pw_dir else { return [] }
        return SearchPath.ownFolders(in: String(cString: folder))
    }

    private static func isProgram(_ path: String) -> Bool { path.hasPrefix("/") && resolveExecutable(path, path: "") != nil }
}

/// Why a service cannot be installed or removed.
package enum ServiceError: Error, Hashable, Sendable, CustomStringConvertible {
    case webhooksForUser
    case systemOfLaunchd
    case profileOfLaunchd
    /// The webhooks profile with a folder of one's own.
    case movedWebhooks(folder: String)
    /// `UPBEAT_HOME=system` for a user's service.
    case systemHomeForUser
    case accountWithoutUse
    case badAccount(String)
    case noAccount(String)
    case noProgram(String)
    /// A text that no unit can carry.
    case unusable(what: String, value: String)
    /// The file is not ours.
    case foreign(path: String)
    case link(path: String)
    case notAFile(path: String)
    case cannot(verb: String, path: String, SystemFailure)
    case notInstalled(path: String)
    /// A daemon that no manager began is in the way.
    case running(pid: Int32?)
    /// The manager refused.
    case refused(command: String, reason: String, hint: String)
    case home(HomeError)

    package var description: String {
        switch self {
        case .webhooksForUser:
            "the profile webhooks is for the machine's service, since only the system's manager can lock it in; use --system with it"
        case .systemOfLaunchd: "with launchd the service is the user's own; leave --system out"
        case .profileOfLaunchd: "launchd has no profiles; leave --profile out"
        case .movedWebhooks(let folder):
            "the profile webhooks keeps its files in /var/lib/upbeat and can write nowhere else, not in \(LogText.quoted(folder)); "
                + "leave --home and UPBEAT_HOME out, or use --profile agents"
        case .systemHomeForUser: "a user's service cannot use the machine's folders; use --system, or leave --home system out"
        case .accountWithoutUse: "--account is for the machine's service that runs agents; use it with --system --profile agents"
        case .badAccount(let name):
            "\(LogText.quoted(name)) cannot be an account; name one of letters, digits, - and _, such as --account alice"
        case .noAccount(let name):
            "there is no account \(LogText.quoted(name)) to run agents as; name yours with --account NAME, "
                + "or make one: `useradd --create-home \(name)`; --user installs your own service"
        case .noProgram(let path):
            "\(LogText.quoted(path)) is no program that can be run; call upbeat by the full path under which it is installed"
        case .unusable(let what, let value):
            "\(what) \(LogText.quoted(value)) holds a character that no service file can carry; use another name"
        case .foreign(let path):
            "\(path) was not written by `upbeat install`; move it away, or use --force to replace or remove it"
        case .link(let path): "\(path) is a symbolic link, and links are not followed here; remove it and try again"
        case .notAFile(let path): "\(path) is not a plain file; move it away and try again"
        case .cannot(let verb, let path, let failure): "cannot \(verb) \(path): \(failure)\(Self.remedy(failure))"
        case .notInstalled(let path): "no service is installed: there is no \(path)"
        case .running(let pid):
            "a daemon runs already\(pid.map { " (process \($0))" } ?? ""); stop it with `upbeat stop`, then install again, "
                + "or use --no-start"
        case .refused(let command, let reason, let hint): "`\(command)` failed: \(reason)\(hint)"
        case .home(let error): error.description
        }
    }

    package var exitCode: Int32 {
        switch self {
        case .webhooksForUser, .systemOfLaunchd, .profileOfLaunchd, .movedWebhooks, .systemHomeForUser, .accountWithoutUse, .badAccount,
            .unusable:
            64
        case .noAccount, .notInstalled: 5
        case .foreign, .running: 6
        case .cannot(_, _, let failure) where failure.isOfAccess: 4
        case .home(let error) where error.isOfAccess: 4
        case .noProgram, .link, .notAFile, .cannot, .refused, .home: 1
        }
    }

    private static func remedy(_ failure: SystemFailure) -> String {
        failure.isOfAccess ? "; use sudo for the machine's service, or --user for your own" : ""
    }
}

extension CommandFailure {
    init(_ error: ServiceError) { self.init(message: error.description, exitCode: error.exitCode) }
}

import ArgumentParser
import Daemon
import StrictJSON

extension ServiceManager: ExpressibleByArgument {}
extension ServiceProfile: ExpressibleByArgument {}

/// Which service is meant.
struct ServiceOptions: ParsableArguments {
    @Flag(help: "Your own service; the default, unless you are root.")
    var user = false

    @Flag(help: "The machine's service; the default for root.")
    var system = false

    @Option(help: "The service manager: systemd or launchd; the system's own by default.")
    var manager: ServiceManager = .current

    @Option(
        help: ArgumentHelp("Only touch files, below this folder: for a system that does not run.", valueName: "folder"),
        completion: .directory)
    var root: String?

    @Flag(help: "Replace or remove a file that upbeat did not write.")
    var force = false

    func validate() throws {
        if user, system { throw ValidationError("--user and --system exclude each other; leave one out") }
        if root?.isEmpty == true { throw ValidationError("--root is empty; name a folder, or leave it out") }
    }

    func request(
        in surroundings: Surroundings, _ global: GlobalOptions, profile: ServiceProfile? = nil, account: String? = nil
    ) throws(CommandError) -> ServiceRequest {
        var environment = surroundings.environment
        if let home = global.home { environment["UPBEAT_HOME"] = home == "system" ? home : surroundings.absolute(home) }
        if let config = global.config ?? environment["UPBEAT_CONFIG"], !config.isEmpty {
            environment["UPBEAT_CONFIG"] = surroundings.absolute(config)
        }
        return ServiceRequest(
            manager: manager, scope: user ? .user : system ? .system : nil, profile: profile, account: account,
            root: root.map(surroundings.absolute), program: surroundings.installedProgram, environment: environment)
    }
}

extension Surroundings {
    /// Prints what was done, and says on stderr what deserves attention.
    func show(_ report: ServiceReport, json: Bool) throws(CommandError) {
        for warning in report.warnings { tell("upbeat: warning: \(warning)") }
        guard !json else { return try printJSON(document(report)) }
        let file = SafeText.line(ShellWord.quoted(report.file))
        var lines = [report.change == "unchanged" ? "\(file) is as it was" : "\(report.change) \(file)"]
        lines += report.ran.map { "ran \(SafeText.line(ShellWord.line($0)))" }
        try print(lines.map { $0 + "\n" }.joined())
        if !report.remaining.isEmpty {
            let reason = report.root.map { "what remains to be done for the system in \(SafeText.line($0)):" }
            tell("upbeat: \(reason ?? "\(report.manager.rawValue) does not run here; what remains to be done:")")
            for words in report.remaining { tell("  \(ShellWord.line(words))") }
        }
        for hint in report.hints { tell("upbeat: \(hint)") }
    }

    private func document(_ report: ServiceReport) -> JSONObject {
        func lines(_ commands: [[String]]) -> JSON { .array(commands.map { .array($0.map(JSON.string)) }) }
        return [
            "manager": .string(report.manager.rawValue), "scope": .string(report.scope.rawValue),
            "profile": .string(report.profile.rawValue), "file": .string(report.file), "change": .string(report.change),
            "ran": lines(report.ran), "remaining": lines(report.remaining), "warnings": .array(report.warnings.map(JSON.string)),
            "hints": .array(report.hints.map(JSON.string)),
        ]
    }
}

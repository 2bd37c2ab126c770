import ArgumentParser
import Daemon

/// `upbeat install`: the daemon as a service that the system keeps running.
struct InstallCommand: RunnableCommand {
    static let configuration = CommandConfiguration(
        commandName: "install",
        abstract: "Install the daemon as a service, and start it.",
        discussion: Examples.text(
            [
                "upbeat install", "upbeat install --print", "sudo upbeat install --system --account alice",
                "sudo upbeat install --system --profile webhooks",
            ],
            """
            The service begins with the system, or with your first login, is watched, and is started again when it fails. It calls this \
            program where it now is, with the PATH that you have now: install again when one of them changes.
            """))

    @OptionGroup var service: ServiceOptions

    @Option(
        help: """
            What the machine's service is for: agents, which run with little in their way, or webhooks alone, which are locked in.
            """)
    var profile: ServiceProfile?

    @Option(
        help: ArgumentHelp(
            "The account that the machine's service and its agents run as; who called sudo by default, else upbeat.", valueName: "name"))
    var account: String?

    @Flag(help: "Print the service's file, and touch nothing.")
    var print = false

    @Flag(help: "Do not start it now.")
    var noStart = false

    @Flag(help: "Answer in JSON.")
    var json = false

    @OptionGroup var global: GlobalOptions

    func run(in surroundings: Surroundings) async throws(CommandError) {
        let request = try service.request(in: surroundings, global, profile: profile, account: account)
        let plan: ServicePlan
        do { plan = try ServicePlan.make(request, isOnPaper: print || service.root != nil) } catch { throw .daemon(error) }
        if print {
            for warning in plan.warnings { surroundings.tell("upbeat: warning: \(warning)") }
            return try surroundings.print(plan.text)
        }
        let report: ServiceReport
        do {
            report = try await installService(plan, force: service.force, starts: !noStart, by: surroundings.doors.service)
        } catch {
            throw .daemon(error)
        }
        try surroundings.show(report, json: json)
    }
}

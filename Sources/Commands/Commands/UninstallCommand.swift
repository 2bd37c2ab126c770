import ArgumentParser
import Daemon

/// `upbeat uninstall`: ends the service and removes its file.
struct UninstallCommand: RunnableCommand {
    static let configuration = CommandConfiguration(
        commandName: "uninstall",
        abstract: "Stop the service and remove its file; what the daemon keeps stays.",
        discussion: Examples.text(["upbeat uninstall", "sudo upbeat uninstall --system"]))

    @OptionGroup var service: ServiceOptions

    @Flag(help: "Answer in JSON.")
    var json = false

    @OptionGroup var global: GlobalOptions

    func run(in surroundings: Surroundings) async throws(CommandError) {
        let request = try service.request(in: surroundings, global)
        let report: ServiceReport
        do throws(CommandFailure) {
            let plan = try ServicePlan.make(request, isOnPaper: true)
            report = try await uninstallService(plan, force: service.force, by: surroundings.doors.service)
        } catch {
            throw .daemon(error)
        }
        try surroundings.show(report, json: json)
    }
}

import ArgumentParser
import Client
import WireModel

/// `upbeat cancel`: calls pulses off.
struct CancelCommand: RunnableCommand {
    static let configuration = CommandConfiguration(
        commandName: "cancel",
        abstract: "Call pulses off; what runs is ended, with all its processes.",
        discussion: Examples.text(["upbeat cancel 12", "upbeat cancel 12 13 14"]))

    @Argument(help: ArgumentHelp("The pulses.", valueName: "id"))
    var ids: [String]

    @Flag(help: "Answer in JSON.")
    var json = false

    @OptionGroup var global: GlobalOptions

    func run(in surroundings: Surroundings) async throws(CommandError) {
        let changes = ManyPulses(ids: ids, json: json, global: global)
        try await changes.run(
            in: surroundings, change: { client, id async throws(ClientError) in try await client.cancel(id) },
            sentence: { pulse in
                PulseEnd.openStatuses.contains(pulse.status)
                    ? "pulse \(pulse.id) is being cancelled; the end of its run is not confirmed yet, see `upbeat show \(pulse.id)`"
                    : "pulse \(pulse.id) is cancelled"
            })
    }
}

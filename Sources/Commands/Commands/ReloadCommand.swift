import ArgumentParser
import Client
import WireModel

/// `upbeat reload`: the daemon reads its configuration anew.
struct ReloadCommand: RunnableCommand {
    static let configuration = CommandConfiguration(
        commandName: "reload",
        abstract: "Have the daemon read its configuration anew.",
        discussion: Examples.text(
            ["upbeat reload", "upbeat reload --json | jq .changes"],
            """
            All of it is checked first; where anything is wrong the one before stays in force. A daemon also notices by itself when a file \
            has changed. Where it listens and logs holds from the next start on.
            """))

    @Flag(help: "Answer in JSON.")
    var json = false

    @OptionGroup var global: GlobalOptions

    func run(in surroundings: Surroundings) async throws(CommandError) {
        try await surroundings.withDoor(global) { door throws(CommandError) in
            guard door.isDaemon else {
                throw .needsDaemon(
                    "no daemon runs, so there is nothing to reload; it reads its configuration when it starts: `upbeat start`")
            }
            let answer: ReloadResponse
            do throws(ClientError) { answer = try await door.client.reload(ReloadRequest()) } catch { throw ReloadPage.refusal(error) }
            try ReloadPage(answer: answer, surroundings: surroundings, json: json, paint: surroundings.paint(global)).print()
        }
    }
}

/// `upbeat apply`: what the files declare is brought into force, or shown.
struct ApplyCommand: RunnableCommand {
    static let configuration = CommandConfiguration(
        commandName: "apply",
        abstract: "Bring what the files declare into force, or show what that would change.",
        discussion: Examples.text(
            ["upbeat apply --dry-run", "upbeat apply", "upbeat apply --dry-run --json | jq -r '.changes[].name'"],
            """
            Schedules, pools, agents, runners and settings are added, changed and removed so that they are those of the files; what was made \
            by command line, HTTP or an agent is left alone. Without a daemon what is stored is changed, and the rest holds from its start on.
            """))

    @Flag(help: "Show what would be added, changed and removed, and do nothing.")
    var dryRun = false

    @Flag(help: "Answer in JSON.")
    var json = false

    @OptionGroup var global: GlobalOptions

    func run(in surroundings: Surroundings) async throws(CommandError) {
        let wish = ReloadRequest(isDryRun: dryRun)
        let answer = try await surroundings.withDoor(global) { door throws(CommandError) in
            do throws(ClientError) { return try await door.client.reload(wish) } catch { throw ReloadPage.refusal(error) }
        }
        try ReloadPage(answer: answer, surroundings: surroundings, json: json, paint: surroundings.paint(global)).print()
    }
}

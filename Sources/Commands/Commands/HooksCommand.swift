import ArgumentParser
import Client
import WireModel

/// `upbeat hooks`: the ways in for programs elsewhere.
struct HooksCommand: RunnableCommand {
    static let configuration = CommandConfiguration(
        commandName: "hooks",
        abstract: "List the hooks: where programs elsewhere call, how they show who they are, what a call makes.",
        discussion: Examples.text(
            ["upbeat hooks", "upbeat hooks --json | jq -r '.hooks[].url'"],
            """
            A hook is declared in the configuration, below `hooks:`. The counts begin anew with each daemon. When piped it prints columns \
            between tabs: name, url, verify, makes, accepted, refused, last, note.
            """))

    @Flag(help: "Answer in JSON.")
    var json = false

    @OptionGroup var global: GlobalOptions

    private static let invitation = """
        No hooks are declared. One is declared in the configuration:

          hooks:
            issues:
              verify: {github: {secret: "${env:GITHUB_HOOK}", events: [issues]}}
              prompt: "Look at issue {{issue.number}}: {{issue.title}}"

        """

    func run(in surroundings: Surroundings) async throws(CommandError) {
        let answer = try await surroundings.ask(global) { door throws(ClientError) in try await door.client.hooks() }
        if json { return try surroundings.printJSON(answer) }
        guard !answer.hooks.isEmpty else { return surroundings.tell(Self.invitation) }
        let table = HookTable(words: surroundings.words).table(answer.hooks)
        if let width = surroundings.output.width {
            try surroundings.print(table.rendered(width: width, paint: surroundings.paint(global)))
        } else {
            try surroundings.print(table.plain())
        }
    }
}

import ArgumentParser
import Client
import WireModel

/// `upbeat token ls`.
struct TokenListCommand: RunnableCommand {
    static let configuration = CommandConfiguration(
        commandName: "ls",
        abstract: "List the tokens: what they let do, until when, and when they were used.",
        discussion: Examples.text(
            ["upbeat token ls", "upbeat token ls --json | jq -r '.tokens[] | select(.last_used_at == null).name'"],
            """
            Those that were revoked are gone from it; one that the configuration names (`http.token`) is not in it. When piped it prints \
            columns between tabs: name, scope, agent, state, expires, last used.
            """))

    @Flag(help: "Answer in JSON.")
    var json = false

    @OptionGroup var global: GlobalOptions

    func run(in surroundings: Surroundings) async throws(CommandError) {
        let answer = try await surroundings.ask(global) { door throws(ClientError) in try await door.client.tokens() }
        if json { return try surroundings.printJSON(answer) }
        guard !answer.tokens.isEmpty else {
            return surroundings.tell(
                "There are no tokens. The daemon makes one with its first start; `upbeat token create NAME` makes more.")
        }
        let table = TokenTable(words: surroundings.words).table(answer.tokens)
        if let width = surroundings.output.width {
            try surroundings.print(table.rendered(width: width, paint: surroundings.paint(global)))
        } else {
            try surroundings.print(table.plain())
        }
    }
}

import ArgumentParser
import Client
import WireModel

/// `upbeat token create`.
struct TokenCreateCommand: RunnableCommand {
    static let configuration = CommandConfiguration(
        commandName: "create",
        abstract: "Make a token and print it, this once.",
        discussion: Examples.text(
            [
                "upbeat token create listener", "upbeat token create dashboard --scope read --expires 30d",
                "upbeat token create helper --agent helper --expires 2027-01-01",
            ],
            """
            The token alone goes to stdout; no more than its hash is kept. With `--agent` whoever shows it acts as that agent of the \
            configuration, and may do what both the agent's scope and the token's allow.
            """))

    @Argument(help: "What the token is called: letters, digits, `_`, `.` and `-`.")
    var name: String

    @Option(help: ArgumentHelp("What it lets do: read, schedule or admin (default: schedule).", valueName: "scope"))
    var scope: String?

    @Option(help: ArgumentHelp("The agent as which its bearer acts.", valueName: "name"))
    var agent: String?

    @Option(help: ArgumentHelp("Until when it is good: 30d, 2027-01-01 (default: until it is revoked).", valueName: "time"))
    var expires: String?

    @Flag(help: "Answer in JSON.")
    var json = false

    @OptionGroup var global: GlobalOptions

    func run(in surroundings: Surroundings) async throws(CommandError) {
        let wish = NewTokenRequest(name: name, scope: scope, agent: agent, expiresAt: expires)
        let answer = try await surroundings.ask(global) { door throws(ClientError) in try await door.client.makeToken(wish) }
        if json { return try surroundings.printJSON(answer) }
        try surroundings.printLine(SafeText.line(answer.secret))
        let token = answer.token
        let bearer = token.agent.map { ", acts as \(SafeText.line($0))" } ?? ""
        let end = token.expiresAt.map { ", expires \(surroundings.words.moment($0))" } ?? ""
        surroundings.tell(
            "token \(SafeText.line(token.name)) is made: scope \(SafeText.line(token.scope))\(bearer)\(end); it is not shown again")
    }
}

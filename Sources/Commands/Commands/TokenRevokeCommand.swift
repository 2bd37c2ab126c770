import ArgumentParser
import Client
import WireModel

/// `upbeat token revoke`.
struct TokenRevokeCommand: RunnableCommand {
    static let configuration = CommandConfiguration(
        commandName: "revoke",
        abstract: "Revoke a token: it opens nothing from the next request on.",
        discussion: Examples.text(
            ["upbeat token revoke listener", "upbeat token revoke first --yes"],
            """
            The first token is the one that `upbeat token show` prints. To have another one made in its place, remove its file and \
            restart the daemon: the old one is revoked by that.
            """))

    @Argument(help: "The token.")
    var name: String

    @Flag(help: "Revoke the first token too.")
    var yes = false

    @Flag(help: "Answer in JSON.")
    var json = false

    @OptionGroup var global: GlobalOptions

    /// The token that the daemon makes with its first start.
    private static let first = "first"

    func run(in surroundings: Surroundings) async throws(CommandError) {
        guard name != Self.first || yes else {
            throw .usage(
                """
                first is the token that `upbeat token show` prints; every program that uses it is shut out at once, and \
                its file opens nothing any more; say --yes to revoke it
                """)
        }
        let name = name
        let token = try await surroundings.ask(global) { door throws(ClientError) in try await door.client.revokeToken(name) }
        if json { return try surroundings.printJSON(OneTokenResponse(token: token)) }
        try surroundings.printLine("token \(SafeText.line(token.name)) is revoked")
        guard name == Self.first else { return }
        surroundings.tell(
            "`upbeat token show` still prints it, and it opens nothing; `upbeat token create NAME --scope admin` makes another one")
    }
}

import ArgumentParser

/// `upbeat token`: the tokens of the HTTP door.
struct TokenCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "token",
        abstract: "Tokens for HTTP: make, list, revoke.",
        discussion: Examples.text(
            [
                "upbeat token show", "upbeat token create listener", "upbeat token create dashboard --scope read --expires 30d",
                "upbeat token ls", "upbeat token revoke listener",
            ],
            """
            Scopes: `read` looks, `schedule` also makes and steers pulses, schedules and pipelines, `admin` does everything. The commands \
            of this program on this machine need no token.
            """),
        subcommands: [TokenShowCommand.self, TokenCreateCommand.self, TokenListCommand.self, TokenRevokeCommand.self])
}

/// `upbeat token show`.
struct TokenShowCommand: RunnableCommand {
    static let configuration = CommandConfiguration(
        commandName: "show",
        abstract: "Print the first token, which is made with the first start and opens everything.",
        discussion: Examples.text(
            ["upbeat token show", "curl -H \"Authorization: Bearer $(upbeat token show)\" http://127.0.0.1:8765/v1/status"],
            "Who has it can do what you can do: keep it as you keep a password. Other programs need less: `upbeat token create`."))

    @OptionGroup var global: GlobalOptions

    func run(in surroundings: Surroundings) async throws(CommandError) {
        let token: String
        do {
            token = try surroundings.doors.token(global.daemon).token
        } catch {
            throw .daemon(error)
        }
        try surroundings.printLine(token)
    }
}

import ArgumentParser

/// `upbeat token`: the token of the HTTP door.
struct TokenCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "token",
        abstract: "The token for HTTP.",
        discussion: Examples.text(["upbeat token show"]),
        subcommands: [TokenShowCommand.self])
}

/// `upbeat token show`.
struct TokenShowCommand: RunnableCommand {
    static let configuration = CommandConfiguration(
        commandName: "show",
        abstract: "Print the token that HTTP asks for.",
        discussion: Examples.text(
            ["upbeat token show", "curl -H \"Authorization: Bearer $(upbeat token show)\" http://127.0.0.1:8765/v1/status"],
            "Who has it can do what you can do: keep it as you keep a password."))

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

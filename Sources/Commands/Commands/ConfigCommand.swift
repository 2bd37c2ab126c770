import ArgumentParser

/// `upbeat config`: the settings.
struct ConfigCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "config",
        abstract: "The settings.",
        discussion: Examples.text(["upbeat config check"]),
        subcommands: [ConfigCheckCommand.self])
}

import ArgumentParser
import Daemon

/// The root of the command line.
struct Upbeat: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "upbeat",
        abstract: "Wakes agents and runs commands on time.",
        discussion: Examples.text(
            [
                "upbeat start",
                "upbeat add \"summarise my mail\" --at \"tomorrow 09:00\"",
                "upbeat add \"look at the build\" --every 30m --name build",
                "upbeat upcoming",
                "upbeat status",
            ],
            """
            Exit codes: 0 done, 1 error, 3 no daemon runs, 4 no access, 5 not found, 6 conflict, 64 wrong usage, \
            75 try again later.
            """),
        version: upbeatVersion,
        subcommands: [
            RunCommand.self, StartCommand.self, StopCommand.self, RestartCommand.self, AddCommand.self, ListCommand.self,
            UpcomingCommand.self, ShowCommand.self, EditCommand.self,
            PauseCommand.self, ResumeCommand.self, TriggerCommand.self, SnoozeCommand.self, RemoveCommand.self, CancelCommand.self,
            RetryCommand.self, ReportCommand.self, ApproveCommand.self, DenyCommand.self, PipelineCommand.self, LogsCommand.self,
            ExplainCommand.self, PoolsCommand.self, HooksCommand.self,
            StatusCommand.self,
            ReloadCommand.self, ApplyCommand.self, DoctorCommand.self, MCPCommand.self, InstallCommand.self, UninstallCommand.self,
            TokenCommand.self,
            ConfigCommand.self,
            VersionCommand.self,
        ])
}

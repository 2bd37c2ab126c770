import ArgumentParser
import Daemon
import StrictJSON

/// `upbeat config check`: whether the settings are right, what they are and where each comes from.
struct ConfigCheckCommand: RunnableCommand {
    static let configuration = CommandConfiguration(
        commandName: "check",
        abstract: "Check the settings, pools, schedules, agents and hooks of the files; show what is in force and where it comes from.",
        discussion: Examples.text(["upbeat config check", "upbeat config check --json | jq .settings"]))

    @Flag(help: "Answer in JSON.")
    var json = false

    @OptionGroup var global: GlobalOptions

    func run(in surroundings: Surroundings) async throws(CommandError) {
        let report: ConfigurationReport
        do {
            report = try surroundings.doors.check(global.daemon)
        } catch {
            throw .daemon(error)
        }
        for warning in report.warnings { surroundings.tell("upbeat: warning: \(warning)") }
        if json { return try surroundings.printJSON(Self.document(report)) }
        let settings = Self.table(["SETTING", "VALUE", "FROM"], report.settings.map { [$0.key, $0.value, $0.origin] })
        let runners = Self.table(["RUNNER", "COMMAND", "FROM"], report.runners.map { [$0.name, $0.command, $0.origin] })
        let schedules = Self.table(["SCHEDULE", "WHEN", "FROM"], report.schedules.map { [$0.name, $0.words, $0.origin] })
        let agents = Self.table(["AGENT", "SCOPE", "FROM"], report.agents.map { [$0.name, $0.scope, $0.origin] })
        let pools = Self.table(["POOL", "LIMITS", "FROM"], report.pools.map { [$0.name, $0.words, $0.origin] })
        let hooks = Self.table(["HOOK", "WHAT", "FROM"], report.hooks.map { [$0.name, $0.words, $0.origin] })
        guard let width = surroundings.output.width else {
            return try surroundings.print([settings, runners, schedules, agents, pools, hooks].map { $0.plain() }.joined())
        }
        let paint = surroundings.paint(global)
        let files = report.files.isEmpty ? "there is no file" : report.files.map(SafeText.line).joined(separator: ", ")
        try surroundings.print("The configuration is right; read: \(files)\n\n\(settings.rendered(width: width, paint: paint))")
        for table in [runners, schedules, agents, pools, hooks] where !table.rows.isEmpty {
            try surroundings.print("\n" + table.rendered(width: width, paint: paint))
        }
    }

    private static func table(_ titles: [String], _ rows: [[String]]) -> Table {
        var table = Table(titles.enumerated().map { Table.Column($1, isFlexible: $0 > 0) })
        table.rows = rows.map { row in row.map { Table.Cell(SafeText.line($0)) } }
        return table
    }

    private static func document(_ report: ConfigurationReport) -> JSONObject {
        [
            "files": .array(report.files.map(JSON.string)),
            "settings": .array(
                report.settings.map { ["key": .string($0.key), "value": .string($0.value), "origin": .string($0.origin)] }),
            "runners": .array(
                report.runners.map { ["name": .string($0.name), "command": .string($0.command), "origin": .string($0.origin)] }),
            "schedules": .array(
                report.schedules.map { ["name": .string($0.name), "words": .string($0.words), "origin": .string($0.origin)] }),
            "agents": .array(report.agents.map { ["name": .string($0.name), "scope": .string($0.scope), "origin": .string($0.origin)] }),
            "pools": .array(report.pools.map { ["name": .string($0.name), "words": .string($0.words), "origin": .string($0.origin)] }),
            "hooks": .array(report.hooks.map { ["name": .string($0.name), "words": .string($0.words), "origin": .string($0.origin)] }),
            "warnings": .array(report.warnings.map(JSON.string)),
        ]
    }
}

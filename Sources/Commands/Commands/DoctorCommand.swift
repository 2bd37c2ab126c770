import ArgumentParser
import Daemon
import StrictJSON

/// `upbeat doctor`: what is wrong, and what mends it.
struct DoctorCommand: RunnableCommand {
    static let configuration = CommandConfiguration(
        commandName: "doctor",
        abstract: "Look for what is wrong with this installation, and say what mends it.",
        discussion: Examples.text(
            ["upbeat doctor", "upbeat doctor --fix", "upbeat doctor --json | jq '.findings[] | select(.level == \"error\")'"],
            """
            It changes nothing without --fix, and needs no daemon. With --fix it closes files that are open to others, makes missing \
            folders of its own and removes a socket that nobody listens on, then looks again; a damaged database is never touched. When \
            piped it prints columns between tabs: level, group, name, what was found, what mends it. The exit code is 0 where nothing is \
            worse than a warning, 1 with an error, 4 where another user owns the house.
            """))

    @Flag(help: "Mend what is safe to mend.")
    var fix = false

    @Flag(help: "Answer in JSON.")
    var json = false

    @OptionGroup var global: GlobalOptions

    func run(in surroundings: Surroundings) async throws(CommandError) {
        let report: DoctorReport
        do throws(CommandFailure) {
            report = try await surroundings.doors.doctor(global.daemon, fix)
        } catch {
            throw .daemon(error)
        }
        if json {
            try surroundings.printJSON(Self.object(report))
        } else {
            let page = DoctorPage(report: report, paint: surroundings.paint(global), width: surroundings.output.width)
            try surroundings.print(surroundings.output.isTerminal ? page.text() : page.plain())
            if !surroundings.output.isTerminal { for line in report.mended + report.failedToMend { surroundings.tell(line) } }
        }
        guard report.count(.error) > 0 else { return }
        throw .ended(code: report.findings.contains { $0.isOfAccess } ? ExitCodes.access : ExitCodes.error)
    }

    private static func object(_ report: DoctorReport) -> JSONObject {
        let findings = report.findings.map { finding -> JSON in
            [
                "group": .string(finding.group.rawValue), "name": .string(finding.name), "level": .string(finding.level.rawValue),
                "found": .string(finding.found), "remedy": finding.remedy.map(JSON.string) ?? .null,
                "fixable": .bool(finding.mending != nil),
            ]
        }
        let counts = Finding.Level.allCases.map { ($0.rawValue, JSON.integer(Int64(report.count($0)))) }
        return [
            "home": .string(report.home), "counts": .object(JSONObject(counts)), "mended": .array(report.mended.map(JSON.string)),
            "not_mended": .array(report.failedToMend.map(JSON.string)), "findings": .array(findings),
        ]
    }
}

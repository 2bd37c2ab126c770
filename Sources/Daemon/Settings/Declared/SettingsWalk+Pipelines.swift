import ControlPlane
import Yams

extension SettingsWalk {
    /// What a pipeline has beside its steps: all that a schedule has, but for what its pulses are to do.
    private static let pipelineKeys = timingKeys + ["steps"]

    /// What belongs to a step: it is read here too, so that it can be said where it belongs.
    private static let stepKeys = StepReader.keys.filter { !["after", "at"].contains($0) && !pipelineKeys.contains($0) }

    /// `pipelines:` names with schedules below them that make several pulses at once. What is wrong with one concerns that one alone.
    mutating func walkPipelines(_ node: Node) {
        eachName(of: node, below: "pipelines", expected: "names with pipelines below them") { walk, name, node, line in
            walk.walkPipeline(name, node, line: line)
        }
    }

    private mutating func walkPipeline(_ name: String, _ node: Node, line: Int) {
        let (origin, full) = (SettingOrigin.file(file, line: line), "pipelines.\(name)")
        func refuse(_ issues: [SettingsIssue]) { content.refused.append(RefusedSchedule(name: name, origin: origin, issues: issues)) }
        guard ScheduleName.isValid(name) else {
            return refuse([
                SettingsIssue(origin, key: full, expected: "a pipeline's name", value: LogText.quoted(name), hint: ScheduleName.rule)
            ])
        }
        var reader = NodeReader(
            node, file: file, path: full, line: line, known: Self.pipelineKeys + Self.stepKeys,
            expected: "a map with cron or every, and steps")
        var request = Self.request(name, &reader)
        let steps = reader.node("steps").map { StepReader($0, file: file, path: full) }
        request.steps = steps?.steps ?? []
        var issues = reader.issues + (steps?.issues ?? [])
        if issues.isEmpty, !reader.has("cron"), !reader.has("every") {
            issues.append(
                SettingsIssue(
                    origin, key: full, expected: "a time: cron such as \"0 3 * * *\", or every such as 90m",
                    hint: "one that is run by hand alone needs no configuration: `upbeat pipeline run FILE` takes the same steps"))
        }
        guard issues.isEmpty else { return refuse(issues) }
        let lines = reader.lines.merging(steps?.lines ?? [:]) { $1 }
        content.take(
            FileContent.Scheduled(request: request, name: name, origin: origin, path: path, lines: lines, section: "pipelines"))
    }
}

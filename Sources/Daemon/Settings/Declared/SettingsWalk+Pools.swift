import ControlPlane
import Pulses
import Yams

extension SettingsWalk {
    /// `pools:` names with limits.
    mutating func walkPools(_ node: Node) {
        eachName(of: node, below: "pools", expected: "names with limits, such as \"llm: 1\"") { walk, name, node, line in
            walk.walkPool(name, node, line: line)
        }
    }

    private mutating func walkPool(_ name: String, _ node: Node, line: Int) {
        let origin = SettingOrigin.file(file, line: line)
        guard ScheduleName.isValid(name) else { return refuseName(name, of: "a pool", below: "pools", origin) }
        var decoder = PoolDecoder(name: name, zones: zones)
        let limits = decoder.decode(node, file: file, line: line)
        content.issues += decoder.issues
        if let limits { content.take(FileContent.DeclaredPool(pool: Pool(name: name, limits: limits, file: path), origin: origin)) }
    }

    /// A name that has to follow the rule of schedules' names.
    mutating func refuseName(_ name: String, of what: String, below section: String, _ origin: SettingOrigin) {
        content.issues.append(
            SettingsIssue(
                origin, key: "\(section).\(name)", expected: "\(what)'s name", value: LogText.quoted(name), hint: ScheduleName.rule))
    }
}

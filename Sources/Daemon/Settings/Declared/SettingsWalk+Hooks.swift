import ControlPlane
import Yams

extension SettingsWalk {
    /// `hooks:` names with what a call of `/hooks/NAME` makes. What is wrong with one concerns that one alone.
    mutating func walkHooks(_ node: Node) {
        eachName(of: node, below: "hooks", expected: "names with hooks below them") { walk, name, node, line in
            walk.walkHook(name, node, line: line)
        }
    }

    private mutating func walkHook(_ name: String, _ node: Node, line: Int) {
        let origin = SettingOrigin.file(file, line: line)
        func refuse(_ issues: [SettingsIssue]) { content.refusedHooks.append(RefusedSchedule(name: name, origin: origin, issues: issues)) }
        guard ScheduleName.isValid(name) else {
            return refuse([
                SettingsIssue(origin, key: "hooks.\(name)", expected: "a hook's name", value: LogText.quoted(name), hint: ScheduleName.rule)
            ])
        }
        var decoder = HookDecoder(name: name, file: file, path: path)
        let hook = decoder.decode(node, line: line)
        guard let hook, decoder.issues.isEmpty else { return refuse(decoder.issues) }
        content.take(FileContent.DeclaredHook(hook: hook, agent: decoder.agent, origin: origin, lines: decoder.lines))
    }
}

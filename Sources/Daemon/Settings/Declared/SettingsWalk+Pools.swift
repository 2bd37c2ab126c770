import ControlPlane
import Pulses
import Yams

extension SettingsWalk {
    /// `pools:` names with limits.
    mutating func walkPools(_ node: Node) {
        if node.isNothing { return }
        guard case .mapping(let mapping) = node else {
            issue(node, "pools", expected: "names with limits, such as \"llm: 1\"", value: node.shown)
            return
        }
        for (key, node) in mapping {
            guard let name = name(of: key, below: "pools", in: mapping) else { continue }
            let origin = SettingOrigin.file(file, line: key.line)
            guard ScheduleName.isValid(name) else {
                content.issues.append(
                    SettingsIssue(
                        origin, key: "pools.\(name)", expected: "a pool's name", value: LogText.quoted(name), hint: ScheduleName.rule))
                continue
            }
            var decoder = PoolDecoder(name: name, zones: zones)
            let limits = decoder.decode(node, file: file, line: key.line)
            content.issues += decoder.issues
            if let limits { content.take(FileContent.DeclaredPool(pool: Pool(name: name, limits: limits, file: path), origin: origin)) }
        }
    }
}

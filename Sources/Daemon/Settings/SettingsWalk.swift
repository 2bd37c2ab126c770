import Recurrence
import StrictJSON
import Yams

/// Walks the nodes of one file along the table of keys. It descends only where a key is known.
struct SettingsWalk {
    let file: String
    /// Of the file, for what shows where it came from.
    var path = ""
    let zones: any ZoneSource
    var content: FileContent

    private static let topLevel = orderedUnique(
        SettingKey.all.map { $0.components[0] } + ["runners", "schedules", "pipelines", "maintenance", "agents", "pools", "hooks"])

    mutating func walk(_ root: Node) {
        if root.isNothing { return }
        guard case .mapping(let mapping) = root else {
            content.issues.append(
                SettingsIssue(file: file, line: root.line, expected: "keys with values, such as \"zone: UTC\"", value: root.kindName))
            return
        }
        for (key, node) in mapping {
            guard let name = name(of: key, below: nil, in: mapping) else { continue }
            if name == "runners" {
                walkRunners(node)
            } else if name == "schedules" {
                walkSchedules(node)
            } else if name == "pipelines" {
                walkPipelines(node)
            } else if name == "maintenance" {
                walkMaintenance(node)
            } else if name == "agents" {
                walkAgents(node)
            } else if name == "pools" {
                walkPools(node)
            } else if name == "hooks" {
                walkHooks(node)
            } else if name == "heartbeat" {
                setAsideHeartbeat(at: key.line)
            } else if let setting = SettingKey.named(name), setting.components.count == 1 {
                take(setting, node)
            } else if Self.topLevel.contains(name) {
                walkSection(name, node)
            } else {
                refuse(name, below: nil, at: key.line, known: Self.topLevel)
            }
        }
    }

    private mutating func walkSection(_ section: String, _ node: Node) {
        if node.isNothing { return }
        guard case .mapping(let mapping) = node else {
            issue(node, section, expected: "keys with values", value: node.shown)
            return
        }
        let prefix = section + "."
        let below = SettingKey.all.map(\.name).filter { $0.hasPrefix(prefix) }.map { $0.dropFirst(prefix.count).split(separator: ".") }
        let known = Self.orderedUnique(below.map { String($0[0]) })
        let subsections = Set(below.filter { $0.count > 1 }.map { String($0[0]) })
        var given: [String: GivenKey] = [:]
        for (key, node) in mapping {
            guard let name = name(of: key, below: section, in: mapping) else { continue }
            if subsections.contains(name) {
                walkSection(prefix + name, node)
            } else if let (setting, second) = SettingKey.called(name, in: section) {
                if isFirst(setting, GivenKey(name: "\(section).\(name)", line: key.line), &given) { take(setting, node, as: second) }
            } else {
                refuse(name, below: section, at: key.line, known: known)
            }
        }
    }

    private mutating func walkRunners(_ node: Node) {
        if node.isNothing { return }
        guard case .mapping(let mapping) = node else {
            issue(node, "runners", expected: "names with runners below them", value: node.shown)
            return
        }
        for (key, node) in mapping {
            guard let name = name(of: key, below: "runners", in: mapping) else { continue }
            var decoder = RunnerDecoder(file: file, name: name)
            let runner = decoder.decode(node, nameLine: key.line)
            content.issues += decoder.issues
            if let runner { content.take(runner, at: .file(file, line: key.line)) }
        }
    }

    private mutating func take(_ setting: SettingKey, _ node: Node, as second: SecondName? = nil) {
        let origin = SettingOrigin.file(file, line: node.line)
        if let second { return take(setting, node, as: second, at: origin) }
        guard setting.kind.isList else {
            guard let text = node.text else {
                issue(node, setting.name, expected: setting.kind.expectation, value: node.shown)
                return
            }
            if check(setting, text, at: origin) { content.take(setting, [text], at: origin) }
            return
        }
        if node.isNothing { return }
        let items: [Node]
        if case .sequence(let sequence) = node { items = Array(sequence) } else { items = [node] }
        var texts: [String] = []
        for item in items {
            guard let text = item.text else {
                issue(item, setting.name, expected: "a list of \(setting.kind.expectation)", value: item.shown)
                continue
            }
            if check(setting, text, at: .file(file, line: item.line)) { texts.append(text) }
        }
        content.take(setting, texts, at: origin)
    }

    private mutating func check(_ setting: SettingKey, _ text: String, at origin: SettingOrigin) -> Bool {
        do {
            _ = try setting.kind.value(of: text, zones: zones)
            return true
        } catch {
            content.issues.append(.refused(setting, text, error, at: origin))
            return false
        }
    }

    // What follows is used by the walks over declared things too.

    /// Goes through a section of names that are theirs, each with something below it.
    mutating func eachName(of node: Node, below section: String, expected: String, _ body: (inout SettingsWalk, String, Node, Int) -> Void)
    {
        if node.isNothing { return }
        guard case .mapping(let mapping) = node else { return issue(node, section, expected: expected, value: node.shown) }
        for (key, node) in mapping {
            if let name = name(of: key, below: section, in: mapping) { body(&self, name, node, key.line) }
        }
    }

    /// The key's text, or nil after an issue: a list as a key, or one that is there twice in two ways of writing it.
    mutating func name(of key: Node, below section: String?, in mapping: Node.Mapping) -> String? {
        guard let name = key.scalar?.string else {
            issue(key, section, expected: "a word as the key", value: key.kindName)
            return nil
        }
        let same = mapping.keys.filter { $0.scalar?.string == name }
        guard same.count < 2 || same.first?.line == key.line else {
            let first = same.first?.line ?? key.line
            issue(
                key, [section, name].compactMap { $0 }.joined(separator: "."), expected: "every key once",
                value: "it again (first in line \(first))")
            return nil
        }
        return name
    }

    private mutating func refuse(_ name: String, below section: String?, at line: Int, known: [String]) {
        let full = [section, name].compactMap { $0 }.joined(separator: ".")
        let hint: String?
        if section == nil, let dotted = SettingKey.named(name)?.components, dotted.count == 2 {
            hint = "write it as \"\(dotted[0]):\" with \"\(dotted[1]):\" indented below it"
        } else if let near = nearest(name, in: known) {
            hint = "did you mean \(near)?"
        } else if section == nil, let elsewhere = SettingKey.all.first(where: { $0.components.count == 2 && $0.components[1] == name }) {
            hint = "it belongs below \(elsewhere.components[0])"
        } else {
            hint = nil
        }
        content.issues.append(
            SettingsIssue(
                .file(file, line: line), key: full, expected: "a known key", hint: hint ?? "known here: " + known.joined(separator: ", ")))
    }

    mutating func issue(_ node: Node, _ key: String?, expected: String, value: String?) {
        let isSecret = key.flatMap(SettingKey.named)?.kind.isSecret == true
        content.issues.append(
            SettingsIssue(.file(file, line: node.line), key: key, expected: expected, value: isSecret ? nil : value))
    }

    private static func orderedUnique(_ names: [String]) -> [String] {
        names.reduce(into: []) { known, name in if !known.contains(name) { known.append(name) } }
    }
}

extension SettingsIssue {
    /// A value that its kind does not take. A secret's value is left out.
    static func refused(_ setting: SettingKey, _ text: String, _ refusal: SettingRefusal, at origin: SettingOrigin) -> SettingsIssue {
        SettingsIssue(
            origin, key: origin.name(of: setting.name), expected: refusal.expected,
            value: setting.kind.isSecret ? nil : LogText.quoted(text), hint: refusal.hint)
    }
}

import Yams

/// A key as a file wrote it.
struct GivenKey: Hashable {
    /// With its section.
    var name: String
    var line: Int
}

extension SettingKey {
    /// The setting that a section of a file calls so, by our name or by one of the sources.
    static func called(_ name: String, in section: String) -> (setting: SettingKey, second: SecondName?)? {
        if let setting = named("\(section).\(name)") { return (setting, nil) }
        for setting in all where setting.components.first == section {
            if let second = setting.secondKeys.first(where: { $0.name == name }) { return (setting, second) }
        }
        return nil
    }
}

extension SettingsWalk {
    /// Notes a key; false after an issue, where the setting was given before by its other name.
    mutating func isFirst(_ setting: SettingKey, _ key: GivenKey, _ given: inout [String: GivenKey]) -> Bool {
        guard let first = given.updateValue(key, forKey: setting.name) else { return true }
        content.issues.append(
            SettingsIssue(
                .file(file, line: key.line), key: key.name, expected: "it once",
                value: "it again (first as \(first.name) in line \(first.line))", hint: "remove one of them"))
        return false
    }

    /// Takes the value of a key that was given by its name in one of the sources; what is wrong is said in that name's terms.
    mutating func take(_ setting: SettingKey, _ node: Node, as second: SecondName, at origin: SettingOrigin) {
        let name = "\(setting.components[0]).\(second.name)"
        let expectation = setting.kind.expectation(as: second.reading)
        guard let text = node.text else { return issue(node, name, expected: expectation, value: node.shown) }
        let translated = second.translated(text)
        do throws(SettingRefusal) {
            _ = try setting.kind.value(of: translated, zones: zones)
            content.take(setting, [translated], at: origin)
        } catch {
            let isOurs = second.reading == .plain
            content.issues.append(
                SettingsIssue(
                    origin, key: name, expected: isOurs ? error.expected : expectation, value: LogText.quoted(text),
                    hint: isOurs ? error.hint : nil))
        }
    }

    /// `heartbeat:`, a section of one of the sources, is set aside: a file that holds it is read all the same.
    mutating func setAsideHeartbeat(at line: Int) {
        content.warnings.append(
            "\(file):\(line): heartbeat: heartbeats are not in force in this version; what it declares does not run")
    }
}

extension SettingKind {
    /// What is expected where a bare number has a unit of its own.
    fileprivate func expectation(as reading: SecondName.Reading) -> String {
        guard case .duration(let range) = self, reading == .milliseconds else { return expectation }
        let (low, high) = (range.lowerBound / .milliseconds(1), range.upperBound / .milliseconds(1))
        return "a whole number of milliseconds from \(Int64(low)) to \(Int64(high))"
    }
}

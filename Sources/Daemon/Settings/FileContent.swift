import Pulses

/// What the configuration files say, all of them together.
struct FileContent {
    struct Value: Hashable {
        /// One text; several for a list.
        var texts: [String]
        var origin: SettingOrigin
    }

    struct Declared: Hashable {
        var runner: Runner
        var origin: SettingOrigin
    }

    /// By dotted name.
    private(set) var values: [String: Value] = [:]
    /// In the order of declaration.
    private(set) var runners: [Declared] = []
    var issues: [SettingsIssue] = []
    var warnings: [String] = []

    /// Takes a value: a later file replaces a scalar and adds to a list.
    mutating func take(_ key: SettingKey, _ texts: [String], at origin: SettingOrigin) {
        if key.kind.isList, var known = values[key.name] {
            known.texts += texts.filter { !known.texts.contains($0) }
            values[key.name] = known
        } else {
            values[key.name] = Value(texts: texts, origin: origin)
        }
    }

    /// Takes a runner; the second one of a name is an issue that names both places.
    mutating func take(_ runner: Runner, at origin: SettingOrigin) {
        if let known = runners.first(where: { $0.runner.name == runner.name }) {
            issues.append(
                SettingsIssue(
                    origin, key: "runners.\(runner.name)", expected: "every runner once", value: "it again (first at \(known.origin))",
                    hint: "remove one of them"))
        } else {
            runners.append(Declared(runner: runner, origin: origin))
        }
    }
}

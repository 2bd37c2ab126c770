import Configuration
import StrictJSON

/// Variables that may hold settings: those of the environment, or those of `.env`.
struct VariableSource {
    /// By name; empty values are left out, because `NAME=` is how variables are unset in many places.
    let variables: [String: String]
    /// The lines of `.env`; nil for the environment.
    let lines: [String: Int]?

    init(environment: [String: String]) {
        variables = environment.filter { !$0.value.isEmpty }
        lines = nil
    }

    init(_ file: DotEnv) {
        variables = file.entries.mapValues(\.value).filter { !$0.value.isEmpty }
        lines = file.entries.mapValues(\.line)
    }

    /// Two layers: our own names, then the second names.
    var layers: [SettingsLayer] {
        var ours: [String: String] = [:]
        var seconds: [String: String] = [:]
        var secondNames: [String: String] = [:]
        for key in SettingKey.all {
            ours[key.environmentName] = variables[key.environmentName]
            guard let second = key.secondNames.first(where: { variables[$0.name] != nil }), let text = variables[second.name] else {
                continue
            }
            seconds[key.environmentName] = second.translated(text)
            secondNames[key.name] = second.name
        }
        return [
            SettingsLayer(provider: Self.provider(ours)) { origin($0.environmentName, isSecond: false) },
            SettingsLayer(provider: Self.provider(seconds)) { origin(secondNames[$0.name] ?? $0.environmentName, isSecond: true) },
        ]
    }

    /// Names of ours that mean nothing, and Reeve's own database.
    var warnings: [String] {
        var warnings: [String] = []
        let known = Set(SettingKey.environmentNames)
        for name in variables.keys.sorted() where name.hasPrefix("UPBEAT_") {
            if known.contains(name) || SettingKey.otherPrefixes.contains(where: name.hasPrefix) { continue }
            let hint = nearest(name, in: SettingKey.environmentNames).map { "; did you mean \($0)?" } ?? ""
            warnings.append("\(place(name)): \(LogText.escaped(name)) is no variable of Upbeat and is ignored" + hint)
        }
        if variables["PULSE_DB_PATH"] != nil {
            warnings.append(
                "\(place("PULSE_DB_PATH")): PULSE_DB_PATH names Reeve's own file, which Upbeat does not open; "
                    + "take its pulses over with: upbeat import reeve"
            )
        }
        return warnings
    }

    private func place(_ name: String) -> String { lines.map { ".env:\($0[name] ?? 1)" } ?? "environment" }

    private func origin(_ name: String, isSecond: Bool) -> SettingOrigin {
        if let lines { return .dotEnv(name, line: lines[name] ?? 1) }
        return isSecond ? .secondName(name) : .environment(name)
    }

    private static func provider(_ variables: [String: String]) -> any ConfigProvider {
        let secrets = Set(SettingKey.all.filter(\.kind.isSecret).map(\.environmentName))
        return EnvironmentVariablesProvider(environmentVariables: variables, secretsSpecifier: .specific(secrets))
            .prefixKeys(with: ["upbeat"])
    }
}

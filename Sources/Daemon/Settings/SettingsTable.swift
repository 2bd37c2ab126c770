import Logging
import Recurrence

/// Takes values out of the layers, one key at a time, and keeps what is wrong and what is in force.
struct SettingsTable {
    let layered: LayeredSettings
    let zones: any ZoneSource
    private(set) var issues: [SettingsIssue] = []
    private(set) var effective: [EffectiveSetting] = []

    init(layered: LayeredSettings, zones: any ZoneSource) {
        self.layered = layered
        self.zones = zones
    }

    /// The checked values by dotted name; a key that is not set or is wrong is missing.
    mutating func read() -> [String: SettingValue] {
        var values: [String: SettingValue] = [:]
        for key in SettingKey.all {
            guard let found = layered.find(key) else {
                effective.append(EffectiveSetting(key: key, value: nil, origin: .standard))
                continue
            }
            guard let value = check(key, found) else { continue }
            values[key.name] = value
            effective.append(EffectiveSetting(key: key, value: value.written, origin: found.origin))
        }
        return values
    }

    mutating func refuse(_ key: String, expected: String, value: String, hint: String?) {
        let origin = effective.first { $0.key.name == key }?.origin ?? .standard
        issues.append(SettingsIssue(origin, key: origin.name(of: key), expected: expected, value: value, hint: hint))
    }

    private mutating func check(_ key: SettingKey, _ found: LayeredSettings.Found) -> SettingValue? {
        var values: [SettingValue] = []
        for text in found.texts {
            do {
                values.append(try key.kind.value(of: text, zones: zones))
            } catch {
                // What a file says was judged when it was read.
                if case .file = found.origin { continue }
                issues.append(.refused(key, text, advised(error, key, found.origin), at: found.origin))
            }
        }
        guard values.count == found.texts.count else { return nil }
        guard key.kind.isList else { return values.first }
        return .texts(
            values.flatMap { value -> [String] in
                guard case .texts(let texts) = value else { return [] }
                return texts
            })
    }

    /// A second name may be meant for another program: says which name of ours goes before it.
    private func advised(_ refusal: SettingRefusal, _ key: SettingKey, _ origin: SettingOrigin) -> SettingRefusal {
        let name = origin.name(of: key.name)
        guard let second = key.secondNames.first(where: { $0.name == name }) else { return refusal }
        let way = "if it is meant for another program, set \(key.environmentName), which goes before it"
        guard case .duration(let range) = key.kind, second.reading == .seconds else {
            return SettingRefusal(refusal.expected, hint: [refusal.hint, way].compactMap { $0 }.joined(separator: "; "))
        }
        let (low, high) = (range.lowerBound.components.seconds, range.upperBound.components.seconds)
        return SettingRefusal("a number of seconds from \(low) to \(high)", hint: way)
    }
}

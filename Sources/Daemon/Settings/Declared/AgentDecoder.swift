import Pulses
import Recurrence
import StrictJSON
import Yams

/// Reads one agent of the file.
struct AgentDecoder {
    let name: String
    let zones: any ZoneSource
    private(set) var issues: [SettingsIssue] = []

    private static let keys = ["scope", "limits", "zone", "runner"]
    private static let limitKeys = ["open_pulses", "schedules", "shortest_interval", "pulses_per_day"]
    private static let day = Duration.seconds(86_400)

    init(name: String, zones: any ZoneSource) {
        self.name = name
        self.zones = zones
    }

    /// The agent; nil after issues.
    mutating func decode(_ node: Node, file: String, path: String, line: Int) -> Agent? {
        var reader = NodeReader(node, file: file, path: "agents.\(name)", line: line, known: Self.keys, expected: "a map")
        var agent = Agent(name: name, origin: .declared(path), createdAt: .distantPast)
        if let text = reader.text("scope") {
            let names = Agent.Scope.allCases.map(\.rawValue)
            if let scope = Agent.Scope(rawValue: text) {
                agent.scope = scope
            } else {
                let hint = nearest(text, in: names).map { "did you mean \($0)?" }
                reader.refuse("scope", expected: "one of " + names.joined(separator: ", "), value: LogText.quoted(text), hint: hint)
            }
        }
        if let text = reader.text("zone") {
            do throws(TimeError) {
                agent.zone = try zones.zone(named: text).identifier
            } catch {
                reader.refuse("zone", expected: SettingKind.zone.expectation, value: LogText.quoted(text), hint: error.hint)
            }
        }
        agent.runner = reader.text("runner")
        issues += reader.issues
        if var limits = reader.inner("limits", known: Self.limitKeys, expected: "limits with numbers") {
            agent.limits.openPulses = Self.count("open_pulses", &limits)
            agent.limits.schedules = Self.count("schedules", &limits)
            agent.limits.pulsesPerDay = Self.count("pulses_per_day", &limits)
            agent.limits.shortestInterval = Self.duration("shortest_interval", &limits)
            issues += limits.issues
        }
        return issues.isEmpty ? agent : nil
    }

    private static func count(_ key: String, _ reader: inout NodeReader) -> Int? {
        guard let number = reader.integer(key) else { return nil }
        guard (0...1_000_000).contains(number) else {
            reader.refuse(key, expected: "a number from 0 to 1000000", value: String(number))
            return nil
        }
        return Int(number)
    }

    private static func duration(_ key: String, _ reader: inout NodeReader) -> Duration? {
        guard let text = reader.text(key, expected: "a duration, such as 10m") else { return nil }
        do throws(TimeError) {
            let duration = try HumanDuration.parse(text)
            if (.seconds(1)...day * 366).contains(duration) { return duration }
            reader.refuse(key, expected: "a duration from 1s to 366d", value: LogText.quoted(text))
        } catch {
            reader.refuse(key, expected: "a duration, such as 10m", value: LogText.quoted(text), hint: error.hint)
        }
        return nil
    }
}

import Pulses
import Recurrence
import StrictJSON
import Yams

/// Reads one agent of the file.
struct AgentDecoder {
    let name: String
    let zones: any ZoneSource
    private(set) var issues: [SettingsIssue] = []

    private static let keys = ["scope", "limits", "zone", "runner", "approval"]
    private static let limitKeys = ["open_pulses", "schedules", "shortest_interval", "pulses_per_day", "furthest", "schedule_lifetime"]
    private static let day = Duration.seconds(86_400)
    /// Takes a limit away.
    private static let none = "none"

    init(name: String, zones: any ZoneSource) {
        self.name = name
        self.zones = zones
    }

    /// The agent; nil after issues.
    mutating func decode(_ node: Node, file: String, path: String, line: Int) -> Agent? {
        var reader = NodeReader(node, file: file, path: "agents.\(name)", line: line, known: Self.keys, expected: "a map")
        var agent = Agent(name: name, limits: .standard, origin: .declared(path), createdAt: .distantPast)
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
        switch reader.text("approval") {
        case nil, Self.none: break
        case "required": agent.needsApproval = true
        case let text?: reader.refuse("approval", expected: "required or none", value: LogText.quoted(text))
        }
        issues += reader.issues
        if var limits = reader.inner("limits", known: Self.limitKeys, expected: "limits with numbers") {
            Self.count("open_pulses", &agent.limits.openPulses, &limits)
            Self.count("schedules", &agent.limits.schedules, &limits)
            Self.count("pulses_per_day", &agent.limits.pulsesPerDay, &limits)
            Self.duration("shortest_interval", &agent.limits.shortestInterval, upTo: Self.day * 366, &limits)
            Self.duration("furthest", &agent.limits.furthest, upTo: Self.day * 36_600, &limits)
            Self.duration("schedule_lifetime", &agent.limits.scheduleLifetime, upTo: Self.day * 36_600, &limits)
            issues += limits.issues
        }
        return issues.isEmpty ? agent : nil
    }

    /// What is not there stays as it is.
    private static func count(_ key: String, _ limit: inout Int?, _ reader: inout NodeReader) {
        guard reader.has(key) else { return }
        let expected = "a number from 0 to 1000000, or none"
        guard let text = reader.text(key, expected: expected) else { return }
        if text == none {
            limit = nil
        } else if let number = Int(text), (0...1_000_000).contains(number) {
            limit = number
        } else {
            reader.refuse(key, expected: expected, value: LogText.quoted(text))
        }
    }

    private static func duration(_ key: String, _ limit: inout Duration?, upTo longest: Duration, _ reader: inout NodeReader) {
        let expected = "a duration, such as 10m, or none"
        guard let text = reader.text(key, expected: expected) else { return }
        if text == none {
            limit = nil
            return
        }
        do throws(TimeError) {
            let duration = try HumanDuration.parse(text)
            if (.seconds(1)...longest).contains(duration) {
                limit = duration
            } else {
                let expected = "a duration from 1s to \(HumanDuration.format(longest)), or none"
                reader.refuse(key, expected: expected, value: LogText.quoted(text))
            }
        } catch {
            reader.refuse(key, expected: expected, value: LogText.quoted(text), hint: error.hint)
        }
    }
}

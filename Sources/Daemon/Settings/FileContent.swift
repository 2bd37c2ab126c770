import ControlPlane
import Pulses
import Recurrence

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

    /// A schedule as it was read, before its values were checked.
    struct Scheduled: Hashable {
        var request: ScheduleRequest
        var name: String
        var origin: SettingOrigin
        /// The file's path.
        var path: String
        /// The line of each key; of those of a step as `steps/3/command`.
        var lines: [String: Int]
        /// The key below which it stands.
        var section = "schedules"
    }

    /// An agent of the file, without what the store knows of it.
    struct DeclaredAgent: Hashable {
        var agent: Agent
        var origin: SettingOrigin
    }

    /// A pool of the file; its zone is empty where it names none.
    struct DeclaredPool: Hashable {
        var pool: Pool
        var origin: SettingOrigin
    }

    /// A hook as it was read, before its values were checked.
    struct DeclaredHook: Hashable {
        var hook: Hook
        /// The agent whose its pulses are to be.
        var agent: String?
        var origin: SettingOrigin
        /// The line of each key; of those of a step as `steps/3/command`.
        var lines: [String: Int]
    }

    /// By dotted name.
    private(set) var values: [String: Value] = [:]
    /// In the order of declaration.
    private(set) var runners: [Declared] = []
    private(set) var schedules: [Scheduled] = []
    /// Schedules that cannot be read: refused alone, while the rest goes on.
    var refused: [RefusedSchedule] = []
    private(set) var agents: [DeclaredAgent] = []
    private(set) var pools: [DeclaredPool] = []
    private(set) var hooks: [DeclaredHook] = []
    /// Hooks that cannot be read: refused alone, while the rest goes on.
    var refusedHooks: [RefusedSchedule] = []
    /// When nothing may start.
    var maintenance: [Window] = []
    /// The zone in which those are meant; nil: the house's.
    var maintenanceZone: String?
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

    /// Takes a schedule or a pipeline; the second one of a name is refused, and both places are named.
    mutating func take(_ schedule: Scheduled) {
        let earlier = schedules.first { $0.name == schedule.name }?.origin ?? refused.first { $0.name == schedule.name }?.origin
        guard let earlier else { return schedules.append(schedule) }
        let issue = SettingsIssue(
            schedule.origin, key: "\(schedule.section).\(schedule.name)", expected: "every \(schedule.section.dropLast()) once",
            value: "it again (first at \(earlier))", hint: "remove one of them")
        refused.append(RefusedSchedule(name: schedule.name, origin: schedule.origin, issues: [issue]))
    }

    /// Takes an agent; the second one of a name is an issue that names both places.
    mutating func take(_ agent: DeclaredAgent) {
        guard let earlier = agents.first(where: { $0.agent.name == agent.agent.name }) else { return agents.append(agent) }
        issues.append(
            SettingsIssue(
                agent.origin, key: "agents.\(agent.agent.name)", expected: "every agent once",
                value: "it again (first at \(earlier.origin))",
                hint: "remove one of them"))
    }

    /// Takes a hook; the second one of a name is refused, and both places are named.
    mutating func take(_ hook: DeclaredHook) {
        let name = hook.hook.name
        let earlier = hooks.first { $0.hook.name == name }?.origin ?? refusedHooks.first { $0.name == name }?.origin
        guard let earlier else { return hooks.append(hook) }
        let issue = SettingsIssue(
            hook.origin, key: "hooks.\(name)", expected: "every hook once", value: "it again (first at \(earlier))",
            hint: "remove one of them")
        refusedHooks.append(RefusedSchedule(name: name, origin: hook.origin, issues: [issue]))
    }

    /// Takes a pool; the second one of a name is an issue that names both places.
    mutating func take(_ pool: DeclaredPool) {
        guard let earlier = pools.first(where: { $0.pool.name == pool.pool.name }) else { return pools.append(pool) }
        issues.append(
            SettingsIssue(
                pool.origin, key: "pools.\(pool.pool.name)", expected: "every pool once", value: "it again (first at \(earlier.origin))",
                hint: "remove one of them"))
    }
}

/// A schedule of a file that is not taken, with all that is wrong with it.
package struct RefusedSchedule: Hashable, Sendable {
    package var name: String
    var origin: SettingOrigin
    package var issues: [SettingsIssue]
}

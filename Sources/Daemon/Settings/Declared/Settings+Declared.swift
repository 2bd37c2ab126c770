package import ControlPlane
import Performers
package import Pulses
import Recurrence
import StrictJSON

extension Settings {
    /// A schedule of a file that is in order, in words.
    package struct DeclaredSchedule: Hashable, Sendable {
        package var request: ScheduleRequest
        package var name: String
        package var words: String
        package var origin: SettingOrigin
        /// The file's path.
        package var path: String
    }

    /// A pool of a file.
    package struct DeclaredPool: Hashable, Sendable {
        package var pool: Pool
        package var origin: SettingOrigin
    }

    /// Holds what the files declare against the rules of the house. A schedule that is wrong is refused alone.
    mutating func takeDeclared(_ content: FileContent, zones: any ZoneSource, now: Instant) -> [SettingsIssue] {
        agents = content.agents.map(\.agent)
        let issues = content.agents.compactMap(wrongRunner)
        guard let zone = try? zones.zone(named: zone) else { return issues }
        if !content.maintenance.isEmpty {
            let own = content.maintenanceZone.flatMap { try? zones.zone(named: $0) }
            maintenance = ScheduleJudge.Maintenance(windows: Windows(quiet: content.maintenance), zone: own ?? zone)
        }
        refused = content.refused
        pools = content.pools.map { declared in
            var pool = declared.pool
            if pool.limits.zone.isEmpty { pool.limits.zone = zone.identifier }
            return DeclaredPool(pool: pool, origin: declared.origin)
        }
        let rules = ScheduleRules(
            zones: zones, zone: zone, runners: runners, webhookFaults: webhookJudge.faults, limits: Limits(prompt: 1...promptMaximumLength),
            defaults: PulseDefaults(timeout: run.timeout, retry: retry, grace: run.grace),
            pools: poolNames)
        for scheduled in content.schedules {
            do throws(RequestError) {
                let owner = try declaredAgent(scheduled.request.agent.value)
                let words = try rules.checkDeclared(scheduled.request, owner: owner, now: now)
                schedules.append(
                    DeclaredSchedule(
                        request: scheduled.request, name: scheduled.name, words: words, origin: scheduled.origin, path: scheduled.path))
            } catch {
                refused.append(
                    RefusedSchedule(name: scheduled.name, origin: scheduled.origin, issues: SettingsIssue.issues(error, scheduled)))
            }
        }
        takeHooks(content, rules, now)
        return issues
    }

    /// The names of the pools that there are, sorted.
    package var poolNames: [String] { pools.map(\.pool.name).sorted() }

    /// The agent of that name, as the files declare it; nil for none.
    func declaredAgent(_ name: String?) throws(RequestError) -> Agent? {
        guard let name else { return nil }
        if let agent = agents.first(where: { $0.name == name }) { return agent }
        let names = agents.map(\.name)
        let known = names.isEmpty ? "no agents are declared" : "there are \(names.joined(separator: ", "))"
        let hint = nearest(name, in: names).map { "; did you mean \($0)?" } ?? ""
        throw .invalid([FieldError("/agent", "agent \(LogText.quoted(name)) is not declared; \(known)\(hint)")])
    }

    private func wrongRunner(_ declared: FileContent.DeclaredAgent) -> SettingsIssue? {
        guard let name = declared.agent.runner, runners[name] == nil else { return nil }
        return SettingsIssue(
            declared.origin, key: "agents.\(declared.agent.name).runner", expected: "one of " + runners.names.joined(separator: ", "),
            value: LogText.quoted(name), hint: nearest(name, in: runners.names).map { "did you mean \($0)?" })
    }
}

extension SettingsIssue {
    /// What the rules of the house say of a schedule of a file, each at the line of its key.
    static func issues(_ error: RequestError, _ scheduled: FileContent.Scheduled) -> [SettingsIssue] {
        guard case .invalid(let errors) = error else {
            return [SettingsIssue(scheduled.origin, key: scheduled.fullName, saying: error.message)]
        }
        return errors.map { error in
            let (key, line) = scheduled.place(error.pointer)
            return SettingsIssue(
                .file(scheduled.origin.file ?? "", line: line), key: key, saying: error.cause?.message ?? error.detail,
                hint: error.cause?.hint)
        }
    }
}

extension FileContent.Scheduled {
    var fullName: String { "\(section).\(name)" }

    /// The key of the file that a pointer leads to, and its line; a step is named by its name.
    fileprivate func place(_ pointer: String) -> (key: String, line: Int) {
        var parts = pointer.split(separator: "/").map(String.init)
        let isStep = parts.count > 1 && parts[0] == "steps"
        parts = Array(parts.prefix(isStep ? 3 : 1))
        let line = (1...max(1, parts.count)).reversed().lazy
            .compactMap { lines[parts.prefix($0).joined(separator: "/")] }.first
        if isStep, let index = Int(parts[1]), let step = request.steps?[index].name { parts[1] = step }
        if parts.isEmpty || parts == ["name"] { return (fullName, origin.line ?? 1) }
        return ("\(fullName).\(parts.joined(separator: "."))", line ?? origin.line ?? 1)
    }
}

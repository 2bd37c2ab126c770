package import Pulses
package import Recurrence
import StrictJSON

extension ScheduleRules {
    private static let shells: Set<String> = ["sh", "bash", "dash", "zsh", "ksh", "fish", "csh", "tcsh"]

    /// Checks a hook of a file before anybody calls: its templates, and all that does not depend on what comes in.
    ///
    /// - Parameter owner: the agent that it names, as the files declare it.
    /// - Throws: `invalid` with all that is wrong.
    package func check(_ hook: Hook, owner: Agent?, now: Instant) throws(RequestError) {
        var check = FieldCheck()
        switch hook.makes {
        case .pulse(let wish):
            self.check(wish, owner, now, &check)
        case .pipeline(let wish):
            _ = time(of: owner).when(PulseRequest(at: wish.at, zone: wish.zone), now: now, &check)
            _ = LabelCheck.priority(wish.priority, &check)
            for (index, tag) in wish.tags.enumerated() { Self.template(tag, "tags", ["\(index)"], &check) }
            let graph = StepGraph(wish.steps, &check)
            try check.finish()
            var after: [[Int]] = []
            for (index, step) in wish.steps.enumerated() where check.errors.count < StepFields.errorLimit {
                check.within(step: index, graph.names[index]) { check in
                    StepFields.refuse(step.pulse, &check)
                    var pulse = step.pulse
                    pulse.at = step.at ?? wish.at
                    self.check(pulse, owner, now, &check)
                    let orders = AfterCheck(steps: graph.places, isDeclared: true)
                        .dependencies(pulse.after, limit: limits.dependencies, &check)
                    after.append(orders.compactMap(\.step))
                }
            }
            try check.finish()
            graph.refuseCycle(after, &check)
        }
        try check.finish()
    }

    private func time(of owner: Agent?) -> TimeCheck {
        TimeCheck(zones: zones, zone: owner?.zone.flatMap { try? zones.zone(named: $0) } ?? zone, limits: limits)
    }

    private func check(_ wish: PulseRequest, _ owner: Agent?, _ now: Instant, _ check: inout FieldCheck) {
        checkTemplates(wish, &check)
        _ = ActionCheck(
            limits: limits, runners: runners, isInstalled: isInstalled, webhookFaults: webhookFaults, preferred: owner?.runner,
            isConfined: false
        ).action(of: wish, &check)
        let time = time(of: owner)
        _ = time.when(wish, now: now, &check)
        _ = time.timeout(wish.timeout, &check)
        _ = LabelCheck.priority(wish.priority, &check)
        _ = wish.retry.map { RetryCheck(standard: defaults.retry).policy($0, &check) }
        _ = wish.onLost.flatMap { check.choice($0, "on_lost", as: LossPolicy.self) }
        _ = PoolCheck(declared: pools, limits: limits).pools(wish.pools, &check)
        LabelCheck(limits: limits).check(wish, &check)
        LabelCheck.surroundings(wish, limits, &check)
    }

    private func checkTemplates(_ wish: PulseRequest, _ check: inout FieldCheck) {
        if let prompt = wish.prompt { Self.template(prompt, "prompt", [], &check) }
        if let key = wish.key { Self.template(key, "key", [], &check) }
        for (index, tag) in wish.tags.enumerated() { Self.template(tag, "tags", ["\(index)"], &check) }
        for (index, note) in wish.notes.enumerated() { Self.template(note, "sticky_notes", ["\(index)"], &check) }
        for (name, value) in wish.environment.sorted(by: { $0.key < $1.key }) { Self.template(value, "env", [name], &check) }
        // The label that says where a prompt comes from is a note too.
        if wish.notes.count == limits.notes {
            check.fail("sticky_notes", sentence: "has \(wish.notes.count) elements; at most \(limits.notes - 1) are allowed in a hook")
        }
        checkCommand(wish.command ?? [], &check)
    }

    /// What comes from outside is never the program, and never read by a shell.
    private func checkCommand(_ arguments: [String], _ check: inout FieldCheck) {
        let program = arguments.first?.split(separator: "/").last.map(String.init) ?? ""
        for (index, argument) in arguments.enumerated() {
            guard Self.template(argument, "command", ["\(index)"], &check) else { continue }
            if index == 0 {
                check.fail("command", "0", sentence: "is the program, which cannot come from outside; write its name")
            } else if Self.shells.contains(program), isScript(index, arguments) {
                check.fail(
                    "command", "\(index)",
                    sentence: "is read by a shell, which would carry out what comes in; hand it over as an argument or a variable: "
                        + "[sh, -c, 'echo \"$1\"', sh, \"{{value}}\"]")
            }
        }
    }

    /// The text behind `-c`, or the name of a script.
    private func isScript(_ index: Int, _ arguments: [String]) -> Bool {
        let before = arguments[1..<index]
        let last = before.last ?? ""
        return before.allSatisfy { $0.hasPrefix("-") } || last.hasPrefix("-") && !last.hasPrefix("--") && last.contains("c")
    }

    /// Whether there is something to fill in.
    @discardableResult
    private static func template(_ text: String, _ field: String, _ path: [String], _ check: inout FieldCheck) -> Bool {
        do throws(TemplateFault) {
            let hasTags = try TemplateScan(text).hasTags
            _ = try HookTemplate(text)
            return hasTags
        } catch {
            check.fail(field, path: path, sentence: error.sentence)
            return true
        }
    }
}

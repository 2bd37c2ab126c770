package import ControlPlane
import Outbound
import Pulses
import Recurrence

extension Settings {
    /// A hook of a file that is in order.
    package struct DeclaredHook: Hashable, Sendable {
        package var hook: Hook
        package var origin: SettingOrigin

        /// `github -> prompt`.
        package var words: String { "\(hook.proof.name) -> \(hook.kind)" }
    }

    /// Holds the hooks of the files against the rules of the house. One that is wrong is refused alone.
    mutating func takeHooks(_ content: FileContent, _ rules: ScheduleRules, _ now: Instant) {
        refusedHooks = content.refusedHooks
        for declared in content.hooks {
            do throws(RequestError) {
                try rules.check(declared.hook, owner: try declaredAgent(declared.agent), now: now)
                hooks.append(DeclaredHook(hook: declared.hook, origin: declared.origin))
            } catch {
                refusedHooks.append(
                    RefusedSchedule(name: declared.hook.name, origin: declared.origin, issues: SettingsIssue.issues(error, declared)))
            }
        }
    }

    /// All that is wrong with single things of the files, which are refused alone.
    var refusedIssues: [SettingsIssue] { (refused + refusedHooks).flatMap(\.issues) }

    /// The hooks with the secrets as they are at each moment.
    func hooksInForce(_ environment: [String: String]) -> Hooks {
        let source = SecretSource(environment: environment)
        return Hooks(hooks.map(\.hook)) { text in
            guard let reference = (try? SecretText(text))?.onlyReference else { return nil }
            return try? source.value(of: reference)
        }
    }

    /// Secrets that are not to be had, or can be guessed.
    func hookWarnings(_ environment: [String: String]) -> [String] {
        let source = SecretSource(environment: environment)
        return hooks.flatMap { declared in
            declared.hook.proof.secrets.compactMap { text -> String? in
                guard let reference = (try? SecretText(text))?.onlyReference else { return nil }
                let lead = "the hook \(declared.hook.name): its secret"
                do throws(SecretProblem) {
                    let secret = try source.value(of: reference)
                    return HookSecret.fault(of: secret, for: declared.hook.proof).map { "\(lead) \(reference) \($0)" }
                } catch {
                    return "\(lead) \(error)"
                }
            }
        }
    }

    func hookChanges(to new: Settings) -> [Reconfiguration.Change] {
        let (old, next) = (byName, new.byName)
        let refused = Set(new.refusedHooks.map(\.name))
        return Set(old.keys).union(next.keys).sorted().compactMap { name in
            guard old[name] != next[name], !(next[name] == nil && refused.contains(name)) else { return nil }
            return Reconfiguration.Change(.hook, name, old[name] == nil ? .added : next[name] == nil ? .removed : .changed)
        }
    }

    /// A hook that cannot be read any more stays as it was.
    mutating func keepHooks(of old: Settings) {
        for name in Set(refusedHooks.map(\.name)).sorted() where byName[name] == nil {
            if let hook = old.hooks.first(where: { $0.hook.name == name }) { hooks.append(hook) }
        }
    }

    private var byName: [String: Hook] { Dictionary(hooks.map { ($0.hook.name, $0.hook) }) { first, _ in first } }
}

extension SettingsIssue {
    /// What the rules of the house say of a hook of a file, each at the line of its key.
    fileprivate static func issues(_ error: RequestError, _ declared: FileContent.DeclaredHook) -> [SettingsIssue] {
        let full = "hooks.\(declared.hook.name)"
        guard case .invalid(let errors) = error else { return [SettingsIssue(declared.origin, key: full, saying: error.message)] }
        return errors.map { error in
            var parts = error.pointer.split(separator: "/").map(String.init)
            parts = Array(parts.prefix(parts.first == "steps" ? 3 : 1))
            let line = (0...parts.count).reversed().lazy.compactMap { declared.lines[parts.prefix($0).joined(separator: "/")] }.first
            if case .pipeline(let pipeline) = declared.hook.makes, parts.count > 1, let index = Int(parts[1]),
                let step = pipeline.steps[index].name
            {
                parts[1] = step
            }
            return SettingsIssue(
                .file(declared.origin.file ?? "", line: line ?? declared.origin.line ?? 1), key: ([full] + parts).joined(separator: "."),
                saying: error.cause?.message ?? error.detail, hint: error.cause?.hint)
        }
    }
}

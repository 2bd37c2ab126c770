import ControlPlane
import Pulses

extension Settings {
    /// What is different in others: settings and runners. Values of secrets are not shown.
    func changes(to new: Settings) -> [Reconfiguration.Change] {
        var changes: [Reconfiguration.Change] = []
        for setting in new.effective {
            let old = effective.first { $0.key.name == setting.key.name }
            let isOther = setting.key.name == "http.token" ? http.token != new.http.token : old?.value != setting.value
            guard isOther else { continue }
            let detail = setting.key.kind.isSecret ? nil : "\(old?.value ?? "none") -> \(setting.value ?? "none")"
            changes.append(Reconfiguration.Change(.setting, setting.key.name, .changed, detail: detail))
        }
        let names = Set(runners.names).union(new.runners.names).sorted()
        for name in names where runners[name] != new.runners[name] {
            let kind: Reconfiguration.Change.Kind = runners[name] == nil ? .added : new.runners[name] == nil ? .removed : .changed
            changes.append(Reconfiguration.Change(.runner, name, kind))
        }
        return changes + hookChanges(to: new)
    }

    /// These settings, but for those that stay as they are in `old`.
    func keeping(_ keys: [String], of old: Settings) -> Settings {
        var settings = self
        (settings.http.isEnabled, settings.http.host, settings.http.port) = (old.http.isEnabled, old.http.host, old.http.port)
        settings.http.maximumConnections = old.http.maximumConnections
        settings.log.file = old.log.file
        settings.daemon = old.daemon
        settings.keepHooks(of: old)
        settings.effective = effective.map { setting in
            guard keys.contains(setting.key.name) else { return setting }
            return old.effective.first { $0.key.name == setting.key.name } ?? setting
        }
        return settings
    }
}

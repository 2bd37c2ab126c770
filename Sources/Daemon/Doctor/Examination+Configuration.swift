import Foundation

extension Examination {
    /// The settings, and the folders that they name.
    func configuration() -> [Finding] {
        var findings = issues.map {
            Finding(.configuration, "settings", .error, $0, remedy: "mend it there; `upbeat config check` looks again")
        }
        // The desk has a check of its own.
        findings += settings.warnings.filter { !$0.hasPrefix("desk is ") }.map { Finding(.configuration, "settings", .warning, $0) }
        if findings.isEmpty {
            findings = [Finding(.configuration, "settings", .ok, "the settings in \(home.configuration) are as they should be")]
        }
        return findings + [desk()]
    }

    private func desk() -> Finding {
        let desk = settings.desk
        guard let facts = (try? FileFacts.of(desk)).flatMap({ $0 }) else {
            return Finding(
                .configuration, "desk", .warning, "the desk \(desk), where runs begin, is not there",
                remedy: "mkdir -p \(ShellText.word(desk))")
        }
        guard facts.kind == .folder, access(desk, R_OK | X_OK) == 0 else {
            return Finding(
                .configuration, "desk", .error, "the desk \(desk), where runs begin, is no folder that this user may enter",
                remedy: "set `desk:` in \(home.settingsFile) to one")
        }
        return Finding(.configuration, "desk", .ok, "runs begin in \(desk)")
    }
}

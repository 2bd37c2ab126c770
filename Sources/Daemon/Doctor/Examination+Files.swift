import Foundation

/// Owners, modes and kinds of what is Upbeat's own.
extension Examination {
    func files() -> [Finding] {
        guard has(home.state) else {
            return [
                Finding(
                    .files, "state folder", .note, "there is no folder \(home.state) yet; the first start makes it", remedy: "upbeat start",
                    mending: .makeFolders)
            ]
        }
        var findings = folder(home.state, "state folder", .error)
        findings += folder(home.output, "output folder", .warning)
        if home.configuration != home.state { findings += configurationFolder() }
        if home.logs != home.state { findings += folder(home.logs, "log folder", .warning) }
        if let short = SocketPath.shortFolder(forState: home.state), has(short) { findings += folder(short, "socket folder", .error) }
        findings += token()
        let plain = [
            (home.lock, "lock file"), (home.database, "database"), (home.database + "-wal", "database"),
            (home.database + "-shm", "database"),
            (home.database + ".made", "database"), (home.logFile, "log"), (home.daemonOutput, "daemon's words"), (home.dotEnv, "secrets"),
        ]
        for (path, name) in plain { findings += file(path, name, path == home.lock ? .error : .warning) }
        if !findings.contains(where: { $0.level > .ok }) {
            findings = [Finding(.files, "modes", .ok, "what is in \(home.state) belongs to this user and is closed to others")]
        }
        return findings.filter { $0.level > .ok || $0.name == "modes" }
    }

    /// The house is another user's: nothing else can be looked at.
    func refusal() -> Finding? {
        do {
            try PrivateFolder.checkAccess(home.state)
            return nil
        } catch {
            return Finding(
                .files, "state folder", .error, error.description, remedy: "run `upbeat doctor` as its owner", isOfAccess: error.isOfAccess)
        }
    }

    private func has(_ path: String) -> Bool { (try? FileFacts.of(path, followLinks: false)).flatMap { $0 } != nil }

    private func folder(_ path: String, _ name: String, _ level: Finding.Level) -> [Finding] {
        guard let facts = (try? FileFacts.of(path)).flatMap({ $0 }) else {
            return [Finding(.files, name, .warning, "the folder \(path) is missing", remedy: "upbeat doctor --fix", mending: .makeFolders)]
        }
        guard facts.kind == .folder else {
            return [
                Finding(
                    .files, name, .error, "\(path) is not a folder", remedy: "mv \(ShellText.word(path)) \(ShellText.word(path + ".old"))")
            ]
        }
        return owned(path, facts, name, level, wanted: 0o700)
    }

    /// The folder of the settings may be open to be read, and a link; nobody else may write it.
    private func configurationFolder() -> [Finding] {
        guard let facts = (try? FileFacts.of(home.configuration)).flatMap({ $0 }), facts.mode & 0o022 != 0 else { return [] }
        let mode = facts.mode & ~0o022
        return [
            Finding(
                .files, "configuration folder", .error, "others may write \(home.configuration) (mode \(Self.octal(facts.mode)))",
                remedy: "chmod go-w \(ShellText.word(home.configuration))", mending: .restrict(path: home.configuration, mode: mode))
        ]
    }

    private func file(_ path: String, _ name: String, _ level: Finding.Level) -> [Finding] {
        guard let facts = (try? FileFacts.of(path, followLinks: false)).flatMap({ $0 }) else { return [] }
        guard facts.kind == .file else {
            return [
                Finding(
                    .files, name, .error, "\(path) is \(facts.kind == .link ? "a symbolic link" : "no plain file"), and is not followed",
                    remedy: "mv \(ShellText.word(path)) \(ShellText.word(path + ".old"))")
            ]
        }
        return owned(path, facts, name, level, wanted: 0o600)
    }

    private func token() -> [Finding] {
        let findings = file(home.token, "token", .error)
        guard findings.isEmpty, has(home.token) else { return findings }
        do {
            _ = try TokenFile.read(home)
            return []
        } catch {
            // A token that may be whole is not to be thrown away.
            let remedy = error == .badToken(path: home.token) ? "rm \(ShellText.word(home.token))" : nil
            return [Finding(.files, "token", .error, error.description, remedy: remedy, isOfAccess: error.isOfAccess)]
        }
    }

    private func owned(_ path: String, _ facts: FileFacts, _ name: String, _ level: Finding.Level, wanted: UInt32) -> [Finding] {
        guard facts.owner == geteuid() else {
            return [
                Finding(
                    .files, name, .error, "\(path) belongs to user \(facts.owner), and this is user \(geteuid())",
                    remedy: "run as its owner, or: chown \(geteuid()) \(ShellText.word(path))", isOfAccess: true)
            ]
        }
        if facts.mode & 0o077 != 0 {
            return [
                Finding(
                    .files, name, level, "\(path) is open to other users (mode \(Self.octal(facts.mode)))",
                    remedy: "chmod \(Self.octal(wanted)) \(ShellText.word(path))", mending: .restrict(path: path, mode: wanted))
            ]
        }
        guard facts.mode & wanted & 0o700 == wanted & 0o700 else {
            return [
                Finding(
                    .files, name, .error, "\(path) is closed to its owner (mode \(Self.octal(facts.mode)))",
                    remedy: "chmod \(Self.octal(wanted)) \(ShellText.word(path))", mending: .restrict(path: path, mode: wanted))
            ]
        }
        return []
    }

    static func octal(_ mode: UInt32) -> String {
        let digits = String(mode, radix: 8)
        return String(repeating: "0", count: max(0, 3 - digits.count)) + digits
    }
}

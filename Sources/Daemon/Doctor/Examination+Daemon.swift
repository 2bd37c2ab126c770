import Client
import Foundation
import WireModel

/// Who is at work here: the lock, the socket, the port.
extension Examination {
    func lock() -> [Finding] {
        var findings: [Finding] = []
        // The kernel names files by where links lead to.
        let folder = URL(fileURLWithPath: home.state).resolvingSymlinksInPath().path
        let kernel = KernelLock.holder(of: home.lock)
        let held = holder.map { "\(home.lock) is held by \($0)" } ?? kernel.map { "\(home.lock) is held by process \($0)" }
        if let pid = daemonPid, KernelLock.holdsRemoved(folder + "/upbeat.lock", pid: pid) {
            findings.append(
                Finding(
                    .daemon, "lock", .error,
                    "the daemon (process \(pid)) holds a lock file that was removed or replaced; a second daemon could start beside it",
                    remedy: "upbeat restart"))
        } else if let held {
            findings.append(Finding(.daemon, "lock", .ok, held))
        } else {
            findings.append(Finding(.daemon, "lock", .ok, "nobody holds \(home.lock)"))
        }
        if let kind = Mounts.networkKind(of: folder) {
            findings.append(
                Finding(
                    .daemon, "lock", .error, "\(home.state) is on a network file system (\(kind)), whose locks cannot be relied upon",
                    remedy: "set UPBEAT_HOME to a folder on a local disk"))
        }
        return findings
    }

    func socket() -> [Finding] {
        let path = home.socket
        let facts = (try? FileFacts.of(path, followLinks: false)).flatMap { $0 }
        var findings: [Finding] = []
        switch answer {
        case .answered(let status):
            findings.append(Finding(.daemon, "daemon", .ok, "the daemon (process \(status.pid ?? 0)) answers"))
        case .silent:
            let who = daemonPid.map { "the daemon (process \($0))" } ?? "somebody"
            let hurry = daemonPid.map { "kill -CONT \($0); if it still hangs: kill -KILL \($0) && upbeat start" }
            findings.append(
                Finding(
                    .daemon, "daemon", .error, "\(who) listens on \(path) and gave no answer within a second",
                    remedy: hurry ?? "see what listens there"))
        case .refused(let error):
            var isOfAccess = false
            if case .accessDenied = error { isOfAccess = true }
            findings.append(Finding(.daemon, "daemon", .error, error.description, isOfAccess: isOfAccess))
        case .nobody:
            if let pid = daemonPid {
                findings.append(
                    Finding(
                        .daemon, "daemon", .error, "the daemon (process \(pid)) lives and does not listen on \(path)",
                        remedy: "upbeat restart"))
            } else if let facts, facts.kind == .other {
                findings.append(
                    Finding(
                        .daemon, "socket", .warning,
                        "the socket \(path) is there, and nobody listens on it; the next start takes its place",
                        remedy: "upbeat doctor --fix", mending: holder == nil ? .removeSocket(path: path) : nil))
            } else {
                findings.append(Finding(.daemon, "daemon", .note, "no daemon runs", remedy: "upbeat start"))
            }
        }
        guard let facts else { return findings }
        if facts.kind != .other {
            findings.append(
                Finding(
                    .daemon, "socket", .error, "\(path) is in the way of the daemon's socket",
                    remedy: "mv \(ShellText.word(path)) \(ShellText.word(path + ".old"))"))
        } else if facts.mode & 0o777 != 0o600, facts.owner == geteuid() {
            findings.append(
                Finding(
                    .daemon, "socket", .error, "the socket \(path) has mode \(Self.octal(facts.mode)) and should have 600",
                    remedy: "chmod 600 \(ShellText.word(path))", mending: .restrict(path: path, mode: 0o600)))
        }
        return findings
    }

    /// The port of the settings is free or the daemon's.
    func port() -> [Finding] {
        let http = settings.http
        guard http.isEnabled, http.port > 0 else { return [] }
        if case .answered(let status) = answer {
            let isOurs = status.listening.contains { $0.hasSuffix(":\(http.port)") || $0.contains(":\(http.port)/") }
            if isOurs { return [Finding(.daemon, "port", .ok, "the daemon listens on port \(http.port)")] }
        }
        guard PortProbe.isTaken(host: http.host, port: http.port) else {
            return [Finding(.daemon, "port", .ok, "port \(http.port) of \(http.host) is free")]
        }
        if case .silent = answer {
            return [
                Finding(.daemon, "port", .note, "port \(http.port) is in use, by the daemon that does not answer as far as can be told")
            ]
        }
        return [
            Finding(
                .daemon, "port", .error, "port \(http.port) of \(http.host) is taken by another program",
                remedy: "find it with `ss -ltnp 'sport = :\(http.port)'`, or set `http: {port: ...}` in \(home.settingsFile)")
        ]
    }
}

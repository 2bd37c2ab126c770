import Foundation
import Processes
import Pulses

/// Whether the programs of the runners are found where runs look for them.
extension Examination {
    func runners() -> [Finding] {
        let login = environment["PATH"] ?? ""
        let service = servicePath()
        let place = service.map { "the PATH of \($0.of)" } ?? "this PATH"
        let path = service?.path ?? login
        var (present, absent): ([String], [String]) = ([], [])
        var findings: [Finding] = []
        for runner in settings.runners.runners {
            guard let program = runner.program else { continue }
            if resolveExecutable(program, path: path) != nil {
                present.append(runner.name)
                continue
            }
            let isWanted = settings.runners.preferred == runner.name || !Runner.presets.contains(runner)
            if service != nil, let found = resolveExecutable(program, path: login) {
                let folder = (found as NSString).deletingLastPathComponent
                findings.append(
                    Finding(
                        .runners, runner.name, .warning, "\(program) is \(found), which is not on \(place)",
                        remedy: "start the daemon with \(folder) on its PATH: `upbeat install` takes yours into the unit"))
            } else if isWanted {
                findings.append(
                    Finding(
                        .runners, runner.name, .warning, "\(program), which the settings name, is not on \(place)",
                        remedy: "install it, or give its full path below `runners:` in \(home.settingsFile)"))
            } else {
                absent.append(runner.name)
            }
        }
        let rest = absent.isEmpty ? "" : "; not found: \(absent.joined(separator: ", "))"
        if present.isEmpty {
            let remedy = "install the command line of an agent; commands and webhooks need none"
            findings.append(Finding(.runners, "agents", .note, "no agent's program is on \(place)\(rest)", remedy: remedy))
        } else {
            findings.append(Finding(.runners, "agents", .ok, "on \(place): \(present.joined(separator: ", "))\(rest)"))
        }
        return findings
    }

    /// The PATH that runs get: of the daemon that lives, else of the unit that would start one; nil where neither tells.
    private func servicePath() -> (path: String, of: String)? {
        if let pid = daemonPid, let path = ServicePath.ofProcess(pid) { return (path, "the daemon") }
        for unit in units() {
            guard let text = try? String(contentsOfFile: unit.path, encoding: .utf8), let path = ServicePath.inUnit(text) else { continue }
            return (path, unit.path)
        }
        return nil
    }
}

/// Where a PATH is written down.
enum ServicePath {
    /// Of a living process; nil where it may not be read (proc_pid_environ(5)).
    static func ofProcess(_ pid: Int32) -> String? {
        guard let data = FileManager.default.contents(atPath: "/proc/\(pid)/environ") else { return nil }
        for variable in data.split(separator: 0) where variable.starts(with: Array("PATH=".utf8)) {
            return String(decoding: variable.dropFirst(5), as: UTF8.self)
        }
        return nil
    }

    /// `Environment=PATH=...` of a unit, in quotes or without; the last one stands (systemd.exec(5)).
    static func inUnit(_ text: String) -> String? {
        var path: String?
        for line in text.split(separator: "\n") where line.hasPrefix("Environment=") {
            let value = line.dropFirst("Environment=".count)
            for part in value.split(whereSeparator: { $0 == " " || $0 == "\"" || $0 == "'" }) where part.hasPrefix("PATH=") {
                path = String(part.dropFirst(5))
            }
        }
        return path
    }
}

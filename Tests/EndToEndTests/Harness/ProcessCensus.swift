import Foundation
import Pulses

/// A look at the processes of this machine, through `/proc` and by the harness's own code.
enum ProcessCensus {
    struct Marked: Hashable, Sendable, CustomStringConvertible {
        var pid: Int32
        var run: RunKey
        var boot: BootID
        var command: String

        var description: String { "process \(pid) of run \(run) (boot \(boot), \(command))" }
    }

    /// The living processes of runs under the given home. They are known by their environment, which descendants inherit: it has
    /// a marker (`UPBEAT_RUN`), and it names the home.
    static func runs(ofHome home: String) -> [Marked] {
        let needle = Array(home.utf8)
        return pids().compactMap { pid in
            guard let environment = read("/proc/\(pid)/environ"), environment.firstRange(of: needle) != nil,
                let marker = environment.split(separator: 0).first(where: { $0.starts(with: Array("UPBEAT_RUN=".utf8)) }),
                let state = stat(of: pid)?.state, state != "Z", state != "X"
            else { return nil }
            let parts = String(decoding: marker, as: UTF8.self).split(separator: "/")
            guard parts.count >= 4, let attempt = Int(parts[parts.count - 1]), let pulse = Int64(parts[parts.count - 2]) else { return nil }
            let command = String(decoding: (read("/proc/\(pid)/cmdline") ?? []).map { $0 == 0 ? 32 : $0 }, as: UTF8.self)
            return Marked(
                pid: pid, run: RunKey(pulse: PulseID(pulse), attempt: attempt), boot: BootID(String(parts[parts.count - 3])),
                command: command)
        }
    }

    struct Stat {
        var state: Character
        var parent: Int32
        var session: Int32
    }

    /// proc(5): the name stands in parentheses and may hold anything, so the fields are counted from the last one.
    static func stat(of pid: Int32) -> Stat? {
        guard let bytes = read("/proc/\(pid)/stat") else { return nil }
        let text = String(decoding: bytes, as: UTF8.self)
        guard let close = text.lastIndex(of: ")") else { return nil }
        let fields = text[text.index(after: close)...].split(separator: " ")
        guard fields.count > 3, let state = fields[0].first, let parent = Int32(fields[1]), let session = Int32(fields[3])
        else { return nil }
        return Stat(state: state, parent: parent, session: session)
    }

    static func pids() -> [Int32] {
        ((try? FileManager.default.contentsOfDirectory(atPath: "/proc")) ?? []).compactMap { Int32($0) }
    }

    private static func read(_ path: String) -> [UInt8]? {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { return nil }
        defer { close(descriptor) }
        var bytes: [UInt8] = []
        var chunk = [UInt8](repeating: 0, count: 16 << 10)
        while true {
            let count = Foundation.read(descriptor, &chunk, chunk.count)
            guard count > 0 else { return count == 0 ? bytes : nil }
            bytes += chunk[..<count]
        }
    }
}

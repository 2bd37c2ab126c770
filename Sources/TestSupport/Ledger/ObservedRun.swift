import Pulses

/// One execution as the child itself told it.
struct ObservedRun {
    var start: ChildEntry
    /// Its END; nil where it never wrote one.
    var end: End?

    struct End {
        var at: BootTime
        var exit: Int
    }

    var key: RunKey { start.run }

    /// For a report.
    var words: String {
        let ending = end.map { "ended with \($0.exit) at \($0.at)" } ?? "no END"
        return "attempt \(key.attempt) of pulse \(key.pulse) (pid \(start.pid), boot \(start.boot)) started at \(start.at), \(ending)"
    }

    /// The runs of every key in the order of their starts. An END belongs to the START of the same process of the same run.
    static func all(in entries: [ChildEntry]) -> [String: [ObservedRun]] {
        struct Identity: Hashable {
            var key: String
            var run: RunKey
            var boot: BootID
            var pid: Int32
        }
        var ends: [Identity: End] = [:]
        for entry in entries {
            guard case .end(let exit) = entry.event else { continue }
            ends[Identity(key: entry.key, run: entry.run, boot: entry.boot, pid: entry.pid)] = End(at: entry.at, exit: exit)
        }
        var runs: [String: [ObservedRun]] = [:]
        for entry in entries where entry.event == .start {
            let end = ends[Identity(key: entry.key, run: entry.run, boot: entry.boot, pid: entry.pid)]
            runs[entry.key, default: []].append(ObservedRun(start: entry, end: end))
        }
        return runs.mapValues { $0.sorted { ($0.start.at, $0.key.attempt) < ($1.start.at, $1.key.attempt) } }
    }
}

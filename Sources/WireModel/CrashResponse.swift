package import StrictJSON

/// The end of a daemon's life that was no orderly one.
package struct CrashResponse: WireValue {
    /// `signal 11 (SIGSEGV)`, `error: ...`, `the machine went down`, `no word: killed, or the power was cut`.
    package var cause: String
    package var pid: Int64
    package var version: String
    package var startedAt: String
    /// The last sign of life.
    package var lastSeenAt: String
    /// When the next program noticed it.
    package var noticedAt: String
    /// The first of the pulses that it was running, and how many there were.
    package var running: [Int64]
    package var runningCount: Int64

    package init(
        cause: String, pid: Int64, version: String, startedAt: String, lastSeenAt: String, noticedAt: String, running: [Int64],
        runningCount: Int64
    ) {
        self.cause = cause
        self.pid = pid
        self.version = version
        self.startedAt = startedAt
        self.lastSeenAt = lastSeenAt
        self.noticedAt = noticedAt
        self.running = running
        self.runningCount = runningCount
    }

    package init?(reading reader: inout JSONReader) {
        let cause = reader.required("cause", as: .string)
        let pid = reader.required("pid", as: .integer)
        let version = reader.required("version", as: .string)
        let startedAt = reader.required("started_at", as: .string)
        let lastSeenAt = reader.required("last_seen_at", as: .string)
        let noticedAt = reader.required("noticed_at", as: .string)
        let running = reader.optional("running", as: .array(of: .integer))
        let runningCount = reader.optional("running_count", as: .integer)
        guard let cause, let pid, let version, let startedAt, let lastSeenAt, let noticedAt else { return nil }
        self.init(
            cause: cause, pid: pid, version: version, startedAt: startedAt, lastSeenAt: lastSeenAt, noticedAt: noticedAt,
            running: running ?? [], runningCount: runningCount ?? 0)
    }

    package var json: JSON {
        [
            "cause": .string(cause), "pid": .integer(pid), "version": .string(version), "started_at": .string(startedAt),
            "last_seen_at": .string(lastSeenAt), "noticed_at": .string(noticedAt), "running": .array(running.map(JSON.integer)),
            "running_count": .integer(runningCount),
        ]
    }
}

/// A time at which the configuration was read anew.
package struct LastReloadResponse: WireValue {
    package var at: String
    /// Why it was not taken; nil where it is in force.
    package var error: String?

    package init(at: String, error: String?) {
        self.at = at
        self.error = error
    }

    package init?(reading reader: inout JSONReader) {
        let error = reader.optional("error", as: .string)
        guard let at = reader.required("at", as: .string) else { return nil }
        self.init(at: at, error: error)
    }

    package var json: JSON { ["at": .string(at), "error": JSON(error)] }
}

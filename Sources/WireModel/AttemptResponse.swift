package import StrictJSON

/// One execution of a pulse, as `/v1` shows it.
package struct AttemptResponse: WireValue {
    package var number: Int64
    /// Nil while it runs.
    package var outcome: String?
    package var startedAt: String
    package var endedAt: String?
    package var dueAt: String
    package var latenessMilliseconds: Int64
    package var durationMilliseconds: Int64?
    package var exitCode: Int64?
    package var signal: Int64?
    package var error: String?
    /// Bytes the child wrote, kept or not; while it runs, what is kept so far.
    package var stdoutBytes: Int64
    package var stderrBytes: Int64
    /// The last of each stream, at most 2 KiB, as text.
    package var stdoutTail: String
    package var stderrTail: String
    package var pid: Int64?
    /// What the run said of itself.
    package var report: ReportResponse?

    package init(
        number: Int64, outcome: String?, startedAt: String, endedAt: String?, dueAt: String, latenessMilliseconds: Int64,
        durationMilliseconds: Int64?, exitCode: Int64?, signal: Int64?, error: String?, stdoutBytes: Int64, stderrBytes: Int64,
        stdoutTail: String, stderrTail: String, pid: Int64?, report: ReportResponse? = nil
    ) {
        self.number = number
        self.outcome = outcome
        self.startedAt = startedAt
        self.endedAt = endedAt
        self.dueAt = dueAt
        self.latenessMilliseconds = latenessMilliseconds
        self.durationMilliseconds = durationMilliseconds
        self.exitCode = exitCode
        self.signal = signal
        self.error = error
        self.stdoutBytes = stdoutBytes
        self.stderrBytes = stderrBytes
        self.stdoutTail = stdoutTail
        self.stderrTail = stderrTail
        self.pid = pid
        self.report = report
    }

    package init?(reading reader: inout JSONReader) {
        let number = reader.required("number", as: .integer)
        let outcome = reader.optional("outcome", as: .string)
        let startedAt = reader.required("started_at", as: .string)
        let endedAt = reader.optional("ended_at", as: .string)
        let dueAt = reader.required("due_at", as: .string)
        let lateness = reader.required("lateness_ms", as: .integer)
        let duration = reader.optional("duration_ms", as: .integer)
        let exitCode = reader.optional("exit_code", as: .integer)
        let signal = reader.optional("signal", as: .integer)
        let error = reader.optional("error", as: .string)
        let stdoutBytes = reader.required("stdout_bytes", as: .integer)
        let stderrBytes = reader.required("stderr_bytes", as: .integer)
        let stdoutTail = reader.optional("stdout_tail", as: .string)
        let stderrTail = reader.optional("stderr_tail", as: .string)
        let pid = reader.optional("pid", as: .integer)
        let report = reader.optionalObject("report") { ReportResponse(reading: &$0) }
        guard let number, let startedAt, let dueAt, let lateness, let stdoutBytes, let stderrBytes else { return nil }
        self.init(
            number: number, outcome: outcome, startedAt: startedAt, endedAt: endedAt, dueAt: dueAt,
            latenessMilliseconds: lateness, durationMilliseconds: duration, exitCode: exitCode, signal: signal, error: error,
            stdoutBytes: stdoutBytes, stderrBytes: stderrBytes, stdoutTail: stdoutTail ?? "", stderrTail: stderrTail ?? "",
            pid: pid, report: report)
    }

    package var json: JSON {
        [
            "number": .integer(number),
            "outcome": JSON(outcome),
            "started_at": .string(startedAt),
            "ended_at": JSON(endedAt),
            "due_at": .string(dueAt),
            "lateness_ms": .integer(latenessMilliseconds),
            "duration_ms": JSON(durationMilliseconds),
            "exit_code": JSON(exitCode),
            "signal": JSON(signal),
            "error": JSON(error),
            "stdout_bytes": .integer(stdoutBytes),
            "stderr_bytes": .integer(stderrBytes),
            "stdout_tail": .string(stdoutTail),
            "stderr_tail": .string(stderrTail),
            "pid": JSON(pid),
            "report": report?.json ?? .null,
        ]
    }
}

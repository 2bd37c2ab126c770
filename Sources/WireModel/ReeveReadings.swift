package import StrictJSON

/// The answer to `GET /api/pulse/upcoming` (spec/sources.md R7).
package struct ReeveUpcomingResponse: WireValue {
    package struct Entry: WireValue {
        package var id: Int64
        package var scheduledAt: String
        package var priority: String
        /// The first 100 characters, and `...` where there are more.
        package var prompt: String
        package var status: String

        package init(id: Int64, scheduledAt: String, priority: String, prompt: String, status: String) {
            self.id = id
            self.scheduledAt = scheduledAt
            self.priority = priority
            self.prompt = prompt
            self.status = status
        }

        package init?(reading reader: inout JSONReader) {
            let id = reader.required("id", as: .integer)
            let scheduledAt = reader.required("scheduled_at", as: .string)
            let priority = reader.required("priority", as: .string)
            let prompt = reader.required("prompt", as: .string)
            let status = reader.required("status", as: .string)
            guard let id, let scheduledAt, let priority, let prompt, let status else { return nil }
            self.init(id: id, scheduledAt: scheduledAt, priority: priority, prompt: prompt, status: status)
        }

        package var json: JSON {
            [
                "id": .integer(id), "scheduled_at": .string(scheduledAt), "priority": .string(priority),
                "prompt": .string(prompt), "status": .string(status),
            ]
        }
    }

    package var pulses: [Entry]

    package init(pulses: [Entry]) { self.pulses = pulses }

    package init?(reading reader: inout JSONReader) {
        _ = reader.required("count", as: .integer)
        pulses = reader.optionalObjects("pulses") { Entry(reading: &$0) } ?? []
    }

    package var json: JSON { ["count": .integer(Int64(pulses.count)), "pulses": .array(pulses.map(\.json))] }
}

/// The answer to `GET /api/health` and `GET /healthz`.
package struct HealthResponse: WireValue {
    package var status: String
    package var service: String

    package init(status: String = "healthy", service: String = "upbeat") {
        self.status = status
        self.service = service
    }

    package init?(reading reader: inout JSONReader) {
        let status = reader.required("status", as: .string)
        let service = reader.required("service", as: .string)
        guard let status, let service else { return nil }
        self.init(status: status, service: service)
    }

    package var json: JSON { ["status": .string(status), "service": .string(service)] }
}

/// The answer to `GET /api/status` (spec/sources.md R8, with its two omissions filled in).
package struct ReeveStatusResponse: WireValue {
    package var status: String
    /// Whole seconds.
    package var uptimeSeconds: Int64
    package var version: String
    /// Attempts that ended, whatever their outcome.
    package var pulsesExecuted: Int64
    /// Those of them that did not end well.
    package var failures: Int64
    /// The same counts by outcome, and `total`.
    package var runs: [String: Int64]
    /// Nil before the first run has ended.
    package var meanDurationMilliseconds: Int64?

    package init(
        status: String, uptimeSeconds: Int64, version: String, pulsesExecuted: Int64, failures: Int64, runs: [String: Int64],
        meanDurationMilliseconds: Int64?
    ) {
        self.status = status
        self.uptimeSeconds = uptimeSeconds
        self.version = version
        self.pulsesExecuted = pulsesExecuted
        self.failures = failures
        self.runs = runs
        self.meanDurationMilliseconds = meanDurationMilliseconds
    }

    package init?(reading reader: inout JSONReader) {
        let status = reader.required("status", as: .string)
        let uptime = reader.required("uptime_seconds", as: .integer)
        let version = reader.required("version", as: .string)
        let executed = reader.required("pulses_executed", as: .integer)
        let failures = reader.required("failures", as: .integer)
        let runs = reader.required("runs", as: .counts)
        let mean = reader.optional("mean_duration_ms", as: .integer)
        guard let status, let uptime, let version, let executed, let failures, let runs else { return nil }
        self.init(
            status: status, uptimeSeconds: uptime, version: version, pulsesExecuted: executed, failures: failures, runs: runs,
            meanDurationMilliseconds: mean)
    }

    package var json: JSON {
        [
            "status": .string(status),
            "uptime_seconds": .integer(uptimeSeconds),
            "version": .string(version),
            "pulses_executed": .integer(pulsesExecuted),
            "failures": .integer(failures),
            "runs": JSON(runs),
            "mean_duration_ms": JSON(meanDurationMilliseconds),
        ]
    }
}

/// An error on the sources' routes.
package struct ReeveError: WireValue {
    package var detail: String

    package init(detail: String) { self.detail = detail }

    package init?(reading reader: inout JSONReader) {
        guard let detail = reader.required("detail", as: .string) else { return nil }
        self.init(detail: detail)
    }

    package var json: JSON { ["detail": .string(detail)] }
}

import StrictJSON
package import WireModel

extension UpbeatClient {
    /// Makes a schedule; when this returns it is durable. Sent once: whether it was made before a connection broke, its name tells.
    package func makeSchedule(_ wish: NewScheduleRequest) async throws(ClientError) -> OneScheduleResponse {
        try await value(of: ClientRequest(method: "POST", path: WirePath.schedules, body: wish.bytes))
    }

    /// Changes what the patch mentions.
    package func changeSchedule(_ name: String, _ patch: SchedulePatch) async throws(ClientError) -> OneScheduleResponse {
        try await value(of: ClientRequest(method: "PATCH", path: Self.path(name), body: patch.bytes))
    }

    package func removeSchedule(_ name: String) async throws(ClientError) -> RemovedScheduleResponse {
        try await value(of: ClientRequest(method: "DELETE", path: Self.path(name)))
    }

    package func showSchedule(_ name: String) async throws(ClientError) -> ScheduleDetailResponse {
        try await value(of: ClientRequest(method: "GET", path: Self.path(name)))
    }

    /// One page of schedules, by name.
    ///
    /// - Parameters:
    ///   - name: the last one of the page before.
    ///   - limit: 1 to ``pageLimit``.
    package func listSchedules(after name: String? = nil, limit: Int = 50) async throws(ClientError) -> ScheduleListResponse {
        let query: [(name: String, value: String?)] = [("limit", String(limit)), ("after", name)]
        return try await value(of: ClientRequest(method: "GET", path: PercentEncoding.path(WirePath.schedules, query: query)))
    }

    package func pauseSchedule(_ name: String, _ wish: PauseRequest) async throws(ClientError) -> OneScheduleResponse {
        try await value(of: ClientRequest(method: "POST", path: Self.path(name, "pause"), body: wish.bytes))
    }

    package func resumeSchedule(_ name: String) async throws(ClientError) -> OneScheduleResponse {
        try await value(of: ClientRequest(method: "POST", path: Self.path(name, "resume")))
    }

    /// Lets it fire, which waits for approval.
    package func approveSchedule(_ name: String) async throws(ClientError) -> OneScheduleResponse {
        try await value(of: ClientRequest(method: "POST", path: Self.path(name, "approve")))
    }

    /// Has it fire no more, which waits for approval.
    package func denySchedule(_ name: String, _ wish: DenyRequest) async throws(ClientError) -> OneScheduleResponse {
        try await value(of: ClientRequest(method: "POST", path: Self.path(name, "deny"), body: wish.bytes))
    }

    /// Puts the next occurrence off.
    package func snoozeSchedule(_ name: String, by length: String) async throws(ClientError) -> OneScheduleResponse {
        try await value(
            of: ClientRequest(method: "POST", path: Self.path(name, "snooze"), body: SnoozeRequest(length: length).bytes))
    }

    /// Makes a pulse of it now, beside its times.
    package func triggerSchedule(_ name: String) async throws(ClientError) -> PulseResponse {
        let answer: OnePulseResponse = try await value(of: ClientRequest(method: "POST", path: Self.path(name, "trigger")))
        return answer.pulse
    }

    /// What a new schedule would do; nothing is made.
    package func previewSchedule(_ wish: NewScheduleRequest, count: Int) async throws(ClientError) -> PreviewResponse {
        let path = PercentEncoding.path(WirePath.preview, query: [("count", String(count))])
        return try await value(of: ClientRequest(method: "POST", path: path, body: wish.bytes))
    }

    /// What a changed schedule would do; nothing is changed.
    package func previewSchedule(
        _ name: String, _ patch: SchedulePatch, count: Int
    ) async throws(ClientError) -> PreviewResponse {
        let path = PercentEncoding.path(Self.path(name, "preview"), query: [("count", String(count))])
        return try await value(of: ClientRequest(method: "POST", path: path, body: patch.bytes))
    }

    private static func path(_ name: String, _ verb: String? = nil) -> String {
        WirePath.schedule(PercentEncoding.encoded(name), verb)
    }
}

package import WireModel

extension UpbeatClient {
    /// Makes a pulse; when this returns it is durable.
    ///
    /// Safe against a connection that breaks: the request carries an `Idempotency-Key` and is sent once more then, and a
    /// daemon that had carried it out answers the same again.
    /// - Parameter idempotencyKey: nil makes a random one.
    package func schedule(
        _ pulse: NewPulseRequest, idempotencyKey: String? = nil
    ) async throws(ClientError) -> NewPulseResponse {
        let key = idempotencyKey ?? Self.randomKey()
        let request = ClientRequest(
            method: "POST", path: WirePath.pulses, headers: [WireHeader.idempotencyKey: key], body: pulse.bytes)
        do {
            return try await value(of: request)
        } catch .connectionBroken {
            return try await value(of: request)
        }
    }

    /// A pulse with its attempts.
    package func show(_ id: Int64) async throws(ClientError) -> PulseDetailResponse {
        try await value(of: ClientRequest(method: "GET", path: WirePath.pulse(id)))
    }

    /// Calls a pulse off. A run is ended first, with its whole process tree.
    ///
    /// - Returns: the pulse; it is still `processing` where the end of its run could not be confirmed in time.
    package func cancel(_ id: Int64) async throws(ClientError) -> PulseResponse {
        let request = ClientRequest(method: "POST", path: WirePath.cancel(id), timeout: .seconds(120))
        let answer: OnePulseResponse = try await value(of: request)
        return answer.pulse
    }

    /// Calls off all open pulses that have something in common.
    package func cancelAll(_ wish: CancelPulsesRequest) async throws(ClientError) -> CancelPulsesResponse {
        try await value(of: ClientRequest(method: "POST", path: WirePath.cancelAll, body: wish.bytes, timeout: .seconds(120)))
    }

    /// Makes a pulse that ended badly due again, at once.
    package func retry(_ id: Int64) async throws(ClientError) -> PulseResponse {
        let answer: OnePulseResponse = try await value(of: ClientRequest(method: "POST", path: WirePath.retry(id)))
        return answer.pulse
    }

    /// Lets a pulse run that waits for approval, and what was made with it.
    package func approve(_ id: Int64) async throws(ClientError) -> PulseResponse {
        let answer: OnePulseResponse = try await value(of: ClientRequest(method: "POST", path: WirePath.approve(id)))
        return answer.pulse
    }

    /// Calls a pulse off that waits for approval, and what was made with it.
    package func deny(_ id: Int64, _ wish: DenyRequest) async throws(ClientError) -> PulseResponse {
        let answer: OnePulseResponse = try await value(of: ClientRequest(method: "POST", path: WirePath.deny(id), body: wish.bytes))
        return answer.pulse
    }

    /// Puts a pulse off that waits for its time.
    package func snooze(_ id: Int64, by length: String) async throws(ClientError) -> PulseResponse {
        let answer: OnePulseResponse = try await value(
            of: ClientRequest(method: "POST", path: WirePath.snooze(id), body: SnoozeRequest(length: length).bytes))
        return answer.pulse
    }

    /// Says how a run went.
    ///
    /// - Parameter attempt: nil means the latest.
    package func report(_ id: Int64, attempt: Int64?, _ report: NewReportRequest) async throws(ClientError) -> ReportedRunResponse {
        try await value(of: ClientRequest(method: "POST", path: WirePath.report(id, attempt: attempt), body: report.bytes))
    }

    /// 128 random bits in hexadecimal digits.
    static func randomKey() -> String {
        var generator = SystemRandomNumberGenerator()
        return (0..<2).map { _ in
            let digits = String(generator.next() as UInt64, radix: 16)
            return String(repeating: "0", count: 16 - digits.count) + digits
        }.joined()
    }
}

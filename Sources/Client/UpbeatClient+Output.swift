import WireModel

/// One of the two streams of a run.
package enum OutputName: String, CaseIterable, Hashable, Sendable {
    case stdout
    case stderr
}

/// A part of what an attempt wrote.
package struct OutputChunk: Hashable, Sendable {
    package var attempt: Int64
    package var bytes: [UInt8]
    /// Where the bytes begin in what is kept.
    package var offset: Int64
    /// How much is kept in all, so far.
    package var size: Int64
    /// Nothing will be added any more.
    package var hasEnded: Bool

    package init(attempt: Int64, bytes: [UInt8], offset: Int64, size: Int64, hasEnded: Bool) {
        self.attempt = attempt
        self.bytes = bytes
        self.offset = offset
        self.size = size
        self.hasEnded = hasEnded
    }

    /// Where the next part begins.
    package var next: Int64 { offset + Int64(bytes.count) }
    /// Whether there is no more to read, now or later.
    package var isLast: Bool { hasEnded && next >= size }
}

extension UpbeatClient {
    /// The longest that the daemon waits for new bytes.
    package static let longestWait: Duration = .seconds(20)

    /// A part of what an attempt wrote.
    ///
    /// - Parameters:
    ///   - attempt: nil means the latest.
    ///   - offset: negative counts from the end.
    ///   - wait: how long to wait for bytes past `offset`, at most ``longestWait``; it answers early when there are some, or
    ///     when the attempt has ended.
    package func output(
        _ id: Int64, attempt: Int64? = nil, stream: OutputName, offset: Int64 = 0, wait: Duration = .zero
    ) async throws(ClientError) -> OutputChunk {
        let wait = min(max(wait, .zero), Self.longestWait)
        let (seconds, attoseconds) = wait.components
        let query: [(name: String, value: String?)] = [
            ("stream", stream.rawValue), ("offset", String(offset)), ("limit", "65536"),
            ("wait_ms", String(seconds * 1000 + attoseconds / 1_000_000_000_000_000)),
        ]
        let path = PercentEncoding.path(WirePath.output(id, attempt: attempt), query: query)
        let response = try await answer(to: ClientRequest(method: "GET", path: path, timeout: wait + .seconds(30)))
        guard let number = Self.number(response, WireHeader.attempt), let start = Self.number(response, WireHeader.outputOffset),
            let size = Self.number(response, WireHeader.outputSize)
        else { throw .unreadable(status: response.status, "it lacks the header fields of an output") }
        return OutputChunk(
            attempt: number, bytes: response.body, offset: start, size: size,
            hasEnded: response.headers[WireHeader.outputEnded] == "true")
    }

    private static func number(_ response: ClientResponse, _ name: String) -> Int64? {
        response.headers[name].flatMap { Int64($0) }
    }
}

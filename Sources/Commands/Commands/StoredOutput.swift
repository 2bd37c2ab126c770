import Client

/// All that is kept of an attempt's output, at once.
enum StoredOutput {
    /// - Returns: nil where there is no such attempt, or no such pulse.
    static func read(
        _ id: Int64, _ attempt: Int64?, _ streams: [OutputName], _ client: UpbeatClient
    ) async throws(ClientError) -> [(OutputName, [UInt8])]? {
        var parts: [(OutputName, [UInt8])] = []
        var attempt = attempt
        do throws(ClientError) {
            for stream in streams {
                var bytes: [UInt8] = []
                while true {
                    let chunk = try await client.output(id, attempt: attempt, stream: stream, offset: Int64(bytes.count))
                    // The second stream is to be that of the same attempt.
                    attempt = chunk.attempt
                    bytes += chunk.bytes
                    if chunk.bytes.isEmpty || chunk.next >= chunk.size { break }
                }
                parts.append((stream, bytes))
            }
        } catch .problem(_, status: 404) {
            return nil
        }
        return parts
    }
}

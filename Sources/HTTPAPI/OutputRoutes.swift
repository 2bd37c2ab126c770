import ControlPlane
import HTTPTypes
import Hummingbird
import Pulses
import ServiceLifecycle
import WireModel

/// `/v1/pulses/{id}/attempts/{n}/output`: what a run wrote, as it is.
struct OutputRoutes {
    let plane: ControlPlane
    let streams: OpenStreams
    let streamLimit: Int

    func add(to routes: Routes) {
        routes.on(.get, "v1/pulses/:id/attempts/:attempt/output", output)
    }

    @Sendable private func output(_ request: Request, _ context: DoorContext) async throws -> Response {
        let id = try context.pulseID()
        let attempt = try context.attempt(of: id)
        var query = QueryReader(request.query, known: ["stream", "offset", "limit", "wait_ms", "follow"])
        let streams = OutputStreamName.allCases.map(\.rawValue)
        let stream = query.choice("stream", of: streams, default: OutputStreamName.output.rawValue)
        let offset = query.integer("offset", in: -(1 << 40)...(1 << 40), default: 0)
        let limit = query.integer("limit", in: 1...(1 << 20), default: 65536)
        let wait = query.integer("wait_ms", in: 0...20_000, default: 0)
        let isFollowed = query.choice("follow", of: ["true", "false"], default: "false") == "true"
        for name in ["limit", "wait_ms"] where isFollowed && query.text(name) != nil { query.fail(name, "goes without follow") }
        try query.finish()
        let name = OutputStreamName(rawValue: stream) ?? .output
        // RFC 9110 section 14.2: a range belongs to GET alone, and may be ignored. If-Range names a validator, and output has none.
        if let range = ByteRange(request), ["offset", "limit", "wait_ms", "follow"].allSatisfy({ query.text($0) == nil }) {
            return try await part(range, ReadOutput.Request(pulse: id, attempt: attempt, stream: name))
        }
        let wish = ReadOutput.Request(
            pulse: id, attempt: attempt, stream: name, offset: offset, limit: Int(limit), wait: .milliseconds(wait))
        if isFollowed {
            let answer = try await FollowedOutput(plane: plane, wish: wish).answer()
            return try answer.response(to: request, context, self.streams, limit: streamLimit)
        }
        // A door that closes does not keep those who wait.
        let answer = try await plane.readOutput(wish) { Task.isShuttingDownGracefully }
        return Self.response(answer)
    }

    /// The most bytes of an answer to a range; the rest is asked for by the next one.
    private static let longest = 1 << 20

    private func part(_ range: ByteRange, _ wish: ReadOutput.Request) async throws -> Response {
        var wish = wish
        (wish.offset, wish.limit) = range.place(longest: Self.longest)
        let answer = try await plane.readOutput(wish) { Task.isShuttingDownGracefully }
        let part = answer.part
        guard !part.bytes.isEmpty, range.isEmpty == false else { throw DoorError.rangeNotSatisfiable(size: part.size) }
        var response = Self.response(answer, status: .partialContent)
        // Of what still grows the length is not known.
        let size = answer.hasEnded ? String(part.size) : "*"
        response.headers[.contentRange] = "bytes \(part.offset)-\(part.offset + Int64(part.bytes.count) - 1)/\(size)"
        return response
    }

    private static func response(_ answer: ReadOutput.Answer, status: HTTPResponse.Status = .ok) -> Response {
        var headers: HTTPFields = [.contentType: "application/octet-stream", .acceptRanges: "bytes"]
        headers[.attempt] = String(answer.attempt)
        headers[.outputOffset] = String(answer.part.offset)
        headers[.outputSize] = String(answer.part.size)
        headers[.outputEnded] = answer.hasEnded ? "true" : "false"
        return Response(
            status: status, headers: headers, body: ResponseBody(byteBuffer: ByteBuffer(bytes: answer.part.bytes)))
    }
}

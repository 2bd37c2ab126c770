import ControlPlane
import HTTPTypes
import Hummingbird
import NIOCore
import Pulses
import Synchronization

/// Answers a `POST` that is asked again with its `Idempotency-Key` as it was answered the first time.
struct KeptAnswers {
    let plane: ControlPlane
    let body: BodyReader

    /// How a route keeps its answers.
    enum Manner: Sendable {
        /// What it does is noted by its key in the same transaction; the handler sees to it.
        case inTransaction
        /// Around the handler. A crash may come between what it does and the note of it.
        case around(afterCrash: AnswerOnce.AfterCrash = .again, isSecret: Bool = false)
    }

    func answer(
        _ request: Request, _ context: DoorContext, afterCrash: AnswerOnce.AfterCrash, isSecret: Bool, _ handler: Routes.Handler
    ) async throws -> Response {
        guard request.headers[.idempotencyKey] != nil else { return try await handler(request, context) }
        let bytes = try await body.bytes(of: request)
        guard let key = try request.idempotency(context.caller, plane, bytes) else { return try await handler(request, context) }
        if let known = try await plane.answerOnce.begin(key, afterCrash: afterCrash) { return try replay(known, isSecret) }
        let again = Request(head: request.head, body: RequestBody(buffer: bytes))
        let response = try await carriedOut(again, context, key, handler)
        let written = try await response.body.collected()
        let isKept = !isSecret && written.readableBytes <= KeptAnswer.bodyLimit
        try await plane.answerOnce.finish(
            key,
            with: KeptAnswer(
                status: response.status.code, location: response.headers[.location],
                body: isKept ? Array(written.readableBytesView) : nil))
        return Response(status: response.status, headers: response.headers, body: ResponseBody(byteBuffer: written))
    }

    /// What was refused is forgotten, so that it may be tried again.
    private func carriedOut(
        _ request: Request, _ context: DoorContext, _ key: Idempotency, _ handler: Routes.Handler
    ) async throws -> Response {
        do {
            return try await handler(request, context)
        } catch {
            try await plane.answerOnce.abandon(key)
            throw error
        }
    }

    private func replay(_ answer: KeptAnswer, _ isSecret: Bool) throws(RequestError) -> Response {
        guard let bytes = answer.body else {
            let why =
                isSecret
                ? "the secret of its answer was told once and is kept nowhere; revoke what was made, and make another with a new key"
                : "its answer was too long to be kept; look at what became of it"
            throw .conflict("this request was carried out before (\(answer.status)), and \(why)")
        }
        var headers: HTTPFields = [.contentType: Answer.json]
        headers[.location] = answer.location
        var response = Response(
            status: HTTPResponse.Status(code: answer.status), headers: headers, body: ResponseBody(byteBuffer: ByteBuffer(bytes: bytes)))
        response.noteReplay(true)
        return response
    }
}

extension ResponseBody {
    /// All that it writes.
    func collected() async throws -> ByteBuffer {
        let collector = BodyCollector()
        try await write(collector)
        return collector.buffer
    }
}

/// Keeps what is written to it.
final class BodyCollector: ResponseBodyWriter, Sendable {
    private let kept = Mutex(ByteBuffer())

    var buffer: ByteBuffer { kept.withLock { $0 } }

    func write(_ part: ByteBuffer) async throws {
        kept.withLock { buffer in
            var part = part
            buffer.writeBuffer(&part)
        }
    }

    func finish(_ trailingHeaders: HTTPFields?) async throws {}
}

import HTTPTypes
import Hummingbird
import NIOCore
import StrictJSON
import WireModel

/// Reads the body of a request, within its limit.
struct BodyReader: Sendable {
    let limit: Int

    /// How much of a refused body is read and thrown away, so that its sender gets to read the answer.
    static let patience = 16 << 20

    /// - Throws: `DoorError.tooLarge`, or what the connection throws.
    func bytes(of request: Request) async throws -> ByteBuffer {
        if let encoding = request.headers[.contentEncoding], encoding.lowercased() != "identity" { throw DoorError.encodedBody(encoding) }
        if let text = request.headers[.contentLength], let length = Int(text), length > limit {
            throw DoorError.tooLarge(limit: limit, rest: .unread)
        }
        var bytes = ByteBuffer()
        var size = 0
        for try await var chunk in request.body {
            size += chunk.readableBytes
            if size <= limit {
                bytes.writeBuffer(&chunk)
            } else if size - limit > Self.patience {
                throw DoorError.tooLarge(limit: limit, rest: .endless)
            }
        }
        guard size <= limit else { throw DoorError.tooLarge(limit: limit, rest: .none) }
        return bytes
    }

    /// A body of JSON; on `/v1` it has to say that it is one.
    func json(_ bytes: ByteBuffer) throws(DoorError) -> JSON {
        do {
            return try JSON(parsing: bytes.readableBytesView)
        } catch {
            throw .invalidJSON(error)
        }
    }

    /// - Throws: `unsupportedMediaType` for a body that is not said to be JSON: a form in a browser cannot say so.
    static func checkMediaType(_ request: Request, _ bytes: ByteBuffer) throws(DoorError) {
        if bytes.readableBytes > 0 { try checkMediaType(request.headers[.contentType]) }
    }

    private static func checkMediaType(_ field: String?) throws(DoorError) {
        let type = field.map { $0.prefix { $0 != ";" }.lowercased() } ?? ""
        let essence = type.filter { $0 != " " && $0 != "\t" }
        guard essence == Answer.json || (essence.hasPrefix("application/") && essence.hasSuffix("+json")) else {
            throw .unsupportedMediaType
        }
    }

    /// The same, as far as the header tells, before anything is read.
    static func checkAnnounced(_ request: Request) throws(DoorError) {
        guard request.headers[.contentType] != nil else { return }
        let hasBody = request.headers[.contentLength].map { $0 != "0" } ?? (request.headers[.transferEncoding] != nil)
        if hasBody { try checkMediaType(request.headers[.contentType]) }
    }

    /// A body of JSON with the fields of a value; unknown ones are refused.
    func value<Value: WireValue>(of request: Request, as type: Value.Type) async throws -> Value {
        let bytes = try await bytes(of: request)
        try Self.checkMediaType(request, bytes)
        return try value(bytes)
    }

    /// The same, where there may be no body.
    func optionalValue<Value: WireValue>(of request: Request, as type: Value.Type) async throws -> Value? {
        let bytes = try await bytes(of: request)
        try Self.checkMediaType(request, bytes)
        return bytes.readableBytes > 0 ? try value(bytes) : nil
    }

    /// What takes no fields takes no body, or an empty object.
    ///
    /// - Returns: its bytes.
    @discardableResult
    func refuseFields(_ request: Request) async throws -> ByteBuffer {
        try request.refuseQuery()
        let bytes = try await bytes(of: request)
        try Self.checkMediaType(request, bytes)
        guard bytes.readableBytes > 0 else { return bytes }
        var reader = JSONReader(try json(bytes))
        do {
            try reader.finish(unknown: .refuse)
        } catch {
            throw DoorError(error)
        }
        return bytes
    }

    func value<Value: WireValue>(_ bytes: ByteBuffer) throws(DoorError) -> Value { try value(try json(bytes)) }

    func value<Value: WireValue>(_ document: JSON) throws(DoorError) -> Value {
        do {
            return try Value(document, unknown: .refuse)
        } catch {
            throw DoorError(error)
        }
    }
}

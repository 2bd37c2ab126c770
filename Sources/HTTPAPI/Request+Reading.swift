import ControlPlane
import HTTPTypes
import Hummingbird
import NIOCore
import Pulses
import WireModel

extension Request {
    /// The query, not decoded.
    var query: String? { RequestTarget(head.path ?? "/")?.query }

    /// For what takes no parameters.
    func refuseQuery() throws(DoorError) {
        try QueryReader(query, known: []).finish()
    }

    /// By the header `Idempotency-Key`; nil where there is none.
    func idempotency(_ caller: Caller, _ plane: ControlPlane, _ body: ByteBuffer) throws(RequestError) -> Idempotency? {
        guard let key = headers[.idempotencyKey] else { return nil }
        guard headers[values: .idempotencyKey].count == 1 else {
            throw .invalid([FieldError("Idempotency-Key", "the header Idempotency-Key is there more than once; give one key")])
        }
        return try plane.idempotency(
            key: key, caller: caller, method: method.rawValue, path: uri.path + (query.map { "?\($0)" } ?? ""),
            body: body.readableBytesView)
    }

    /// The token of `Authorization: Bearer TOKEN`; nil where there is none.
    var bearerToken: String? {
        guard let field = headers[.authorization] else { return nil }
        // RFC 9110 section 11.4: one blank or more.
        guard let blank = field.utf8.firstIndex(of: UInt8(ascii: " ")), field[..<blank].lowercased() == "bearer" else { return nil }
        let token = field[blank...].drop { $0 == " " }
        return token.isEmpty ? nil : String(token)
    }

    /// The run that a command line says it was called in; nil where it says none.
    func run() throws(DoorError) -> RunKey? {
        guard let text = headers[.run] else { return nil }
        let parts = text.split(separator: "/", omittingEmptySubsequences: false)
        guard parts.count == 2, let pulse = QueryReader.number(parts[0]), let attempt = QueryReader.number(parts[1]),
            pulse > 0, attempt > 0
        else { throw .fields([Problem.Field(pointer: WireHeader.run, detail: "expected PULSE/ATTEMPT, two whole numbers")]) }
        return RunKey(pulse: PulseID(pulse), attempt: Int(attempt))
    }
}

extension Response {
    mutating func noteReplay(_ isReplay: Bool) {
        if isReplay { headers[.idempotentReplayed] = "true" }
    }
}

extension DoorContext {
    /// The pulse, or the pipeline, the path names.
    func pulseID(_ thing: String = "pulse") throws(RequestError) -> PulseID {
        let text = parameters.get("id") ?? ""
        guard let number = QueryReader.number(text), number > 0 else {
            throw .notFound("there is no \(thing) \(text.prefix(40)); a \(thing) is named by its number")
        }
        return PulseID(number)
    }

    /// The attempt the path names; nil for the latest.
    func attempt(of id: PulseID) throws(RequestError) -> Int? {
        let text = parameters.get("attempt") ?? ""
        if text == "latest" { return nil }
        guard let number = QueryReader.number(text), number > 0, let attempt = Int(exactly: number) else {
            throw .notFound("pulse \(id) has no attempt \(text.prefix(40)); an attempt is named by its number, or `latest`")
        }
        return attempt
    }
}

/// What a request was answered with, kept for when it is asked once more.
package struct KeptAnswer: Hashable, Sendable {
    package var status: Int
    /// The header `Location`; nil where there was none.
    package var location: String?
    /// JSON; nil where it is not kept: a secret, or too long.
    package var body: [UInt8]?

    /// Longer bodies are not kept.
    package static let bodyLimit = 64 << 10

    package init(status: Int, location: String? = nil, body: [UInt8]?) {
        self.status = status
        self.location = location
        self.body = body
    }
}

/// What is known of a request that is about to be carried out, by its idempotency key.
package enum RequestBegun: Hashable, Sendable {
    /// Nothing: it is noted that it is being carried out.
    case new
    /// It was begun, and nobody works on it any more: whether it took effect is not known. Whoever asked has it now.
    case takenOver
    case inProgress
    case answered(KeptAnswer)
    /// The key belongs to another request.
    case conflict
}

/// How a request reaches whoever answers it: a daemon's socket, or the responder in this process.
package protocol ClientTransport: Sendable {
    /// Sends one request and takes the whole answer.
    ///
    /// Cancelling the task gives the request up; whether it was carried out is not known then.
    /// - Throws: what kept an answer from coming. An answer that says no is an answer, whatever its status.
    func send(_ request: ClientRequest) async throws(ClientError) -> ClientResponse

    /// Sends one request; where the answer is a stream of server-sent events, hands them on as they come.
    ///
    /// The request's time ends with the head of such an answer: it may take as long as it likes, while something comes. Cancelling the task
    /// closes the exchange.
    /// - Parameter event: takes the data of one event; the next one waits for its return.
    /// - Returns: the answer, at its end; of a stream without a body.
    func follow(
        _ request: ClientRequest, event: @escaping @Sendable ([UInt8]) async -> Void
    ) async throws(ClientError) -> ClientResponse
}

extension ClientTransport {
    /// Where every answer comes whole.
    package func follow(
        _ request: ClientRequest, event: @escaping @Sendable ([UInt8]) async -> Void
    ) async throws(ClientError) -> ClientResponse { try await send(request) }
}

/// One request.
package struct ClientRequest: Hashable, Sendable {
    package var method: String
    /// With the query, percent-encoded: `/v1/pulses?limit=20`.
    package var path: String
    package var headers: ClientHeaders
    package var body: [UInt8]
    /// From the connecting to the last byte of the answer.
    package var timeout: Duration

    package init(
        method: String, path: String, headers: ClientHeaders = ClientHeaders(), body: [UInt8] = [],
        timeout: Duration = .seconds(30)
    ) {
        self.method = method
        self.path = path
        self.headers = headers
        self.body = body
        self.timeout = timeout
    }
}

/// One answer.
package struct ClientResponse: Hashable, Sendable {
    package var status: Int
    package var headers: ClientHeaders
    package var body: [UInt8]

    package init(status: Int, headers: ClientHeaders = ClientHeaders(), body: [UInt8] = []) {
        self.status = status
        self.headers = headers
        self.body = body
    }
}

/// Header fields in their order; names count without regard to case (RFC 9110 section 5.1).
package struct ClientHeaders: Hashable, Sendable, ExpressibleByDictionaryLiteral {
    package struct Field: Hashable, Sendable {
        package var name: String
        package var value: String

        package init(name: String, value: String) {
            self.name = name
            self.value = value
        }
    }

    package private(set) var fields: [Field] = []

    package init() {}

    package init(dictionaryLiteral elements: (String, String)...) {
        for (name, value) in elements { add(name, value) }
    }

    /// The first value of a name. Setting replaces all of them; nil removes them.
    package subscript(name: String) -> String? {
        get { fields.first { $0.name.lowercased() == name.lowercased() }?.value }
        set {
            fields.removeAll { $0.name.lowercased() == name.lowercased() }
            if let newValue { add(name, newValue) }
        }
    }

    package mutating func add(_ name: String, _ value: String) {
        fields.append(Field(name: name, value: value))
    }
}

/// A call that is to be made.
package struct OutboundRequest: Sendable {
    package var method: String
    package var url: OutboundURL
    package var headers: [OutboundHeader]
    /// Nil sends none; an empty one says that its length is 0.
    package var body: [UInt8]?
    /// For all of it: looking up, connecting, sending, reading, and what redirects lead to.
    package var timeout: Duration
    /// How many redirects are followed.
    package var redirects: Int
    package var reach: AddressRules.Reach

    package init(
        method: String = "POST", url: OutboundURL, headers: [OutboundHeader] = [], body: [UInt8]? = nil, timeout: Duration = .seconds(30),
        redirects: Int = 0, reach: AddressRules.Reach
    ) {
        self.method = method
        self.url = url
        self.headers = headers
        self.body = body
        self.timeout = timeout
        self.redirects = redirects
        self.reach = reach
    }

    /// The request that a redirect asks for (RFC 9110 section 15.4): 307 and 308 repeat it, 303 asks, and so in practice do 301 and 302
    /// after a POST. What is for one origin alone stays there.
    func redirected(to next: OutboundURL, status: Int) -> OutboundRequest {
        var request = self
        request.url = next
        if status == 303 && method != "HEAD" || (status == 301 || status == 302) && method == "POST" {
            request.method = "GET"
            request.body = nil
            request.headers.removeAll { $0.name.lowercased().hasPrefix("content-") }
        }
        if next.origin != url.origin { request.headers.removeAll(where: \.staysWithOrigin) }
        return request
    }
}

/// A header field of a request.
package struct OutboundHeader: Hashable, Sendable {
    package var name: String
    package var value: String
    /// Not sent on to another origin by a redirect.
    package var staysWithOrigin: Bool

    package init(_ name: String, _ value: String, staysWithOrigin: Bool = false) {
        self.name = name
        self.value = value
        self.staysWithOrigin = staysWithOrigin
    }
}

/// What came back.
package struct OutboundAnswer: Hashable, Sendable {
    /// Who answered, after redirects.
    package var url: OutboundURL
    package var address: IPAddress
    package var status: Int
    /// `OK`; may be empty.
    package var reason: String
    /// In the order in which they came; names in lower case.
    package var headers: [OutboundHeader]
    /// The first 64 KiB.
    package var body: [UInt8]
    /// Bytes of the body that were read.
    package var read: Int64
    /// There was more than is read.
    package var isCut: Bool

    /// The first field of that name, in lower case.
    package func header(_ name: String) -> String? { headers.first { $0.name == name }?.value }
}

/// How much of an answer is taken.
package enum OutboundLimits {
    /// Bytes of a body that are kept.
    package static let kept = 64 << 10
    /// Bytes of a body after which the connection is closed; the status decides.
    package static let read = 1 << 20
    /// The longest wait for one address to take a connection.
    static let connect = Duration.seconds(10)
    /// Addresses of one name that are tried.
    static let addresses = 6
}

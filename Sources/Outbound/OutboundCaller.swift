package import NIOSSL

/// Calls out: looks the name up, holds every address against the rules, dials one of those it has checked, and takes no more of the
/// answer than it can use.
package struct OutboundCaller: Sendable {
    /// Gives the addresses of a name.
    package typealias Resolver = @Sendable (_ host: String) async throws -> [IPAddress]

    let rules: AddressRules
    let resolver: Resolver
    let tls: TLSConfiguration

    package init(
        rules: AddressRules, resolver: @escaping Resolver = { host in try await SystemResolver.addresses(of: host) },
        tls: TLSConfiguration = .makeClientConfiguration()
    ) {
        self.rules = rules
        self.resolver = resolver
        self.tls = tls
    }

    /// Makes a call. Any status is an answer; a redirect that is not followed is one too.
    ///
    /// Ends within the request's timeout, whatever the other side does. A cancel ends it at once, and then it is not known what the other
    /// side has done.
    package func call(_ request: OutboundRequest) async throws(OutboundFailure) -> OutboundAnswer {
        let progress = CallProgress(host: request.url.host)
        do {
            return try await withThrowingTaskGroup(of: OutboundAnswer?.self) { group in
                defer { group.cancelAll() }
                group.addTask { try await follow(request, progress) }
                group.addTask {
                    try await Task.sleep(for: request.timeout)
                    return nil
                }
                guard let first = try await group.next(), let answer = first else {
                    throw OutboundFailure.timedOut("no answer within \(request.timeout.words): \(progress.words)")
                }
                return answer
            }
        } catch {
            throw OutboundFailure(error, place: request.url.host)
        }
    }

    // MARK: steps

    private func follow(_ request: OutboundRequest, _ progress: CallProgress) async throws -> OutboundAnswer {
        var request = request
        var left = request.redirects
        while true {
            let answer = try await callOnce(request, progress)
            guard left > 0, Self.redirects.contains(answer.status), let location = answer.header("location") else { return answer }
            left -= 1
            request = request.redirected(to: try Self.next(after: request.url, location), status: answer.status)
            progress.reach(.lookingUp(request.url.host))
        }
    }

    private static let redirects: Set = [301, 302, 303, 307, 308]

    private static func next(after url: OutboundURL, _ location: String) throws -> OutboundURL {
        let next: OutboundURL
        do {
            next = try url.following(location)
        } catch {
            throw OutboundFailure.refused("\(url.host) redirects to a URL that \(error)")
        }
        guard next.isSecure || !url.isSecure else {
            throw OutboundFailure.refused("\(url.host) redirects from https to \(next.origin), which is not encrypted")
        }
        return next
    }

    private func callOnce(_ request: OutboundRequest, _ progress: CallProgress) async throws -> OutboundAnswer {
        let addresses = try await addresses(for: request)
        for (index, address) in addresses.enumerated() {
            do {
                let exchange = HTTPExchange(request: request, address: address, tls: tls, progress: progress)
                return try await exchange.answer()
            } catch {
                // What was sent is not sent again here.
                guard index < addresses.count - 1, OutboundFailure.isBeforeSending(error) else {
                    throw OutboundFailure(error, place: HTTPExchange.place(request.url, address))
                }
            }
        }
        throw OutboundFailure.network("the name \(request.url.host) has no address")
    }

    /// The addresses of a request's host, all of them checked: one that is forbidden forbids the name, since nobody honest mixes them.
    private func addresses(for request: OutboundRequest) async throws -> [IPAddress] {
        let host = request.url.host
        let found: [IPAddress]
        if let address = request.url.address { found = [address] } else { found = try await resolver(host) }
        for address in found {
            if let refusal = rules.refusal(of: address, host: host, reach: request.reach) { throw OutboundFailure.refused(refusal) }
        }
        return Array(found.prefix(OutboundLimits.addresses))
    }
}

extension Duration {
    /// `30 s`, `1.5 s`.
    fileprivate var words: String {
        let (seconds, attoseconds) = components
        return attoseconds == 0 ? "\(seconds) s" : "\(Double(seconds) + Double(attoseconds / 1_000_000_000_000_000) / 1000) s"
    }
}

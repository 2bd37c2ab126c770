import AsyncHTTPClient
import Foundation
import NIOCore
import NIOHTTP1
import NIOSSL

/// Why a call brought no answer.
package enum OutboundFailure: Error, Hashable, Sendable, CustomStringConvertible {
    /// The rules forbid it.
    case refused(String)
    /// The other side could not show that it is who it should be.
    case untrusted(String)
    case timedOut(String)
    case network(String)
    case cancelled

    package var description: String {
        switch self {
        case .refused(let text), .untrusted(let text), .timedOut(let text), .network(let text): text
        case .cancelled: "the call was given up"
        }
    }

    /// Another try might bring more.
    package var isTransient: Bool {
        switch self {
        case .refused, .untrusted: false
        case .timedOut, .network, .cancelled: true
        }
    }
}

extension OutboundFailure {
    /// Reads what the HTTP client and the system throw.
    ///
    /// - Parameter place: host and address, for the sentence.
    init(_ error: any Error, place: String) {
        switch error {
        case let failure as OutboundFailure: self = failure
        case is CancellationError: self = .cancelled
        case let error as IOError:
            self = .network("\(place): \(String(cString: strerror(error.errnoCode)))")
        case let error as NIOSSLError: self.init(tls: error, place: place)
        case let error as NIOSSLExtraError where error == .failedToValidateHostname || error == .serverHostnameImpossibleToMatch:
            self = .untrusted("\(place): its certificate is for another name")
        case let error as HTTPClientError: self = .network("\(place): \(Self.words(error))")
        case HTTPParserError.headerOverflow: self = .network("\(place): the head of its answer is too large")
        case is HTTPParserError: self = .network("\(place): its answer is no HTTP (\(error))")
        case ChannelError.connectTimeout: self = .network("\(place): no connection came about in time")
        default: self = .network("\(place): \(error)")
        }
    }

    private init(tls error: NIOSSLError, place: String) {
        let text = "\(error)"
        if case .handshakeFailed = error, text.contains("CERTIFICATE_VERIFY_FAILED") {
            self = .untrusted("\(place): its certificate is not trusted here (expired, self-signed, or of an unknown authority)")
        } else if case .uncleanShutdown = error {
            self = .network("\(place): the connection was broken off")
        } else {
            self = .network("\(place): TLS failed (\(text))")
        }
    }

    private static func words(_ error: HTTPClientError) -> String {
        switch error {
        case .connectTimeout, .tlsHandshakeTimeout, .getConnectionFromPoolTimeout: "no connection came about in time"
        case .remoteConnectionClosed: "the connection was closed before the answer was complete"
        default: "\(error)"
        }
    }

    /// Nothing was sent, so that another address of the same name may be tried.
    static func isBeforeSending(_ error: any Error) -> Bool {
        switch error {
        case let error as IOError:
            [ECONNREFUSED, ENETUNREACH, EHOSTUNREACH, EADDRNOTAVAIL, EAFNOSUPPORT].contains(error.errnoCode)
        case let error as HTTPClientError: error == .connectTimeout
        case ChannelError.connectTimeout: true
        default: false
        }
    }
}

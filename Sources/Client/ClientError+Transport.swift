import AsyncHTTPClient
import Foundation
import NIOCore

extension ClientError {
    /// Reads what the HTTP client and the system throw.
    init(transport error: any Error, socket: String, timeout: Duration) {
        switch error {
        case let error as ClientError:
            self = error
        case is CancellationError:
            self = .cancelled
        case let error as IOError:
            self.init(errno: error.errnoCode, socket: socket)
        case let error as HTTPClientError:
            self.init(client: error, timeout: timeout)
        case is NIOTooManyBytesError:
            self = .answerTooLarge(limit: SocketTransport.answerLimit)
        case SocketAddressError.unixDomainSocketPathTooLong:
            self = .connectionBroken("the path of the socket, \(socket), is longer than the system takes")
        default:
            self = .connectionBroken("\(error)")
        }
    }

    private init(errno code: Int32, socket: String) {
        switch code {
        case ENOENT, ECONNREFUSED, ENOTDIR, ENOTSOCK: self = .notRunning(socket: socket)
        case EACCES, EPERM: self = .accessDenied(socket: socket)
        default: self = .connectionBroken(String(cString: strerror(code)))
        }
    }

    private init(client error: HTTPClientError, timeout: Duration) {
        switch error {
        case .cancelled: self = .cancelled
        case .deadlineExceeded, .connectTimeout, .readTimeout, .writeTimeout, .getConnectionFromPoolTimeout:
            self = .timedOut(after: timeout)
        case .remoteConnectionClosed: self = .connectionBroken("it was closed before the answer was complete")
        default: self = .connectionBroken("\(error)")
        }
    }
}

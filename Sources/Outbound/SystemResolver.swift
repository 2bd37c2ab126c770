import Dispatch
import Foundation
import Synchronization

/// The system's resolver, on threads of its own: a lookup may block for as long as it likes, and nobody waits longer than he wants.
package enum SystemResolver {
    private static let queue = DispatchQueue(label: "upbeat.resolver", attributes: .concurrent)

    /// The addresses of a name, in the order in which the system would try them (RFC 6724).
    ///
    /// A cancel returns at once; the thread ends when the system does.
    package static func addresses(of host: String) async throws -> [IPAddress] {
        let waiter = Waiter()
        return try await withTaskCancellationHandler {
            try await withCheckedThrowingContinuation { continuation in
                waiter.wait(continuation)
                queue.async { waiter.end(Result { try lookUp(host) }) }
            }
        } onCancel: {
            waiter.end(.failure(CancellationError()))
        }
    }

    private static func lookUp(_ host: String) throws -> [IPAddress] {
        var hints = addrinfo()
        hints.ai_family = AF_UNSPEC
        #if canImport(Darwin)
            hints.ai_socktype = SOCK_STREAM
        #else
            hints.ai_socktype = Int32(SOCK_STREAM.rawValue)
        #endif
        var list: UnsafeMutablePointer<addrinfo>?
        let code = getaddrinfo(host, nil, &hints, &list)
        guard code == 0 else {
            let reason = code == EAI_SYSTEM ? String(cString: strerror(errno)) : String(cString: gai_strerror(code))
            throw OutboundFailure.network("the name \(host) could not be looked up: \(reason)")
        }
        defer { freeaddrinfo(list) }
        var addresses: [IPAddress] = []
        for entry in sequence(first: list, next: { $0?.pointee.ai_next }) {
            guard let entry = entry?.pointee, let address = IPAddress(entry), !addresses.contains(address) else { continue }
            addresses.append(address)
        }
        return addresses
    }

    /// Is told once, whichever comes first: an answer or a cancel.
    private final class Waiter: Sendable {
        private enum State {
            case idle
            case waiting(CheckedContinuation<[IPAddress], any Error>)
            case ended(Result<[IPAddress], any Error>)
        }

        private let state = Mutex(State.idle)

        func wait(_ continuation: CheckedContinuation<[IPAddress], any Error>) {
            let known: Result<[IPAddress], any Error>? = state.withLock { state in
                if case .ended(let result) = state { return result }
                state = .waiting(continuation)
                return nil
            }
            if let known { continuation.resume(with: known) }
        }

        func end(_ result: Result<[IPAddress], any Error>) {
            let continuation: CheckedContinuation<[IPAddress], any Error>? = state.withLock { state in
                defer { state = .ended(result) }
                if case .waiting(let continuation) = state { return continuation }
                return nil
            }
            continuation?.resume(with: result)
        }
    }
}

extension IPAddress {
    /// The address of an entry of `getaddrinfo`; nil where it is of another family.
    fileprivate init?(_ entry: addrinfo) {
        guard let raw = entry.ai_addr else { return nil }
        switch entry.ai_family {
        case AF_INET:
            let address = raw.withMemoryRebound(to: sockaddr_in.self, capacity: 1) { $0.pointee.sin_addr }
            self.init(bytes: withUnsafeBytes(of: address) { Array($0) })
        case AF_INET6:
            let address = raw.withMemoryRebound(to: sockaddr_in6.self, capacity: 1) { $0.pointee.sin6_addr }
            self.init(bytes: withUnsafeBytes(of: address) { Array($0) })
        default: return nil
        }
    }
}

import Foundation
import Synchronization

/// A server on loopback that does to each connection what a test says, on threads of its own. Everything ends with the connections.
final class RawServer: Sendable {
    /// One connection, taken by one thread.
    struct Peer {
        let descriptor: Int32

        /// Reads a request: its head, and a body as long as it says. Nil where the other side closed.
        func request() -> String? {
            var bytes: [UInt8] = []
            var wanted = Int.max
            while bytes.count < wanted {
                var chunk = [UInt8](repeating: 0, count: 65_536)
                let count = recv(descriptor, &chunk, chunk.count, 0)
                guard count > 0 else { return nil }
                bytes += chunk.prefix(count)
                if wanted == .max, let end = String(decoding: bytes, as: UTF8.self).range(of: "\r\n\r\n") {
                    let head = String(decoding: bytes, as: UTF8.self)[..<end.upperBound]
                    let length = head.lowercased().firstMatch(of: /content-length: (\d+)/).flatMap { Int($0.1) } ?? 0
                    wanted = head.utf8.count + length
                }
            }
            return String(decoding: bytes, as: UTF8.self)
        }

        /// False where the other side is gone.
        @discardableResult func send(_ text: String) -> Bool { send(Array(text.utf8)) }

        @discardableResult func send(_ bytes: [UInt8]) -> Bool {
            var sent = 0
            while sent < bytes.count {
                let count = bytes.withUnsafeBytes { raw in
                    Foundation.send(descriptor, raw.baseAddress?.advanced(by: sent), raw.count - sent, Int32(MSG_NOSIGNAL))
                }
                guard count > 0 else { return false }
                sent += count
            }
            return true
        }

        /// Returns when the other side has closed, or after the time; true where it has closed.
        @discardableResult func waitForClose(milliseconds: Int32 = 20_000) -> Bool {
            var entry = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
            guard poll(&entry, 1, milliseconds) > 0 else { return false }
            var byte: UInt8 = 0
            return recv(descriptor, &byte, 1, 0) <= 0
        }

        /// Breaks the connection off, so that the other side gets ECONNRESET.
        func reset() {
            var linger = linger(l_onoff: 1, l_linger: 0)
            setsockopt(descriptor, SOL_SOCKET, SO_LINGER, &linger, socklen_t(MemoryLayout.size(ofValue: linger)))
        }
    }

    let port: Int
    private let listener: Int32
    private let heard = Heard()

    /// What was asked, in order.
    var requests: [String] { heard.requests }

    private final class Heard: Sendable {
        private let list = Mutex<[String]>([])

        var requests: [String] { list.withLock { $0 } }

        func hear(_ request: String) { list.withLock { $0.append(request) } }
    }

    /// - Parameters:
    ///   - port: 0 takes any.
    ///   - answer: is given each connection and its first request.
    init(address: String = "127.0.0.1", port: Int = 0, _ answer: @escaping @Sendable (Peer, String) -> Void) throws {
        let listener = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        var yes: Int32 = 1
        setsockopt(listener, SOL_SOCKET, SO_REUSEADDR, &yes, 4)
        var place = sockaddr_in()
        place.sin_family = sa_family_t(AF_INET)
        place.sin_port = UInt16(port).bigEndian
        inet_pton(AF_INET, address, &place.sin_addr)
        var size = socklen_t(MemoryLayout.size(ofValue: place))
        let bound = withUnsafeMutablePointer(to: &place) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { raw in
                bind(listener, raw, size) == 0 && listen(listener, 16) == 0 && getsockname(listener, raw, &size) == 0
            }
        }
        guard bound else { throw POSIXError(POSIXErrorCode(rawValue: errno) ?? .EIO) }
        self.listener = listener
        self.port = Int(UInt16(bigEndian: place.sin_port))
        let heard = heard
        Thread.detachNewThread {
            defer { close(listener) }
            while true {
                let descriptor = accept(listener, nil, nil)
                guard descriptor >= 0 else { return }
                Thread.detachNewThread {
                    defer { close(descriptor) }
                    let peer = Peer(descriptor: descriptor)
                    guard let request = peer.request() else { return }
                    heard.hear(request)
                    answer(peer, request)
                }
            }
        }
    }

    /// Answers every request with the same text.
    convenience init(address: String = "127.0.0.1", port: Int = 0, saying text: String) throws {
        try self.init(address: address, port: port) { peer, _ in peer.send(text) }
    }

    /// Nobody is let in any more. The thread that lets them in closes the socket, so that its number is no one else's before.
    func stop() { shutdown(listener, Int32(SHUT_RDWR)) }

    static let ok = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nhi"
}

import Foundation
import Synchronization

/// A server on loopback that answers every request with the same text, or with nothing.
final class OneAnswerServer: Sendable {
    private final class Heard: Sendable {
        let list = Mutex<[String]>([])
    }

    let port: Int
    private let listener: Int32
    private let heard = Heard()

    var requests: [String] { heard.list.withLock { $0 } }

    /// - Parameter answer: nil stalls until the other side closes.
    init(_ answer: String?) throws {
        let listener = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        var place = sockaddr_in()
        place.sin_family = sa_family_t(AF_INET)
        inet_pton(AF_INET, "127.0.0.1", &place.sin_addr)
        var size = socklen_t(MemoryLayout.size(ofValue: place))
        let isBound = withUnsafeMutablePointer(to: &place) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { raw in
                bind(listener, raw, size) == 0 && listen(listener, 16) == 0 && getsockname(listener, raw, &size) == 0
            }
        }
        guard isBound else { throw POSIXError(POSIXErrorCode(rawValue: errno) ?? .EIO) }
        self.listener = listener
        port = Int(UInt16(bigEndian: place.sin_port))
        let heard = heard
        Thread.detachNewThread {
            defer { close(listener) }
            while true {
                let descriptor = accept(listener, nil, nil)
                guard descriptor >= 0 else { return }
                Self.serve(descriptor, answer, heard)
                close(descriptor)
            }
        }
    }

    /// Nobody is let in any more. The thread that lets them in closes the socket, so that its number is no one else's before.
    func stop() { shutdown(listener, Int32(SHUT_RDWR)) }

    private static func serve(_ descriptor: Int32, _ answer: String?, _ heard: Heard) {
        var bytes: [UInt8] = []
        var wanted = Int.max
        while bytes.count < wanted {
            var chunk = [UInt8](repeating: 0, count: 65_536)
            let count = recv(descriptor, &chunk, chunk.count, 0)
            guard count > 0 else { return }
            bytes += chunk.prefix(count)
            let text = String(decoding: bytes, as: UTF8.self)
            if let end = text.range(of: "\r\n\r\n") {
                let length = text.lowercased().firstMatch(of: /content-length: (\d+)/).flatMap { Int($0.1) } ?? 0
                wanted = text[..<end.upperBound].utf8.count + length
            }
        }
        heard.list.withLock { $0.append(String(decoding: bytes, as: UTF8.self)) }
        var byte: UInt8 = 0
        guard let answer else {
            _ = recv(descriptor, &byte, 1, 0)
            return
        }
        let out = Array(answer.utf8)
        _ = send(descriptor, out, out.count, Int32(MSG_NOSIGNAL))
    }
}

import Foundation
import StrictJSON

/// A connection to the daemon's socket that speaks plain HTTP/1.1 (RFC 9112), one request at a time, blocking.
///
/// It is written anew here, not taken from the client room, so that the harness and what it judges have no code in common.
final class UnixHTTPConnection {
    enum Failure: Error {
        /// Nothing was sent: the daemon knows nothing of the request.
        case notSent(String)
        /// It was sent, or part of it, and there is no whole answer: anything may have happened.
        case noAnswer(String)
    }

    struct Answer {
        var status: Int
        /// Names in lower case; of equal names the last.
        var headers: [String: String]
        var body: [UInt8]

        var text: String { String(decoding: body, as: UTF8.self) }
        var json: JSON? { try? JSON(parsing: body) }
    }

    private let path: String
    private let timeout: Duration
    private var descriptor: Int32 = -1
    private var buffer: [UInt8] = []

    init(path: String, timeout: Duration = .seconds(10)) {
        self.path = path
        self.timeout = timeout
    }

    deinit { close() }

    func close() {
        if descriptor >= 0 { Foundation.close(descriptor) }
        descriptor = -1
        buffer = []
    }

    /// Sends a request and reads its answer; connects first where it must. After a failure the connection is closed.
    func request(_ method: String, _ target: String, headers: [(String, String)] = [], body: [UInt8]? = nil) throws(Failure) -> Answer {
        if descriptor < 0 { try connect() }
        var head = "\(method) \(target) HTTP/1.1\r\nHost: localhost\r\n"
        for (name, value) in headers { head += "\(name): \(value)\r\n" }
        if let body { head += "Content-Type: application/json\r\nContent-Length: \(body.count)\r\n" }
        do throws(Failure) {
            try send(Array((head + "\r\n").utf8) + (body ?? []))
            return try readAnswer()
        } catch {
            close()
            throw error
        }
    }

    // MARK: socket

    private func connect() throws(Failure) {
        var address = sockaddr_un()
        address.sun_family = sa_family_t(AF_UNIX)
        let bytes = Array(path.utf8)
        let room = MemoryLayout.size(ofValue: address.sun_path)
        guard bytes.count < room else { throw .notSent("the path of the socket is too long: \(path)") }
        withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: bytes) }
        let made = socket(AF_UNIX, Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
        guard made >= 0 else { throw .notSent(lastError()) }
        var limit = timeval(
            tv_sec: Int(timeout.components.seconds), tv_usec: Int(timeout.components.attoseconds / 1_000_000_000_000))
        let size = socklen_t(MemoryLayout<timeval>.size)
        setsockopt(made, SOL_SOCKET, SO_RCVTIMEO, &limit, size)
        setsockopt(made, SOL_SOCKET, SO_SNDTIMEO, &limit, size)
        let result = withUnsafePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                Foundation.connect(made, $0, socklen_t(MemoryLayout<sockaddr_un>.size))
            }
        }
        guard result == 0 else {
            let failure = Failure.notSent(lastError())
            Foundation.close(made)
            throw failure
        }
        descriptor = made
    }

    private func send(_ bytes: [UInt8]) throws(Failure) {
        var sent = 0
        while sent < bytes.count {
            let count = bytes.withUnsafeBytes {
                Foundation.send(descriptor, $0.baseAddress?.advanced(by: sent), $0.count - sent, Int32(MSG_NOSIGNAL))
            }
            if count < 0, errno == EINTR { continue }
            // The other side had closed the connection before a byte of this went out.
            if count < 0, errno == EPIPE, sent == 0 { throw .notSent("the connection was closed") }
            guard count > 0 else { throw .noAnswer("sending: \(lastError())") }
            sent += count
        }
    }

    private func receive() throws(Failure) {
        var chunk = [UInt8](repeating: 0, count: 64 << 10)
        while true {
            let count = recv(descriptor, &chunk, chunk.count, 0)
            if count < 0, errno == EINTR { continue }
            guard count != 0 else { throw .noAnswer("the connection was closed after \(buffer.count) bytes of the answer") }
            guard count > 0 else { throw .noAnswer("reading: \(lastError())") }
            buffer += chunk[..<count]
            return
        }
    }

    private func lastError() -> String { String(cString: strerror(errno)) }

    // MARK: answer

    private func readAnswer() throws(Failure) -> Answer {
        while true {
            let lines = try readHead()
            let words = lines[0].split(separator: " ", maxSplits: 2)
            guard words.count >= 2, words[0].hasPrefix("HTTP/1."), let status = Int(words[1]) else {
                throw .noAnswer("not an answer: \(lines[0])")
            }
            var headers: [String: String] = [:]
            for line in lines.dropFirst() {
                guard let colon = line.firstIndex(of: ":") else { throw .noAnswer("not a header: \(line)") }
                headers[line[..<colon].lowercased()] = line[line.index(after: colon)...].trimmingCharacters(in: .whitespaces)
            }
            if status == 100 { continue }
            let body = try readBody(headers)
            if headers["connection"]?.lowercased() == "close" { close() }
            return Answer(status: status, headers: headers, body: body)
        }
    }

    private func readHead() throws(Failure) -> [String] {
        let end = Array("\r\n\r\n".utf8)
        while true {
            if let range = buffer.firstRange(of: end) {
                let head = String(decoding: buffer[..<range.lowerBound], as: UTF8.self)
                buffer.removeSubrange(..<range.upperBound)
                return head.components(separatedBy: "\r\n")
            }
            try receive()
        }
    }

    private func readBody(_ headers: [String: String]) throws(Failure) -> [UInt8] {
        guard headers["transfer-encoding"]?.lowercased() != "chunked" else { return try readChunks() }
        guard let length = headers["content-length"].flatMap(Int.init) else {
            throw .noAnswer("an answer of unknown length")
        }
        return try take(length)
    }

    private func readChunks() throws(Failure) -> [UInt8] {
        var body: [UInt8] = []
        while true {
            while buffer.firstRange(of: Array("\r\n".utf8)) == nil { try receive() }
            guard let line = buffer.firstRange(of: Array("\r\n".utf8)),
                let size = Int(String(decoding: buffer[..<line.lowerBound], as: UTF8.self), radix: 16)
            else { throw .noAnswer("not a chunk") }
            buffer.removeSubrange(..<line.upperBound)
            body += try take(size)
            _ = try take(2)
            if size == 0 { return body }
        }
    }

    private func take(_ count: Int) throws(Failure) -> [UInt8] {
        while buffer.count < count { try receive() }
        defer { buffer.removeSubrange(..<count) }
        return Array(buffer[..<count])
    }
}

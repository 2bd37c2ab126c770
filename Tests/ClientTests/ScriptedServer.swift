import Foundation
import Synchronization

/// A Unix socket that answers by script, byte for byte, on threads of its own. No part of it knows HTTP but the end of a request.
final class ScriptedServer: Sendable {
    enum Action: Sendable {
        /// Sends the bytes and keeps the connection.
        case reply(String)
        /// Sends the bytes and closes the connection.
        case replyThenClose(String)
        /// Sends the bytes, then nothing more.
        case replyThenStall(String)
    }

    let path: String
    private let listener: Int32
    private let state = Mutex(State())
    private let script: @Sendable (_ request: String, _ number: Int) -> Action

    private struct State {
        var requests: [String] = []
        var connections: [Int32] = []
        var isStopped = false
    }

    /// - Parameter script: is given each request and its number, from 0.
    init(script: @escaping @Sendable (_ request: String, _ number: Int) -> Action) throws {
        signal(SIGPIPE, SIG_IGN)
        self.script = script
        path = temporaryPath()
        listener = socket(AF_UNIX, streamType, 0)
        let bound = withSocketAddress(path) { bind(listener, $0, $1) }
        guard bound == 0, listen(listener, 16) == 0 else { throw POSIXError(POSIXErrorCode(rawValue: errno) ?? .EIO) }
        Thread.detachNewThread { self.acceptAll() }
    }

    /// What was asked, in order: heads and bodies as they came.
    var requests: [String] { state.withLock { $0.requests } }

    func stop() {
        let open = state.withLock { state in
            state.isStopped = true
            return state.connections
        }
        for connection in open + [listener] { shutdown(connection, Int32(SHUT_RDWR)) }
        unlink(path)
    }

    private func acceptAll() {
        while true {
            let connection = accept(listener, nil, nil)
            guard connection >= 0 else { return }
            let isStopped = state.withLock { state in
                state.connections.append(connection)
                return state.isStopped
            }
            if isStopped { return }
            Thread.detachNewThread { self.serve(connection) }
        }
    }

    private func serve(_ connection: Int32) {
        while let request = readRequest(connection) {
            let number = state.withLock { state in
                state.requests.append(request)
                return state.requests.count - 1
            }
            switch script(request, number) {
            case .reply(let text): send(text, to: connection)
            case .replyThenClose(let text):
                send(text, to: connection)
                shutdown(connection, Int32(SHUT_RDWR))
                return
            case .replyThenStall(let text): send(text, to: connection)
            }
        }
    }

    private func send(_ text: String, to connection: Int32) {
        var bytes = Array(text.utf8)[...]
        while !bytes.isEmpty {
            let count = bytes.withUnsafeBytes { write(connection, $0.baseAddress, $0.count) }
            guard count > 0 else { return }
            bytes = bytes.dropFirst(count)
        }
    }

    private func readRequest(_ connection: Int32) -> String? {
        var bytes: [UInt8] = []
        while !Self.isComplete(bytes) {
            var buffer = [UInt8](repeating: 0, count: 4096)
            let count = read(connection, &buffer, buffer.count)
            guard count > 0 else { return nil }
            bytes += buffer[..<count]
        }
        return String(decoding: bytes, as: UTF8.self)
    }

    private static func isComplete(_ bytes: [UInt8]) -> Bool {
        let text = String(decoding: bytes, as: UTF8.self)
        guard let end = text.range(of: "\r\n\r\n") else { return false }
        let length = text[..<end.lowerBound].split(separator: "\r\n").compactMap { line -> Int? in
            line.lowercased().hasPrefix("content-length:") ? Int(line.dropFirst(15).trimmingCharacters(in: .whitespaces)) : nil
        }.first
        return text[end.upperBound...].utf8.count >= length ?? 0
    }
}

/// An HTTP answer as it goes over the wire.
func answer(_ status: String = "200 OK", type: String = "application/json", headers: String = "", body: String) -> String {
    "HTTP/1.1 \(status)\r\nContent-Type: \(type)\r\nContent-Length: \(body.utf8.count)\r\n\(headers)\r\n\(body)"
}

func temporaryPath() -> String { "/tmp/ub-\(UInt64.random(in: 0...UInt64.max)).sock" }

#if canImport(Glibc) || canImport(Musl)
    private let streamType = Int32(SOCK_STREAM.rawValue)
#else
    private let streamType = SOCK_STREAM
#endif

func withSocketAddress<Result>(_ path: String, _ body: (UnsafePointer<sockaddr>, socklen_t) -> Result) -> Result {
    var address = sockaddr_un()
    address.sun_family = sa_family_t(AF_UNIX)
    withUnsafeMutableBytes(of: &address.sun_path) { target in
        for (index, byte) in path.utf8.enumerated() { target[index] = byte }
    }
    return withUnsafePointer(to: &address) { pointer in
        pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { body($0, socklen_t(MemoryLayout<sockaddr_un>.size)) }
    }
}

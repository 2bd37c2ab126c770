import Dispatch

#if canImport(Glibc)
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#endif

/// Bytes over a socket, with no HTTP library in between. Blocks on threads of its own, never on those of the tests.
struct RawConnection {
    private let descriptor: Int32
    private static let queue = DispatchQueue(label: "raw connections", attributes: .concurrent)

    static func tcp(_ port: Int) throws -> RawConnection {
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = in_port_t(port).bigEndian
        address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        return try open(AF_INET, address)
    }

    static func socket(_ path: String) throws -> RawConnection {
        var address = sockaddr_un()
        address.sun_family = sa_family_t(AF_UNIX)
        withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: path.utf8.prefix($0.count - 1)) }
        return try open(AF_UNIX, address)
    }

    private static func open<Address>(_ family: Int32, _ address: Address) throws -> RawConnection {
        let descriptor = Glibc.socket(family, Int32(SOCK_STREAM.rawValue), 0)
        guard descriptor >= 0 else { throw Failure(errno) }
        var limit = timeval(tv_sec: 20, tv_usec: 0)
        setsockopt(descriptor, SOL_SOCKET, SO_RCVTIMEO, &limit, socklen_t(MemoryLayout<timeval>.size))
        let result = withUnsafeBytes(of: address) { bytes in
            bytes.withMemoryRebound(to: sockaddr.self) { connect(descriptor, $0.baseAddress, socklen_t(bytes.count)) }
        }
        guard result == 0 else {
            let failure = Failure(errno)
            close(descriptor)
            throw failure
        }
        return RawConnection(descriptor: descriptor)
    }

    /// Sends all, then reads until the other side closes.
    func exchange(_ text: String) async -> String {
        await withCheckedContinuation { continuation in
            Self.queue.async { continuation.resume(returning: exchangeBlocking(Array(text.utf8))) }
        }
    }

    /// Sends, and keeps the connection.
    func send(_ text: String) async {
        await withCheckedContinuation { continuation in
            Self.queue.async {
                sendBlocking(Array(text.utf8))
                continuation.resume()
            }
        }
    }

    /// One read; empty when the other side has closed.
    func receive() async -> String {
        await withCheckedContinuation { continuation in
            Self.queue.async {
                var buffer = [UInt8](repeating: 0, count: 65536)
                let count = recv(descriptor, &buffer, buffer.count, 0)
                continuation.resume(returning: String(decoding: buffer.prefix(max(0, count)), as: UTF8.self))
            }
        }
    }

    /// Whether the other side has let go, looked at without reading.
    var isLetGo: Bool {
        var look = pollfd(fd: descriptor, events: 0, revents: 0)
        return poll(&look, 1, 0) > 0 && Int32(look.revents) & (POLLHUP | POLLERR) != 0
    }

    /// Says that nothing more will be sent.
    func finishSending() { shutdown(descriptor, Int32(SHUT_WR)) }

    /// - Parameter isAborting: without a farewell, by RST.
    func end(isAborting: Bool = false) {
        var linger = linger(l_onoff: isAborting ? 1 : 0, l_linger: 0)
        setsockopt(descriptor, SOL_SOCKET, SO_LINGER, &linger, socklen_t(MemoryLayout<Glibc.linger>.size))
        close(descriptor)
    }

    private func exchangeBlocking(_ bytes: [UInt8]) -> String {
        sendBlocking(bytes)
        var answer: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 65536)
        while true {
            let count = recv(descriptor, &buffer, buffer.count, 0)
            if count <= 0 { break }
            answer += buffer[0..<count]
        }
        close(descriptor)
        return String(decoding: answer, as: UTF8.self)
    }

    /// Sends all, then reads until what came is as it should be, or the other side closes, or 20 s are over. Stays open.
    func ask(_ text: String = "", until isEnough: @escaping @Sendable (String) -> Bool) async -> String {
        await withCheckedContinuation { continuation in
            Self.queue.async {
                sendBlocking(Array(text.utf8))
                var answer: [UInt8] = []
                var buffer = [UInt8](repeating: 0, count: 65536)
                let start = ContinuousClock.now
                while start.duration(to: .now) < .seconds(20), !isEnough(String(decoding: answer, as: UTF8.self)) {
                    let count = recv(descriptor, &buffer, buffer.count, 0)
                    if count <= 0 { break }
                    answer += buffer[0..<count]
                }
                continuation.resume(returning: String(decoding: answer, as: UTF8.self))
            }
        }
    }

    private func sendBlocking(_ bytes: [UInt8]) {
        var rest = bytes[...]
        while !rest.isEmpty {
            let sent = rest.withUnsafeBytes { Glibc.send(descriptor, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL)) }
            if sent <= 0 { break }
            rest = rest.dropFirst(sent)
        }
    }

    struct Failure: Error {
        let code: Int32
        init(_ code: Int32) { self.code = code }
    }
}

import Foundation
import Testing

/// The socket of a service manager: what notifiers send arrives here, as it is.
final class ManagerSocket: Sendable {
    /// The value of `NOTIFY_SOCKET`.
    let name: String
    private let descriptor: Int32

    /// - Parameter name: a path, or `@` and an abstract name.
    init(_ name: String) throws {
        self.name = name
        descriptor = socket(AF_UNIX, Int32(SOCK_DGRAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue) | Int32(SOCK_NONBLOCK.rawValue), 0)
        var address = sockaddr_un()
        address.sun_family = sa_family_t(AF_UNIX)
        let bytes = name.hasPrefix("@") ? [0] + Array(name.utf8.dropFirst()) : Array(name.utf8) + [0]
        withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: bytes) }
        let bound = withUnsafePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { bind(descriptor, $0, socklen_t(2 + bytes.count)) }
        }
        try #require(bound == 0, "\(String(cString: strerror(errno)))")
    }

    deinit { close(descriptor) }

    /// What has arrived next; nil where nothing has.
    func take() -> String? {
        var bytes = [UInt8](repeating: 0, count: 65_536)
        let count = recv(descriptor, &bytes, bytes.count, 0)
        return count < 0 ? nil : String(decoding: bytes.prefix(count), as: UTF8.self)
    }

    /// What arrives next, within a time that no machine needs.
    func next() async throws -> String {
        for _ in 0..<4000 {
            if let message = take() { return message }
            try await Task.sleep(for: .milliseconds(5))
        }
        throw Silence()
    }

    func expect(_ message: String, at place: SourceLocation = #_sourceLocation) async throws {
        let next = try await next()
        #expect(next == message, sourceLocation: place)
    }

    struct Silence: Error {}
}

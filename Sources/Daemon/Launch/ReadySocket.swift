import Foundation

/// Where a daemon in the background says that it is ready, as to a service manager (sd_notify(3)). Gone when it goes away.
///
/// It lies in a folder that is this user's alone, so whoever writes to it is this user.
final class ReadySocket: Sendable {
    let path: String
    private let descriptor: Int32

    /// One that an interrupted start left is replaced; only one start at a time may call this.
    init(_ path: String) throws(HomeError) {
        try SocketProbe.removeStale(path)
        guard let address = try? NotifyAddress(path) else { throw .cannotCreate(path: path, SystemFailure(code: ENAMETOOLONG)) }
        guard let descriptor = NotifyAddress.open() else { throw .cannotCreate(path: path, .last) }
        self.descriptor = descriptor
        self.path = path
        guard address.withAddress({ bind(descriptor, $0, $1) }) == 0, chmod(path, 0o600) == 0 else {
            throw .cannotCreate(path: path, .last)
        }
    }

    deinit {
        close(descriptor)
        unlink(path)
    }

    /// What came in since the last call, one assignment each: `READY=1`.
    func lines() -> [String] {
        var lines: [String] = []
        var bytes = [UInt8](repeating: 0, count: 4096)
        while true {
            let count = recv(descriptor, &bytes, bytes.count, 0)
            guard count >= 0 else { return lines }
            lines += String(decoding: bytes.prefix(count), as: UTF8.self).split(separator: "\n").map(String.init)
        }
    }
}

import ControlPlane
import Synchronization

/// How many answers last at once: each keeps a connection and a reader of the store. Shared by the doors of one daemon.
package final class OpenStreams: Sendable {
    private let count = Mutex(0)

    package init() {}

    package var number: Int { count.withLock { $0 } }

    /// - Returns: a place, given back when nobody holds it any more.
    /// - Throws: `unavailable` where all are taken.
    func take(of limit: Int) throws(RequestError) -> Place {
        let isTaken = count.withLock { count in
            guard count < limit else { return false }
            count += 1
            return true
        }
        guard isTaken else {
            throw .unavailable(
                "\(limit) answers are being followed already (http.stream_limit); end one of them or ask without following",
                retryAfter: .seconds(5))
        }
        return Place(of: self)
    }

    final class Place: Sendable {
        private let streams: OpenStreams

        fileprivate init(of streams: OpenStreams) { self.streams = streams }

        deinit { streams.count.withLock { $0 -= 1 } }
    }
}

import NIOCore
import Synchronization

/// The connections of one listener: how many there are, and who has to go when one more comes.
///
/// Whoever asks and is answered stays. Who waits to ask, or has begun and does not go on, makes room: first who has done so longest. Only
/// when all are busy one more is turned away.
final class OpenConnections: Sendable {
    private struct State {
        var connections: [ObjectIdentifier: OpenConnection] = [:]
        var leaving = 0
    }

    let limit: Int
    private let patience: Duration
    private let state = Mutex(State())

    init(limit: Int, patience: Duration) {
        self.limit = limit
        self.patience = patience
    }

    /// How many may be accepted at once, those included that are turned away or made to leave: no descriptor beyond is taken.
    var acceptLimit: Int { limit + max(1, limit / 8) }

    var count: Int { state.withLock { $0.connections.count } }

    /// - Returns: nil where there is no room.
    func admit(_ channel: any Channel, at now: Duration) -> OpenConnection? {
        let new = OpenConnection(channel, at: now)
        let (isAdmitted, leaver) = state.withLock { state -> (Bool, OpenConnection?) in
            var leaver: OpenConnection?
            if state.connections.count - state.leaving >= limit {
                leaver = Self.leaver(of: state.connections.values, at: now, patience: patience)
                guard let leaver else { return (false, nil) }
                leaver.leave()
                state.leaving += 1
            }
            state.connections[ObjectIdentifier(new)] = new
            return (true, leaver)
        }
        leaver?.channel.pipeline.fireUserInboundEventTriggered(MakeRoom())
        return isAdmitted ? new : nil
    }

    /// It is closed.
    func remove(_ connection: OpenConnection) {
        state.withLock { state in
            guard state.connections.removeValue(forKey: ObjectIdentifier(connection)) != nil, connection.isLeaving else { return }
            state.leaving -= 1
        }
    }

    /// It was to leave, and has been asked something meanwhile.
    func stay(_ connection: OpenConnection) {
        state.withLock { state in
            guard connection.isLeaving else { return }
            connection.remain()
            state.leaving -= 1
        }
    }

    func closeAll() {
        for connection in state.withLock({ Array($0.connections.values) }) { connection.channel.close(promise: nil) }
    }

    private static func leaver(
        of connections: some Sequence<OpenConnection>, at now: Duration, patience: Duration
    ) -> OpenConnection? {
        var oldest: (connection: OpenConnection, since: Duration)?
        for connection in connections {
            guard let idle = connection.idleSince, !idle.isHead || now - idle.since > patience else { continue }
            if oldest == nil || idle.since < oldest?.since ?? .zero { oldest = (connection, idle.since) }
        }
        return oldest?.connection
    }
}

/// Tells a connection to close unless it has been asked something meanwhile.
struct MakeRoom: Sendable {}

/// One connection, as the others have to know it.
final class OpenConnection: Sendable {
    /// Since when nothing whole has been asked.
    struct Idle: Sendable {
        var since: Duration
        /// Whether a head has begun.
        var isHead: Bool
    }

    let channel: any Channel
    private let state: Mutex<(idle: Idle?, isLeaving: Bool)>

    init(_ channel: any Channel, at now: Duration) {
        self.channel = channel
        state = Mutex((Idle(since: now, isHead: false), false))
    }

    /// Nil while it is busy, or leaves already.
    var idleSince: Idle? { state.withLock { $0.isLeaving ? nil : $0.idle } }
    var isLeaving: Bool { state.withLock { $0.isLeaving } }

    func note(_ course: ConnectionCourse) {
        let idle: Idle? =
            switch course.phase {
            case .opening, .waiting, .closing: Idle(since: course.since, isHead: false)
            case .head: Idle(since: course.since, isHead: true)
            case .body, .answering: nil
            }
        state.withLock { $0.idle = idle }
    }

    fileprivate func leave() { state.withLock { $0.isLeaving = true } }
    fileprivate func remain() { state.withLock { $0.isLeaving = false } }
}

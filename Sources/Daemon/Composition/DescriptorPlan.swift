import Foundation

/// How the files that this process may have open at once are shared out: first to the house itself, then to what runs, then to those who
/// ask. Whatever asks, a run finds its descriptors.
///
/// The limit stays as it is: children inherit it, and old programs do not bear more than 1024.
struct DescriptorPlan: Hashable, Sendable {
    let limit: Int
    private let wantedSlots: Int
    /// Runs at once.
    let slots: Int
    /// Connections at once, over TCP and to the user's socket.
    let connections: Int
    let socketConnections: Int

    /// Below that there is no room for a single run.
    static let least = 64
    /// Database, log, locks, event loops, listeners, with what they open for a moment.
    private static let house = 44
    /// Two pipes, two files and the process itself.
    private static let run = 5
    /// What a spawn needs for a moment, besides.
    private static let spawn = 8

    init(limit: Int, slots wantedSlots: Int, connections wanted: Int) {
        self.limit = limit
        self.wantedSlots = wantedSlots
        let forAsking = min(max(limit / 8, 6), 64)
        slots = min(wantedSlots, max(1, (limit - Self.house - Self.spawn - forAsking) / Self.run))
        let rest = limit - Self.house - Self.spawn - slots * Self.run
        connections = min(wanted, max(4, rest * 2 / 3))
        socketConnections = min(128, max(2, rest / 5))
    }

    /// What there is room for, as getrlimit(2) tells.
    static var limit: Int {
        var limit = rlimit()
        #if os(Linux)
            getrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit)
        #else
            getrlimit(RLIMIT_NOFILE, &limit)
        #endif
        return Int(clamping: limit.rlim_cur)
    }

    /// What a person should know of it; nil where all that is wanted has room.
    func problem() throws(CommandFailure) -> String? {
        let remedy = "raise it with `ulimit -n 4096`, in a systemd unit with LimitNOFILE=4096"
        guard limit >= Self.least else {
            throw CommandFailure(message: "only \(limit) files may be open at once, and Upbeat needs \(Self.least); \(remedy)")
        }
        guard slots < wantedSlots else { return nil }
        return "only \(limit) files may be open at once, so no more than \(slots) may run at once in place of \(wantedSlots); \(remedy)"
    }
}

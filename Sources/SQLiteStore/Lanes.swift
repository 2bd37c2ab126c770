import Pulses
import Recurrence

/// The lanes in which pulses wait, one for each set of pools that pulses need; lane 0 needs none. A lane whose pools let nothing begin is
/// not read, so that what waits in it costs nothing to the rest.
///
/// It is what a turn has to know of the due index and of pools, at hand: read once, kept up to date by each write, and forgotten when a
/// transaction is taken back.
struct Lanes {
    /// By their ids, which follow each other.
    private(set) var lanes: [Lane]
    /// By name.
    private(set) var gauges: [PoolGauge]
    private var numbers: [[String]: Int]

    struct Lane {
        /// The names of its pools; one that is not declared bounds nothing.
        let pools: [String]
        /// Their places among the gauges.
        let places: [Int]
        /// The first due time of each priority.
        fileprivate var heads = [Head](repeating: .unknown, count: Priority.allCases.count)
    }

    enum Head: Hashable {
        case unknown
        case none
        case at(Int64)
    }

    /// - Parameter lanes: the pools of each lane, from lane 0 on.
    init(lanes: [[String]], gauges: [PoolGauge]) {
        self.gauges = gauges
        self.lanes = lanes.map { Self.lane($0, gauges) }
        numbers = Dictionary(uniqueKeysWithValues: lanes.enumerated().map { ($1, $0) })
    }

    /// The lane of pulses that need these pools, sorted.
    func number(of pools: [String]) -> Int? { pools.isEmpty ? 0 : numbers[pools] }

    mutating func add(_ pools: [String]) -> Int {
        lanes.append(Self.lane(pools, gauges))
        numbers[pools] = lanes.count - 1
        return lanes.count - 1
    }

    private static func lane(_ pools: [String], _ gauges: [PoolGauge]) -> Lane {
        Lane(pools: pools, places: pools.compactMap { name in gauges.firstIndex { $0.pool.name == name } })
    }

    // MARK: heads

    func head(_ lane: Int, _ priority: Priority) -> Head { lanes[lane].heads[priority.rawValue] }

    mutating func know(_ head: Head, of lane: Int, _ priority: Priority) { lanes[lane].heads[priority.rawValue] = head }

    mutating func inserted(_ due: Int64, in lane: Int, _ priority: Int) {
        guard lanes.indices.contains(lane), lanes[lane].heads.indices.contains(priority) else { return }
        switch lanes[lane].heads[priority] {
        case .unknown: break
        case .none: lanes[lane].heads[priority] = .at(due)
        case .at(let head): lanes[lane].heads[priority] = .at(min(head, due))
        }
    }

    mutating func removed(_ due: Int64, from lane: Int, _ priority: Int) {
        guard lanes.indices.contains(lane), lanes[lane].heads.indices.contains(priority) else { return }
        if lanes[lane].heads[priority] == .at(due) { lanes[lane].heads[priority] = .unknown }
    }

    // MARK: pools

    /// Some pool has to be read anew.
    func areStale(at now: Instant) -> Bool { gauges.contains { $0.isStale(at: now) } }

    /// How many of a lane can begin now.
    func room(_ lane: Int, at now: Instant) -> Int {
        lanes[lane].places.reduce(Int.max) { min($0, gauges[$1].room(at: now)) }
    }

    /// When a lane without room may have some, as far as time alone can tell; nil where a run has to end first.
    func opening(of lane: Int, at now: Instant) -> Instant? {
        var opening = now
        for place in lanes[lane].places {
            switch gauges[place].closure(at: now) {
            case .full: return nil
            case .rate(let until), .daily(let until): opening = max(opening, until)
            case nil: break
            }
        }
        return opening
    }

    mutating func began(_ lane: Int, at now: Instant) {
        for place in lanes[lane].places { gauges[place].began(at: now) }
    }

    mutating func ended(_ lane: Int) {
        guard lanes.indices.contains(lane) else { return }
        for place in lanes[lane].places { gauges[place].ended() }
    }
}

import Pulses

/// Judges a history by its ledgers alone. Pure; knows no clock, no store and no daemon.
///
/// It trusts the client and the children: what the daemon says of itself (which run a child belongs to, what the dump holds) is held
/// against their word. A request without an answer may have been made or not; both are right. After each rule's name in the
/// `LedgerChecker+*.swift` files stands what it takes as an explanation.
package struct LedgerChecker: Sendable {
    package var policy: LedgerPolicy

    package init(policy: LedgerPolicy) { self.policy = policy }

    /// All that is wrong, in an order that depends on the ledgers alone; empty for a history that kept every promise.
    package func violations(in ledgers: Ledgers) -> [Violation] {
        let history = History(ledgers)
        return lost(history) + doubles(history) + early(history) + unjustifiedReruns(history) + phantoms(history) + stuck(history)
            + occurrences(history) + retries(history) + cancels(history) + pools(history) + heldUp(history) + pipelines(history)
    }
}

/// The ledgers, put in relation to each other once.
struct History {
    let ledgers: Ledgers
    let requests: [String: Request]
    /// The runs of each key, by their start.
    let runs: [String: [ObservedRun]]
    let pulses: [PulseID: DumpedPulse]
    /// The pulses on record that carry a key.
    let pulsesOfKey: [String: [PulseID]]
    /// What the children of schedules' pulses call themselves.
    let keysOfSchedules: Set<String>
    /// Every key that anybody named, in a fixed order.
    let keys: [String]
    private let livesByBoot: [BootID: Int]

    init(_ ledgers: Ledgers) {
        self.ledgers = ledgers
        requests = Request.all(in: ledgers.client)
        runs = ObservedRun.all(in: ledgers.children)
        pulses = Dictionary(ledgers.dump.pulses.map { ($0.id, $0) }) { first, _ in first }
        pulsesOfKey = Dictionary(grouping: ledgers.dump.pulses.filter { $0.key != nil }) { $0.key ?? "" }.mapValues { $0.map(\.id) }
        keysOfSchedules = Set(ledgers.dump.pulses.filter { $0.occurrence != nil }.compactMap(\.key))
        keys = Set(requests.keys).union(runs.keys).union(ledgers.dump.pulses.compactMap(\.key)).sorted()
        let boots = ledgers.lives.enumerated().compactMap { index, life in life.boot.map { ($0, index) } }
        livesByBoot = Dictionary(boots) { first, _ in first }
    }

    var dump: FinalDump { ledgers.dump }

    func terms(_ key: String?) -> Terms? { key.flatMap { ledgers.terms[$0] } }

    /// What the child of an attempt told; of several the last.
    func run(_ run: RunKey, of key: String?) -> ObservedRun? { runs[key ?? ""]?.last { $0.key == run } }

    /// Which daemon began a run: the one it names, else one whose name is not known and that lived then. An index into the lives.
    func life(of run: ObservedRun) -> Int? {
        livesByBoot[run.start.boot]
            ?? ledgers.lives.lastIndex { $0.boot == nil && $0.startedAt <= run.start.at }
    }

    /// The end of the daemon that began a run; nil where it lives, or is not known.
    func daemonEnd(of run: ObservedRun) -> DaemonLife.End? { life(of: run).flatMap { ledgers.lives[$0].end } }

    /// Whether the end of a run is certainly on record: the dump says so, or its daemon could work on for long enough.
    func isOnRecord(_ run: ObservedRun, lag: Duration) -> Bool {
        guard let end = run.end else { return false }
        let attempt = pulses[run.key.pulse]?.attempts.first { $0.number == run.key.attempt }
        if attempt?.outcome == (end.exit == 0 ? .succeeded : .failed) { return true }
        return life(of: run).flatMap { ledgers.lives[$0].working(after: end.at) }.map { $0 > lag } ?? true
    }

    /// When the last daemon began to answer.
    var lastReady: BootTime? { ledgers.lives.last?.readyAt }
}

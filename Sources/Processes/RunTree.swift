#if canImport(Glibc)
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#endif

/// The processes of one run: its group, and all that carry its marker, in whatever group or session they are.
struct RunTree {
    /// Those with the marker that are left; the group is signalled as a whole.
    typealias Found = [ProcessIdentity]

    private let leader: pid_t
    private let marker: String?
    private var isGroupTerminated = false
    private var terminated: Set<ProcessIdentity> = []

    /// The leader must not have been reaped as long as this is used.
    init(leader: pid_t, marker: String?) {
        self.leader = leader
        self.marker = marker
    }

    /// Whether, right after the leader's own end, nothing is left of the run; cheap in the usual case.
    func isQuietlyGone(since start: ContinuousClock.Instant) async -> Bool {
        if let isEmpty = ProcessGroup.isEmptyAtOnce(leader, marker: marker, since: start) { return isEmpty }
        for _ in 0..<2 where await look() != nil { return false }
        return true
    }

    func look() async -> Found? {
        let hasMembers = await ProcessGroup.hasLivingMember(leader)
        let marked = if let marker { await ProcessTable.marked(marker) } else { Found() }
        return hasMembers || !marked.isEmpty ? marked : nil
    }

    mutating func signal(_ number: Int32, _ marked: Found) {
        if number == SIGKILL {
            kill(-leader, number)
            kill(leader, number)
            for process in marked { process.signal(number) }
            return
        }
        if !isGroupTerminated {
            isGroupTerminated = true
            kill(-leader, number)
            // It may have left its own group.
            if getpgid(leader) != leader { kill(leader, number) }
            // What is stopped hears nothing until it goes on.
            kill(-leader, SIGCONT)
        }
        for process in marked where process.processGroup != leader && terminated.insert(process).inserted {
            process.signal(number)
            process.signal(SIGCONT)
        }
    }
}

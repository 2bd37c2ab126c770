import Synchronization

#if canImport(Glibc)
import Glibc
#elseif canImport(Darwin)
import Darwin
#endif

/// The processes of one run: its group and, once someone asked for its end, all that carry its marker.
final class RunTree: Sendable {
    private let leader: pid_t
    private let marker: String?
    private let control: RunControl
    private let terminated = Mutex<(group: Bool, others: Set<ProcessIdentity>)>((false, []))

    /// The leader must not have been reaped as long as this is used.
    init(leader: pid_t, marker: String?, control: RunControl) {
        self.leader = leader
        self.marker = marker
        self.control = control
    }

    /// Whether, right after the leader's own end, nothing is left of its group; cheap in the usual case.
    func isQuietlyGone(since start: ContinuousClock.Instant) -> Bool {
        ProcessGroup.isEmptyAtOnce(leader, since: start) ?? !ProcessGroup.hasLivingMember(leader)
    }

    func isEmpty() -> Bool {
        !ProcessGroup.hasLivingMember(leader) && marked().isEmpty
    }

    func signal(_ number: Int32) {
        if number == SIGKILL {
            kill(-leader, number)
            kill(leader, number)
            for process in marked() { process.signal(number) }
            return
        }
        let isFirst = terminated.withLock { terminated in
            defer { terminated.group = true }
            return !terminated.group
        }
        if isFirst {
            kill(-leader, number)
            // It may have left its own group; and what is stopped hears nothing until it goes on.
            if getpgid(leader) != leader { kill(leader, number) }
            kill(-leader, SIGCONT)
        }
        for process in marked() where process.processGroup != leader {
            guard terminated.withLock({ $0.others.insert(process).inserted }) else { continue }
            process.signal(number)
            process.signal(SIGCONT)
        }
    }

    private func marked() -> [ProcessIdentity] {
        guard let marker, control.request != nil else { return [] }
        return ProcessTable.marked { $0 == marker }.map(\.identity)
    }
}

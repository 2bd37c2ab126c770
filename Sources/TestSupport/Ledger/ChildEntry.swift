package import Pulses

/// What a child wrote about itself, in one write to a file that is only appended to:
///
///     START key pulse attempt boot pid nanoseconds
///     END key pulse attempt boot pid nanoseconds exit
///     OVERLAP key pulse attempt boot pid nanoseconds
///     CROWD key pulse attempt boot pid nanoseconds
///     FULL key pulse attempt boot pid nanoseconds
///     GRANDCHILD key pulse attempt boot pid nanoseconds
package struct ChildEntry: Hashable, Sendable {
    package enum Event: Hashable, Sendable {
        case start
        /// The child is about to exit with this code.
        case end(exit: Int)
        /// Another process of this key lives: the lock on the key's file, which the whole tree holds, was refused.
        case overlap
        /// Another run of this key's schedule lives: the lock on the schedule's file was refused.
        case crowd
        /// As many other runs of one of its pools live as it has places: the lock on each of the places was refused.
        case full
        /// The child began another process of its tree; `pid` is that one's.
        case grandchild
    }

    package var at: BootTime
    /// The client's key, out of the child's arguments.
    package var key: String
    /// Which run it is by the daemon's word, out of the child's environment.
    package var run: RunKey
    /// Whose run it is by the daemon's word.
    package var boot: BootID
    package var pid: Int32
    package var event: Event

    package init(at: BootTime, key: String, run: RunKey, boot: BootID, pid: Int32, event: Event) {
        self.at = at
        self.key = key
        self.run = run
        self.boot = boot
        self.pid = pid
        self.event = event
    }

    /// Reads one line without its end; nil where it is not whole.
    package init?(line: some StringProtocol) {
        let words = line.split(separator: " ", omittingEmptySubsequences: false)
        guard words.count >= 7, let pulse = Int64(words[2]), let attempt = Int(words[3]), let pid = Int32(words[5]),
            let nanoseconds = Int64(words[6]), !words[1].isEmpty, !words[4].isEmpty
        else { return nil }
        let event: Event
        switch (words[0], words.count) {
        case ("START", 7): event = .start
        case ("OVERLAP", 7): event = .overlap
        case ("CROWD", 7): event = .crowd
        case ("FULL", 7): event = .full
        case ("GRANDCHILD", 7): event = .grandchild
        case ("END", 8):
            guard let exit = Int(words[7]) else { return nil }
            event = .end(exit: exit)
        default: return nil
        }
        self.init(
            at: BootTime(nanoseconds: nanoseconds), key: String(words[1]), run: RunKey(pulse: PulseID(pulse), attempt: attempt),
            boot: BootID(String(words[4])), pid: pid, event: event)
    }
}

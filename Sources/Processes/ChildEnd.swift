/// How a run ended, whatever happened; `run` never throws.
package struct ChildEnd: Sendable {
    package var how: How
    /// Who ended it, nil when the leader ended by itself before anyone asked.
    package var endReason: EndReason?
    /// Whether no process of the run is left. False means it could not be confirmed: the run is `lost`, not "ok".
    package var treeGone: Bool
    /// When the child was spawned and when its leader ended, on the monotonic clock that counts suspended time; nil if it never was.
    package var startedAt: ContinuousClock.Instant?
    package var leaderEndedAt: ContinuousClock.Instant?
    package var standardOutput: StreamEnd
    package var standardError: StreamEnd

    /// What became of the leader.
    package enum How: Sendable, Hashable {
        case exited(Int32)
        /// Killed by this signal.
        case signalled(Int32)
        case couldNotStart(SpawnFailure)
        /// It was asked to end before it was spawned, so it never was.
        case notStarted
        /// Its end could not be seen (it hangs in the kernel, or watching it failed); `treeGone` is false.
        case unknown(String)
    }

    /// From the spawn to the leader's end.
    package var duration: Duration? {
        guard let startedAt, let leaderEndedAt else { return nil }
        return leaderEndedAt - startedAt
    }

    /// The first thing that went wrong with storing output, if anything did; the run is not failed by it.
    package var outputError: String? { standardOutput.error ?? standardError.error }

    static func unstarted(_ how: How, reason: EndReason? = nil) -> ChildEnd {
        ChildEnd(
            how: how, endReason: reason, treeGone: true, startedAt: nil, leaderEndedAt: nil,
            standardOutput: StreamEnd(), standardError: StreamEnd())
    }
}

/// Why someone ended a run.
package enum EndReason: Sendable, Hashable {
    case cancelled, timedOut, shutdown
}

/// What is known of one output stream after its run.
package struct StreamEnd: Sendable, Hashable {
    /// Bytes the child wrote that were read.
    package var total: Int = 0
    /// How many of them lie in the file.
    package var kept: Int = 0
    /// The last bytes as text: at most 4,096 bytes of valid UTF-8, begun at a character, invalid bytes replaced by U+FFFD.
    package var tail: String = ""
    /// The first bytes as text, as many and in the same way; empty where `tail` has all of them.
    package var head: String = ""
    /// Why the file is missing or incomplete.
    package var error: String?

    /// Its beginning and its end.
    package var ends: String { head.isEmpty ? tail : head + "\n" + tail }
}

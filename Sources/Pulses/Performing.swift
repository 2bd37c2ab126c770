package import Recurrence
import Synchronization

/// Does an action. Conformers never throw: every end is an answer.
package protocol Performer: Sendable {
    /// Runs one attempt to its end. Once `run.stop` is asked it ends within the grace given there plus one second.
    func perform(_ run: Run) async -> AttemptEnd

    /// The runs of owners other than `boot` that still have live processes on this machine, among those of this state folder.
    func leftovers(notOf boot: BootID) -> Set<RunKey>

    /// Ends those processes; returns the runs whose processes are confirmed gone.
    func endLeftovers(_ keys: Set<RunKey>, notOf boot: BootID, grace: Duration) async -> Set<RunKey>
}

/// One attempt, as a performer gets it.
package struct Run: Sendable {
    package var claim: Claim
    package var boot: BootID
    package var stop: StopSwitch
    /// To be called once with the child's identity, before anything else is waited for.
    package var started: @Sendable (ProcessRecord) async -> Void

    package init(claim: Claim, boot: BootID, stop: StopSwitch, started: @escaping @Sendable (ProcessRecord) async -> Void) {
        self.claim = claim
        self.boot = boot
        self.stop = stop
        self.started = started
    }
}

/// Asks a run to stop. The first reason stands; a later call can only shorten the grace.
package final class StopSwitch: Sendable {
    package struct Request: Hashable, Sendable {
        package var reason: StopReason
        /// How long the processes have between TERM and KILL.
        package var grace: Duration

        package init(reason: StopReason, grace: Duration) {
            self.reason = reason
            self.grace = grace
        }
    }

    private struct State {
        var request: Request?
        var listener: (@Sendable (Request) -> Void)?
    }

    private let state = Mutex(State())

    package init() {}

    package var request: Request? { state.withLock { $0.request } }

    package func ask(_ reason: StopReason, grace: Duration) {
        let (request, listener) = state.withLock { state in
            let known = state.request
            let request = Request(reason: known?.reason ?? reason, grace: min(known?.grace ?? grace, grace))
            state.request = request
            return (request, state.listener)
        }
        listener?(request)
    }

    /// Hears every request, one that was made before included. One listener; it must not block.
    package func listen(_ listener: @escaping @Sendable (Request) -> Void) {
        let request = state.withLock { state in
            state.listener = listener
            return state.request
        }
        if let request { listener(request) }
    }
}

/// What the doors may ask of the engine. Without a daemon there is one that does nothing.
package protocol EngineControl: Sendable {
    /// Something became due, or will be, at the instant.
    func wake(dueAt: Instant)

    /// Ends the run of this pulse, if there is one, and returns when its end is stored or `patience` has gone by.
    func stop(_ id: PulseID, patience: Duration) async

    var isRunning: Bool { get }
}

/// The two clocks: the wall clock decides, the monotonic clock waits.
package protocol WallClock: Sendable {
    func now() -> Instant

    /// Time since a fixed moment that no step of the wall clock moves; it goes on while the machine sleeps.
    func monotonic() -> Duration

    /// Waits on the monotonic clock. Throws `CancellationError` when the task is cancelled.
    func sleep(for duration: Duration) async throws
}

/// Reads what runs wrote.
package protocol OutputReading: Sendable {
    /// Up to `limit` bytes of one stream of an attempt from `offset` on; nil if nothing is kept. A negative offset counts from the end.
    func output(of key: RunKey, stream: OutputStreamName, offset: Int64, limit: Int) -> OutputPart?
}

package enum OutputStreamName: String, CaseIterable, Sendable {
    case output = "stdout"
    case error = "stderr"
}

package struct OutputPart: Hashable, Sendable {
    package var bytes: [UInt8]
    /// Where `bytes` begins.
    package var offset: Int64
    /// How much is kept in all, so far.
    package var size: Int64

    package init(bytes: [UInt8], offset: Int64, size: Int64) {
        self.bytes = bytes
        self.offset = offset
        self.size = size
    }
}

import Synchronization
import UnixSignals

/// Takes the signals of the process from its first moment on, and hands them to whoever is there to obey them.
///
/// Until then TERM and INT end the start, and what else comes waits.
final class SignalDesk: Sendable {
    private struct State {
        var obey: (@Sendable (UnixSignal) -> Void)?
        var waiting: [UnixSignal] = []
        var hasStopped = false
    }

    private let state = Mutex(State())

    /// - Parameter giveUp: ends the start.
    func take(_ signal: UnixSignal, giveUp: () -> Void) {
        let obey = state.withLock { state -> (@Sendable (UnixSignal) -> Void)? in
            if state.obey == nil {
                state.waiting.append(signal)
                if signal == .sigterm || signal == .sigint { state.hasStopped = true }
            }
            return state.obey
        }
        if let obey { return obey(signal) }
        if hasStopped { giveUp() }
    }

    /// From now on somebody obeys; what came before is handed over first.
    func hand(to obey: @escaping @Sendable (UnixSignal) -> Void) {
        let waiting = state.withLock { state in
            defer { state.waiting = [] }
            state.obey = obey
            return state.waiting
        }
        for signal in waiting { obey(signal) }
    }

    /// Whether the start was told to end.
    var hasStopped: Bool { state.withLock { $0.hasStopped } }
}

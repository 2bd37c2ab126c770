import Synchronization

#if canImport(Glibc)
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#endif

/// The system refused a descriptor, a thread or a registration.
struct WatchFailure: Error {
    var text: String
}

/// The one thread of this room: it waits for pipes, process descriptors and alarms of all children, and calls back.
///
/// Callbacks run on that thread, must not block for long and may come once more after `forget`. It lives as long as the program.
/// An alarm whose moment has passed is forgotten; one that was cancelled leaves nothing behind, unlike a cancelled `Task.sleep`,
/// whose job stays in the executor's queue until its time.
final class Watcher: Sendable {
    typealias Token = UInt64
    typealias Callback = @Sendable () -> Void

    enum Interest {
        case reading, writing
        /// A process descriptor: called once, when the process has ended.
        case ending
    }

    private struct State {
        var nextToken: Token = 1
        var callbacks: [Token: Callback] = [:]
        var alarms: [Token: (at: ContinuousClock.Instant, call: Callback)] = [:]
        /// What the queue is armed for: never later than the earliest alarm.
        var armed: ContinuousClock.Instant?
    }

    private let state = Mutex(State())
    private let queue: ReadinessQueue

    static let shared: Result<Watcher, WatchFailure> = Result { () throws(WatchFailure) in try Watcher() }

    private init() throws(WatchFailure) {
        queue = try ReadinessQueue()
        try startThread { [self] in
            while true { turn() }
        }
    }

    func watch(_ descriptor: Int32, for interest: Interest, _ callback: @escaping Callback) throws(WatchFailure) -> Token {
        let token = newToken { $0.callbacks[$1] = callback }
        do {
            try queue.add(descriptor, for: interest, token: token)
        } catch {
            state.withLock { _ = $0.callbacks.removeValue(forKey: token) }
            throw error
        }
        return token
    }

    /// Call it before the descriptor is closed.
    func forget(_ token: Token, _ descriptor: Int32) {
        queue.remove(descriptor)
        state.withLock { _ = $0.callbacks.removeValue(forKey: token) }
    }

    func setAlarm(at moment: ContinuousClock.Instant, _ callback: @escaping Callback) -> Token {
        newToken { state, token in
            state.alarms[token] = (moment, callback)
            if state.armed.map({ moment < $0 }) ?? true {
                state.armed = moment
                queue.arm(at: moment)
            }
        }
    }

    func cancelAlarm(_ token: Token) {
        state.withLock { _ = $0.alarms.removeValue(forKey: token) }
    }

    private func newToken(_ use: (inout State, Token) -> Void) -> Token {
        state.withLock { state in
            let token = state.nextToken
            state.nextToken += 1
            use(&state, token)
            return token
        }
    }

    private func turn() {
        for token in queue.wait() {
            let callback = state.withLock { $0.callbacks[token] }
            callback?()
        }
        for call in dueAlarms() { call() }
    }

    private func dueAlarms() -> [Callback] {
        let now = ContinuousClock.now
        return state.withLock { state in
            guard let armed = state.armed, armed <= now else { return [] }
            let due = state.alarms.filter { $0.value.at <= now }
            for token in due.keys { state.alarms.removeValue(forKey: token) }
            state.armed = state.alarms.values.lazy.map(\.at).min()
            if let next = state.armed { queue.arm(at: next) }
            return due.values.map(\.call)
        }
    }
}

/// A detached thread that takes no signals, so that neither the daemon's nor SIGPIPE's ever runs on it.
private func startThread(_ body: @escaping @Sendable () -> Void) throws(WatchFailure) {
    final class Box {
        let body: @Sendable () -> Void
        init(_ body: @escaping @Sendable () -> Void) { self.body = body }
    }
    let masks = UnsafeMutablePointer<sigset_t>.allocate(capacity: 2)
    defer { masks.deallocate() }
    sigfillset(masks)
    pthread_sigmask(SIG_SETMASK, masks, masks + 1)
    defer { pthread_sigmask(SIG_SETMASK, masks + 1, nil) }
    let box = Unmanaged.passRetained(Box(body))
    #if canImport(Glibc)
        var thread = pthread_t()
        let entry: @convention(c) (UnsafeMutableRawPointer?) -> UnsafeMutableRawPointer? = { argument in
            if let argument { Unmanaged<Box>.fromOpaque(argument).takeRetainedValue().body() }
            return nil
        }
    #else
        var thread: pthread_t?
        let entry: @convention(c) (UnsafeMutableRawPointer) -> UnsafeMutableRawPointer? = { argument in
            Unmanaged<Box>.fromOpaque(argument).takeRetainedValue().body()
            return nil
        }
    #endif
    let number = pthread_create(&thread, nil, entry, box.toOpaque())
    guard number == 0 else {
        box.release()
        throw WatchFailure(text: failureText("A thread could not be made", number))
    }
    #if canImport(Glibc)
        pthread_detach(thread)
    #else
        if let thread { pthread_detach(thread) }
    #endif
}

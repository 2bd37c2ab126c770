import Synchronization

/// What a connection is at work on, so that it can be cancelled, and bounded in number.
final class RequestsUnderWay: Sendable {
    enum Name: Hashable, Sendable {
        case client(RequestID)
        /// By the resource's URI.
        case subscription(String)
    }

    private struct State {
        var places: [Name: Place] = [:]
        /// Of the lines of all.
        var bytes = 0
        /// Those who wait for the end of all.
        var waiting: [CheckedContinuation<Void, Never>] = []
    }

    private let limit: Int
    private let byteLimit: Int
    private let state = Mutex(State())

    init(limit: Int, byteLimit: Int) {
        self.limit = limit
        self.byteLimit = byteLimit
    }

    /// - Parameters:
    ///   - lasts: goes on by itself.
    ///   - size: bytes of the line that asked for it.
    /// - Throws: `invalidRequest` where the name is in use, or too many are under way.
    func begin(_ name: Name, lasts: Bool, size: Int) throws(RPCError) -> Place {
        let place = Place(name, lasts: lasts, size: size, of: self)
        let fault: RPCError? = state.withLock { state in
            guard state.places[name] == nil else {
                return RPCError(.invalidRequest, "a request with this id is under way; give each its own")
            }
            guard state.places.count < limit else {
                return RPCError(.invalidRequest, "\(limit) requests are under way on this connection; wait for one of them to end")
            }
            guard state.bytes + size <= byteLimit else {
                return RPCError(
                    .invalidRequest, "requests of \(state.bytes) bytes are under way on this connection; wait for one of them to end")
            }
            state.places[name] = place
            state.bytes += size
            return nil
        }
        if let fault { throw fault }
        return place
    }

    /// Has no effect for what is not, or no longer, under way.
    func cancel(_ name: Name) { state.withLock { $0.places[name] }?.cancel() }

    func cancelLasting() {
        for place in state.withLock({ state in state.places.values.filter(\.lasts) }) { place.cancel() }
    }

    func cancelAll() {
        for place in state.withLock({ state in Array(state.places.values) }) { place.cancel() }
    }

    func holds(_ name: Name) -> Bool { state.withLock { $0.places[name] != nil } }

    /// Returns when nothing is under way.
    func isEmpty() async {
        await withCheckedContinuation { continuation in
            let isEmpty = state.withLock { state in
                if !state.places.isEmpty { state.waiting.append(continuation) }
                return state.places.isEmpty
            }
            if isEmpty { continuation.resume() }
        }
    }

    private func remove(_ place: Place) {
        let waiting = state.withLock { state -> [CheckedContinuation<Void, Never>] in
            if state.places[place.name] === place {
                state.places[place.name] = nil
                state.bytes -= place.size
            }
            guard state.places.isEmpty else { return [] }
            defer { state.waiting = [] }
            return state.waiting
        }
        for continuation in waiting { continuation.resume() }
    }

    /// One of them.
    final class Place: Sendable {
        private enum State { case wanted, cancelled, ended }

        fileprivate let name: Name
        let lasts: Bool
        fileprivate let size: Int
        private let requests: RequestsUnderWay
        private let state = Mutex(State.wanted)
        private let (stops, stopper) = AsyncStream<Void>.makeStream(bufferingPolicy: .bufferingNewest(1))

        fileprivate init(_ name: Name, lasts: Bool, size: Int, of requests: RequestsUnderWay) {
            self.name = name
            self.lasts = lasts
            self.size = size
            self.requests = requests
        }

        /// Neither cancelled nor answered.
        var isWanted: Bool { state.withLock { $0 == .wanted } }

        func cancel() {
            state.withLock { if $0 == .wanted { $0 = .cancelled } }
            stopper.finish()
        }

        /// It is about to be answered.
        ///
        /// - Returns: false where it was cancelled: nothing goes out for it any more.
        func end() -> Bool {
            state.withLock { state in
                guard state == .wanted else { return false }
                state = .ended
                return true
            }
        }

        /// Gives the name free.
        func leave() {
            stopper.finish()
            requests.remove(self)
        }

        /// Does the work until it is done, or cancelled.
        func whileWanted(_ work: @escaping @Sendable () async -> Void) async {
            let stops = stops
            await withTaskGroup(of: Void.self) { group in
                group.addTask { await work() }
                group.addTask { for await _ in stops {} }
                await group.next()
                group.cancelAll()
            }
        }
    }
}

import StrictJSON

/// Lets one message through at a time, in the order in which they come.
actor WriteGate {
    private let write: @Sendable (JSON) async -> Void
    private var isBusy = false
    private var waiting: [CheckedContinuation<Void, Never>] = []

    init(_ write: @escaping @Sendable (JSON) async -> Void) { self.write = write }

    func send(_ message: JSON) async {
        // An actor lets others in while it waits, so it alone keeps no order.
        if isBusy { await withCheckedContinuation { waiting.append($0) } } else { isBusy = true }
        await write(message)
        if waiting.isEmpty { isBusy = false } else { waiting.removeFirst().resume() }
    }
}

import Synchronization

/// A look at the whole system that many may want at once: everyone gets one that began after they asked, few are made.
final class SharedScan<Value: Sendable>: Sendable {
    private let last = Mutex<(began: ContinuousClock.Instant, value: Value)?>(nil)
    private let make: @Sendable () -> Value

    init(_ make: @escaping @Sendable () -> Value) { self.make = make }

    func fresh() -> Value {
        let asked = ContinuousClock.now
        return last.withLock { last in
            if let last, last.began >= asked { return last.value }
            let began = ContinuousClock.now
            let value = make()
            last = (began, value)
            return value
        }
    }
}

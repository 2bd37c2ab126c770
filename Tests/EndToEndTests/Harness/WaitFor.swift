import Foundation
import TestSupport

/// Looks until the fact is there and returns it; the pauses only keep the looking cheap. For threads of the harness's own.
@discardableResult
func waitFor<Fact>(_ what: String, within limit: Duration, _ look: () throws -> Fact?) throws -> Fact {
    let end = BootTime.now() + limit
    while true {
        if let fact = try look() { return fact }
        guard BootTime.now() < end else { throw HarnessError("it did not come within \(limit): \(what)") }
        usleep(2000)
    }
}

/// Lets time go by: for what a history itself is made of (when the nemesis strikes, how fast a client asks), never for a fact to come.
func pass(until moment: BootTime) {
    while true {
        let left = moment - BootTime.now()
        guard left > .zero else { return }
        usleep(UInt32(min(left.nanoseconds / 1000 + 1, 100_000)))
    }
}

/// Runs blocking work on a thread of its own, so that it takes none of the few threads that async tests share.
func onOwnThread<Value: Sendable>(_ work: @escaping @Sendable () throws -> Value) async throws -> Value {
    try await withCheckedThrowingContinuation { continuation in
        Thread.detachNewThread { continuation.resume(with: Result { try work() }) }
    }
}

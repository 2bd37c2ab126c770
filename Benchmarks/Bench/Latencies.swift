import Foundation
import Synchronization

/// Times of single calls, in seconds.
final class Latencies: Sendable {
    private let values = Mutex<[Double]>([])

    func add(_ seconds: Double) { values.withLock { $0.append(seconds) } }

    func percentile(_ share: Double) -> Double {
        values.withLock { values in
            let sorted = values.sorted()
            return sorted.isEmpty ? 0 : sorted[min(Int(Double(sorted.count) * share), sorted.count - 1)]
        }
    }

    func text(_ share: Double) -> String { String(format: "%.2f ms", percentile(share) * 1000) }
}

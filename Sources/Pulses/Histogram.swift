import Synchronization

/// Counts values by how large they are, for as long as the process lives.
package final class Histogram: Sendable {
    /// What was seen until now.
    package struct Snapshot: Hashable, Sendable {
        /// Upper bounds, included, in their order; beyond the last there is one more bucket without one.
        package var bounds: [Double]
        /// One for each bound and one more, each without those below it.
        package var counts: [Int64]
        package var sum: Double

        package init(bounds: [Double], counts: [Int64], sum: Double) {
            self.bounds = bounds
            self.counts = counts
            self.sum = sum
        }

        package var count: Int64 { counts.reduce(0, +) }
    }

    /// Seconds, from a tenth of a millisecond to some hours.
    package static let seconds = [
        0.0001, 0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 300, 1800, 7200,
    ]
    /// Powers of two, up to what one transaction takes.
    package static let sizes: [Double] = [1, 2, 4, 8, 16, 32, 64, 128, 256, 512]

    private let state: Mutex<Snapshot>

    package init(bounds: [Double]) {
        state = Mutex(Snapshot(bounds: bounds, counts: Array(repeating: 0, count: bounds.count + 1), sum: 0))
    }

    package func observe(_ value: Double) {
        state.withLock { state in
            let place = state.bounds.firstIndex { value <= $0 } ?? state.bounds.count
            state.counts[place] += 1
            state.sum += value
        }
    }

    /// In seconds; less than nothing counts as nothing.
    package func observe(_ duration: Duration) { observe(max(0, duration / .seconds(1))) }

    package var snapshot: Snapshot { state.withLock { $0 } }
}
